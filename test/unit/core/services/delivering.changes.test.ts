import { expect } from 'chai';
import { Fault, type HubOrder, type Order, type OrderStatus } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { World } from '../../../support/world.js';

describe('an order that is changed in POS Hub', () => {
  let world: World;
  let told: HubOrder;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.listen();
    told = await world.place('order-1');
  });
  afterEach(() => world.dispose());

  const change = async (id: string, changes: Partial<Order>, status: OrderStatus = 'accepted'): Promise<void> => {
    const { order } = told;
    if (order === undefined) throw new Error('it has no content');
    await world.tell(id, world.hub.move('order-1', status, { order: { ...order, ...changes } }));
    await world.settle('order-1');
    await world.run('alert', 'order-1');
  };
  const late = async () => (await world.timeline('order-1')).filter((step) => step.startsWith('changed too late'));
  const heard = () => world.heard.map(({ type, fault }) => [type, fault.code]);

  it('while it is made is told a person each time, by the names of its parts', async () => {
    await world.settle('order-1');
    await change('e2', { notes: 'peanut allergy' });
    await change('e3', { notes: 'peanut allergy', lines: [] }, 'preparing');
    expect(await late()).to.deep.equal(['changed too late: notes', 'changed too late: lines']);
    const changed = ['order.changed', 'order.changed_late'];
    expect(heard()).to.deep.equal([changed, changed]);
    expect(world.heard[0]).to.include({ orderId: 'order-1', connectionId: 'connection-1' });
    const lines = world.storage.log.lines.filter(({ event }) => event === 'order changed too late');
    expect(lines.map(({ fields }) => fields['parts'])).to.deep.equal(['notes', 'lines']);
    expect(world.meter.of('attentionRaised')).to.deep.equal(['order.changed_late', 'order.changed_late']);
    expect((await world.order('order-1')).phase, 'it goes on').to.equal('accepted');
    expect(JSON.stringify([world.heard, world.storage.log.lines])).not.to.include('peanut');
  });

  it('in nothing but its status is told nobody', async () => {
    await world.settle('order-1');
    for (const status of ['accepted', 'preparing', 'ready'] as const) await change(status, {}, status);
    expect([...(await late()), ...heard()]).to.deep.equal([]);
  });

  it('before the till was given it goes there as it is now', async () => {
    world.till.plan('submit', new Fault('vendor.unavailable'));
    await rejection(world.run('order', 'order-1'));
    await change('e2', { notes: 'peanut allergy' }, 'placed');
    expect(world.till.tickets.map(({ ticket }) => ticket.note)).to.deep.equal(['peanut allergy']);
    expect([...(await late()), ...heard()]).to.deep.equal([]);
  });

  it('while nobody knows whether the till has it is told a person', async () => {
    world.till.plan('submit', 'lost-after');
    await rejection(world.run('order', 'order-1'));
    await change('e2', { notes: 'peanut allergy' }, 'placed');
    expect(await late()).to.deep.equal(['changed too late: notes']);
    expect(world.till.tickets).to.have.length(1);
  });

  it('when it is over is told nobody', async () => {
    await world.settle('order-1');
    await change('e2', { notes: 'peanut allergy' }, 'cancelled');
    await change('e3', { notes: 'none' }, 'cancelled');
    expect((await world.order('order-1')).phase).to.equal('cancelled');
    expect([...(await late()), ...heard()]).to.deep.equal([]);
  });
});
