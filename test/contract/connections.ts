import { expect } from 'chai';
import { HOUR, isFault, type Connection, type InstallAttempt } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';
import { rejection } from '../support/until.js';
import { aCatalog, aConnection, aRun } from './samples.js';

/** What every engine promises of connections. */
export function describeConnections(current: () => StorageUnderTest): void {
  const connections = () => current().ledger.connections;
  const choices = { delivery: 'DL' };
  const store = { ref: 's1', name: 'High Street', currency: 'GBP', timezone: 'Europe/London', choices };
  const idsOf = (found: readonly Connection[]) => found.map((connection) => connection.connectionId);

  it('gives a connection back as it was saved last, after a restart too', async () => {
    const full = aConnection('c1', {
      status: 'failed',
      store,
      merchant: 'm1',
      failure: { code: 'credentials.invalid', message: 'no', detail: 'x' },
    });
    await connections().save(full, []);
    await current().reopen();
    expect(await connections().get('c1')).to.deep.equal(full);
    await connections().save(aConnection('c1', { updatedAt: 2_000 }), []);
    expect(await connections().get('c1')).to.deep.equal(aConnection('c1', { updatedAt: 2_000 }));
    expect(await connections().get('c2')).to.equal(undefined);
  });

  it('asks for the work of a connection together with it', async () => {
    await connections().save(aConnection('c1'), [{ topic: 'connection', key: 'c1', group: 'c1' }]);
    expect(await current().queue.depth()).to.deep.equal({ connection: 1 });
  });

  it('finds connections by store and by merchant, oldest first', async () => {
    await connections().save(aConnection('c2', { store, merchant: 'm1', createdAt: 2_000 }), []);
    await connections().save(aConnection('c1', { store, merchant: 'm1', createdAt: 1_000 }), []);
    await connections().save(aConnection('c3', { store: { ...store, ref: 's2' }, merchant: 'm2' }), []);
    expect(idsOf(await connections().findByStore('s1'))).to.deep.equal(['c1', 'c2']);
    expect(idsOf(await connections().findByMerchant('m2'))).to.deep.equal(['c3']);
    expect(await connections().findByStore('S1')).to.deep.equal([]);
    expect(await connections().list()).to.have.length(3);
  });

  it('finds the connection that a location has now, or else the last one it had', async () => {
    expect(await connections().findByLocation('location-1')).to.equal(undefined);
    await connections().save(aConnection('old', { status: 'removed', createdAt: 1_000 }), []);
    await connections().save(aConnection('gone', { status: 'removed', createdAt: 3_000 }), []);
    expect(await connections().findByLocation('location-1')).to.have.property('connectionId', 'gone');
    await connections().save(aConnection('now', { status: 'connected', createdAt: 2_000 }), []);
    expect(await connections().findByLocation('location-1')).to.have.property('connectionId', 'now');
  });

  it('forgets the catalog and the poll cursor of a store together with the choice of another one', async () => {
    const { catalogs } = current().ledger;
    const known = async () => [await catalogs.snapshot('c1'), await catalogs.pollCursor('c1')];
    await connections().save(aConnection('c1', { store }), []);
    await catalogs.save(aRun('r1', { connectionId: 'c1' }), { catalog: aCatalog('Pizza'), at: 2_000 });
    await catalogs.savePollCursor('c1', '7');
    await connections().save(aConnection('c1', { store, status: 'failed' }), []);
    await connections().save(aConnection('c1'), []);
    await connections().save(aConnection('c1', { store, status: 'connected' }), []);
    expect(await known(), 'the same store again').to.not.include(undefined);
    await connections().save(aConnection('c1'), []);
    expect(await known(), 'no choice yet').to.not.include(undefined);
    await connections().save(aConnection('c1', { store: { ...store, ref: 's2' } }), []);
    expect(await known()).to.deep.equal([undefined, undefined]);
  });

  describe('install attempts', () => describeAttempts(current));
}

function describeAttempts(current: () => StorageUnderTest): void {
  const connections = () => current().ledger.connections;
  const attempt = (more: Partial<InstallAttempt> = {}): InstallAttempt => ({
    id: 'a1',
    connectionId: 'c1',
    expiresAt: current().clock.now() + HOUR,
    ...more,
  });

  it('are given back as they were saved last, expired ones too', async () => {
    expect(await connections().attempt('a1')).to.equal(undefined);
    await connections().saveAttempt(attempt({ state: 'state-hash', verifier: 'pkce-verifier' }));
    await current().reopen();
    expect(await connections().attempt('a1')).to.deep.equal(
      attempt({ state: 'state-hash', verifier: 'pkce-verifier' }),
    );
    const expired = attempt({ expiresAt: current().clock.now() - 1 });
    await connections().saveAttempt(expired);
    expect(await connections().attempt('a1')).to.deep.equal(expired);
  });

  it('are ended by one caller, however many try', async () => {
    await connections().saveAttempt(attempt());
    const answers = await Promise.all(Array.from({ length: 5 }, () => connections().endAttempt('a1')));
    expect(answers.filter(Boolean)).to.have.length(1);
    expect(await connections().attempt('a1')).to.equal(undefined);
  });

  it('do not pile up: one that nobody came back for is forgotten the day after', async () => {
    await connections().saveAttempt(attempt());
    current().clock.advance(26 * HOUR);
    await connections().saveAttempt(attempt({ id: 'a2', expiresAt: current().clock.now() + HOUR }));
    expect(await connections().attempt('a1')).to.equal(undefined);
    expect(await connections().attempt('a2')).to.not.equal(undefined);
  });

  it('hide their verifier as credentials are hidden', async () => {
    await connections().saveAttempt(attempt({ verifier: 'pkce-verifier' }));
    await current().reopen({ keys: [new Uint8Array(32).fill(9)] });
    const error = await rejection(connections().attempt('a1'));
    expect(isFault(error) && error.code).to.equal('credentials.unreadable');
  });
}
