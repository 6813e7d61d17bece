import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStorage, type Storage } from '#host/storage/index.js';
import { StorageChild } from '../../../../support/children.js';
import { realClock, seededChance } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';
import { Hands } from '../../../../support/hands.js';
import { skip } from '../../../../support/skip.js';
import { TEST_KEY } from '../../../../support/storage.js';
import { until } from '../../../../support/until.js';

describe('a storage file whose process has bad luck', function () {
  this.timeout(30_000);
  let folder: string;
  let path: string;
  const children: StorageChild[] = [];
  const start = (task: 'record' | 'run' | 'obey'): StorageChild => {
    const child = new StorageChild(path, task);
    children.push(child);
    return child;
  };
  const open = (): Promise<Storage> =>
    openStorage({
      url: `sqlite:${path}`,
      keys: [TEST_KEY],
      clock: realClock,
      chance: seededChance(1),
      log: new CollectedLog(),
    });
  const storedIds = async (storage: Storage): Promise<Set<string>> =>
    new Set((await storage.ledger.inbox.unhandled('order', 'order-1')).map((event) => event.id));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-durable-'));
    path = join(folder, 'bridge.db');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('misses none of the events that it acknowledged, nor their work, killed again and again', async () => {
    const acknowledged = new Set<string>();
    for (let round = 1; round <= 3; round += 1) {
      const child = start('record');
      await until(() => child.told.length > round * 400);
      await child.kill();
      for (const { say, id } of child.told) if (say === 'stored' && id !== undefined) acknowledged.add(id);
    }
    const storage = await open();
    const stored = await storedIds(storage);
    expect([...acknowledged].filter((id) => !stored.has(id))).to.deep.equal([]);
    expect(acknowledged.size).to.be.greaterThan(400);
    expect((await storage.queue.depth()).order).to.equal(stored.size);
    await storage.close();
  });

  it('runs again at once what was running when its process was killed', async () => {
    const before = await open();
    await before.queue.add([{ topic: 'order', key: 'a', group: 'g' }]);
    await before.close();
    const child = start('run');
    await child.hears(({ say }) => say === 'ran');
    await child.kill();
    const storage = await open();
    const hands = new Hands();
    storage.queue.start(hands.run);
    await until(() => hands.busy.size === 1);
    expect(hands.begun[0]?.job).to.include({ key: 'a', failures: 0 });
    hands.doneAll();
    await until(async () => Object.keys(await storage.queue.depth()).length === 0);
    await storage.close();
  });

  it('acknowledges nothing while the disk is full, and goes on by itself when there is room', async function () {
    const child = start('obey');
    await child.hears(({ say }) => say === 'opened');
    child.say('before');
    await child.hears(({ say, id }) => say === 'ran' && id === 'before');
    limitFiles(this, child, String(statSync(`${path}-wal`).size + 4_096));
    for (const id of ['full-0', 'full-1', 'full-2', 'order-1', 'order-2']) child.say(id);
    await until(() => child.told.filter(({ say }) => say === 'failed').length === 5);
    expect(new Set(child.told.filter(({ say }) => say === 'failed').map(({ code }) => code))).to.deep.equal(
      new Set(['storage.unavailable']),
    );
    limitFiles(this, child, 'unlimited');
    child.say('after');
    await child.hears(({ say, id }) => say === 'stored' && id === 'after');
    await child.hears(({ say, id }) => say === 'ran' && id === 'after');
    child.say('full-0');
    await child.hears(({ say, id }) => say === 'stored' && id === 'full-0');
    child.say('order-1');
    await child.hears(({ say, id }) => say === 'stored' && id === 'order-1');
    await child.kill();
    const storage = await open();
    expect([...(await storedIds(storage))].sort()).to.deep.equal(['after', 'before', 'full-0']);
    expect(await storage.ledger.orders.open('connection-1')).to.deep.equal(['order-1']);
    await storage.close();
  });

  /** Lets no file of a process grow beyond so many bytes, which is what a full disk looks like to it. */
  function limitFiles(context: Mocha.Context, child: StorageChild, bytes: string): void {
    const { error, status } = spawnSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`]);
    if (error !== undefined || status !== 0) skip(context, 'prlimit, which limits a process’s files, is not to be had');
  }
});
