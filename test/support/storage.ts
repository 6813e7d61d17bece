import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Ledger, Locks, WorkQueue } from '@poshub-bridge/core';
import { openStorage, type Storage, type StorageOptions } from '#host/storage/index.js';
import { ManualClock, seededChance } from './clock.js';
import { CollectedLog } from './log.js';
import type { PostgresServer } from './postgres.js';

/** A storage that a contract suite works on. */
export interface StorageUnderTest {
  readonly ledger: Ledger;
  readonly queue: WorkQueue;
  readonly locks: Locks;
  readonly clock: ManualClock;
  readonly log: CollectedLog;
  /** Closes the storage and opens it again, as a restart does; `ledger`, `queue` and `locks` are then new. */
  reopen(overrides?: Partial<StorageOptions>): Promise<void>;
  /** Closes it and removes all of it. */
  dispose(): Promise<void>;
}

export const TEST_KEY = new Uint8Array(32).fill(7);

/** SQLite in a folder of its own. */
export interface TemporaryStorage extends StorageUnderTest {
  readonly storage: Storage;
  readonly folder: string;
  readonly path: string;
}

let emptyOne: Promise<string> | undefined;

/** A storage with its tables and nothing in them, made once: copying it is ten times as quick as making another. */
async function emptyStorage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-empty-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'bridge.db');
  const [clock, log] = [new ManualClock(), new CollectedLog()];
  const storage = await openStorage({ url: `sqlite:${path}`, keys: [TEST_KEY], clock, chance: seededChance(1), log });
  await storage.close();
  return path;
}

/** Opens a storage in a new temporary folder; with a clock that stands still, unless another is given. */
export async function temporaryStorage(overrides: Partial<StorageOptions> = {}): Promise<TemporaryStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-storage-'));
  const path = join(folder, 'bridge.db');
  copyFileSync(await (emptyOne ??= emptyStorage()), path);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return Object.assign(await OpenStorage.at(`sqlite:${path}`, overrides, remove), { folder, path });
}

/** Opens a storage in a new database of a PostgreSQL; with a clock that stands still, unless another is given. */
export async function postgresStorage(
  server: PostgresServer,
  overrides: Partial<StorageOptions> = {},
): Promise<PostgresStorage> {
  const database = await server.database(await (emptyDatabase ??= makeEmptyDatabase(server)));
  const { url } = database;
  const all = { ...overrides, queue: { dueBy: 'host' as const, ...overrides.queue } };
  const opened = await OpenStorage.at(
    url,
    all,
    () => database.drop(),
    () => buryTheDead(url),
  );
  return Object.assign(opened, { url });
}

/** A storage in a database of a PostgreSQL. */
export interface PostgresStorage extends StorageUnderTest {
  readonly storage: Storage;
  readonly url: string;
}

let emptyDatabase: Promise<string> | undefined;

/** A database with its tables and nothing in them, made once. */
async function makeEmptyDatabase(server: PostgresServer): Promise<string> {
  const { name, url } = await server.database();
  const storage = await OpenStorage.at(url, {}, () => undefined);
  await storage.dispose();
  return name;
}

/** What another process does a while after one has died: lets pg-boss find the runs that give no sign of life. */
async function buryTheDead(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `update bridge_jobs.job set heartbeat_on = heartbeat_on - interval '1 hour' where state = 'active'`,
  );
  await client.query('update bridge_jobs.queue set monitor_claim_on = null, monitor_on = null');
  await client.end();
  const boss = new PgBoss({ connectionString: url, schema: 'bridge_jobs', supervise: false, schedule: false, max: 1 });
  await boss.start();
  await boss.supervise();
  await boss.stop({ graceful: false });
}

const coverage = process.env['NODE_V8_COVERAGE'];

/**
 * Opens a storage whose thread keeps no account of what it runs. It would write half a megabyte of it at its end, which
 * over thousands of storages takes minutes, and tell what the empty one tells and each host that runs as a process.
 */
async function unmeasured<T>(open: () => Promise<T>): Promise<T> {
  delete process.env['NODE_V8_COVERAGE'];
  try {
    return await open();
  } finally {
    if (coverage !== undefined) process.env['NODE_V8_COVERAGE'] = coverage;
  }
}

class OpenStorage implements StorageUnderTest {
  readonly clock = new ManualClock();
  readonly log = new CollectedLog();
  readonly #options: StorageOptions;
  readonly #remove: () => void | Promise<void>;
  readonly #betweenLives: () => void | Promise<void>;
  #storage: Storage | undefined;

  private constructor(
    url: string,
    overrides: Partial<StorageOptions>,
    remove: () => void | Promise<void>,
    betweenLives: () => void | Promise<void>,
  ) {
    const { clock, log } = this;
    this.#betweenLives = betweenLives;
    this.#options = { url, keys: [TEST_KEY], clock, chance: seededChance(1), log, ...overrides };
    this.#remove = remove;
  }

  static async at(
    url: string,
    overrides: Partial<StorageOptions>,
    remove: () => void | Promise<void>,
    betweenLives: () => void | Promise<void> = () => undefined,
  ): Promise<OpenStorage> {
    const opened = new OpenStorage(url, overrides, remove, betweenLives);
    opened.#storage = await unmeasured(() => openStorage(opened.#options));
    return opened;
  }

  get storage(): Storage {
    if (this.#storage === undefined) throw new Error('the storage is not open');
    return this.#storage;
  }

  get ledger(): Ledger {
    return this.storage.ledger;
  }

  get queue(): WorkQueue {
    return this.storage.queue;
  }

  get locks(): Locks {
    return this.storage.locks;
  }

  async reopen(overrides: Partial<StorageOptions> = {}): Promise<void> {
    await this.storage.close();
    await this.#betweenLives();
    const queue = { ...this.#options.queue, ...overrides.queue };
    this.#storage = await unmeasured(() => openStorage({ ...this.#options, ...overrides, queue }));
  }

  async dispose(): Promise<void> {
    await this.storage.close();
    await this.#remove();
  }
}
