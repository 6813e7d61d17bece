import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Libsql from 'libsql';
import { isFault, type FaultCode } from '@poshub-bridge/core';
import { openStorage, type Storage } from '#host/storage/index.js';
import { StorageChild } from '../../../../support/children.js';
import { ManualClock, seededChance } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';
import { TEST_KEY } from '../../../../support/storage.js';
import { rejection } from '../../../../support/until.js';
import { anEvent } from '../../../../contract/samples.js';

describe('opening a storage file', function () {
  this.timeout(30_000);
  let folder: string;
  let path: string;
  const open = (url = `sqlite:${path}`, keys = [TEST_KEY]): Promise<Storage> =>
    openStorage({ url, keys, clock: new ManualClock(), chance: seededChance(1), log: new CollectedLog() });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-open-'));
    path = join(folder, 'bridge.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Opens, wanting a fault, and the file byte for byte as it was. */
  async function refuses(code: FaultCode, says: RegExp): Promise<void> {
    const before = readFileSync(path);
    const error = await rejection(open());
    expect(isFault(error) && error.code).to.equal(code);
    expect(isFault(error) && error.message).to.match(says);
    expect(isFault(error) && error.message).to.contain(path);
    expect(readFileSync(path).equals(before), 'the file is as it was').to.equal(true);
  }

  async function makeStorage(events: number): Promise<void> {
    const storage = await open();
    for (let index = 0; index < events; index += 1) await storage.ledger.inbox.record(anEvent(`e${index}`), undefined);
    await storage.close();
  }

  it('makes the file and its folders, for nobody else to read', async () => {
    path = join(folder, 'deep', 'down', 'bridge.db');
    const storage = await open();
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).to.equal(0o600);
    await storage.close();
    expect(existsSync(`${path}-wal`), 'one single file is left').to.equal(false);
  });

  it('closes a file to others that was open to them', async () => {
    await makeStorage(1);
    chmodSync(path, 0o644);
    await (await open()).close();
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('understands absolute and relative paths, and no other URLs', async () => {
    await (await open(`sqlite://${path}`)).close();
    expect(existsSync(path)).to.equal(true);
    for (const url of ['', 'sqlite:', 'sqlite::memory:', 'postgres://localhost/x', './bridge.db']) {
      const error = await rejection(open(url));
      expect(isFault(error) && error.code, url).to.equal('config.invalid');
    }
  });

  it('wants keys of 32 bytes', async () => {
    for (const keys of [[], [TEST_KEY, new Uint8Array(31)]]) {
      const error = await rejection(open(undefined, keys));
      expect(isFault(error) && error.code).to.equal('config.secret_missing');
    }
    expect(existsSync(path)).to.equal(false);
  });

  it('tells a second process that the file is taken, until the first one is gone, even killed', async () => {
    const first = new StorageChild(path, 'hold');
    const second = await first.hears(({ say }) => say === 'opened').then(() => new StorageChild(path, 'hold'));
    try {
      const refused = await second.hears(() => true);
      expect(refused.code).to.equal('storage.locked');
      expect(refused.detail).to.contain('Another process').and.to.contain(path);
      const error = await rejection(open());
      expect(isFault(error) && error.code).to.equal('storage.locked');
    } finally {
      await first.kill();
      await second.kill();
    }
    await (await open()).close();
  });

  it('tells the same process so too, and the first one goes on', async () => {
    const first = await open();
    const error = await rejection(open());
    expect(isFault(error) && error.code).to.equal('storage.locked');
    const child = new StorageChild(path, 'hold');
    expect((await child.hears(() => true)).code, 'the lock is still held').to.equal('storage.locked');
    await child.kill();
    expect(await first.ledger.inbox.record(anEvent('e1'), undefined)).to.equal('stored');
    await first.close();
  });

  for (const [what, content] of [
    ['a text', 'storage:\n  url: sqlite\n'],
    ['random bytes', Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7_919) % 251))],
  ] as const)
    it(`leaves ${what} alone`, async () => {
      writeFileSync(path, content, { mode: 0o600 });
      await refuses('storage.unreadable', /SQLITE_NOTADB/);
    });

  it('leaves a file alone that lost its end', async () => {
    await makeStorage(200);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length / 2)));
    await refuses('storage.unreadable', /damaged/);
  });

  it('leaves a file alone that was overwritten in its midst', async () => {
    await makeStorage(200);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8 * 4_096, 12 * 4_096);
    writeFileSync(path, bytes);
    await refuses('storage.unreadable', /damaged|SQLITE_CORRUPT/);
  });

  it('leaves a damaged file alone whose process was killed', async () => {
    await makeStorage(200);
    const child = new StorageChild(path, 'record');
    await child.hears(({ say }) => say === 'stored');
    await child.kill();
    expect(existsSync(`${path}-wal`)).to.equal(true);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8 * 4_096, 12 * 4_096);
    writeFileSync(path, bytes);
    await refuses('storage.unreadable', /damaged|SQLITE_CORRUPT/);
  });

  it('leaves a file alone that lost all of its content, and what its log still has', async () => {
    const child = new StorageChild(path, 'record');
    await child.hears(({ say }) => say === 'stored');
    await child.kill();
    writeFileSync(path, '');
    const log = readFileSync(`${path}-wal`);
    await refuses('storage.unreadable', /empty, with a write-ahead log/);
    expect(readFileSync(`${path}-wal`).equals(log)).to.equal(true);
  });

  it('leaves another program’s database alone', async () => {
    const other = new Libsql(path);
    other.exec('create table recipes (name text)');
    other.close();
    chmodSync(path, 0o600);
    await refuses('storage.unreadable', /another program/);
  });

  it('leaves the file of a newer version alone', async () => {
    await makeStorage(1);
    const newer = new Libsql(path);
    newer.exec("insert into kysely_migration (name, timestamp) values ('9999-later', 'then')");
    newer.close();
    await refuses('storage.unreadable', /newer version.*9999-later/);
  });

  it('says where the disk does not let it', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(path);
    for (const where of [path, join(folder, 'file', 'bridge.db')]) {
      const error = await rejection(open(`sqlite:${where}`));
      expect(isFault(error) && error.code, where).to.equal('storage.unavailable');
      expect(isFault(error) && error.message).to.contain(where);
    }
  });

  it('answers nothing after it was closed', async () => {
    const storage = await open();
    await storage.ledger.inbox.record(anEvent('before'), undefined);
    await storage.close();
    await storage.close();
    for (const attempt of [
      () => storage.ledger.inbox.record(anEvent('after'), undefined),
      () => storage.ledger.inbox.unhandled('order', 'order-1'),
      () => storage.queue.add([{ topic: 'order', key: 'a', group: 'g' }]),
      () => storage.check(),
    ]) {
      const error = await rejection(attempt());
      expect(isFault(error) && error.code).to.equal('storage.unavailable');
    }
    const again = await open();
    await again.check();
    const left = await again.ledger.inbox.unhandled('order', 'order-1');
    expect(left.map((event) => event.id)).to.deep.equal(['before']);
    await again.close();
  });
});
