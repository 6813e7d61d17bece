import { expect } from 'chai';
import { asFault, Fault, HOUR, type CatalogPart } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';
import { menu, product } from './menus.js';

describe('syncing a catalog of a till that tells changes', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = menu();
  });
  afterEach(() => world.dispose());

  const push = (force = false) => world.services.syncing.push(IDS.connectionId, 'operator', force);
  const known = () => world.storage.ledger.catalogs.snapshot(IDS.connectionId);
  const gone: CatalogPart = { changesOnly: true, removed: { products: ['p4'] }, mark: 'B' };
  const since = async () => (await known())?.since;

  it('asks for what changed since the last read, and sends the whole that comes of it', async () => {
    world.till.menu.push({ mark: 'A' });
    await push();
    world.till.menu = [gone];
    expect(await push()).to.include({ outcome: 'applied', deleted: 1, unchanged: 4 });
    expect(world.till.asked).to.deep.equal([undefined, 'A']);
    expect((await known())?.catalog.products.map(({ ref }) => ref)).to.deep.equal(['p1', 'p2', 'p3']);
    world.till.menu = [{ changesOnly: true, mark: 'C' }];
    expect(await push()).to.include({ outcome: 'unchanged', unchanged: 4 });
    expect(world.till.asked.at(-1)).to.equal('B');
  });

  it('reads all of it once a day, and whenever an operator forces it', async () => {
    world.till.menu.push({ mark: 'A' });
    await push();
    world.till.menu = [{ changesOnly: true, mark: 'B' }];
    world.clock.advance(23 * HOUR);
    await push();
    world.clock.advance(HOUR);
    world.till.menu = [...menu(), { mark: 'C' }];
    await push();
    await push(true);
    expect(world.till.asked).to.deep.equal([undefined, 'A', undefined, undefined]);
    expect(await since()).to.include({ mark: 'C' });
  });

  it('reads all of it where the store was connected anew since: its currency or its choices may be others', async () => {
    world.till.menu.push({ mark: 'A' });
    await push();
    world.clock.advance(1);
    await world.connect();
    await push();
    world.till.menu = [{ changesOnly: true, mark: 'B' }];
    await push();
    expect(world.till.asked).to.deep.equal([undefined, undefined, 'A']);
  });

  it('reads all of it where something new may be named by what did not change', async () => {
    world.till.menu = [...menu(product('p1', { categories: ['C'] })), { mark: 'A' }];
    await push();
    expect((await known())?.catalog.products[0]?.categories).to.deep.equal([]);
    const category = { ref: 'C', name: 'Pizza', available: true };
    world.till.menu = [{ changesOnly: true, categories: [category], mark: 'B' }];
    const whole = [...menu(product('p1', { categories: ['C'] })), { categories: [category], mark: 'B' }];
    world.till.onCatalog = () => (world.till.menu = whole);
    await push();
    expect(world.till.asked).to.deep.equal([undefined, 'A', undefined]);
    expect((await known())?.catalog.products[0]?.categories).to.deep.equal(['C']);
  });

  it('reads all of it the first time that a process does', async () => {
    world.till.menu.push({ mark: 'A' });
    await push();
    world.reborn();
    await push();
    expect(world.till.asked).to.deep.equal([undefined, undefined]);
  });

  it('asks again from the same mark when a read of changes broke off', async () => {
    world.till.menu.push({ mark: 'A' });
    await push();
    world.till.menu = [gone, new Fault('vendor.unavailable')];
    expect(asFault(await rejection(push())).code).to.equal('vendor.unavailable');
    expect(await since()).to.include({ mark: 'A' });
    expect((await known())?.catalog.products).to.have.length(4);
  });

  it('asks for all again where the last read gave no mark', async () => {
    await push();
    await push();
    expect(world.till.asked).to.deep.equal([undefined, undefined]);
  });
});
