import { expect } from 'chai';
import { TOPICS } from '@poshub-bridge/core';
import { policyOf } from '#core/services/context.js';
import { fakeManifest } from '../../../support/fake-till.js';
import { until } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';
import { menu } from './menus.js';

describe('the bridge’s work', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.dispose());

  it('of every topic ends well where there is nothing to do', async () => {
    for (const topic of TOPICS.filter((one) => one !== 'retention'))
      expect(await world.run(topic, 'unknown'), topic).to.deep.equal({ done: true });
    expect(await world.run('retention'), 'goes on for ever').to.have.property('again');
  });

  it('goes from the redirect over the catalog to a delivered order by itself', async () => {
    world.till.menu = menu();
    world.hub.installed.set(IDS.connectionId, { ...IDS, status: 'PENDING' });
    world.work();
    const { installing } = world.services;
    await installing.begin({ ...IDS, code: 'good' }, 'attempt-1');
    const attempt = await installing.attempt('attempt-1');
    await installing.present(attempt, { key: 'good' });
    await installing.choose(attempt, 'store-1');
    await world.place('order-1');
    await until(() => world.hub.statusOf('order-1') === 'accepted' && world.hub.imports.length === 1);
    await until(() => world.hub.statuses.length === 1);
    await world.tellFromTill({ type: 'stock', id: 's1', store: 'store-1', item: 'p1', available: false });
    await until(() => world.hub.offers.length === 1);
    const view = world.till.move('ticket-1', 'completed');
    await world.tellFromTill({ type: 'ticket', id: 'n1', store: 'store-1', ...view });
    await until(() => world.hub.statusOf('order-1') === 'completed');
    expect(world.till.tickets).to.have.length(1);
    // The order may have been listed before its webhook came; nothing else is worth a word.
    const words = world.storage.log.lines.filter(({ level }) => level === 'warn' || level === 'error');
    expect(words.map(({ event }) => event).filter((event) => event !== 'orders found by listing')).to.deep.equal([]);
  });
});

describe('what the lifecycle knows of an adapter', () => {
  it('is read off its capabilities', () => {
    const { capabilities } = fakeManifest({ cancel: false, idempotent: true, find: false });
    expect(policyOf(capabilities)).to.deep.equal({ canCancel: false, idempotent: true, canFind: false });
  });
});
