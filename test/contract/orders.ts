import { expect } from 'chai';
import { asFault, isFault, type HubReport, type OrderFilter, type OrderRecord, type Phase } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';
import { rejection } from '../support/until.js';
import { aChange, anEvent, anOrder, aRecord } from './samples.js';

/** What every engine promises of orders. */
export function describeOrders(current: () => StorageUnderTest): void {
  const orders = () => current().ledger.orders;

  it('gives a record back as it was committed, after a restart too', async () => {
    const record = aRecord('order-1', {
      order: anOrder('order-1'),
      phase: 'attention',
      attention: { code: 'order.deadline_passed', message: 'late', detail: 'by far' },
      facts: { ...aRecord('x').facts, tickets: ['t1'], accepted: true },
    });
    await orders().commit(aChange(record));
    await current().reopen();
    expect(await orders().get('order-1')).to.deep.equal({ ...record, version: 1 });
    expect(await orders().get('order-2')).to.equal(undefined);
  });

  it('drops an attention and a content that are gone', async () => {
    await orders().commit(
      aChange(aRecord('order-1', { phase: 'attention', attention: { code: 'store.closed', message: 'closed' } })),
    );
    await orders().commit(aChange(aRecord('order-1', { version: 1 })));
    expect(await orders().get('order-1')).to.deep.equal(aRecord('order-1', { version: 2 }));
  });

  it('refuses a commit over a record that changed meanwhile, and changes nothing at all then', async () => {
    await current().ledger.inbox.record(anEvent('e1'), undefined);
    await orders().commit(aChange(aRecord('order-1')));
    await orders().commit(aChange(aRecord('order-1', { version: 1 })));
    for (const version of [0, 1, 3]) {
      const change = aChange(aRecord('order-1', { version, phase: 'completed' }), {
        entries: [{ at: 1, step: 'never' }],
        tickets: ['never'],
        reports: [{ status: 'completed' }],
        handled: ['e1'],
        jobs: [{ topic: 'report', key: 'order-1', group: 'connection-1' }],
      });
      const error = await rejection(orders().commit(change));
      expect(isFault(error) && error.code).to.equal('storage.conflict');
    }
    expect(await orders().get('order-1')).to.deep.equal(aRecord('order-1', { version: 2 }));
    expect(await orders().timeline('order-1')).to.deep.equal([]);
    expect(await orders().findByTicket('connection-1', 'never')).to.equal(undefined);
    expect(await orders().nextReport('order-1')).to.equal(undefined);
    expect(await current().ledger.inbox.unhandled('order', 'order-1')).to.have.length(1);
    expect(await current().queue.depth()).to.deep.equal({});
  });

  it('lets one of many commits at the same moment through', async () => {
    await orders().commit(aChange(aRecord('order-1')));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => orders().commit(aChange(aRecord('order-1', { version: 1 })))),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).to.have.length(1);
    expect(await orders().get('order-1')).to.have.property('version', 2);
  });

  it('refuses a commit over an order that is not there', async () => {
    const error = await rejection(orders().commit(aChange(aRecord('order-1', { version: 4 }))));
    expect(isFault(error) && error.code).to.equal('storage.conflict');
  });

  it('takes in the events, the work and the reports of a step together with it', async () => {
    await current().ledger.inbox.record(anEvent('e1'), undefined);
    await current().ledger.inbox.record(anEvent('e2'), undefined);
    await orders().commit(
      aChange(aRecord('order-1'), {
        handled: ['e1'],
        jobs: [{ topic: 'report', key: 'order-1', group: 'connection-1' }],
      }),
    );
    const left = await current().ledger.inbox.unhandled('order', 'order-1');
    expect(left.map((event) => event.id)).to.deep.equal(['e2']);
    expect(await current().queue.depth()).to.deep.equal({ report: 1 });
  });

  it('tells the timeline in the order of its steps', async () => {
    const entries = [
      { at: 2_000, step: 'received', detail: '[1]' },
      { at: 1_000, step: 'submitted' },
    ];
    await orders().commit(aChange(aRecord('order-1'), { entries }));
    await orders().commit(aChange(aRecord('order-2'), { entries: [{ at: 5, step: 'other' }] }));
    await orders().commit(aChange(aRecord('order-1', { version: 1 }), { entries: [{ at: 1_500, step: 'accepted' }] }));
    expect(await orders().timeline('order-1')).to.deep.equal([...entries, { at: 1_500, step: 'accepted' }]);
  });

  it('finds an order by each of its tickets, within its connection', async () => {
    await orders().commit(aChange(aRecord('order-1'), { tickets: ['t1', 't2', 't1'] }));
    await orders().commit(aChange(aRecord('order-1', { version: 1 }), { tickets: ['t1', 't2', 't3'] }));
    for (const ticket of ['t1', 't2', 't3'])
      expect(await orders().findByTicket('connection-1', ticket)).to.deep.equal(aRecord('order-1', { version: 2 }));
    expect(await orders().findByTicket('connection-2', 't1')).to.equal(undefined);
    expect(await orders().findByTicket('connection-1', 'T1')).to.equal(undefined);
  });

  it('finds an order that moved to another connection there, by the tickets that it took along', async () => {
    await orders().commit(aChange(aRecord('order-1', { phase: 'ready' }), { tickets: ['t1'] }));
    const moved = aRecord('order-1', { phase: 'ready', connectionId: 'connection-2', version: 1 });
    await orders().commit(aChange(moved, { tickets: ['t1'] }));
    expect(await orders().findByTicket('connection-2', 't1')).to.deep.equal({ ...moved, version: 2 });
    expect(await orders().open('connection-2')).to.deep.equal(['order-1']);
    expect(await orders().open('connection-1')).to.deep.equal([]);
  });

  it('knows which orders of a connection are not finished', async () => {
    const phases: Phase[] = ['received', 'attention', 'withdrawing', 'ready'];
    const ends: Phase[] = ['completed', 'rejected', 'cancelled', 'delivery-failed'];
    for (const [index, phase] of [...phases, ...ends].entries())
      await orders().commit(aChange(aRecord(phase, { phase, receivedAt: index })));
    await orders().commit(aChange(aRecord('elsewhere', { connectionId: 'connection-2' })));
    expect(await orders().open('connection-1')).to.deep.equal(phases);
    await orders().commit(aChange(aRecord('received', { version: 1, phase: 'completed' })));
    expect(await orders().open('connection-1')).to.deep.equal(phases.slice(1));
  });

  it('tells them page by page', async () => {
    for (const [id, receivedAt] of Object.entries({ c: 1, a: 2, b: 2, d: 3, e: 0 }))
      await orders().commit(aChange(aRecord(id, { receivedAt })));
    const page = (most: number, after?: string) =>
      orders().open('connection-1', { most, ...(after === undefined ? {} : { after }) });
    expect(await page(2)).to.deep.equal(['e', 'c']);
    expect(await page(2, 'c')).to.deep.equal(['a', 'b']);
    expect(await page(2, 'b')).to.deep.equal(['d']);
    await orders().commit(aChange(aRecord('a', { version: 1, phase: 'completed', receivedAt: 2 })));
    expect(await page(5, 'a'), 'behind one that ended meanwhile').to.deep.equal(['b', 'd']);
    expect(await page(5, 'gone')).to.deep.equal([]);
  });

  it('takes an event in once, whoever else worked on the order', async () => {
    await current().ledger.inbox.record(anEvent('e1'), undefined);
    await orders().commit(aChange(aRecord('order-1'), { handled: ['e1'] }));
    const again = aChange(aRecord('order-1', { version: 1 }), { handled: ['e1'] });
    expect(asFault(await rejection(orders().commit(again))).code).to.equal('storage.conflict');
    expect((await orders().get('order-1'))?.version).to.equal(1);
  });

  it('counts the orders that are not at an end by phase', async () => {
    const phases: Phase[] = ['received', 'attention', 'attention', 'accepted', 'withdrawing', 'delivering'];
    const ends: Phase[] = ['completed', 'rejected', 'cancelled', 'delivery-failed'];
    expect(await orders().openByPhase()).to.deep.equal({});
    for (const [index, phase] of [...phases, ...ends].entries())
      await orders().commit(aChange(aRecord(`o${index}`, { phase, connectionId: `connection-${index % 2}` })));
    const open = { received: 1, attention: 2, accepted: 1, withdrawing: 1, delivering: 1 };
    expect(await orders().openByPhase()).to.deep.equal(open);
    await orders().commit(aChange(aRecord('o1', { version: 1, phase: 'completed' })));
    expect(await orders().openByPhase()).to.deep.equal({ ...open, attention: 1 });
  });

  describe('reports', () => describeReports(current));
  describe('lists', () => describeLists(current));
}

function describeReports(current: () => StorageUnderTest): void {
  const orders = () => current().ledger.orders;
  const cancelled: HubReport = { status: 'cancelled', reason: 'too-busy' };

  it('are given one by one in the order of their steps', async () => {
    await orders().commit(aChange(aRecord('order-1'), { reports: [{ status: 'accepted' }, { status: 'ready' }] }));
    await orders().commit(aChange(aRecord('order-2'), { reports: [{ status: 'rejected' }] }));
    await orders().commit(aChange(aRecord('order-1', { version: 1 }), { reports: [cancelled] }));
    const sent: HubReport[] = [];
    for (let next = await orders().nextReport('order-1'); next !== undefined;) {
      expect(next).to.include({ orderId: 'order-1', connectionId: 'connection-1' });
      sent.push(next.report);
      await orders().endReport(next.sequence, { at: 3_000, step: 'told' });
      next = await orders().nextReport('order-1');
    }
    expect(sent).to.deep.equal([{ status: 'accepted' }, { status: 'ready' }, cancelled]);
    expect((await orders().nextReport('order-2'))?.report).to.deep.equal({ status: 'rejected' });
  });

  it('know since when their news is there, and their order', async () => {
    const record = aRecord('order-1', { receivedAt: 1_000, updatedAt: 7_000 });
    await orders().commit(aChange(record, { reports: [{ status: 'accepted' }], heardAt: 4_000 }));
    await orders().commit(aChange({ ...record, version: 1, updatedAt: 9_000 }, { reports: [{ status: 'ready' }] }));
    const first = await orders().nextReport('order-1');
    expect(first).to.include({ receivedAt: 1_000, since: 4_000 });
    await orders().endReport(first?.sequence ?? -1, { at: 1, step: 'told' });
    expect(await orders().nextReport('order-1')).to.include({ receivedAt: 1_000, since: 9_000 });
  });

  it('know whether a newer one of their order waits', async () => {
    await orders().commit(aChange(aRecord('order-1'), { reports: [{ status: 'accepted' }] }));
    await orders().commit(aChange(aRecord('order-2'), { reports: [{ status: 'accepted' }] }));
    const first = await orders().nextReport('order-1');
    expect(first?.overtaken).to.equal(false);
    await orders().commit(aChange(aRecord('order-1', { version: 1 }), { reports: [{ status: 'ready' }] }));
    expect(await orders().nextReport('order-1')).to.deep.equal({ ...first, overtaken: true });
    await orders().endReport(first?.sequence ?? -1, { at: 1, step: 'told' });
    expect((await orders().nextReport('order-1'))?.overtaken).to.equal(false);
  });

  it('grow in number even after the last one was ended', async () => {
    await orders().commit(aChange(aRecord('order-1'), { reports: [{ status: 'accepted' }] }));
    const first = await orders().nextReport('order-1');
    await orders().endReport(first?.sequence ?? -1, { at: 1, step: 'told' });
    await current().reopen();
    await orders().commit(aChange(aRecord('order-1', { version: 1 }), { reports: [{ status: 'ready' }] }));
    const second = await orders().nextReport('order-1');
    expect(second?.sequence).to.be.greaterThan(first?.sequence ?? Infinity);
  });

  it('are noted on the timeline once, however often they are ended', async () => {
    await orders().commit(aChange(aRecord('order-1'), { reports: [{ status: 'accepted' }] }));
    const report = await orders().nextReport('order-1');
    for (let time = 0; time < 3; time += 1)
      await orders().endReport(report?.sequence ?? -1, { at: 3_000, step: 'told', detail: 'accepted' });
    expect(await orders().timeline('order-1')).to.deep.equal([{ at: 3_000, step: 'told', detail: 'accepted' }]);
  });
}

function describeLists(current: () => StorageUnderTest): void {
  const orders = () => current().ledger.orders;
  const idsOf = (records: readonly OrderRecord[]) => records.map((record) => record.id);

  async function pages(filter: OrderFilter): Promise<string[][]> {
    const page = await orders().list(filter);
    const rest = page.next === undefined ? [] : await pages({ ...filter, after: page.next });
    return [idsOf(page.items), ...rest];
  }

  it('are newest first and come page by page, several of one moment too', async () => {
    for (let index = 0; index < 7; index += 1)
      await orders().commit(aChange(aRecord(`o${index}`, { receivedAt: 1_000 + Math.floor(index / 3) })));
    expect(await pages({ limit: 3 })).to.deep.equal([['o6', 'o5', 'o4'], ['o3', 'o2', 'o1'], ['o0']]);
    expect(await pages({ limit: 7 })).to.have.length(1);
  });

  it('show an order that came in while they were read, but none of them twice', async () => {
    for (const id of ['o1', 'o2', 'o3']) await orders().commit(aChange(aRecord(id)));
    const first = await orders().list({ limit: 2 });
    await orders().commit(aChange(aRecord('o4', { receivedAt: 9_000 })));
    const second = await orders().list({ limit: 2, after: first.next ?? '' });
    expect([...idsOf(first.items), ...idsOf(second.items)]).to.deep.equal(['o3', 'o2', 'o1']);
  });

  it('can be of one connection and one phase', async () => {
    await orders().commit(aChange(aRecord('o1')));
    await orders().commit(aChange(aRecord('o2', { phase: 'ready' })));
    await orders().commit(aChange(aRecord('o3', { connectionId: 'connection-2', phase: 'ready' })));
    expect(await pages({ limit: 9, connectionId: 'connection-1' })).to.deep.equal([['o2', 'o1']]);
    expect(await pages({ limit: 9, phase: 'ready' })).to.deep.equal([['o3', 'o2']]);
    expect(await pages({ limit: 1, phase: 'ready', connectionId: 'connection-2' })).to.deep.equal([['o3']]);
  });

  it('can be of one span of time', async () => {
    for (let index = 0; index < 5; index += 1)
      await orders().commit(aChange(aRecord(`o${index}`, { receivedAt: index * 1_000 })));
    expect(await pages({ limit: 9, from: 1_000, to: 4_000 })).to.deep.equal([['o3', 'o2', 'o1']]);
    expect(await pages({ limit: 1, from: 3_000, connectionId: 'connection-1' })).to.deep.equal([['o4'], ['o3']]);
    expect(await pages({ limit: 9, to: 0 })).to.deep.equal([[]]);
  });

  it('never hold more than 100 orders a page', async () => {
    for (let index = 0; index < 102; index += 1) await orders().commit(aChange(aRecord(`o${index}`)));
    expect((await orders().list({ limit: 1_000 })).items).to.have.length(100);
    expect((await orders().list({ limit: 0 })).items).to.have.length(1);
  });

  it('refuse a cursor that they did not give', async () => {
    const error = await rejection(orders().list({ limit: 5, after: 'nonsense' }));
    expect(isFault(error) && error.code).to.equal('request.unreadable');
  });
}
