import { expect } from 'chai';
import { asFault, Fault } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';
import { menu } from './menus.js';

describe('stock news', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.till.menu = menu();
    await world.run('catalog');
  });
  afterEach(() => world.dispose());

  const tell = (id: string, item: string, available: boolean) =>
    world.tellFromTill({ type: 'stock', id, store: 'store-1', item, available });
  const unhandled = () => world.storage.ledger.inbox.unhandled('stock', IDS.connectionId);

  it('become single changes, the last word on each item only', async () => {
    await tell('s1', 'p1', false);
    await tell('s2', 'm1', false);
    await tell('s3', 'p2', false);
    await tell('s4', 'p2', true);
    await tell('s5', 'unknown', false);
    expect(await world.run('stock')).to.deep.equal({ done: true });
    expect(world.hub.offers).to.deep.equal([
      { kind: 'product', ref: 'p1', available: false },
      { kind: 'modifier', ref: 'm1', available: false },
    ]);
    expect(await unhandled()).to.deep.equal([]);
    expect(
      (await world.storage.ledger.catalogs.runs(IDS.connectionId)).find((run) => run.trigger === 'stock'),
    ).to.include({
      outcome: 'applied',
      updated: 2,
    });
  });

  it('are told once: the next sync knows them', async () => {
    await tell('s1', 'p1', false);
    await world.run('stock');
    await tell('s2', 'p1', false);
    await world.run('stock');
    world.till.menu = menu({ ...menu()[0]!.products![0]!, available: false });
    await world.run('catalog');
    expect(world.hub.offers).to.have.length(1);
    expect(world.hub.imports).to.have.length(1);
  });

  it('wait while POS Hub is down', async () => {
    await tell('s1', 'p1', false);
    world.hub.isDown = true;
    expect(asFault(await rejection(world.run('stock'))).code).to.equal('hub.unavailable');
    world.hub.isDown = false;
    await world.run('stock');
    expect(world.hub.offers).to.have.length(1);
  });

  it('lead to a whole sync where POS Hub lacks the entry or refuses the change, and hold nothing up', async () => {
    for (const code of ['hub.not_found', 'hub.refused'] as const) {
      await tell(`first ${code}`, 'p1', false);
      world.hub.plan('changeOffer', new Fault(code));
      expect(await world.run('stock'), code).to.deep.equal({ done: true });
      expect(world.hub.fates.get('changeOffer'), code).to.deep.equal([]);
      expect(await world.waiting(), code).to.deep.include({ catalog: 1 });
      expect(await unhandled(), code).to.deep.equal([]);
    }
  });

  describe('that POS Hub was told in part', () => {
    const known = () => world.storage.ledger.catalogs.snapshot(IDS.connectionId);
    beforeEach(async () => {
      await tell('s1', 'p1', false);
      await tell('s2', 'p2', false);
    });

    it('are told again with what came since, although it is what was known before', async () => {
      world.hub.plan('changeOffer', 'fine', new Fault('hub.unavailable'));
      await rejection(world.run('stock'));
      expect(await known()).to.have.property('inDoubt', true);
      await tell('s3', 'p1', true);
      await world.run('stock');
      expect(world.hub.offers.slice(1)).to.deep.equal([
        { kind: 'product', ref: 'p1', available: true },
        { kind: 'product', ref: 'p2', available: false },
      ]);
      expect(await unhandled()).to.deep.equal([]);
    });

    it('are followed by an import, which ends the doubt', async () => {
      world.hub.plan('changeOffer', 'fine', 'lost-after');
      await rejection(world.run('stock'));
      await world.run('stock');
      expect(await known()).to.have.property('inDoubt', true);
      expect(await world.waiting()).to.deep.include({ catalog: 1 });
      await world.run('catalog');
      expect(world.hub.imports.at(-1)?.products.map(({ available }) => available)).to.not.include(false);
      expect(world.hub.imports).to.have.length(2);
      expect(await known()).to.not.have.property('inDoubt');
    });

    it('are mended by an import where POS Hub refuses the rest, although the till has what it had before', async () => {
      world.hub.plan('changeOffer', 'fine', new Fault('hub.refused'));
      await world.run('stock');
      await world.run('catalog');
      expect(world.hub.imports).to.have.length(2);
    });

    it('leave no doubt where POS Hub took them all', async () => {
      await world.run('stock');
      expect(await known()).to.not.have.property('inDoubt');
      expect(await world.waiting()).to.not.have.property('catalog');
    });
  });

  it('make no doubt where they tell nothing new', async () => {
    await tell('s1', 'p1', true);
    const before = world.life.steps.length;
    await world.run('stock');
    expect(world.life.steps.slice(before)).to.not.include('catalogs.doubt');
  });

  it('are nothing before the first sync, which brings them anyway', async () => {
    await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
    await world.run('stock', 'connection-2');
    await tell('s1', 'p1', false);
    await world.run('stock', 'connection-2');
    expect(world.hub.offers).to.deep.equal([]);
    expect(await world.storage.ledger.inbox.unhandled('stock', 'connection-2')).to.deep.equal([]);
  });

  it('bring no catalog of the former store back where another one is connected meanwhile', async () => {
    await tell('s1', 'p1', false);
    const changeOffer = world.hub.changeOffer.bind(world.hub);
    world.hub.changeOffer = async (ids, change) => {
      await changeOffer(ids, change);
      await world.connect({ store: { ref: 'store-2', name: '', currency: 'GBP', timezone: 'Europe/London' } });
    };
    await world.run('stock');
    expect(await world.storage.ledger.catalogs.snapshot(IDS.connectionId)).to.equal(undefined);
    expect((await world.storage.ledger.catalogs.runs(IDS.connectionId)).map(({ trigger }) => trigger)).to.contain(
      'stock',
    );
    expect(await unhandled()).to.deep.equal([]);
  });

  it('are nothing to a location that is no longer connected', async () => {
    await tell('s1', 'p1', false);
    await world.connect({ status: 'removed' });
    await world.run('stock');
    expect(world.hub.offers).to.deep.equal([]);
    expect(await unhandled()).to.deep.equal([]);
  });
});
