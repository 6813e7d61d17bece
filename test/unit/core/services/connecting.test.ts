import { expect } from 'chai';
import { asFault, Fault, reportFault, type Connection } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

describe('a connection', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.dispose());

  const work = () => world.run('connection');
  const hubSays = (id: string, change: 'modify' | 'remove') =>
    world.services.receiving.receive(world.wire.connectionEvent(id, IDS, change), { 'x-hub': 'signed' });
  const credentials = () => world.storage.ledger.vault.read(IDS.connectionId);
  const FAILURE = reportFault(new Fault('credentials.revoked'));

  describe('that was made', () => {
    it('is told to POS Hub as completed, with its store, once', async () => {
      await world.connect({ announced: 'pending' });
      await work();
      await work();
      expect(world.hub.statuses).to.deep.equal([{ connectionId: IDS.connectionId, status: 'completed' }]);
      expect(world.hub.locations).to.deep.equal([{ connectionId: IDS.connectionId, store: 'store-1' }]);
      expect((await world.connection())?.announced).to.equal('connected');
    });

    it('is told until POS Hub took all of it', async () => {
      await world.connect({ announced: 'pending' });
      world.hub.plan('setConnection', new Fault('hub.unavailable'));
      world.hub.plan('setLocation', new Fault('hub.unavailable'));
      for (let time = 0; time < 2; time += 1) expect(asFault(await rejection(work())).code).to.equal('hub.unavailable');
      expect((await world.connection())?.announced).to.equal('pending');
      await work();
      expect((await world.connection())?.announced).to.equal('connected');
    });

    it('is told anew when another store was chosen while POS Hub was told of the first', async () => {
      await world.connect({ announced: 'pending' });
      const setLocation = world.hub.setLocation.bind(world.hub);
      world.hub.setLocation = async (...all) => {
        world.hub.setLocation = setLocation;
        await setLocation(...all);
        const store = { ref: 'store-2', name: 'Low Street', currency: 'GBP', timezone: 'Europe/London' };
        await world.connect({ announced: 'pending', store });
      };
      await work();
      await work();
      expect(world.hub.locations.map(({ store }) => store)).to.deep.equal(['store-1', 'store-2']);
    });

    it('that failed while POS Hub was told is told as failed next', async () => {
      await world.connect({ announced: 'pending' });
      const setLocation = world.hub.setLocation.bind(world.hub);
      world.hub.setLocation = async (...all) => {
        await setLocation(...all);
        await world.connect({ status: 'failed', announced: 'pending', failure: FAILURE });
      };
      await work();
      await work();
      expect(world.hub.statuses.map(({ status }) => status)).to.deep.equal(['completed', 'failed']);
      expect(await world.connection()).to.include({ status: 'failed', announced: 'failed' });
    });

    it('needs no word while the merchant is still on the way, or where it is unknown', async () => {
      await work();
      await world.connect({ status: 'pending', announced: 'pending' });
      await work();
      expect(world.hub.calls).to.deep.equal([]);
    });
  });

  describe('that failed', () => {
    it('is told to POS Hub with what happened and what to do', async () => {
      await world.connect({ status: 'failed', failure: FAILURE });
      await work();
      expect(world.hub.statuses[0]).to.deep.include({
        status: 'failed',
        reason:
          'The merchant withdrew the access to the till’s system. ' +
          'The merchant must connect again, or the connection be removed.',
      });
    });

    it('has a reason even where none is known', async () => {
      await world.connect({ status: 'failed' });
      await work();
      expect(world.hub.statuses[0]?.reason).to.equal('The till could not be connected.');
    });
  });

  describe('that POS Hub removed', () => {
    it('gives its access back to the vendor, and leaves no credentials', async () => {
      await world.connect();
      await hubSays('e1', 'remove');
      await work();
      expect(world.till.countOf('detach')).to.equal(1);
      expect(await credentials()).to.equal(undefined);
      expect(await world.connection()).to.include({ status: 'removed', announced: 'removed' });
      expect(world.hub.calls).to.deep.equal([]);
      expect(await world.storage.ledger.inbox.unhandled('connection', IDS.connectionId)).to.deep.equal([]);
    });

    it('leaves no credentials although the vendor can’t be told', async () => {
      await world.connect();
      world.till.isDown = true;
      await hubSays('e1', 'remove');
      await work();
      expect(await credentials()).to.equal(undefined);
      expect(world.storage.log.lines.map(({ event }) => event)).to.include('access not revoked at the vendor');
    });

    it('leaves none although the adapter throws what is no error', async () => {
      await world.connect();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an adapter may do anything
      world.till.detach = () => Promise.reject('gone');
      await hubSays('e1', 'remove');
      await work();
      expect(await credentials()).to.equal(undefined);
    });

    it('leaves none although their key was lost, so that they can’t be read', async () => {
      await world.connect();
      await world.storage.reopen({ keys: [new Uint8Array(32).fill(9)] });
      world.reborn();
      await hubSays('e1', 'remove');
      await work();
      expect((await world.connection())?.status).to.equal('removed');
      expect(await credentials()).to.equal(undefined);
      expect(world.till.countOf('detach')).to.equal(0);
    });

    it('waits where the storage can’t be read now', async () => {
      await world.connect();
      await hubSays('e1', 'remove');
      const { vault } = world.storage.ledger;
      const read = vault.read.bind(vault);
      vault.read = () => Promise.reject(new Fault('storage.unavailable'));
      world.reborn();
      expect(asFault(await rejection(work())).code).to.equal('storage.unavailable');
      vault.read = read;
      world.reborn();
      await work();
      expect((await world.connection())?.status).to.equal('removed');
    });

    it('is removed once, and one that never was connected, too', async () => {
      await world.connect();
      await world.storage.ledger.vault.erase(IDS.connectionId);
      await hubSays('e1', 'remove');
      await work();
      await hubSays('e2', 'remove');
      await work();
      expect(world.till.countOf('detach')).to.equal(0);
      expect(world.storage.log.lines.filter(({ event }) => event === 'connection removed')).to.have.length(1);
    });
  });

  it('is ended by a removal behind very much other news, which is not read at once', async () => {
    await world.connect();
    for (let count = 0; count < 250; count += 1) await hubSays(`modified-${count}`, 'modify');
    await hubSays('removed', 'remove');
    const { inbox } = world.storage.ledger;
    const left = [];
    for (let runs = 0; runs < 3; runs += 1) {
      const result = await work();
      left.push((await inbox.unhandled('connection', IDS.connectionId)).length);
      expect('done' in result).to.equal(runs === 2);
    }
    expect(left).to.deep.equal([151, 51, 0]);
    expect((await world.connection())?.status).to.equal('removed');
  });

  it('that POS Hub only tells of stays as it is', async () => {
    await world.connect();
    await hubSays('e1', 'modify');
    await work();
    expect((await world.connection())?.status).to.equal('connected');
    expect(await world.storage.ledger.inbox.unhandled('connection', IDS.connectionId)).to.deep.equal([]);
  });

  it('goes on with its routine, and with what POS Hub was not told yet, when the host starts', async () => {
    await world.connect();
    await world.connect({ connectionId: 'c2', locationId: 'l2', status: 'failed', announced: 'connected' });
    await world.connect({ connectionId: 'c3', locationId: 'l3', status: 'removed', announced: 'removed' });
    await world.services.connecting.resume();
    expect(await world.waiting()).to.deep.equal({
      ...{ catalog: 1, poll: 1, reconcile: 1, renew: 1, connection: 1 },
      retention: 1,
    });
  });

  describe('that the operator ends', () => {
    const end = () => world.services.connecting.disconnect(IDS.connectionId);
    const after = async (): Promise<Connection | undefined> => {
      await work();
      return world.connection();
    };

    it('leaves no credentials, and POS Hub is told why', async () => {
      await world.connect();
      await end();
      expect(await credentials()).to.equal(undefined);
      expect(world.till.countOf('detach')).to.equal(1);
      expect(await after()).to.include({ status: 'removed', announced: 'removed' });
      expect(world.hub.statuses).to.have.length(1);
      expect(world.hub.statuses[0]).to.include({ status: 'failed' });
    });

    it('is told until POS Hub took it, unless POS Hub knows it no more', async () => {
      await world.connect();
      await end();
      world.hub.plan('setConnection', new Fault('hub.unavailable'), new Fault('hub.not_found'));
      expect(asFault(await rejection(work())).code).to.equal('hub.unavailable');
      expect(await after()).to.include({ announced: 'removed' });
    });

    it('can’t be ended twice', async () => {
      await world.connect();
      await end();
      expect(asFault(await rejection(end())).code).to.equal('connection.unknown');
      expect(asFault(await rejection(world.services.connecting.disconnect('unknown'))).code).to.equal(
        'connection.unknown',
      );
    });
  });
});
