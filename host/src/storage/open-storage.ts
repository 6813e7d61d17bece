import { resolve } from 'node:path';
import { Fault, type Chance, type Clock, type Ledger, type Locks, type Log, type WorkQueue } from '@poshub-bridge/core';
import { sql } from 'kysely';
import { Cipher, type KeyMaterial } from './cipher.js';
import { createAlertBox } from './ledger/alerts.js';
import { createCatalogs } from './ledger/catalogs.js';
import { createConnections } from './ledger/connections.js';
import { createInbox } from './ledger/inbox.js';
import { createOrders } from './ledger/orders.js';
import { createRetention } from './ledger/retention.js';
import { createVault } from './ledger/vault.js';
import { ProcessLocks } from './locks.js';
import { Bell } from './queue/bell.js';
import type { QueueLimits } from './queue/lease-book.js';
import { TableQueue } from './queue/table-queue.js';
import { lookAtFile } from './sqlite/look.js';
import { openSqlite } from './sqlite/sqlite-engine.js';

export interface StorageOptions {
  /** `sqlite:` and the path of the file, absolute or from the working directory. */
  readonly url: string;
  /** Keys of 32 bytes: the first one encrypts, all decrypt. */
  readonly keys: readonly KeyMaterial[];
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly queue?: Partial<QueueLimits>;
}

/** The bridge's memory and what depends on it, on one database. */
export interface Storage {
  readonly ledger: Ledger;
  readonly queue: WorkQueue;
  readonly locks: Locks;
  /** Resolves when nothing can be stored any more, for a reason that only a new start mends; never otherwise. */
  readonly broken: Promise<Fault>;
  /** Whether it can be read. @throws Fault `storage.unavailable` */
  check(): Promise<void>;
  /**
   * Copies everything, as it is at one moment, into a new file that only its owner can read; gives its size in bytes.
   * Nothing else runs meanwhile.
   * @throws Fault `storage.backup_exists`, `storage.unavailable`
   */
  backup(path: string): Promise<number>;
  /** Finishes what is under way and closes. Stop the queue before: runs that are not over can't write any more. */
  close(): Promise<void>;
}

/**
 * Opens the storage, makes it where there is none and brings it to this version's tables.
 * @throws Fault `storage.locked` when another process has it open, `storage.unreadable` when it is damaged, another
 *   program's or of a newer version (nothing of it is changed then), `storage.unavailable` when the disk does not allow
 *   it, `config.invalid` for a URL that is not understood, `config.secret_missing` for keys that are no keys.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { clock, chance, log } = options;
  const cipher = new Cipher(options.keys);
  const path = sqlitePath(options.url);
  const bell = new Bell();
  const engine = await openSqlite(path, clock, bell);
  const { db } = engine;
  const queue = new TableQueue({
    engine,
    clock,
    chance,
    log,
    bell,
    ...(options.queue === undefined ? {} : { limits: options.queue }),
  });
  return {
    ledger: {
      inbox: createInbox({ db, record: engine.record, clock, bell }),
      orders: createOrders(db, clock, bell),
      connections: createConnections({ db, clock, bell, cipher }),
      catalogs: createCatalogs(db),
      vault: createVault(db, cipher, log),
      alerts: createAlertBox(db),
      retention: createRetention(db),
    },
    queue,
    locks: new ProcessLocks(),
    broken: engine.broken,
    check: async () => {
      await sql`select 1`.execute(db);
    },
    backup: (path) => engine.backup(path),
    close: async () => {
      await queue.stop(0);
      await engine.close();
    },
  };
}

/**
 * Looks whether a storage can be used, and changes nothing of it: none is made, and no tables are brought to this version.
 * @returns `new` where there is none yet and one can be made
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`, `config.invalid`
 */
export function lookAtStorage(url: string): 'usable' | 'new' {
  return lookAtFile(sqlitePath(url));
}

function sqlitePath(url: string): string {
  const [, path = ''] = /^sqlite:(?:\/\/(?=\/))?([^:].*)$/s.exec(url) ?? [];
  if (path === '')
    throw new Fault('config.invalid', {
      detail: 'storage.url is wanted as sqlite: and the path of a file, for example sqlite:./data/bridge.db',
    });
  return resolve(path);
}
