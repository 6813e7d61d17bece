import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import Libsql from 'libsql';
import { isFault } from '@poshub-bridge/core';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { rejection } from '../../../../support/until.js';

describe('the vault', () => {
  let subject: TemporaryStorage;
  const old = new Uint8Array(32).fill(11);
  const young = new Uint8Array(32).fill(12);

  beforeEach(async () => {
    subject = await temporaryStorage({ keys: [old] });
  });
  afterEach(() => subject.dispose());

  /** Closes the storage, looks at the table and opens the storage again. */
  async function tampered(statement: string, keys = [old]): Promise<unknown[]> {
    await subject.storage.close();
    const raw = new Libsql(subject.path);
    const rows = raw.prepare(statement).all();
    raw.close();
    await subject.reopen({ keys });
    return rows;
  }

  it('lets nothing of credentials be read in the files, nor of a verifier', async () => {
    const { connections, vault } = subject.ledger;
    await vault.write('connection-1', { accessToken: 'SESAME-ACCESS', password: 'SESAME-WORD' });
    await vault.write('connection-1', { accessToken: 'SESAME-AGAIN' });
    await connections.saveAttempt({ id: 'a', connectionId: 'c', verifier: 'SESAME-PKCE', expiresAt: Infinity });
    const look = (): string =>
      readdirSync(subject.folder)
        .map((name) => readFileSync(join(subject.folder, name)).toString('latin1'))
        .join('');
    const live = look();
    expect(live, 'the file that is looked at').to.contain('connection-1');
    await subject.storage.close();
    for (const content of [live, look()]) expect(content).to.not.match(/SESAME|accessToken/);
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      expect(live).to.not.contain(Buffer.from('SESAME').toString(encoding).slice(0, 7));
  });

  it('has an old key’s credentials under the first key after they were read', async () => {
    await subject.ledger.vault.write('connection-1', { token: 't' });
    const [before] = await tampered('select sealed from credentials', [young, old]);
    await subject.ledger.vault.read('connection-1');
    const [after] = await tampered('select sealed from credentials', [young]);
    expect(after).to.not.deep.equal(before);
    expect(await subject.ledger.vault.read('connection-1')).to.deep.equal({ token: 't' });
    expect(subject.log.lines.map(({ event, fields }) => ({ event, ...fields }))).to.deep.include({
      event: 'credentials moved to the first key',
      connectionId: 'connection-1',
    });
  });

  it('gives credentials to no other connection than the one they were written for', async () => {
    await subject.ledger.vault.write('connection-1', { token: 't' });
    await tampered("update credentials set connection_id = 'connection-2'");
    const error = await rejection(subject.ledger.vault.read('connection-2'));
    expect(isFault(error) && error.code).to.equal('credentials.unreadable');
  });
});
