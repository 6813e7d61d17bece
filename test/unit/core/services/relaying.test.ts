import { expect } from 'chai';
import { asFault, Fault, HOUR } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { SETTINGS, World } from '../../../support/world.js';

describe('telling POS Hub what became of an order', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    await world.place('order-1');
  });
  afterEach(() => world.dispose());

  const statuses = () => world.hub.reports.map((report) => report.status);
  const move = async (status: 'preparing' | 'ready' | 'completed'): Promise<void> => {
    const view = world.till.move('ticket-1', status);
    await world.tellFromTill({ type: 'ticket', id: `n-${status}`, store: 'store-1', ...view });
    await world.drive('order-1');
  };

  it('keeps the order of the statuses over an outage, and sends each once', async () => {
    world.hub.isDown = true;
    await world.drive('order-1');
    await move('preparing');
    await move('ready');
    expect(asFault(await rejection(world.run('report', 'order-1'))).code).to.equal('hub.unavailable');
    world.hub.isDown = false;
    await world.relay('order-1');
    await world.relay('order-1');
    expect(statuses()).to.deep.equal(['accepted', 'preparing', 'ready']);
    expect((await world.timeline('order-1')).filter((step) => step.startsWith('told'))).to.have.length(3);
  });

  it('does not pass over a status that can’t be sent now', async () => {
    world.hub.plan('report', new Fault('hub.rate_limited', { retryAfterMs: 1_000 }));
    await world.drive('order-1');
    await move('preparing');
    await rejection(world.run('report', 'order-1'));
    expect(statuses()).to.deep.equal([]);
    await world.relay('order-1');
    expect(statuses()).to.deep.equal(['accepted', 'preparing']);
  });

  it('learns from POS Hub why it refuses a status', async () => {
    await world.drive('order-1');
    world.hub.move('order-1', 'cancelled', { reason: 'customer-cancelled' });
    await world.relay('order-1');
    expect(await world.timeline('order-1')).to.include('POS Hub refused: accepted: hub.refused, it is cancelled');
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
    expect(await world.timeline('order-1')).to.include('found by listing');
    const line = world.storage.log.lines.find(({ event }) => event === 'status refused by POS Hub');
    expect(line?.fields).to.include({ status: 'accepted', code: 'hub.refused' });
  });

  it('goes on with the next status after one that was refused', async () => {
    world.hub.plan('report', new Fault('hub.refused'));
    await world.drive('order-1');
    await move('preparing');
    await world.relay('order-1');
    expect(world.hub.statusOf('order-1')).to.equal('preparing');
  });

  it('keeps a status that the application may not tell until it may', async () => {
    await world.drive('order-1');
    world.hub.plan('report', new Fault('hub.forbidden'));
    expect(asFault(await rejection(world.run('report', 'order-1'))).code).to.equal('hub.forbidden');
    world.clock.advance(24 * HOUR);
    world.hub.plan('report', new Fault('hub.forbidden'));
    expect(asFault(await rejection(world.run('report', 'order-1'))).code).to.equal('hub.forbidden');
    await world.relay('order-1');
    expect(statuses()).to.deep.equal(['accepted']);
    expect(await world.timeline('order-1')).to.include('told POS Hub: accepted');
  });

  it('tells a status again that POS Hub does not take yet, and gives it up at the deadline', async () => {
    await world.drive('order-1');
    const notYet = new Fault('hub.status_not_taken', { detail: 'status 409, the order is new' });
    world.hub.plan('report', notYet);
    expect(asFault(await rejection(world.run('report', 'order-1'))).code).to.equal('hub.status_not_taken');
    world.clock.advance(SETTINGS.orders.deadlineMs - 1);
    world.hub.plan('report', notYet, notYet);
    await rejection(world.run('report', 'order-1'));
    world.clock.advance(1);
    expect(await world.run('report', 'order-1')).to.deep.equal({ done: true });
    expect(await world.timeline('order-1')).to.include(
      'POS Hub refused: accepted: hub.status_not_taken, status 409, the order is new',
    );
    expect(world.meter.of('reportEnded')).to.deep.equal(['refused']);
    await world.drive('order-1');
    expect(await world.timeline('order-1'), 'POS Hub is asked how it stands').to.include('found by listing');
  });

  it('gives a status up that POS Hub does not take where a newer one waits', async () => {
    await world.drive('order-1');
    await move('preparing');
    world.hub.plan('report', new Fault('hub.status_not_taken'));
    expect(await world.run('report', 'order-1')).to.deep.equal({ done: true });
    expect(world.hub.statusOf('order-1')).to.equal('preparing');
    expect(world.meter.of('reportEnded')).to.deep.equal(['refused', 'told']);
  });

  it('keeps a status that our own settings kept from POS Hub until they are mended', async () => {
    await world.drive('order-1');
    world.hub.plan('report', new Fault('outbound.not_allowed'));
    const error = await rejection(world.run('report', 'order-1'));
    expect(asFault(error).code).to.equal('outbound.not_allowed');
    await world.relay('order-1');
    expect(statuses()).to.deep.equal(['accepted']);
  });

  it('sends nothing to a location from which the application was removed, and notes it', async () => {
    await world.drive('order-1');
    await world.connect({ status: 'removed' });
    expect(await world.run('report', 'order-1')).to.deep.equal({ done: true });
    expect(statuses()).to.deep.equal([]);
    expect(await world.timeline('order-1')).to.include('not told POS Hub: accepted: the connection was removed');
  });

  it('goes on telling while the till’s credentials are refused', async () => {
    await world.drive('order-1');
    await world.connect({ status: 'failed' });
    await world.relay('order-1');
    expect(statuses()).to.deep.equal(['accepted']);
  });

  it('has nothing to say of an order that is not known', async () => {
    expect(await world.run('report', 'nobody’s')).to.deep.equal({ done: true });
  });
});
