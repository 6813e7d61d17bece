import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { aConnection, anEvent } from '../../../../contract/samples.js';
import { ManualClock, seededChance } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';
import { skip } from '../../../../support/skip.js';
import { TEST_KEY, temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { rejection } from '../../../../support/until.js';
import { openStorage, type Storage } from '#host/storage/index.js';

describe('a backup of the storage', () => {
  let subject: TemporaryStorage;
  let path: string;
  beforeEach(async () => {
    subject = await temporaryStorage();
    path = join(subject.folder, 'backups', "it's a copy.db");
  });
  afterEach(() => subject.dispose());

  const record = (...ids: string[]): Promise<unknown> =>
    Promise.all(ids.map((id) => subject.ledger.inbox.record(anEvent(id), undefined)));
  const open = (): Promise<Storage> =>
    openStorage({
      url: `sqlite:${path}`,
      keys: [TEST_KEY],
      clock: new ManualClock(),
      chance: seededChance(1),
      log: new CollectedLog(),
    });
  const idsIn = async ({ ledger }: Pick<Storage, 'ledger'>): Promise<readonly string[]> =>
    (await ledger.inbox.unhandled('order', anEvent('').subject)).map(({ id }) => id);

  it('has what was stored before it, opens as a storage, and lets the storage go on', async () => {
    await record('before');
    await subject.ledger.connections.save(aConnection('c1'), []);
    await subject.ledger.vault.write('c1', { apiKey: 'a-key-of-the-merchant' });
    const bytes = await subject.storage.backup(path);
    await record('after');
    expect(await idsIn(subject)).to.deep.equal(['before', 'after']);
    expect(bytes).to.equal(statSync(path).size);
    const copy = await open();
    expect(await idsIn(copy)).to.deep.equal(['before']);
    expect(await copy.ledger.vault.read('c1')).to.deep.equal({ apiKey: 'a-key-of-the-merchant' });
    await copy.close();
    expect(readFileSync(path).includes('a-key-of-the-merchant'), 'credentials lie encrypted in it').to.equal(false);
  });

  it('has each event that was told before, and none by half, while more come in', async () => {
    const told = record(...Array.from({ length: 40 }, (_, index) => `e${index}`));
    const bytes = subject.storage.backup(path);
    const more = record(...Array.from({ length: 40 }, (_, index) => `f${index}`));
    await Promise.all([told, bytes, more]);
    expect(await idsIn(subject)).to.have.length(80);
    const copy = await open();
    expect((await idsIn(copy)).length % 40).to.equal(0);
    await copy.close();
  });

  it('is for its owner alone, and one file', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no modes of files');
    await subject.storage.backup(path);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(statSync(dirname(path)).mode & 0o777).to.equal(0o700);
    expect(readdirSync(dirname(path))).to.deep.equal(["it's a copy.db"]);
  });

  it('is never written over a file that is there', async () => {
    await subject.storage.backup(path);
    const before = readFileSync(path);
    await record('more');
    const error = await rejection(subject.storage.backup(path));
    expect(isFault(error) && error.code).to.equal('storage.backup_exists');
    expect(readFileSync(path).equals(before)).to.equal(true);
  });

  it('takes the place of what a process left that died over it', async () => {
    await subject.storage.backup(join(dirname(path), 'first.db'));
    writeFileSync(`${path}.part`, 'half a copy');
    await subject.storage.backup(path);
    expect(existsSync(`${path}.part`)).to.equal(false);
    await (await open()).close();
  });

  it('fails without a trace where the folder can’t be had, and the storage goes on', async () => {
    writeFileSync(join(subject.folder, 'no-folder'), '');
    const error = await rejection(subject.storage.backup(join(subject.folder, 'no-folder', 'copy.db')));
    expect(isFault(error) && error.code).to.equal('storage.unavailable');
    await record('after');
    expect(await idsIn(subject)).to.deep.equal(['after']);
  });

  it('is refused after the end', async () => {
    await subject.storage.close();
    const error = await rejection(subject.storage.backup(path));
    expect(isFault(error) && error.code).to.equal('storage.unavailable');
    expect(existsSync(path)).to.equal(false);
  });
});
