import { expect } from 'chai';
import { asFault, HOUR } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

describe('replaying', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  const codeOf = async (run: Promise<unknown>): Promise<string> => asFault(await rejection(run)).code;

  it('an order’s event changes nothing of the order, whenever and however often', async () => {
    await world.place('order-1');
    const before = await world.settle('order-1');
    for (let time = 0; time < 3; time += 1) {
      await world.services.replaying.event('event-of-order-1');
      await world.services.replaying.event('event-of-order-1');
      world.clock.advance(HOUR);
      const { version: _version, updatedAt: _updatedAt, ...after } = await world.settle('order-1');
      expect(before).to.deep.include(after);
    }
    expect(world.till.tickets).to.have.length(1);
    expect(world.hub.reports).to.have.length(1);
  });

  it('an order that was cancelled does not revive it', async () => {
    const told = await world.place('order-1');
    await world.settle('order-1');
    world.hub.move('order-1', 'cancelled', { reason: 'customer-cancelled' });
    await world.services.replaying.order('order-1');
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
    await world.services.replaying.event(`event-of-${told.orderId}`);
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
  });

  it('the removal of a connection is refused, so that one that was made anew lives on', async () => {
    const body = world.wire.connectionEvent('gone', IDS, 'remove');
    await world.services.receiving.receive(body, { 'x-hub': 'signed' });
    await world.run('connection');
    await world.connect();
    expect(await codeOf(world.services.replaying.event('gone'))).to.equal('event.not_replayable');
    await world.run('connection');
    expect((await world.connection())?.status).to.equal('connected');
  });

  it('is refused for what asks for no work, and for what is not known', async () => {
    await world.services.receiving.receive(world.wire.otherEvent('menu', IDS), { 'x-hub': 'signed' });
    expect(await codeOf(world.services.replaying.event('menu'))).to.equal('event.not_replayable');
    expect(await codeOf(world.services.replaying.event('unknown'))).to.equal('event.unknown');
    expect(await codeOf(world.services.replaying.order('unknown'))).to.equal('order.unknown');
  });
});
