import { expect } from 'chai';
import type { Connection } from '@poshub-bridge/core';
import { IDS, World } from '../../../support/world.js';

const ANEW = 'connection-2';

describe('an order whose application was removed from its location and installed again', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    await world.place('order-1');
    await world.settle('order-1');
    await world.connect({ status: 'removed', announced: 'removed' });
  });
  afterEach(() => world.dispose());

  const installed = (more: Partial<Connection> = {}) => world.connect({ connectionId: ANEW, ...more });
  const cancelled = (connectionId = ANEW) =>
    world.tell(`cancel by ${connectionId}`, { ...world.hub.move('order-1', 'cancelled'), connectionId });

  it('is taken back when the new connection tells that its guest cancelled', async () => {
    await installed();
    await cancelled();
    const { phase, connectionId } = await world.settle('order-1');
    expect([phase, connectionId]).to.deep.equal(['cancelled', ANEW]);
    expect(world.till.live).to.deep.equal([]);
    expect(await world.timeline('order-1')).to.include(`connected anew: connection ${ANEW}`);
  });

  it('goes to a person then where the new connection leads to no store yet, or to another one', async () => {
    await installed({ status: 'pending' });
    await cancelled();
    await world.run('order', 'order-1');
    expect((await world.order('order-1')).phase).to.equal('withdrawing');
    await installed({ store: { ref: 'store-2', name: 'Leeds', currency: 'GBP', timezone: 'Europe/London' } });
    const { attention, connectionId } = await world.settle('order-1');
    expect([attention?.code, connectionId]).to.deep.equal(['order.cancel_refused', IDS.connectionId]);
    expect(world.till.live, 'it was not looked for at the other store').to.have.length(1);
  });

  it('is taken back as soon as the new connection leads to its store', async () => {
    await installed({ status: 'pending' });
    await cancelled();
    await world.run('order', 'order-1');
    await installed();
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
  });

  it('goes on with the till’s news, and its end at POS Hub is found by listing, once that is connected', async () => {
    world.hub.installed.set(ANEW, { ...IDS, connectionId: ANEW, status: 'PENDING' });
    const { installing } = world.services;
    await installing.begin({ ...IDS, connectionId: ANEW, code: 'good' }, 'attempt-1');
    const attempt = await installing.attempt('attempt-1');
    await installing.present(attempt, { key: 'good' });
    await installing.choose(attempt, 'store-1');
    expect(await world.waiting()).to.include({ order: 1 });
    await world.run('order', 'order-1');
    const view = world.till.move('ticket-1', 'preparing');
    await world.tellFromTill({ type: 'ticket', id: 'n1', store: 'store-1', ...view });
    expect((await world.settle('order-1')).phase).to.equal('preparing');
    expect(world.hub.statusOf('order-1')).to.equal('preparing');
    world.hub.move('order-1', 'cancelled');
    await world.run('reconcile', ANEW);
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
  });

  it('hears what either connection of its location tells, and stays with its own while that is there', async () => {
    await world.connect();
    await installed();
    await cancelled();
    const { phase, connectionId } = await world.settle('order-1');
    expect([phase, connectionId]).to.deep.equal(['cancelled', IDS.connectionId]);
  });

  it('hears nothing that a stranger’s connection tells', async () => {
    await installed();
    await installed({ connectionId: 'connection-3', accountId: 'account-3' });
    for (const connectionId of ['connection-3', 'nobody’s']) {
      await cancelled(connectionId);
      expect((await world.settle('order-1')).phase).to.equal('accepted');
    }
  });
});
