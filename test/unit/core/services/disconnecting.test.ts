import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

describe('an operator who disconnects a store', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  const disconnect = (): Promise<void> => world.services.connecting.disconnect(IDS.connectionId);

  it('ends the connection: its credentials are revoked and erased, and POS Hub is told why', async () => {
    await disconnect();
    await world.run('connection');
    expect(world.till.countOf('detach')).to.equal(1);
    expect(await world.storage.ledger.vault.read(IDS.connectionId)).to.equal(undefined);
    expect(await world.connection()).to.include({ status: 'removed', announced: 'removed' });
    expect(world.hub.statuses).to.have.length(1);
    expect(world.hub.statuses[0]?.reason).to.match(/^Disconnected by the operator\. Connect the location again/);
  });

  it('is not forgotten while POS Hub is down, nor by a process that dies', async () => {
    await disconnect();
    expect((await world.waiting()).connection).to.equal(1);
    world.hub.isDown = true;
    expect(await rejection(world.run('connection'))).to.have.property('code', 'hub.unavailable');
    await world.restart();
    await world.services.connecting.resume();
    world.hub.isDown = false;
    await world.run('connection');
    await world.run('connection');
    expect(world.hub.statuses).to.have.length(1);
  });

  it('is done where the till is down, too', async () => {
    world.till.isDown = true;
    await disconnect();
    expect((await world.connection())?.status).to.equal('removed');
    expect(await world.storage.ledger.vault.read(IDS.connectionId)).to.equal(undefined);
  });

  it('has nothing to tell a POS Hub that knows the connection no more', async () => {
    await disconnect();
    world.hub.plan('setConnection', new Fault('hub.not_found'));
    await world.run('connection');
    expect(await world.connection()).to.include({ status: 'removed', announced: 'removed' });
  });

  it('tells nothing of what the merchant removed in POS Hub meanwhile', async () => {
    await disconnect();
    await world.services.receiving.receive(world.wire.connectionEvent('removal', IDS, 'remove'), { 'x-hub': 'signed' });
    await world.run('connection');
    expect(world.hub.statuses).to.deep.equal([]);
    expect((await world.connection())?.announced).to.equal('removed');
  });

  it('is told where there is nothing to disconnect', async () => {
    await disconnect();
    expect(await rejection(disconnect())).to.have.property('code', 'connection.unknown');
    expect(await rejection(world.services.connecting.disconnect('nowhere'))).to.have.property(
      'code',
      'connection.unknown',
    );
  });
});
