import { expect } from 'chai';
import { asFault, Fault } from '@poshub-bridge/core';
import { aChange, aRecord } from '../../../contract/samples.js';
import { anOrder } from '../../../support/fake-hub.js';
import { rejection, until } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';

describe('reconciling with POS Hub', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  const order = (id: string) => anOrder(id, { placedAt: world.clock.now() });

  it('takes in the orders whose webhooks never came, and does them', async () => {
    world.hub.put(IDS, order('order-1'), 'placed');
    world.hub.put(IDS, order('order-2'), 'new');
    world.hub.put({ ...IDS, locationId: 'elsewhere' }, order('order-3'));
    const now = world.clock.now();
    const every = SETTINGS.reconcileEveryMs;
    expect(await world.run('reconcile'))
      .to.have.property('again')
      .within(now + 0.8 * every, now + every);
    expect(await world.waiting()).to.deep.equal({ order: 2 });
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect((await world.settle('order-2')).phase).to.equal('accepted');
    expect(await world.timeline('order-1')).to.include('found by listing');
    const found = world.storage.log.lines.find(({ event }) => event === 'orders found by listing');
    expect(found?.fields).to.include({ found: 2 });
  });

  it('finds an order once, and none that is known', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    world.hub.move('order-1', 'placed');
    world.hub.put(IDS, order('order-2'));
    await world.run('reconcile');
    await world.run('reconcile');
    await world.settle('order-2');
    await world.run('reconcile');
    expect(world.till.tickets).to.have.length(2);
    expect(world.storage.log.lines.filter(({ event }) => event === 'orders found by listing')).to.have.length(1);
  });

  it('takes the oldest first, in whatever order POS Hub lists them', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `order-${index}`);
    const told = ids.map((id) => world.hub.put(IDS, order(id)));
    world.hub.orders = async function* (_ids, status) {
      if (status === 'placed') yield* await Promise.resolve([...told].reverse());
    };
    await world.run('reconcile');
    const begun: string[] = [];
    world.storage.queue.start(({ topic, key }) => {
      if (topic === 'order') begun.push(key);
      return Promise.resolve({ done: true });
    });
    await until(() => begun.length === ids.length);
    await world.storage.queue.stop(1_000);
    expect(begun).to.deep.equal(ids);
  });

  it('takes what was listed before the list broke off, and is tried again', async () => {
    const told = world.hub.put(IDS, order('order-1'));
    world.hub.orders = async function* () {
      yield await Promise.resolve(told);
      throw new Fault('hub.unavailable');
    };
    expect(asFault(await rejection(world.run('reconcile'))).code).to.equal('hub.unavailable');
    expect((await world.settle('order-1')).phase).to.equal('accepted');
  });

  it('does not mind a webhook that comes after all', async () => {
    const told = world.hub.put(IDS, order('order-1'));
    await world.run('reconcile');
    await world.tell('late', told);
    await world.settle('order-1');
    expect(world.till.tickets).to.have.length(1);
  });

  it('learns of orders that ended at POS Hub meanwhile', async () => {
    await world.place('order-1');
    await world.place('order-2');
    await world.settle('order-1');
    await world.settle('order-2');
    world.hub.move('order-1', 'cancelled', { reason: 'too-busy' });
    await world.run('reconcile');
    await world.run('reconcile');
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect((await world.settle('order-2')).phase).to.equal('accepted');
    expect(world.till.live.map(({ ticket }) => ticket.orderId)).to.deep.equal(['order-2']);
  });

  it('takes in what changed in an order that the till does not have yet', async () => {
    world.till.isDown = true;
    const told = await world.place('order-1');
    await rejection(world.run('order', 'order-1'));
    await world.run('reconcile');
    expect(
      world.hub.calls.filter((call) => call === 'order'),
      'nothing is news yet',
    ).to.have.length(1);
    world.hub.move('order-1', 'placed', { order: { ...order('order-1'), ...told.order, notes: 'no nuts!' } });
    await world.run('reconcile');
    world.till.isDown = false;
    await world.settle('order-1');
    expect(world.till.tickets.map(({ ticket }) => ticket.note)).to.deep.equal(['no nuts!']);
  });

  it('learns of the end of other orders where POS Hub shows one that can’t be read', async () => {
    await world.place('order-1');
    await world.place('order-2');
    await world.settle('order-1');
    await world.settle('order-2');
    world.hub.move('order-2', 'cancelled');
    world.hub.plan('order', new Fault('order.unreadable'));
    await world.run('reconcile');
    expect((await world.settle('order-2')).phase).to.equal('cancelled');
    expect((await world.order('order-1')).phase).to.equal('accepted');
  });

  it('learns of the end of other orders where POS Hub never answers for one, and is tried again', async () => {
    for (const id of ['order-1', 'order-2', 'order-3', 'order-4']) {
      await world.place(id);
      await world.settle(id);
    }
    const look = world.hub.order.bind(world.hub);
    const failing: string[] = ['order-1', 'order-3'];
    world.hub.order = (ids, id) =>
      failing.includes(id) ? Promise.reject(new Fault('hub.unavailable', { detail: id })) : look(ids, id);
    for (const id of ['order-2', 'order-4']) world.hub.move(id, 'cancelled');
    const fault = asFault(await rejection(world.run('reconcile')));
    expect([fault.code, fault.detail], 'the first').to.deep.equal(['hub.unavailable', 'order-1']);
    expect(world.meter.of('ordersFound')).to.deep.equal(['unseen 0', 'ended 2']);
    expect((await world.settle('order-2')).phase).to.equal('cancelled');
    expect((await world.settle('order-4')).phase).to.equal('cancelled');
    failing.length = 0;
    world.hub.move('order-1', 'cancelled');
    expect(await world.run('reconcile')).to.have.property('again');
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
  });

  it('does not besiege a POS Hub that fails, and goes on behind where it stopped', async () => {
    for (const id of ['order-1', 'order-2', 'order-3', 'order-4', 'order-5']) await world.place(id);
    for (const id of ['order-1', 'order-2', 'order-3', 'order-4', 'order-5']) await world.drive(id);
    const asked: string[] = [];
    world.hub.order = (_ids, id) => {
      asked.push(id);
      return Promise.reject(new Fault('hub.unreadable'));
    };
    for (let runs = 0; runs < 3; runs += 1) await rejection(world.run('reconcile'));
    const parts = [
      ['order-1', 'order-2', 'order-3'],
      ['order-4', 'order-5'],
      ['order-1', 'order-2', 'order-3'],
    ];
    expect(asked).to.deep.equal(parts.flat());
  });

  it('goes on where POS Hub knows an open order no more', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    world.hub.known.clear();
    expect(await world.run('reconcile')).to.have.property('again');
    expect((await world.order('order-1')).phase).to.equal('accepted');
  });

  it('looks open orders up part by part where there are very many, and begins anew behind the last', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `order-${String(index).padStart(3, '0')}`);
    for (const id of ids)
      await world.storage.ledger.orders.commit(
        aChange(aRecord(id, { phase: 'accepted', connectionId: IDS.connectionId })),
      );
    const looks = async (): Promise<number> => {
      const before = world.hub.calls.length;
      await world.run('reconcile');
      return world.hub.calls.slice(before).filter((call) => call === 'order').length;
    };
    expect([await looks(), await looks(), await looks()]).to.deep.equal([500, 1, 500]);
  });

  it('is tried again when POS Hub can’t be reached', async () => {
    world.hub.isDown = true;
    expect(asFault(await rejection(world.run('reconcile'))).code).to.equal('hub.unavailable');
    world.hub.isDown = false;
    await world.place('order-1');
    await world.settle('order-1');
    world.hub.plan('order', new Fault('hub.unreadable'));
    expect(asFault(await rejection(world.run('reconcile'))).code).to.equal('hub.unreadable');
  });

  it('ends with the connection', async () => {
    await world.connect({ status: 'failed' });
    expect(await world.run('reconcile')).to.deep.equal({ done: true });
    expect(await world.run('reconcile', 'unknown')).to.deep.equal({ done: true });
    expect(world.hub.calls).to.deep.equal([]);
  });
});
