import { expect } from 'chai';
import { asFault, Fault, type Credentials, type InstallAttempt } from '@poshub-bridge/core';
import { rejection, until } from '../../../support/until.js';
import { GBP_STORE } from '../../../support/fake-till.js';
import { IDS, World } from '../../../support/world.js';
import { menu } from './menus.js';

const REQUEST = { ...IDS, code: 'good' };
const GOOD: Credentials = { key: 'good' };

describe('an installation', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    world.hub.installed.set(IDS.connectionId, { ...IDS, status: 'PENDING' });
  });
  afterEach(() => world.dispose());

  const installing = () => world.services.installing;
  const begin = async (id = 'attempt-1'): Promise<InstallAttempt> => {
    await installing().begin(REQUEST, id);
    return installing().attempt(id);
  };
  const codeOf = async (promise: Promise<unknown>) => asFault(await rejection(promise)).code;
  const staged = (id = 'attempt-1') => world.storage.ledger.vault.read(`attempt:${id}`);

  describe('ends with the choice of the store', () => {
    const ready = async (): Promise<InstallAttempt> => {
      const attempt = await begin();
      await installing().present(attempt, GOOD);
      return attempt;
    };

    it('which connects it, tells POS Hub, and begins its routine and its waiting orders', async () => {
      await world.place('order-1');
      await world.run('order', 'order-1');
      const connection = await installing().choose(await ready(), 'store-1');
      expect(connection).to.deep.include({ status: 'connected', announced: 'pending', merchant: 'merchant-1' });
      expect(connection.store).to.deep.equal({
        ref: 'store-1',
        name: 'High Street',
        currency: 'GBP',
        timezone: 'Europe/London',
      });
      expect(await world.connection()).to.deep.equal(connection);
      expect(await world.storage.ledger.vault.read(IDS.connectionId)).to.deep.equal(GOOD);
      expect(await staged()).to.equal(undefined);
      expect(world.till.countOf('attach')).to.equal(1);
      expect(await world.waiting()).to.deep.equal({
        connection: 1,
        catalog: 1,
        poll: 1,
        reconcile: 1,
        renew: 1,
        order: 1,
      });
      expect((await world.settle('order-1')).phase).to.equal('accepted');
    });

    it('which counts once, however often it is sent', async () => {
      const attempt = await ready();
      const choices = await Promise.allSettled(
        Array.from({ length: 5 }, () => installing().choose(attempt, 'store-1')),
      );
      expect(choices.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
      for (const choice of choices)
        if (choice.status === 'rejected') expect(asFault(choice.reason).code).to.equal('install.expired');
      expect(await codeOf(installing().choose(attempt, 'store-1'))).to.equal('install.expired');
    });

    it('among those that the credentials open now', async () => {
      const attempt = await ready();
      expect(await codeOf(installing().choose(attempt, 'store-2'))).to.equal('store.unknown');
      world.till.storesOf.delete('good');
      expect(await codeOf(installing().choose(attempt, 'store-1'))).to.equal('credentials.invalid');
      expect((await world.connection())?.status).to.equal('pending');
    });

    it('and can be repeated when the vendor could not register the store', async () => {
      const attempt = await ready();
      world.till.plan('attach', new Fault('vendor.unavailable'));
      expect(await codeOf(installing().choose(attempt, 'store-1'))).to.equal('vendor.unavailable');
      expect((await installing().choose(attempt, 'store-1')).status).to.equal('connected');
    });

    it('but not of a store whose currency is not the location’s', async () => {
      const attempt = await ready();
      world.hub.currency = 'EUR';
      const error = asFault(await rejection(installing().choose(attempt, 'store-1')));
      expect(error).to.include({ code: 'store.currency_differs' });
      expect(error.detail).to.contain('GBP').and.contain('EUR');
      expect((await world.connection())?.status).to.equal('pending');
      expect(world.till.countOf('attach'), 'registered at the vendor').to.equal(0);
      world.hub.currency = 'GBP';
      expect((await installing().choose(attempt, 'store-1')).status).to.equal('connected');
    });

    it('not before POS Hub could say the location’s currency, unless it never will', async () => {
      const attempt = await ready();
      world.hub.plan('location', new Fault('hub.unavailable'), new Fault('hub.forbidden'));
      expect(await codeOf(installing().choose(attempt, 'store-1'))).to.equal('hub.unavailable');
      expect((await installing().choose(attempt, 'store-1')).status).to.equal('connected');
    });

    it('with the location’s currency and time zone where the till tells none', async () => {
      const { currency: _none, timezone: _nor, ...plain } = GBP_STORE;
      world.till.storesOf.set('good', [plain]);
      world.hub.currency = 'EUR';
      world.hub.timezone = 'Europe/Berlin';
      const { store } = await installing().choose(await ready(), 'store-1');
      expect(store).to.include({ currency: 'EUR', timezone: 'Europe/Berlin' });
    });

    it('but not where nobody tells them', async () => {
      const { timezone: _none, ...plain } = GBP_STORE;
      world.till.storesOf.set('good', [plain]);
      const attempt = await ready();
      const error = asFault(await rejection(installing().choose(attempt, 'store-1')));
      expect(error).to.include({ code: 'store.incomplete', detail: 'no time zone' });
      expect(world.till.countOf('attach')).to.equal(0);
    });

    it('after which the catalog and the news of another store are not taken for this one’s', async () => {
      world.till.storesOf.set('good', [GBP_STORE, { ...GBP_STORE, ref: 'store-2' }]);
      await world.connect();
      world.till.menu = menu();
      await world.run('catalog');
      await world.run('poll');
      const { catalogs } = world.storage.ledger;
      const attempt = await ready();
      let goOn: () => void = () => undefined;
      world.till.gate = new Promise((resolve) => (goOn = resolve));
      const late = world.run('catalog');
      await until(() => world.till.countOf('catalog') === 2);
      await installing().choose(attempt, 'store-2');
      expect(await catalogs.pollCursor(IDS.connectionId)).to.equal(undefined);
      goOn();
      expect(asFault(await rejection(late)).code).to.equal('connection.unknown');
      expect(await catalogs.snapshot(IDS.connectionId), 'the old store’s, read too late').to.equal(undefined);
      expect(world.hub.imports).to.have.length(1);
      await world.run('catalog');
      expect(world.hub.imports, 'a whole one, and nothing refused').to.have.length(2);
    });

    it('but not where the application was removed meanwhile', async () => {
      const attempt = await ready();
      await world.connect({ status: 'removed' });
      expect(await codeOf(installing().choose(attempt, 'store-1'))).to.equal('connection.unknown');
      const attach = world.till.attach.bind(world.till);
      await world.connect({ status: 'pending' });
      world.till.attach = async (session) => {
        await attach(session);
        await world.connect({ status: 'removed' });
      };
      expect(await codeOf(installing().choose(attempt, 'store-1'))).to.equal('connection.unknown');
    });

    it('with the new credentials, although a renewal of the old ones was on its way', async () => {
      await world.connect();
      world.till.storesOf.set('new', [GBP_STORE]);
      const attempt = await begin();
      await installing().present(attempt, { key: 'new' });
      let arrive: (renewed: Credentials) => void = () => undefined;
      const asked = new Promise<void>((ask) => {
        world.till.refresh = () => {
          ask();
          return new Promise((resolve) => (arrive = resolve));
        };
      });
      world.till.plan('poll', new Fault('credentials.expired'));
      const renewal = world.run('poll');
      await asked;
      const choice = installing().choose(attempt, 'store-1');
      await until(() => world.till.countOf('attach') === 1);
      arrive({ key: 'good', renewed: true });
      await Promise.all([renewal, choice]);
      expect(await world.storage.ledger.vault.read(IDS.connectionId)).to.deep.equal({ key: 'new' });
    });

    it('after which a failure of the past is forgotten', async () => {
      const attempt = await ready();
      await rejection(installing().present(attempt, { key: 'bad' }));
      await installing().present(attempt, GOOD);
      expect(await installing().choose(attempt, 'store-1')).to.not.have.property('failure');
    });
  });

  describe('ends with a refusal', () => {
    it('that POS Hub is told, with nothing left of the attempt', async () => {
      const attempt = await begin();
      await installing().present(attempt, GOOD);
      await installing().decline(attempt, new Fault('install.declined'));
      await world.run('connection');
      expect(world.hub.statuses[0]?.reason).to.contain('declined the access');
      expect(await codeOf(installing().attempt('attempt-1'))).to.equal('install.expired');
      expect(await staged()).to.equal(undefined);
    });
  });
});
