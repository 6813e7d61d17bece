import { expect } from 'chai';
import { isFault, type InboxEvent } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';
import { rejection } from '../support/until.js';
import { describeAlerts } from './alerts.js';
import { describeConnections } from './connections.js';
import { describeEvents } from './events.js';
import { describeExchanges } from './exchanges.js';
import { describeOrders } from './orders.js';
import { describeRetention } from './retention.js';
import { aCatalog, anEvent, aRun } from './samples.js';

/** What every engine's ledger promises. */
export function describeLedger(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`the ledger on ${name}`, () => {
    let subject: StorageUnderTest;
    const current = () => subject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.dispose());

    describe('inbox', () => describeInbox(current));
    describe('events', () => describeEvents(current));
    describe('orders', () => describeOrders(current));
    describe('exchanges', () => describeExchanges(current));
    describe('connections', () => describeConnections(current));
    describe('catalogs', () => describeCatalogs(current));
    describe('vault', () => describeVault(current));
    describe('alerts', () => describeAlerts(current));
    describe('retention', () => describeRetention(current));
    describe('locks', () => describeLocks(current));
  });
}

function describeInbox(current: () => StorageUnderTest): void {
  const idsOf = (events: readonly InboxEvent[]) => events.map((event) => event.id);

  it('gives an event back as it came, after a restart too', async () => {
    const event = anEvent('e1');
    expect(await current().ledger.inbox.record(event, undefined)).to.equal('stored');
    await current().reopen();
    expect(await current().ledger.inbox.unhandled('order', 'order-1')).to.deep.equal([event]);
  });

  it('keeps news of every source', async () => {
    const events = [
      anEvent('listed', { news: { source: 'listed' } }),
      anEvent('till', {
        news: { source: 'till', event: { type: 'catalog-changed', id: 'v1', store: 's1' } },
      }),
      anEvent('operator', { news: { source: 'operator', event: { type: 'operator-retried', round: 1 } } }),
    ];
    for (const event of events) await current().ledger.inbox.record(event, undefined);
    expect(await current().ledger.inbox.unhandled('order', 'order-1')).to.deep.equal(events);
  });

  it('takes an event once, however often it is sent and with whatever content', async () => {
    const { inbox } = current().ledger;
    await inbox.record(anEvent('e1'), undefined);
    expect(await inbox.record(anEvent('e1', { subject: 'order-2' }), undefined)).to.equal('duplicate');
    expect(await inbox.unhandled('order', 'order-2')).to.deep.equal([]);
  });

  it('takes an event once when it is sent many times at the same moment', async () => {
    const { inbox } = current().ledger;
    const answers = await Promise.all(
      Array.from({ length: 450 }, (_, index) => inbox.record(anEvent(`e${index % 3}`), undefined)),
    );
    expect(answers.filter((answer) => answer === 'stored')).to.have.length(3);
    expect(idsOf(await inbox.unhandled('order', 'order-1'))).to.deep.equal(['e0', 'e1', 'e2']);
  });

  it('asks for the work of a new event, and not again for a duplicate', async () => {
    const { inbox } = current().ledger;
    const job = { topic: 'order', key: 'order-1', group: 'connection-1' } as const;
    await inbox.record(anEvent('e1'), job);
    await inbox.record(anEvent('e1'), { ...job, topic: 'report' });
    expect(await current().queue.depth()).to.deep.equal({ order: 1 });
  });

  it('gives the unhandled events of one subject and topic, oldest first', async () => {
    const { inbox } = current().ledger;
    await inbox.record(anEvent('late', { receivedAt: 3_000 }), undefined);
    await inbox.record(anEvent('early', { receivedAt: 2_000 }), undefined);
    await inbox.record(anEvent('early-too', { receivedAt: 2_000 }), undefined);
    await inbox.record(anEvent('stock', { topic: 'stock' }), undefined);
    await inbox.record(anEvent('other-order', { subject: 'order-2' }), undefined);
    expect(idsOf(await inbox.unhandled('order', 'order-1'))).to.deep.equal(['early', 'early-too', 'late']);
    expect(idsOf(await inbox.unhandled('stock', 'order-1'))).to.deep.equal(['stock']);
    expect(idsOf(await inbox.unhandled('order', 'order-1', 2))).to.deep.equal(['early', 'early-too']);
  });

  it('forgets nothing of a handled event but that it is to be handled', async () => {
    const { inbox } = current().ledger;
    const ids = Array.from({ length: 1_200 }, (_, index) => `e${index}`);
    await Promise.all(ids.map((id) => inbox.record(anEvent(id), undefined)));
    await inbox.markHandled(ids.slice(1), 5_000);
    expect(idsOf(await inbox.unhandled('order', 'order-1'))).to.deep.equal(['e0']);
    expect(await inbox.record(anEvent('e7'), undefined)).to.equal('duplicate');
  });
}

function describeCatalogs(current: () => StorageUnderTest): void {
  it('knows the catalog that was applied last, and when', async () => {
    const { catalogs } = current().ledger;
    expect(await catalogs.snapshot('connection-1')).to.equal(undefined);
    await catalogs.save(aRun('r1', { endedAt: 2_000 }), { catalog: aCatalog('Pizza'), at: 2_000 });
    await catalogs.save(aRun('r2', { endedAt: 3_000 }), {
      catalog: aCatalog('Pizza, new'),
      at: 3_000,
      since: { mark: '2026-01-31', wholeAt: 1_000 },
    });
    await catalogs.save(aRun('r3', { endedAt: 4_000, outcome: 'unchanged' }));
    await current().reopen();
    expect(await current().ledger.catalogs.snapshot('connection-1')).to.deep.equal({
      catalog: aCatalog('Pizza, new'),
      at: 3_000,
      since: { mark: '2026-01-31', wholeAt: 1_000 },
    });
    const plain = { catalog: aCatalog('Pizza, old'), at: 5_000 };
    await current().ledger.catalogs.save(aRun('r4', { endedAt: 5_000 }), plain);
    expect(await current().ledger.catalogs.snapshot('connection-1')).to.deep.equal(plain);
  });

  it('knows whether POS Hub may have something else than a catalog, until it is saved without that', async () => {
    const { catalogs } = current().ledger;
    const stored = { catalog: aCatalog('Pizza'), at: 2_000 };
    await catalogs.doubt('connection-1');
    expect(await catalogs.snapshot('connection-1')).to.equal(undefined);
    for (const [id, connectionId] of Object.entries({ r1: 'connection-1', r2: 'connection-2' }))
      await catalogs.save(aRun(id, { connectionId }), stored);
    await catalogs.doubt('connection-1');
    await catalogs.doubt('connection-1');
    await catalogs.save(aRun('r3', { outcome: 'failed' }));
    await current().reopen();
    const now = () => current().ledger.catalogs.snapshot('connection-1');
    expect(await now()).to.deep.equal({ ...stored, inDoubt: true });
    expect(await current().ledger.catalogs.snapshot('connection-2')).to.deep.equal(stored);
    await current().ledger.catalogs.save(aRun('r4'), { ...stored, inDoubt: true });
    expect(await now()).to.deep.equal({ ...stored, inDoubt: true });
    await current().ledger.catalogs.save(aRun('r5'), stored);
    expect(await now()).to.deep.equal(stored);
  });

  it('knows when each catalog was read, which its run need not be', async () => {
    const { catalogs } = current().ledger;
    expect([...(await catalogs.readTimes())]).to.deep.equal([]);
    await catalogs.save(aRun('r1', { endedAt: 2_000 }), { catalog: aCatalog('Pizza'), at: 2_000 });
    await catalogs.save(aRun('r2', { connectionId: 'connection-2', endedAt: 3_000 }), {
      catalog: aCatalog('Pasta'),
      at: 3_000,
    });
    await catalogs.save(aRun('r3', { endedAt: 4_000 }), { catalog: aCatalog('Pizza, sold out'), at: 2_000 });
    await catalogs.save(aRun('r4', { connectionId: 'connection-3', outcome: 'failed' }));
    expect(Object.fromEntries(await catalogs.readTimes())).to.deep.equal({
      'connection-1': 2_000,
      'connection-2': 3_000,
    });
    expect((await catalogs.snapshot('connection-1'))?.catalog).to.deep.equal(aCatalog('Pizza, sold out'));
  });

  it('lists the runs of a connection, newest first and at most 50', async () => {
    const { catalogs } = current().ledger;
    for (let index = 0; index < 60; index += 1) await catalogs.save(aRun(`r${index}`, { startedAt: index }));
    await catalogs.save(aRun('other', { connectionId: 'connection-2' }));
    const runs = await catalogs.runs('connection-1');
    expect(runs.map((run) => run.id)).to.deep.equal(Array.from({ length: 50 }, (_, index) => `r${59 - index}`));
    expect(await catalogs.runs('connection-2')).to.have.length(1);
  });

  it('gives the last run of each connection, and the last that went wrong', async () => {
    const { catalogs } = current().ledger;
    const fault = { code: 'vendor.unavailable', message: 'no' } as const;
    await catalogs.save(aRun('r1', { startedAt: 1, outcome: 'failed', fault }));
    await catalogs.save(aRun('r2', { startedAt: 2, outcome: 'failed', fault }));
    await catalogs.save(aRun('r3', { startedAt: 3 }));
    await catalogs.save(aRun('r4', { startedAt: 3 }));
    await catalogs.save(aRun('r5', { connectionId: 'connection-2', startedAt: 9 }));
    await catalogs.save(aRun('r6', { connectionId: 'connection-3' }));
    const found = await catalogs.lastRuns(['connection-1', 'connection-2', 'connection-4']);
    expect([...found.keys()].toSorted()).to.deep.equal(['connection-1', 'connection-2']);
    expect(found.get('connection-1')).to.deep.equal({
      last: aRun('r4', { startedAt: 3 }),
      lastFailed: aRun('r2', { startedAt: 2, outcome: 'failed', fault }),
    });
    expect(found.get('connection-2')).to.deep.equal({
      last: aRun('r5', { connectionId: 'connection-2', startedAt: 9 }),
    });
    expect([...(await catalogs.lastRuns([]))]).to.deep.equal([]);
  });

  it('gives a run back as it was, with its fault', async () => {
    const run = aRun('r1', { outcome: 'failed', fault: { code: 'vendor.unavailable', message: 'no', path: 'a[1]' } });
    await current().ledger.catalogs.save(run);
    expect(await current().ledger.catalogs.runs('connection-1')).to.deep.equal([run]);
    expect(await current().ledger.catalogs.run('r1')).to.deep.equal(run);
    expect(await current().ledger.catalogs.run('r2')).to.equal(undefined);
  });

  it('remembers how far the till’s news were read', async () => {
    const { catalogs } = current().ledger;
    expect(await catalogs.pollCursor('connection-1')).to.equal(undefined);
    await catalogs.savePollCursor('connection-1', '[1]');
    await catalogs.savePollCursor('connection-1', '[2]');
    expect(await catalogs.pollCursor('connection-1')).to.equal('[2]');
  });
}

function describeVault(current: () => StorageUnderTest): void {
  const oldKey = new Uint8Array(32).fill(1);
  const newKey = new Uint8Array(32).fill(2);
  const credentials = { token: 'secret-token', nested: { list: [1, null, 'ü'] } };

  it('gives credentials back as they were written last, until they are erased', async () => {
    const { vault } = current().ledger;
    expect(await vault.read('connection-1')).to.equal(undefined);
    await vault.write('connection-1', { token: 'first' });
    await vault.write('connection-1', credentials);
    await current().reopen();
    expect(await current().ledger.vault.read('connection-1')).to.deep.equal(credentials);
    await current().ledger.vault.erase('connection-1');
    expect(await current().ledger.vault.read('connection-1')).to.equal(undefined);
  });

  it('reads what an older key encrypted, and needs that key no more afterwards', async () => {
    await current().reopen({ keys: [oldKey] });
    await current().ledger.vault.write('connection-1', credentials);
    await current().reopen({ keys: [newKey, oldKey] });
    expect(await current().ledger.vault.read('connection-1')).to.deep.equal(credentials);
    await current().reopen({ keys: [newKey] });
    expect(await current().ledger.vault.read('connection-1')).to.deep.equal(credentials);
  });

  it('says that credentials are unreadable when their key is gone, and reads them when it is back', async () => {
    await current().reopen({ keys: [oldKey] });
    await current().ledger.vault.write('connection-1', credentials);
    await current().reopen({ keys: [newKey] });
    const error = await rejection(current().ledger.vault.read('connection-1'));
    expect(isFault(error) && error.code).to.equal('credentials.unreadable');
    await current().reopen({ keys: [newKey, oldKey] });
    expect(await current().ledger.vault.read('connection-1')).to.deep.equal(credentials);
  });
}

function describeLocks(current: () => StorageUnderTest): void {
  it('lets one at a time do what has one name, in the order of asking', async () => {
    const steps: string[] = [];
    const task = (name: string) => () => {
      steps.push(`${name} begins`);
      return new Promise<string>((resolve) => {
        setImmediate(() => {
          steps.push(`${name} ends`);
          resolve(name);
        });
      });
    };
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => current().locks.withLock('lock', task(name))));
    expect(answers).to.deep.equal(['a', 'b', 'c']);
    expect(steps).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('holds up nobody who does something else', async () => {
    const { locks } = current();
    const inside = await locks.withLock('one', () => locks.withLock('two', () => Promise.resolve('inside')));
    expect(inside).to.equal('inside');
  });

  it('is released by a task that fails, and passes its error on', async () => {
    const { locks } = current();
    const failing = locks.withLock('lock', () => Promise.reject(new Error('no')));
    const next = locks.withLock('lock', () => Promise.resolve('next'));
    expect(await rejection(failing)).to.have.property('message', 'no');
    expect(await next).to.equal('next');
  });
}
