import { expect } from 'chai';
import { asFault, Fault, HOUR, MINUTE, SECOND } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { rejection } from '../../../support/until.js';
import { Life } from '../../../support/life.js';
import { IDS, World } from '../../../support/world.js';

describe('an order of a location without a store', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.dispose());

  it('waits for the store to be connected, and is delivered then', async () => {
    await world.place('order-1');
    const now = world.clock.now();
    expect(await world.run('order', 'order-1')).to.deep.equal({ again: now + 5 * SECOND });
    world.clock.advance(5 * SECOND);
    expect((await world.order('order-1')).order).to.equal(undefined);
    await world.connect();
    expect((await world.settle('order-1')).phase).to.equal('accepted');
  });

  it('is looked at less and less often, so that many of them are no burden', async () => {
    await world.place('order-1');
    const pauses: number[] = [];
    for (let index = 0; index < 11; index += 1) {
      const result = await world.run('order', 'order-1');
      const pause = ('again' in result ? result.again : 0) - world.clock.now();
      pauses.push(pause / SECOND);
      world.clock.advance(pause);
    }
    expect(pauses.slice(0, 3)).to.deep.equal([5, 5, 5]);
    expect(pauses.at(-1)).to.equal(60);
    expect(pauses).to.deep.equal([...pauses].sort((a, b) => a - b));
  });

  it('goes to a person when no store is connected in time', async () => {
    await world.place('order-1');
    await world.drive('order-1');
    const record = await world.order('order-1');
    expect(record.attention?.code).to.equal('order.deadline_passed');
    expect(world.clock.now()).to.equal(record.receivedAt + 10 * MINUTE);
  });

  it('goes to a person when the connection was removed', async () => {
    await world.connect({ status: 'removed' });
    await world.place('order-1');
    await world.drive('order-1');
    expect((await world.order('order-1')).phase).to.equal('attention');
    expect(world.till.calls).to.deep.equal([]);
  });

  it('goes to a person when its credentials are gone', async () => {
    const { connectionId } = await world.connect();
    await world.storage.ledger.vault.erase(connectionId);
    await world.place('order-1');
    await world.drive('order-1');
    expect((await world.order('order-1')).phase).to.equal('attention');
  });

  it('leaves news of an accepted order for the day when the store is connected again', async () => {
    await world.connect();
    await world.place('order-1');
    await world.settle('order-1');
    const news = { type: 'ticket-changed', id: 'n1', store: 'store-1', ticket: 'ticket-1' } as const;
    await world.tellFromTill(news);
    await world.connect({ status: 'failed' });
    world.clock.advance(HOUR);
    expect(await world.run('order', 'order-1')).to.deep.equal({ done: true });
    world.till.move('ticket-1', 'completed');
    await world.connect();
    expect((await world.settle('order-1')).phase).to.equal('completed');
  });
});

describe('an order that needs a person', () => {
  it('is spoken of although the process that found out died before it said so', async () => {
    const world = await World.open();
    await world.connect();
    await world.place('order-1', { lines: [] });
    // The first commit is of what was told, the second one of what came of it.
    const first = new Life();
    world.reborn(first);
    await world.run('order', 'order-1');
    const step = first.steps.lastIndexOf('orders.commit');
    await world.dispose();

    const again = await World.open();
    await again.connect();
    await again.place('order-1', { lines: [] });
    const dying = new Life({ step, side: 'after' });
    again.reborn(dying);
    await Promise.race([dying.ended, again.run('order', 'order-1')]);
    const words = () => again.storage.log.lines.map(({ event }) => event).filter((event) => event.includes('person'));
    expect([dying.isDead, (await again.order('order-1')).phase]).to.deep.equal([true, 'attention']);
    expect(words()).to.deep.equal([]);
    again.reborn();
    await again.run('order', 'order-1');
    expect(words()).to.deep.equal(['order still needs a person']);
    await again.operate('order-1', { type: 'operator-settled', as: 'rejected' });
    await again.settle('order-1');
    expect(words()).to.have.length(1);
    await again.dispose();
  });
});

describe('news of an order that can’t be read', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  it('are waited for until the deadline while POS Hub is down, and then a person is called', async () => {
    world.hub.put(IDS, anOrder('order-1', { placedAt: world.clock.now() }));
    await world.run('reconcile');
    world.hub.isDown = true;
    const now = world.clock.now();
    for (let runs = 0; runs < 100 && world.clock.now() <= now + 10 * MINUTE; runs += 1) {
      const { retryAfterMs = 0 } = asFault(await rejection(world.run('order', 'order-1', runs)));
      expect(retryAfterMs, 'a pause between two looks').to.be.greaterThan(0);
      world.clock.advance(retryAfterMs);
    }
    const record = await world.order('order-1');
    expect(record.attention?.code).to.equal('order.deadline_passed');
    expect(record.updatedAt).to.equal(now + 10 * MINUTE);
  });

  it('of an order that POS Hub no longer knows go to a person at once', async () => {
    world.hub.put(IDS, anOrder('order-1'));
    await world.run('reconcile');
    world.hub.known.clear();
    expect((await world.settle('order-1')).attention?.code).to.equal('hub.not_found');
    expect(await world.storage.ledger.inbox.unhandled('order', 'order-1')).to.deep.equal([]);
  });

  it('do not hold up a cancellation, when the till knows the ticket no more', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    world.till.plan('read', new Fault('vendor.order_unknown'));
    await world.tellFromTill({ type: 'ticket-changed', id: 'n1', store: 'store-1', ticket: 'ticket-1' });
    await world.tell('cancel', world.hub.move('order-1', 'cancelled'));
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
    expect(await world.timeline('order-1')).to.include('news not read: vendor.order_unknown');
  });

  it('do not hold up a cancellation while the till can’t be asked what changed', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    world.till.plan('read', new Fault('vendor.unavailable'), new Fault('vendor.unavailable'));
    await world.tellFromTill({ type: 'ticket-changed', id: 'n1', store: 'store-1', ticket: 'ticket-1' });
    await world.tell('cancel', world.hub.move('order-1', 'cancelled'));
    expect(asFault(await rejection(world.run('order', 'order-1'))).code).to.equal('vendor.unavailable');
    expect((await world.order('order-1')).phase).to.equal('cancelled');
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.countOf('read')).to.equal(3);
  });
});
