import { expect } from 'chai';
import { asFault, ATTEMPT_LIFE, Fault, reportFault, type Credentials, type InstallAttempt } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { GBP_STORE } from '../../../support/fake-till.js';
import { IDS, World } from '../../../support/world.js';

const REQUEST = { ...IDS, code: 'good' };
const GOOD: Credentials = { key: 'good' };
const FAILURE = reportFault(new Fault('credentials.revoked'));

describe('installing', () => {
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

  describe('begins', () => {
    it('when POS Hub confirms it, with nothing connected yet', async () => {
      await begin();
      expect(await world.connection()).to.include({ status: 'pending', announced: 'pending', adapter: 'fake' });
      expect(world.hub.calls).to.deep.equal(['completeInstall', 'connection']);
    });

    it('not when POS Hub refuses the code, or does not know the connection', async () => {
      expect(await codeOf(installing().begin({ ...REQUEST, code: 'forged' }, 'a'))).to.equal('install.not_allowed');
      world.hub.installed.clear();
      expect(await codeOf(installing().begin(REQUEST, 'a'))).to.equal('install.not_allowed');
      expect(await world.connection()).to.equal(undefined);
    });

    it('not when POS Hub names other ids than the redirect', async () => {
      for (const key of ['connectionId', 'accountId', 'locationId'] as const) {
        world.hub.installed.set(IDS.connectionId, { ...IDS, status: 'PENDING', [key]: 'another' });
        expect(await codeOf(installing().begin(REQUEST, 'a')), key).to.equal('install.not_allowed');
      }
      expect(await world.connection()).to.equal(undefined);
    });

    it('not for a connection that is another location’s', async () => {
      await world.connect({ locationId: 'location-9' });
      expect(await codeOf(begin())).to.equal('install.not_allowed');
      await world.connect({ accountId: 'account-9' });
      expect(await codeOf(begin())).to.equal('install.not_allowed');
      expect((await world.connection())?.status).to.equal('connected');
    });

    it('later when POS Hub can’t be reached now', async () => {
      world.hub.isDown = true;
      expect(await codeOf(begin())).to.equal('hub.unavailable');
    });

    it('without disturbing a connection that works', async () => {
      const connection = await world.connect();
      await begin();
      expect(await world.connection()).to.deep.equal(connection);
    });

    it('anew where the last connection failed or was removed', async () => {
      const { createdAt } = await world.connect({ status: 'failed', announced: 'failed' });
      world.clock.advance(1_000);
      await begin();
      expect(await world.connection()).to.include({ status: 'pending', announced: 'pending', createdAt });
    });

    it('anew, and an order from before is still taken back, or a person called, when its guest cancels', async () => {
      await world.connect();
      await world.place('order-1');
      await world.place('order-2');
      await world.settle('order-1');
      await world.settle('order-2');
      await world.connect({ status: 'failed', announced: 'failed', failure: FAILURE });
      await begin();
      expect(await world.connection()).to.not.have.property('failure');
      await world.tell('cancel-1', world.hub.move('order-1', 'cancelled'));
      await world.run('order', 'order-1');
      expect((await world.order('order-1')).phase).to.equal('withdrawing');
      await installing().present(await installing().attempt('attempt-1'), GOOD);
      expect(world.till.live, 'it is not connected yet').to.have.length(2);
      await installing().choose(await installing().attempt('attempt-1'), 'store-1');
      expect((await world.settle('order-1')).phase).to.equal('cancelled');
      await world.connect({ status: 'removed' });
      await begin('attempt-2');
      await world.tell('cancel-2', world.hub.move('order-2', 'cancelled'));
      expect((await world.settle('order-2')).attention?.code).to.equal('order.cancel_refused');
    });
  });

  describe('an attempt', () => {
    it('is its browser’s alone, and its connection’s', async () => {
      await begin();
      expect(await codeOf(installing().attempt('another browser'))).to.equal('install.expired');
      expect(await codeOf(installing().attempt('attempt-1', 'another connection'))).to.equal('install.expired');
      expect((await installing().attempt('attempt-1', IDS.connectionId)).id).to.equal('attempt-1');
    });

    it('expires, and the credentials that were given with it are erased', async () => {
      const attempt = await begin();
      await installing().present(attempt, GOOD);
      world.clock.advance(ATTEMPT_LIFE - 1);
      await installing().attempt('attempt-1');
      world.clock.advance(1);
      expect(await codeOf(installing().attempt('attempt-1'))).to.equal('install.expired');
      expect(await staged()).to.equal(undefined);
    });

    it('shows the location that is being connected', async () => {
      const attempt = await begin();
      expect((await installing().location(attempt)).name).to.equal('the place location-1');
      const unknown = installing().location({ ...attempt, connectionId: 'unknown' });
      expect(await codeOf(unknown)).to.equal('connection.unknown');
    });
  });

  describe('with a form', () => {
    it('shows the stores that proved credentials open, and keeps them for the choice', async () => {
      const attempt = await begin();
      expect(await codeOf(installing().stores(attempt))).to.equal('install.expired');
      expect(await installing().present(attempt, GOOD)).to.deep.equal([GBP_STORE]);
      expect(await installing().stores(attempt)).to.deep.equal([GBP_STORE]);
      expect(await staged()).to.deep.equal(GOOD);
      expect(await world.storage.ledger.vault.read(IDS.connectionId)).to.equal(undefined);
    });

    it('tells POS Hub that it failed, and why, when the till refuses the credentials', async () => {
      const attempt = await begin();
      expect(await codeOf(installing().present(attempt, { key: 'bad' }))).to.equal('credentials.invalid');
      await world.run('connection');
      expect(world.hub.statuses[0]).to.include({ status: 'failed' });
      expect(world.hub.statuses[0]?.reason).to.contain('does not accept the credentials');
      expect(await staged()).to.equal(undefined);
      await installing().present(attempt, GOOD);
      await installing().choose(attempt, 'store-1');
      await world.run('connection');
      expect(world.hub.statuses.map(({ status }) => status)).to.deep.equal(['failed', 'completed']);
    });

    it('fails where the credentials open no store', async () => {
      world.till.storesOf.set('empty', []);
      expect(await codeOf(installing().present(await begin(), { key: 'empty' }))).to.equal('store.unknown');
      expect((await world.connection())?.failure?.code).to.equal('store.unknown');
    });

    it('fails nothing while the till can’t be reached', async () => {
      const attempt = await begin();
      world.till.isDown = true;
      expect(await codeOf(installing().present(attempt, GOOD))).to.equal('vendor.unavailable');
      expect((await world.connection())?.status).to.equal('pending');
    });

    it('fails no connection that works, and none that was removed', async () => {
      for (const status of ['connected', 'removed'] as const) {
        const attempt = await begin();
        await world.connect({ status });
        await rejection(installing().present(attempt, { key: 'bad' }));
        expect((await world.connection())?.status).to.equal(status);
      }
      const unknown = { id: 'x', connectionId: 'unknown', expiresAt: 0 };
      expect(await codeOf(installing().present(unknown, { key: 'bad' }))).to.equal('credentials.invalid');
      expect(await world.connection('unknown')).to.equal(undefined);
    });
  });

  describe('by the vendor’s own page', () => {
    const exchanges: unknown[] = [];
    beforeEach(() => {
      exchanges.length = 0;
      world.till.oauth = {
        authorizeUrl: () => 'https://vendor.example',
        exchange: (answer) => {
          exchanges.push(answer);
          return answer.code === 'good' ? Promise.resolve(GOOD) : Promise.reject(new Fault('credentials.invalid'));
        },
      };
    });
    const away = async (): Promise<InstallAttempt> => {
      await installing().sendAway(await begin(), 'state-digest', 'verifier');
      return installing().attempt('attempt-1');
    };
    const back = (attempt: InstallAttempt, state: string, code = 'good') =>
      installing().comeBack(attempt, state, code, 'https://bridge.example/connect/callback');

    it('trades the code that came back with the state that was sent', async () => {
      expect(await back(await away(), 'state-digest')).to.deep.equal([GBP_STORE]);
      expect(exchanges).to.deep.equal([
        { code: 'good', redirectUri: 'https://bridge.example/connect/callback', codeVerifier: 'verifier' },
      ]);
      expect(await staged()).to.deep.equal(GOOD);
    });

    it('takes no other state, none before the merchant was sent away, and each once', async () => {
      const attempt = await away();
      expect(await codeOf(back(attempt, 'forged'))).to.equal('install.expired');
      await back(attempt, 'state-digest');
      expect(await codeOf(back(await installing().attempt('attempt-1'), 'state-digest'))).to.equal('install.expired');
      expect(await codeOf(back(await begin('attempt-2'), 'state-digest'))).to.equal('install.expired');
      expect(exchanges).to.have.length(1);
    });

    it('takes one of several redirects that come back at the same moment', async () => {
      const attempt = await away();
      const all = await Promise.allSettled(Array.from({ length: 5 }, () => back(attempt, 'state-digest')));
      expect(all.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
      expect(exchanges).to.have.length(1);
    });

    it('uses a state up although the vendor refuses the code, and POS Hub is told that it failed', async () => {
      expect(await codeOf(back(await away(), 'state-digest', 'bad'))).to.equal('credentials.invalid');
      expect(await codeOf(back(await installing().attempt('attempt-1'), 'state-digest'))).to.equal('install.expired');
      await world.run('connection');
      expect(world.hub.statuses).to.have.length(1);
      expect(world.hub.statuses[0]?.status).to.equal('failed');
    });

    it('is no way to a till that has a form', async () => {
      const attempt = await away();
      delete world.till.oauth;
      expect(await codeOf(back(attempt, 'state-digest'))).to.equal('vendor.unsupported');
    });
  });
});
