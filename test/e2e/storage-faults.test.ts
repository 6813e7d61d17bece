import { spawnSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStorage, type Storage } from '#host/storage/index.js';
import { anEvent } from '../contract/samples.js';
import { realClock, seededChance } from '../support/clock.js';
import { CollectedLog } from '../support/log.js';
import { skip } from '../support/skip.js';
import { until } from '../support/until.js';
import { configOf, KEY } from '../unit/host/support/configs.js';
import { Folder } from '../unit/host/support/folder.js';
import { Program, run } from '../unit/host/support/program.js';
import { ORDER_ID, wireEvent } from '../unit/pos-hub/support/orders.js';
import { TROUBLES } from './disk-troubles.js';

/** What POS Hub is to be told while nothing can be stored: the status, and its own interval in seconds. */
const COME_AGAIN = { status: 503, retryAfter: '30' };
/** A place that no system keeps in its memory: files there are written and locked as those of a host. */
const DISK = '/var/tmp';
const TAKEN = { status: 200, retryAfter: null };

const someIds = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());

function overwrite(path: string, at: number, bytes: Uint8Array): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

/** A host as a process, which POS Hub tells of events of one order. */
class Host {
  readonly acknowledged = new Set<string>();

  private constructor(
    readonly program: Program,
    private readonly url: string,
  ) {}

  static async start(config: string): Promise<Host> {
    const program = new Program(['start', '--config', config]);
    const started = (): string | undefined => program.lines.find((line) => line.includes('host started'));
    await until(() => started() !== undefined);
    return new Host(program, /"url":"([^"]+)"/.exec(started() ?? '')?.[1] ?? '');
  }

  /** Tells these events at once; what each is answered. */
  tell(ids: readonly string[]): Promise<readonly (typeof COME_AGAIN | typeof TAKEN)[]> {
    return Promise.all(ids.map((id) => this.#tell(id)));
  }

  async #tell(eventId: string): Promise<typeof COME_AGAIN | typeof TAKEN> {
    const body = JSON.stringify(wireEvent({ eventId }));
    const signature = createHmac('sha256', 'the-secret-of-the-client').update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': signature };
    const answer = await fetch(`${this.url}/poshub/webhooks`, { method: 'POST', headers, body });
    if (answer.status === 200) this.acknowledged.add(eventId);
    return Object.assign({ status: answer.status }, { retryAfter: answer.headers.get('retry-after') });
  }
}

describe('a host whose storage gets into trouble', function () {
  this.timeout(180_000);
  let folder: Folder;
  let disk: string;
  let config: string;
  let running: Program[] = [];

  beforeEach(() => {
    folder = new Folder(existsSync(DISK) ? DISK : tmpdir());
    disk = join(folder.path, 'disk');
    mkdirSync(disk);
    config = folder.write(
      'bridge.json',
      configOf({
        adapter: { use: 'till', settings: { baseUrl: 'http://127.0.0.1:1', webhookSecret: 'x'.repeat(16) } },
        listen: { port: 0 },
        storage: { url: `sqlite:${join(disk, 'bridge.db')}` },
        hub: { baseUrl: 'http://127.0.0.1:1', clientId: 'the-client', clientSecret: 'the-secret-of-the-client' },
      }),
    );
  });
  afterEach(async () => {
    for (const program of running) await program.kill();
    running = [];
    folder.remove();
  });

  const start = async (): Promise<Host> => {
    const host = await Host.start(config);
    running.push(host.program);
    return host;
  };

  const open = (): Promise<Storage> =>
    openStorage({
      url: `sqlite:${join(disk, 'bridge.db')}`,
      keys: [Buffer.from(KEY, 'base64')],
      clock: realClock,
      chance: seededChance(1),
      log: new CollectedLog(),
    });

  /** Those of the events that are not in the storage of a host that is dead. */
  async function missing(ids: ReadonlySet<string>): Promise<readonly string[]> {
    const storage = await open();
    const found = await Promise.all([...ids].map((id) => storage.ledger.inbox.get(id)));
    await storage.close();
    return [...ids].filter((_id, index) => found[index] === undefined);
  }

  for (const { what, prepare, begin, cleanUp } of TROUBLES)
    it(`acknowledges nothing that is not stored, and goes on by itself, after ${what}`, async function () {
      prepare?.(disk, this);
      try {
        const host = await start();
        expect(await host.tell(someIds(20))).to.deep.equal(Array.from({ length: 20 }, () => TAKEN));
        const end = await begin(host.program.pid, disk, this);
        let lost: readonly string[] = [];
        // What is free within the files is still used up.
        await until(async () => {
          const ids = someIds(20);
          const answers = await host.tell(ids);
          for (const answer of answers) expect([COME_AGAIN, TAKEN]).to.deep.include(answer);
          lost = ids.filter((id) => !host.acknowledged.has(id));
          return lost.length === ids.length;
        });
        await end();
        expect(await host.tell(lost)).to.deep.equal(lost.map(() => TAKEN));
        expect(await host.tell(someIds(20))).to.deep.equal(Array.from({ length: 20 }, () => TAKEN));
        await host.program.kill();
        expect(await missing(host.acknowledged)).to.deep.equal([]);
      } finally {
        for (const program of running) await program.kill();
        cleanUp?.(disk);
      }
    });

  /** Each file in the storage's folder, byte for byte. */
  const allBytes = (): Readonly<Record<string, string>> =>
    Object.fromEntries(readdirSync(disk).map((name) => [name, readFileSync(join(disk, name)).toString('base64')]));

  /** The host does not start, says why, and changes nothing of what is there. */
  async function refusesToStart(code: string): Promise<void> {
    const before = allBytes();
    const ended = await run(['start', '--config', config]);
    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.contain(`(${code}: see docs/errors.md)`).and.to.contain(join(disk, 'bridge.db'));
    expect(allBytes()).to.deep.equal(before);
  }

  /** A storage whose host was killed, with much in the file and a little in the write-ahead log beside it. */
  async function makeStorage(): Promise<ReadonlySet<string>> {
    const host = await start();
    await host.tell(someIds(300));
    // Between bursts of work the log is brought into the file.
    await until(() => statSync(join(disk, 'bridge.db')).size > 40 * 4_096);
    await host.tell(someIds(5));
    await host.program.kill();
    return host.acknowledged;
  }

  it('does not start on a file that is damaged, says so, and leaves it as it is', async () => {
    await makeStorage();
    const kept = join(folder.path, 'kept');
    cpSync(disk, kept, { recursive: true });
    const path = join(disk, 'bridge.db');
    for (const damage of [
      () => writeFileSync(path, Buffer.from(readFileSync(path)).fill(0xa5, 8 * 4_096)),
      () => truncateSync(path, Math.floor(statSync(path).size / 2)),
      () => truncateSync(path, 0),
      () => writeFileSync(path, 'storage:\n  url: sqlite\n'),
    ]) {
      cpSync(kept, disk, { recursive: true });
      damage();
      await refusesToStart('storage.unreadable');
    }
  });

  it('stops when a file turns out to be damaged, says so, and leaves it as it is', async () => {
    const storage = await open();
    // More than is kept in memory.
    const body = Buffer.alloc(1_048_576, 'x');
    for (const id of someIds(14))
      await storage.ledger.inbox.record(anEvent(id, { subject: ORDER_ID, news: { source: 'hub', body } }), undefined);
    await storage.close();
    const host = await start();
    expect(await host.tell(someIds(5))).to.deep.equal(Array.from({ length: 5 }, () => TAKEN));
    // In the midst of these.
    const [path, at] = [join(disk, 'bridge.db'), 1_000 * 4_096];
    const whole = readFileSync(path).subarray(at, 2_000 * 4_096);
    overwrite(path, at, Buffer.alloc(whole.length, 0xa5));
    // Their order's work reads all that is stored of it.
    await until(async () => {
      const answers = await host.tell(someIds(5)).catch(() => undefined);
      for (const answer of answers ?? []) expect([COME_AGAIN, TAKEN]).to.deep.include(answer);
      return answers === undefined;
    });
    const { code, stderr } = await host.program.ended;
    expect(code).to.equal(1);
    expect(stderr).to.contain('(storage.unreadable: see docs/errors.md)').and.to.contain(path);
    expect(existsSync(`${path}-wal`), 'its log is not brought into it').to.equal(true);
    await refusesToStart('storage.unreadable');
    overwrite(path, at, whole);
    expect(await missing(host.acknowledged)).to.deep.equal([]);
  });

  it('does not start on a file that may only be read, and starts when it may be written again', async function () {
    const acknowledged = await makeStorage();
    const path = join(disk, 'bridge.db');
    if (spawnSync('chattr', ['+i', path]).status !== 0) skip(this, 'chattr, which locks a file, is not to be had');
    try {
      await refusesToStart('storage.unavailable');
    } finally {
      spawnSync('chattr', ['-i', path]);
    }
    const host = await start();
    expect(await host.tell(someIds(1))).to.deep.equal([TAKEN]);
    await host.program.kill();
    expect(await missing(acknowledged)).to.deep.equal([]);
  });
});
