import { expect } from 'chai';
import { asFault, Fault, HOUR, MINUTE, runJob, SECOND } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { fakeManifest, type Fate } from '../../../support/fake-till.js';
import { rejection, until } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';

const down = (times: number): Fate[] => Array.from({ length: times }, () => new Fault('vendor.unavailable'));

describe('delivering an order', () => {
  let world: World;
  let placed: number;
  const open = async (...manifest: Parameters<typeof fakeManifest>): Promise<void> => {
    await world.dispose();
    world = await World.open(fakeManifest(...manifest));
    await world.connect();
    placed = world.clock.now();
  };
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    placed = world.clock.now();
  });
  afterEach(() => world.dispose());

  it('gives it to the till once and tells POS Hub, however often it is sent', async () => {
    const told = await world.place('order-1');
    for (let time = 0; time < 50; time += 1) expect(await world.tell('event-of-order-1', told)).to.equal('duplicate');
    await world.settle('order-1');
    await world.tell('another event of the same', told);
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.tickets).to.have.length(1);
    expect(world.hub.reports).to.deep.equal([{ orderId: 'order-1', status: 'accepted' }]);
    expect(await world.timeline('order-1')).to.deep.equal([
      'received',
      'verified: by its signature',
      'stored: event event-of-order-1',
      'mapped: 1 line, 19.00 GBP',
      'sent: attempt 1',
      'submitted',
      'answered: accepted',
      'accepted',
      'told POS Hub: accepted',
    ]);
  });

  it('does nothing about an order that nobody told of', async () => {
    expect(await world.run('order', 'nobody’s')).to.deep.equal({ done: true });
  });

  it('tries again after ever longer pauses while the till is down, and then delivers', async () => {
    world.till.plan('submit', ...down(4));
    await world.place('order-1');
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.countOf('submit')).to.equal(5);
    expect((await world.timeline('order-1')).filter((step) => step.startsWith('not submitted'))).to.have.length(4);
  });

  it('waits as long as the till asks for', async () => {
    world.till.plan('submit', new Fault('vendor.rate_limited', { detail: 'slow down', retryAfterMs: 42 * SECOND }));
    await world.place('order-1');
    const fault = asFault(await rejection(world.run('order', 'order-1')));
    expect([fault.code, fault.detail, fault.retryAfterMs]).to.deep.equal([
      'vendor.rate_limited',
      'slow down',
      42 * SECOND,
    ]);
  });

  it('delivers at an operator’s retry, with a deadline of its own', async () => {
    world.till.isDown = true;
    await world.place('order-1');
    await world.drive('order-1');
    world.clock.advance(HOUR);
    const retriedAt = world.clock.now();
    await world.operate('order-1', { type: 'operator-retried', round: 1 });
    await rejection(world.run('order', 'order-1'));
    expect(await world.order('order-1')).to.deep.include({
      phase: 'received',
      deadlineAt: retriedAt + SETTINGS.orders.deadlineMs,
    });
    world.till.isDown = false;
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.tickets).to.have.length(1);
  });

  it('believes an operator who entered it by hand, and gives it to the till no more', async () => {
    world.till.isDown = true;
    await world.place('order-1');
    await world.drive('order-1');
    world.till.isDown = false;
    await world.operate('order-1', { type: 'operator-settled', as: 'entered-by-hand' });
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.tickets).to.deep.equal([]);
    expect(world.hub.statusOf('order-1')).to.equal('accepted');
  });

  it('rejects it at POS Hub when an operator gives it up', async () => {
    world.till.isDown = true;
    await world.place('order-1');
    await world.drive('order-1');
    await world.operate('order-1', { type: 'operator-settled', as: 'rejected' });
    expect((await world.settle('order-1')).phase).to.equal('rejected');
    expect(world.hub.statusOf('order-1')).to.equal('rejected');
  });

  it('asks about an order that the till took for later until it answers', async () => {
    world.till.receptions.push('pending');
    await world.place('order-1');
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 20 * SECOND });
    expect((await world.order('order-1')).phase).to.equal('submitted');
    world.clock.advance(20 * SECOND);
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 40 * SECOND });
    world.till.move('ticket-1', 'accepted');
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.countOf('submit')).to.equal(1);
  });

  it('asks for the last time at the deadline', async () => {
    world.till.receptions.push('pending');
    await world.place('order-1');
    await world.run('order', 'order-1');
    world.clock.advance(10 * MINUTE - SECOND);
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 10 * MINUTE });
    world.clock.advance(SECOND);
    expect(await world.run('order', 'order-1')).to.deep.equal({ done: true });
    expect((await world.order('order-1')).attention?.code).to.equal('order.deadline_passed');
  });

  it('waits until its deadline for a till that can’t be asked, and then calls a person', async () => {
    await open({ find: false });
    world.till.receptions.push('pending-unnamed');
    await world.place('order-1');
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 10 * MINUTE });
    world.clock.advance(10 * MINUTE);
    await world.drive('order-1');
    expect((await world.order('order-1')).phase).to.equal('attention');
    expect(world.till.countOf('find')).to.equal(0);
  });

  it('waits for an order for later until its time and the usual time more', async () => {
    await open({ find: false });
    world.till.receptions.push('pending');
    await world.place('order-1', { scheduledFor: placed + 5 * HOUR });
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 5 * HOUR + 10 * MINUTE });
    expect((await world.order('order-1')).phase).to.equal('submitted');
    expect(world.till.tickets[0]?.ticket.scheduledFor).to.equal(placed + 5 * HOUR);
  });

  for (const reception of ['pending', 'pending-unnamed'] as const)
    it(`waits for an order for later (${reception}) no longer than the till needs to answer, and the usual time more`, async () => {
      await open({ find: false });
      world.till.receptions.push(reception);
      world.till.until = placed + 7 * MINUTE;
      await world.place('order-1', { scheduledFor: placed + 5 * HOUR });
      expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 17 * MINUTE });
      world.clock.advance(17 * MINUTE);
      await world.drive('order-1');
      expect((await world.order('order-1')).attention?.code).to.equal('order.deadline_passed');
    });

  it('waits for an order for now no longer than usual, whatever the till needs', async () => {
    await open({ find: false });
    world.till.receptions.push('pending');
    world.till.until = placed + 7 * MINUTE;
    await world.place('order-1');
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: placed + 10 * MINUTE });
  });

  it('waits for an order for later also where the till’s own news said that it was taken', async () => {
    world.till.plan('submit', 'lost-after');
    world.till.receptions.push('pending');
    await world.place('order-1', { scheduledFor: placed + 5 * HOUR });
    await rejection(world.run('order', 'order-1'));
    const view = world.till.move('ticket-1', 'placed');
    await world.tellFromTill({ type: 'ticket', id: 'n1', store: 'store-1', orderId: 'order-1', ...view });
    await world.run('order', 'order-1');
    world.clock.advance(10 * MINUTE);
    await world.run('order', 'order-1');
    expect((await world.order('order-1')).phase).to.equal('submitted');
  });

  it('leaves an order for now alone that was placed too long ago, until a person wants it', async () => {
    await world.place('order-1', { placedAt: placed - HOUR - 1 });
    expect((await world.settle('order-1')).attention?.code).to.equal('order.too_old');
    expect(world.till.calls).to.deep.equal([]);
    await world.operate('order-1', { type: 'operator-retried', round: 1 });
    expect((await world.settle('order-1')).phase).to.equal('accepted');
  });

  it('does not find an order for later too old because it was placed long ago', async () => {
    await world.place('order-1', { placedAt: placed - 24 * HOUR, scheduledFor: placed + HOUR });
    expect((await world.settle('order-1')).phase).to.equal('accepted');
  });

  it('takes the ticket back when POS Hub cancels', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    await world.tell('cancel', world.hub.move('order-1', 'cancelled', { reason: 'too-busy' }));
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.tickets).to.have.length(1);
    expect(world.till.tickets[0]).to.include({ status: 'cancelled', reason: 'too-busy' });
  });

  it('calls a person when a ticket could not be taken back in time', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    await world.tell('cancel', world.hub.move('order-1', 'cancelled'));
    world.till.isDown = true;
    const cancelledAt = world.clock.now();
    await world.drive('order-1');
    const record = await world.order('order-1');
    expect(record).to.deep.include({ phase: 'attention', updatedAt: cancelledAt + 10 * MINUTE });
    expect(record.attention).to.include({ code: 'order.cancel_refused', detail: 'the till did not confirm in time' });
  });

  it('does not besiege a till that does not show yet what it took for later, when that is cancelled', async () => {
    world.till.receptions.push('pending-unnamed');
    world.till.isHiding = true;
    await world.place('order-1');
    await world.run('order', 'order-1');
    await world.tell('cancel', world.hub.move('order-1', 'cancelled'));
    const asked = world.till.countOf('find');
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: world.clock.now() + 20 * SECOND });
    expect(world.till.countOf('find')).to.equal(asked + 1);
    world.till.isHiding = false;
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
  });

  it('keeps a cancelled order cancelled although older news come later', async () => {
    const first = world.hub.put(IDS, anOrder('order-1', { placedAt: placed }));
    await world.tell('e2', world.hub.move('order-1', 'cancelled'));
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    await world.tell('e1', first);
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.calls).to.deep.equal([]);
  });

  it('ignores what another location’s connection says of an order', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    await world.connect({ connectionId: 'other', locationId: 'elsewhere' });
    const told = { ...world.hub.move('order-1', 'cancelled'), connectionId: 'other' };
    await world.tell('foreign', told);
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(await world.storage.ledger.inbox.unhandled('order', 'order-1')).to.deep.equal([]);
  });

  it('begins again from what is stored when another run changed the order meanwhile', async () => {
    const { orders } = world.storage.ledger;
    const submit = world.till.submit.bind(world.till);
    world.till.submit = async (...all) => {
      world.till.submit = submit;
      const record = await world.order('order-1');
      await orders.commit({ record, entries: [], tickets: [], reports: [], handled: [], jobs: [] });
      return submit(...all);
    };
    await world.place('order-1');
    expect(asFault(await rejection(world.run('order', 'order-1'))).code).to.equal('storage.conflict');
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.tickets).to.have.length(1);
  });
});

describe('orders in the real queue', () => {
  it('of a store that is down wait, while those of another one go through', async () => {
    const world = await World.open();
    try {
      await world.connect();
      await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
      const submit = world.till.submit.bind(world.till);
      world.till.submit = (session, ticket) =>
        session.connectionId === IDS.connectionId ? new Promise(() => undefined) : submit(session, ticket);
      for (let count = 0; count < 12; count += 1) await world.place(`stuck-${count}`);
      const { services } = world;
      world.storage.queue.start((job) => runJob(services, job));
      const told = world.hub.put(
        { ...IDS, connectionId: 'connection-2', locationId: 'location-2' },
        anOrder('order-2', { placedAt: world.clock.now() }),
      );
      await world.tell('e2', told);
      await until(() => world.hub.statusOf('order-2') === 'accepted');
      expect(world.till.tickets.map(({ ticket }) => ticket.orderId)).to.deep.equal(['order-2']);
    } finally {
      await world.dispose();
    }
  });
});
