import { expect } from 'chai';
import { asFault, Fault, type CatalogPart } from '@poshub-bridge/core';
import { Life } from '../../../support/life.js';
import { rejection, until } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';
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

describe('an answer to POS Hub’s sync call that goes wrong', () => {
  let world: World;
  let open: () => void;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = menu();
    await world.run('catalog');
    world.till.menu = menu(product('p1', { name: 'renamed' }));
  });
  afterEach(() => world.dispose());

  const answer = () => world.services.syncing.answer(IDS.connectionId);
  const missed = () => world.services.syncing.missed(IDS.connectionId);
  const known = () => world.storage.ledger.catalogs.snapshot(IDS.connectionId);
  const isAskedFor = async () => (await world.waiting()).catalog === 1;
  const close = (): void => {
    world.till.gate = new Promise((resolve) => (open = resolve));
  };

  it('is not noted as given where it can’t be written: the last good one is given, and the sync has failed', async () => {
    const before = await known();
    const write = world.wire.writeCatalog.bind(world.wire);
    world.wire.writeCatalog = (catalog) => {
      if (catalog.products[0]?.name === 'renamed') throw new Fault('catalog.incomplete');
      return write(catalog);
    };
    world.clock.advance(1);
    expect((await answer()).body).to.deep.equal(before?.catalog);
    expect(await known()).to.deep.equal(before);
    const [run] = await world.storage.ledger.catalogs.runs(IDS.connectionId);
    expect(run).to.deep.include({ trigger: 'pull', outcome: 'failed' });
    expect(run?.fault?.code).to.equal('catalog.incomplete');
    expect(await isAskedFor()).to.equal(true);
    await world.run('catalog');
    expect(world.hub.imports).to.have.length(2);
  });

  it('is followed by another reading where the till was slow, and failed in the end', async () => {
    close();
    world.till.menu = [new Fault('vendor.unavailable')];
    const call = answer();
    await until(() => world.till.countOf('catalog') === 2);
    world.clock.advance(SETTINGS.catalog.answerWithinMs);
    expect((await call).catalog.products).to.have.length(4);
    expect(await isAskedFor()).to.equal(false);
    open();
    await until(isAskedFor);
  });

  it('is followed by an import where POS Hub did not take it', async () => {
    await answer();
    await missed();
    expect(await isAskedFor()).to.equal(true);
    await world.run('catalog');
    expect(world.hub.imports.at(-1)?.products[0]?.name).to.equal('renamed');
    expect(await known()).to.not.have.property('inDoubt');
  });

  it('is not forgotten by a sync that ran when POS Hub did not take it', async () => {
    await answer();
    close();
    const sync = world.run('catalog');
    await until(() => world.till.countOf('catalog') === 3);
    const note = missed();
    open();
    await Promise.all([sync, note]);
    expect(await known()).to.have.property('inDoubt', true);
  });
});
