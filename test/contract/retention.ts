import { expect } from 'chai';
import { HOUR, OPEN_PHASES, type InboxEvent, type OrderRecord, type Phase } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';
import { aChange, anEvent, anOrder, aRecord, aRun } from './samples.js';

const BEFORE = 10_000;

/** What every engine promises of forgetting. */
export function describeRetention(current: () => StorageUnderTest): void {
  const { ledger, forget, ended, handled } = {
    ledger: () => current().ledger,
    forget: (most = 100) => ledger().retention.forget(BEFORE, current().clock.now(), most),
    ended: (id: string, more: Partial<OrderRecord> = {}) =>
      ledger().orders.commit(
        aChange(aRecord(id, { phase: 'completed', order: anOrder(id), ...more }), {
          entries: [{ at: 1_000, step: 'received' }],
          tickets: [`ticket-of-${id}`],
        }),
      ),
    handled: async (id: string, more: Partial<InboxEvent> = {}, at = 2_000) => {
      await ledger().inbox.record(anEvent(id, more), undefined);
      await ledger().inbox.markHandled([id], at);
    },
  };
  const known = async (id: string) => (await ledger().orders.get(id)) !== undefined;
  const kept = async (id: string) => (await ledger().inbox.get(id)) !== undefined;

  it('forgets a finished order with its timeline and tickets', async () => {
    const ends: Phase[] = ['completed', 'rejected', 'cancelled', 'delivery-failed'];
    for (const phase of ends) await ended(phase, { phase });
    expect(await forget()).to.include({ orders: 4 });
    for (const phase of ends) {
      expect(await known(phase), phase).to.equal(false);
      expect(await ledger().orders.timeline(phase)).to.deep.equal([]);
      expect(await ledger().orders.findByTicket('connection-1', `ticket-of-${phase}`)).to.equal(undefined);
    }
    expect(await forget()).to.deep.equal({ events: 0, orders: 0, runs: 0, credentials: 0 });
  });

  it('forgets no order that is open, or that a person is needed for, however old', async () => {
    for (const phase of OPEN_PHASES) await ended(phase, { phase });
    expect(await forget()).to.include({ orders: 0 });
    for (const phase of OPEN_PHASES) expect(await known(phase), phase).to.equal(true);
  });

  it('forgets to the millisecond what was done before, and nothing of that time or later', async () => {
    await ended('before', { updatedAt: BEFORE - 1 });
    await ended('then', { updatedAt: BEFORE });
    await handled('e-before', { receivedAt: 1_000 }, BEFORE - 1);
    await handled('e-then', { receivedAt: 1_000 }, BEFORE);
    await ledger().catalogs.save(aRun('r-before', { endedAt: BEFORE - 1 }));
    await ledger().catalogs.save(aRun('r-then', { endedAt: BEFORE }));
    expect(await forget()).to.deep.equal({ events: 1, orders: 1, runs: 1, credentials: 0 });
    expect([await known('then'), await kept('e-then')]).to.deep.equal([true, true]);
    expect((await ledger().catalogs.runs('connection-1')).map(({ id }) => id)).to.deep.equal(['r-then']);
  });

  it('keeps a finished order that is wanted for a time to come, until that time is old', async () => {
    await ended('tomorrow', { order: { ...anOrder('tomorrow'), scheduledFor: BEFORE } });
    await ended('yesterday', { order: { ...anOrder('yesterday'), scheduledFor: BEFORE - 1 } });
    await ended('clock-ahead', { order: { ...anOrder('clock-ahead'), placedAt: BEFORE } });
    await ended('never-read');
    await forget();
    for (const [id, isKept] of Object.entries({ tomorrow: true, 'clock-ahead': true, yesterday: false }))
      expect(await known(id), id).to.equal(isKept);
    expect(await known('never-read')).to.equal(false);
  });

  it('keeps a finished order while POS Hub is still to be told, or news of it wait', async () => {
    await ended('untold');
    await ledger().orders.commit(
      aChange(aRecord('untold', { version: 1, phase: 'completed' }), { reports: [{ status: 'completed' }] }),
    );
    await ended('unheard');
    await ledger().inbox.record(anEvent('e1', { subject: 'unheard' }), undefined);
    expect(await forget()).to.include({ orders: 0, events: 0 });
    await ledger().orders.endReport((await ledger().orders.nextReport('untold'))?.sequence ?? -1, { at: 1, step: 't' });
    await ledger().inbox.markHandled(['e1'], 3_000);
    expect(await forget()).to.include({ orders: 2, events: 1 });
  });

  it('forgets handled events and those that need nothing, and no other', async () => {
    await handled('done');
    await ledger().inbox.record(anEvent('menu', { topic: 'other', subject: 'connection-1' }), undefined);
    for (const topic of ['order', 'connection', 'stock', 'ticket'] as const)
      await ledger().inbox.record(anEvent(topic, { topic, subject: 's' }), undefined);
    expect(await forget()).to.include({ events: 2 });
    expect([await kept('done'), await kept('menu')]).to.deep.equal([false, false]);
    for (const topic of ['order', 'connection', 'stock', 'ticket'] as const) expect(await kept(topic)).to.equal(true);
  });

  it('takes no more at once than it is told to, the oldest first', async () => {
    for (let index = 0; index < 5; index += 1) {
      await ended(`o${index}`, { updatedAt: 1_000 + index });
      await handled(`e${index}`, { receivedAt: 1_000 + index });
    }
    expect(await forget(2)).to.include({ orders: 2, events: 2 });
    expect([await known('o1'), await known('o2'), await kept('e1'), await kept('e2')]).to.deep.equal([
      ...[false, true],
      ...[false, true],
    ]);
    expect(await forget(2)).to.include({ orders: 2, events: 2 });
    expect(await forget(2)).to.include({ orders: 1, events: 1 });
  });

  it('takes an order that comes again after that as a new one', async () => {
    await ended('order-1');
    await handled('e1');
    await forget();
    expect(await ledger().inbox.record(anEvent('e1'), undefined)).to.equal('stored');
    await ended('order-1');
    expect(await ledger().orders.get('order-1')).to.have.property('version', 1);
  });

  it('erases staged credentials once their attempt is over, and no others', async () => {
    const { connections, vault } = ledger();
    const now = current().clock.now();
    await connections.saveAttempt({ id: 'alive', connectionId: 'c1', expiresAt: now + 1 });
    await connections.saveAttempt({ id: 'expired', connectionId: 'c1', expiresAt: now });
    for (const name of ['attempt:alive', 'attempt:expired', 'attempt:unknown', 'connection-1'])
      await vault.write(name, { token: name });
    expect(await forget()).to.include({ credentials: 2 });
    expect(await vault.read('attempt:expired')).to.equal(undefined);
    expect(await vault.read('attempt:unknown')).to.equal(undefined);
    for (const name of ['attempt:alive', 'connection-1']) expect(await vault.read(name)).to.deep.equal({ token: name });
    current().clock.advance(HOUR);
    expect(await forget()).to.include({ credentials: 1 });
  });
}
