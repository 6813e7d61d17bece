import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger, Locks, WorkQueue } from '@poshub-bridge/core';
import { openStorage, type Storage, type StorageOptions } from '#host/storage/index.js';
import { ManualClock, seededChance } from './clock.js';
import { CollectedLog } from './log.js';

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
  const clock = new ManualClock();
  const log = new CollectedLog();
  const open = (more: Partial<StorageOptions> = {}): Promise<Storage> =>
    openStorage({
      url: `sqlite:${path}`,
      keys: [TEST_KEY],
      clock,
      chance: seededChance(1),
      log,
      ...overrides,
      ...more,
    });
  let storage = await open();
  return {
    folder,
    path,
    clock,
    log,
    get storage() {
      return storage;
    },
    get ledger() {
      return storage.ledger;
    },
    get queue() {
      return storage.queue;
    },
    get locks() {
      return storage.locks;
    },
    reopen: async (more) => {
      await storage.close();
      storage = await open(more);
    },
    dispose: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
