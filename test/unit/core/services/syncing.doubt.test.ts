import { expect } from 'chai';
import { asFault, Fault, type CatalogPart } from '@poshub-bridge/core';
import { Life } from '../../../support/life.js';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';
import { gbp, menu, product } from './menus.js';

describe('syncing a catalog that POS Hub may have differently', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = menu();
    await push();
  });
  afterEach(() => world.dispose());

  const push = (force = false) => world.services.syncing.push(IDS.connectionId, 'operator', force);
  const known = () => world.storage.ledger.catalogs.snapshot(IDS.connectionId);
  const counts = () => ({ imports: world.hub.imports.length, offers: world.hub.offers.length });
  const changed = (): CatalogPart[] => menu(product('p1', { available: false }), product('p2', { price: gbp(990) }));

  it('remembers what POS Hub took for certain, and that it may have taken more', async () => {
    const before = await known();
    world.till.menu = changed();
    world.hub.plan('changeOffer', 'fine', new Fault('hub.unavailable'));
    expect(asFault(await rejection(push())).code).to.equal('hub.unavailable');
    expect(await known()).to.deep.equal({ ...before, inDoubt: true });
    const [run] = await world.storage.ledger.catalogs.runs(IDS.connectionId);
    expect(run).to.deep.include({ outcome: 'failed', updated: 0 });
  });

  for (const [what, method, fates, menuThen] of [
    ['a change was sent in part', 'changeOffer', ['fine', new Fault('hub.unavailable')], changed()],
    ['a change was not answered', 'changeOffer', ['lost-after'], changed()],
    ['an import was not answered', 'importCatalog', ['lost-after'], menu(product('p1', { name: 'renamed' }))],
  ] as const)
    it(`imports all of it after ${what}, although the till has what it had before`, async () => {
      world.till.menu = [...menuThen];
      world.hub.plan(method, ...fates);
      await rejection(push());
      const { imports } = counts();
      world.till.menu = menu();
      expect(await push()).to.include({ outcome: 'applied', inserted: 0, updated: 0, deleted: 0, unchanged: 5 });
      expect(counts().imports).to.equal(imports + 1);
      expect(world.hub.imports.at(-1)).to.deep.equal((await known())?.catalog);
      expect(await push(), 'and that once').to.include({ outcome: 'unchanged' });
    });

  it('imports all of it after the process died between POS Hub’s answer and its own note of it', async () => {
    const before = world.life.steps.length;
    world.till.menu = changed();
    await push();
    const step = world.life.steps.slice(before).indexOf('catalogs.save');
    world.till.menu = menu();
    await push();
    const { imports } = counts();
    const life = new Life({ step, side: 'before' });
    world.reborn(life);
    world.till.menu = changed();
    await Promise.race([push(), life.ended]);
    expect(life.isDead).to.equal(true);
    world.reborn();
    world.till.menu = menu();
    await push();
    expect(counts().imports).to.equal(imports + 1);
  });

  it('imports all of it when an operator forces it, although nothing changed', async () => {
    expect(await push(true)).to.include({ outcome: 'applied', unchanged: 5 });
    expect(counts()).to.deep.equal({ imports: 2, offers: 0 });
    expect(await push()).to.include({ outcome: 'unchanged' });
  });

  it('stays so while the till can’t be read or too much would go', async () => {
    world.till.menu = changed();
    world.hub.plan('changeOffer', 'lost-after');
    await rejection(push());
    for (const broken of [[new Fault('vendor.unavailable')], []]) {
      world.till.menu = broken;
      await rejection(push());
    }
    expect(await known()).to.have.property('inDoubt', true);
  });

  it('notes nothing of that where there is nothing to tell', async () => {
    const before = world.life.steps.length;
    await push();
    expect(world.life.steps.slice(before)).to.not.include('catalogs.doubt');
    world.till.menu = changed();
    await push();
    expect(world.life.steps.slice(before).filter((step) => step === 'catalogs.doubt')).to.have.length(1);
  });
});
