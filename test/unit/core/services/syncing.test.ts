import { expect } from 'chai';
import { asFault, Fault, SECOND, type Catalog } from '@poshub-bridge/core';
import { rejection, until } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';
import { gbp, menu, modifier, product } from './menus.js';

describe('syncing a catalog', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = menu();
  });
  afterEach(() => world.dispose());

  const push = (force = false) => world.services.syncing.push(IDS.connectionId, 'operator', force);
  const runs = () => world.storage.ledger.catalogs.runs(IDS.connectionId);
  const snapshot = async (): Promise<Catalog | undefined> =>
    (await world.storage.ledger.catalogs.snapshot(IDS.connectionId))?.catalog;
  const codeOf = async (promise: Promise<unknown>) => asFault(await rejection(promise)).code;

  it('imports all of it the first time, and sends nothing the second', async () => {
    expect(await push()).to.include({ outcome: 'applied', inserted: 5, trigger: 'operator' });
    expect(world.hub.imports).to.have.length(1);
    world.till.menu.reverse();
    expect(await push()).to.include({ outcome: 'unchanged', inserted: 0, updated: 0, deleted: 0, unchanged: 5 });
    expect([world.hub.imports.length, world.hub.offers.length]).to.deep.equal([1, 0]);
  });

  it('sends single changes where only stock and prices moved', async () => {
    await push();
    world.till.menu = menu(product('p1', { available: false }), product('p2', { price: gbp(990) }));
    expect(await push()).to.include({ outcome: 'applied', updated: 2 });
    expect(world.hub.offers).to.deep.equal([
      { kind: 'product', ref: 'p1', available: false },
      { kind: 'product', ref: 'p2', price: gbp(990) },
    ]);
    expect(world.hub.imports).to.have.length(1);
  });

  it('sends an import instead of very many single changes', async () => {
    const many = (price: number) =>
      Array.from({ length: 26 }, (_, index) => product(`p${index}`, { price: gbp(price) }));
    world.till.menu = [{ products: many(1) }];
    await push();
    world.till.menu = [{ products: many(2) }];
    await push();
    expect([world.hub.imports.length, world.hub.offers.length]).to.deep.equal([2, 0]);
  });

  it('imports where POS Hub lacks an entry that it was given', async () => {
    await push();
    world.till.menu = menu(product('p1', { available: false }));
    world.hub.plan('changeOffer', new Fault('hub.not_found'));
    expect(await push()).to.include({ outcome: 'applied' });
    expect(world.hub.imports).to.have.length(2);
  });

  it('changes nothing after a reading that ended early', async () => {
    await push();
    const before = await snapshot();
    world.till.menu = [...menu(product('p1', { name: 'half a menu' })), new Fault('vendor.no_answer')];
    expect(await codeOf(push())).to.equal('vendor.no_answer');
    expect(await snapshot()).to.deep.equal(before);
    expect(world.hub.imports).to.have.length(1);
    const [run] = await runs();
    expect(run).to.include({ outcome: 'failed' });
    expect(run?.fault?.code).to.equal('vendor.no_answer');
  });

  it('reads again from the beginning when the session ended on the way', async () => {
    world.till.menu = [
      { warnings: [{ ref: 'x', message: 'odd' }] },
      { products: [product('gone')] },
      new Fault('credentials.expired'),
    ];
    world.till.refresh = () => {
      world.till.menu = [{ warnings: [{ ref: 'x', message: 'odd' }] }, ...menu()];
      return Promise.resolve({ key: 'good', renewed: true });
    };
    expect((await push()).warnings).to.have.length(1);
    expect((await snapshot())?.products.map(({ ref }) => ref)).to.deep.equal(['p1', 'p2', 'p3', 'p4']);
  });

  it('refuses to remove a large part, unless it is forced', async () => {
    await push();
    world.till.menu = [{ products: [product('p1')], modifiers: [modifier('m1')] }];
    expect(await codeOf(push())).to.equal('catalog.too_many_removed');
    expect((await runs())[0]).to.deep.include({ outcome: 'refused' });
    expect((await runs())[0]?.fault?.detail).to.equal('75 % of the products would go');
    expect(world.hub.imports).to.have.length(1);
    expect(await push(true)).to.include({ outcome: 'applied', deleted: 3 });
    expect(world.hub.imports.at(-1)?.products).to.have.length(1);
  });

  it('refuses to remove most modifiers, although every product stays', async () => {
    const modifiers = Array.from({ length: 12 }, (_, place) => modifier(`m${place}`));
    world.till.menu = [{ products: [product('p1')], modifiers }];
    await push();
    world.till.menu = [{ products: [product('p1')], modifiers: [] }];
    expect(await codeOf(push())).to.equal('catalog.too_many_removed');
    expect((await runs())[0]?.fault?.detail).to.equal('100 % of the modifiers would go');
    expect(world.hub.imports).to.have.length(1);
  });

  it('removes half of it unforced, where that is allowed', async () => {
    await push();
    world.till.menu = [{ products: [product('p1'), product('p2')], modifiers: [modifier('m1')] }];
    expect(await push()).to.include({ outcome: 'applied', deleted: 2 });
  });

  it('refuses a catalog in another currency than the store’s', async () => {
    world.till.menu = menu(product('p1', { price: { amount: 1, currency: 'EUR' } }));
    expect(await codeOf(push())).to.equal('catalog.incomplete');
    expect(world.hub.imports).to.deep.equal([]);
  });

  it('knows only connected locations', async () => {
    expect(await codeOf(world.services.syncing.push('unknown', 'operator'))).to.equal('connection.unknown');
    await world.connect({ status: 'failed' });
    expect(await codeOf(push())).to.equal('connection.unknown');
  });

  it('reads once more for all who ask while one runs', async () => {
    let open = (): void => undefined;
    world.till.gate = new Promise((resolve) => (open = resolve));
    const first = push();
    await until(() => world.till.countOf('catalog') === 1);
    world.clock.advance(1);
    const others = [push(), push(), push(), world.run('catalog')];
    open();
    await Promise.all([first, ...others]);
    expect(world.till.countOf('catalog')).to.equal(2);
    expect((await runs()).map((run) => run.outcome)).to.deep.equal(['unchanged', 'applied']);
  });

  it('lets a forced and a usual sync of one location not overlap', async () => {
    let open = (): void => undefined;
    world.till.gate = new Promise((resolve) => (open = resolve));
    const both = [push(), push(true)];
    await until(() => world.till.countOf('catalog') === 1);
    open();
    await Promise.all(both);
    expect((await runs()).map((run) => run.outcome)).to.deep.equal(['applied', 'applied']);
  });

  describe('on a timer', () => {
    it('comes again at its time', async () => {
      const now = world.clock.now();
      const every = SETTINGS.catalog.refreshEveryMs;
      expect(await world.run('catalog'))
        .to.have.property('again')
        .within(now + 0.8 * every, now + every);
      expect((await runs())[0]?.trigger).to.equal('timer');
    });

    it('is tried again after a failure, but not where a person must decide', async () => {
      await world.run('catalog');
      world.till.menu = [new Fault('vendor.unavailable')];
      expect(await codeOf(world.run('catalog'))).to.equal('vendor.unavailable');
      world.till.menu = [];
      world.clock.advance(1);
      expect(await world.run('catalog')).to.have.property('again');
      expect((await runs())[0]?.outcome).to.equal('refused');
    });

    it('ends with the connection', async () => {
      await world.connect({ status: 'removed' });
      expect(await world.run('catalog')).to.deep.equal({ done: true });
    });
  });
});

describe('answering POS Hub’s sync call', () => {
  let world: World;
  let open: () => void;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = menu();
  });
  afterEach(() => world.dispose());

  const answer = () => world.services.syncing.answer(IDS.connectionId);
  const close = (): void => {
    world.till.gate = new Promise((resolve) => (open = resolve));
  };
  /** A call that waits for the till until its time is over. */
  const late = async () => {
    const before = world.till.countOf('catalog');
    const call = answer();
    await until(() => world.till.countOf('catalog') > before);
    world.clock.advance(SETTINGS.catalog.answerWithinMs);
    return call;
  };
  const idle = () => until(async () => (await world.storage.ledger.catalogs.runs(IDS.connectionId)).length > 0);

  it('gives what the till has now, and does not push it a second time', async () => {
    const { catalog, body } = await answer();
    expect(catalog.products).to.have.length(4);
    expect(body).to.equal(catalog);
    world.clock.advance(1);
    expect(await world.run('catalog')).to.have.property('again');
    expect(world.hub.imports).to.deep.equal([]);
    const [, run] = await world.storage.ledger.catalogs.runs(IDS.connectionId);
    expect(run).to.include({ trigger: 'pull', outcome: 'applied' });
  });

  it('gives the last good one while the till is slow, and pushes what it says in the end', async () => {
    await world.run('catalog');
    close();
    world.till.menu = menu(product('p1', { available: false }));
    const { catalog } = await late();
    expect(catalog.products[0]?.available).to.equal(true);
    open();
    await until(() => world.hub.offers.length === 1);
  });

  it('gives the last good one when the till can’t be read, and asks for another reading', async () => {
    await world.run('catalog');
    world.till.menu = [new Fault('vendor.unavailable')];
    expect((await answer()).catalog.products).to.have.length(4);
    expect(await world.waiting()).to.deep.equal({ catalog: 1 });
  });

  it('says that there is none where the till can’t be read and no earlier one is known', async () => {
    world.till.menu = [new Fault('vendor.unavailable')];
    const fault = asFault(await rejection(answer()));
    expect([fault.code, fault.detail]).to.deep.equal([
      'catalog.unavailable',
      'The till’s system could not be reached.',
    ]);
  });

  it('says that there is none while the till is slow for the first time, and imports what it says', async () => {
    close();
    expect(asFault(await rejection(late())).code).to.equal('catalog.unavailable');
    open();
    await until(() => world.hub.imports.length === 1);
    await idle();
  });

  it('refuses what would remove a large part', async () => {
    await world.run('catalog');
    world.till.menu = [];
    expect(asFault(await rejection(answer())).code).to.equal('catalog.too_many_removed');
  });

  it('knows only connected locations', async () => {
    const call = world.services.syncing.answer('unknown');
    expect(asFault(await rejection(call)).code).to.equal('connection.unknown');
  });

  it('gives what was read in time, although storing it took longer', async () => {
    await world.run('catalog');
    world.till.menu = menu(product('p1', { name: 'renamed' }));
    const { catalogs } = world.storage.ledger;
    const save = catalogs.save.bind(catalogs);
    catalogs.save = async (...all) => {
      world.clock.advance(60 * SECOND);
      await new Promise((resolve) => setImmediate(resolve));
      return save(...all);
    };
    world.reborn();
    expect((await answer()).catalog.products[0]?.name).to.equal('renamed');
    expect(world.hub.imports).to.have.length(1);
  });

  it('reads once for all calls that come while one runs', async () => {
    close();
    const first = answer();
    await until(() => world.till.countOf('catalog') === 1);
    const others = [answer(), answer(), answer()];
    open();
    const all = await Promise.all([first, ...others]);
    expect(all.map(({ catalog }) => catalog.products.length)).to.deep.equal([4, 4, 4, 4]);
    expect(world.till.countOf('catalog')).to.equal(2);
  });
});
