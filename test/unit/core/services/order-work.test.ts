import { expect } from 'chai';
import { OrderWork, describe as describeFault } from '#core/services/order-work.js';
import { anOrder } from '../../../support/fake-hub.js';

const POLICY = { canCancel: true, idempotent: true, canFind: true };
const begin = () => OrderWork.onNew('order-1', 'connection-1', 1_000, POLICY, 600);

describe('a piece of work on an order', () => {
  it('begins with its reception and its deadline', () => {
    const change = begin().take(1_001);
    expect(change?.record).to.include({ phase: 'received', receivedAt: 1_000, deadlineAt: 1_600, version: 0 });
    expect(change?.entries).to.deep.equal([{ at: 1_000, step: 'received' }]);
  });

  it('gives each change once, and nothing where nothing happened', () => {
    const work = begin();
    work.take(1_001);
    expect(work.take(1_002)).to.equal(undefined);
    work.happen({ type: 'ticket-made', ticket: 'T1', accepted: true }, 1_003);
    work.handle({ id: 'e1', receivedAt: 1_002 });
    const change = work.take(1_003);
    expect(change).to.deep.include({
      entries: [{ at: 1_003, step: 'accepted' }],
      tickets: ['T1'],
      reports: [{ status: 'accepted' }],
      handled: ['e1'],
      heardAt: 1_002,
      jobs: [{ topic: 'report', key: 'order-1', group: 'connection-1', runAt: 1_002 }],
    });
    expect(change?.record).to.include({ version: 1, updatedAt: 1_003 });
    work.note(1_004, 'looked at');
    expect(work.take(1_004)).to.deep.include({ tickets: [], reports: [], handled: [], jobs: [] });
  });

  it('has its reports told in the order in which the news came, also those of a later commit', () => {
    const work = begin();
    work.handle({ id: 'e1', receivedAt: 1_001 });
    expect(work.take(2_000)?.jobs).to.deep.equal([]);
    work.happen({ type: 'ticket-made', ticket: 'T1', accepted: true }, 3_000);
    expect(work.take(3_000)?.jobs[0]?.runAt).to.equal(1_001);
    const later = begin();
    later.happen({ type: 'ticket-made', ticket: 'T2', accepted: true }, 3_000);
    expect(later.take(3_000)?.jobs[0]?.runAt, 'without news').to.equal(3_000);
  });

  it('keeps the newest content only', () => {
    const work = begin();
    work.learn(anOrder('order-1', { notes: 'second' }), 20, 1_001);
    work.learn(anOrder('order-1', { notes: 'first' }), 10, 1_002);
    work.learn(anOrder('order-1', { notes: 'again' }), 20, 1_003);
    expect(work.record).to.deep.include({ orderAt: 20 });
    expect(work.record.order?.notes).to.equal('second');
  });

  it('says once why a person is needed, and forgets it when it is settled', () => {
    const work = begin();
    work.happen({ type: 'deadline-passed', round: 0 }, 1_600);
    work.happen({ type: 'deadline-passed', round: 0 }, 1_601);
    expect(work.alerts.map((alert) => alert.code)).to.deep.equal(['order.deadline_passed']);
    expect(work.record.attention?.code).to.equal('order.deadline_passed');
    expect(work.isUnderway).to.equal(false);
    work.happen({ type: 'operator-retried', round: 1 }, 2_000);
    expect(work.record).to.not.have.property('attention');
    expect(work.record.deadlineAt).to.equal(2_600);
    // As where what the operator said is replayed.
    work.happen({ type: 'operator-retried', round: 1 }, 9_000);
    expect(work.record.deadlineAt).to.equal(2_600);
  });

  it('counts the deadline anew when a ticket is to be taken back', () => {
    const work = begin();
    work.happen({ type: 'ticket-made', ticket: 'T1', accepted: true }, 1_001);
    work.happen({ type: 'hub-said', status: 'cancelled', at: 5 }, 9_000);
    expect(work.record).to.include({ phase: 'withdrawing', deadlineAt: 9_600 });
  });

  it('moves its deadline forward only', () => {
    const work = begin();
    work.take(1_001);
    work.waitUntil(1_600);
    expect(work.take(1_002)).to.equal(undefined);
    work.waitUntil(5_000);
    expect(work.take(1_003)?.record.deadlineAt).to.equal(5_000);
  });
});

describe('a fault in one line', () => {
  it('has its code, what happened and where', () => {
    expect(describeFault({ code: 'store.closed', message: '' })).to.equal('store.closed');
    expect(describeFault({ code: 'menu.item_unknown', message: '', detail: 'p1', path: 'lines[0]' })).to.equal(
      'menu.item_unknown, p1, at lines[0]',
    );
  });
});
