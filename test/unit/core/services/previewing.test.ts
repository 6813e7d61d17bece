import { expect } from 'chai';
import { asFault, type Product } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

const product = (ref: string): Product => ({
  ...{ ref, name: ref, price: { amount: 100, currency: 'GBP' }, available: true, categories: [], selections: [] },
});

describe('previewing a sync', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = [{ products: ['a', 'b', 'c'].map(product) }];
  });
  afterEach(() => world.dispose());

  const plan = () => world.services.previewing.plan(IDS.connectionId);

  it('says what the sync then does, and does none of it', async () => {
    await world.services.syncing.push(IDS.connectionId, 'operator');
    world.till.menu = [{ products: ['a', 'd'].map(product) }];
    const [steps, calls] = [world.life.steps.length, world.hub.calls.length];
    const { inserted, updated, deleted, unchanged, refused, removedShare } = await plan();
    expect({ inserted, updated, deleted, unchanged, refused }).to.deep.equal({
      ...{ inserted: 1, updated: 0, deleted: 2, unchanged: 1, refused: true },
    });
    expect(removedShare).to.be.closeTo(2 / 3, 0.001);
    expect(world.hub.calls).to.have.length(calls);
    const writing = world.life.steps.slice(steps).filter((step) => !/\.(get|read|snapshot)$/.test(step));
    expect(writing, 'nothing is written').to.deep.equal([]);
    const run = await world.services.syncing.push(IDS.connectionId, 'operator', true);
    expect(run).to.include({ inserted, updated, deleted, unchanged });
  });

  it('reads the till once for all who ask while it is read', async () => {
    await plan();
    const before = world.till.countOf('catalog');
    await Promise.all(Array.from({ length: 5 }, plan));
    expect(world.till.countOf('catalog') - before).to.be.within(1, 2);
  });

  it('is there for connected locations only', async () => {
    await world.connect({ status: 'failed' });
    expect(asFault(await rejection(plan())).code).to.equal('connection.unknown');
    expect(asFault(await rejection(world.services.previewing.plan('unknown'))).code).to.equal('connection.unknown');
  });
});
