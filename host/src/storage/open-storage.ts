import { resolve } from 'node:path';
import { Fault, type Chance, type Clock, type Ledger, type Locks, type Log, type WorkQueue } from '@poshub-bridge/core';
import { sql } from 'kysely';
import { Cipher, type KeyMaterial } from './cipher.js';
import { createCatalogs } from './ledger/catalogs.js';
import { createConnections } from './ledger/connections.js';
import { createInbox } from './ledger/inbox.js';
import { createOrders } from './ledger/orders.js';
import { createVault } from './ledger/vault.js';
import { ProcessLocks } from './locks.js';
import { Bell } from './queue/bell.js';
import type { QueueLimits } from './queue/lease-book.js';
import { TableQueue } from './queue/table-queue.js';
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
  /** Whether it can be read. @throws Fault `storage.unavailable` */
  check(): Promise<void>;
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
      inbox: createInbox(db, engine.record),
      orders: createOrders(db, clock, bell),
      connections: createConnections({ db, clock, bell, cipher }),
      catalogs: createCatalogs(db),
      vault: createVault(db, cipher, log),
    },
    queue,
    locks: new ProcessLocks(),
    check: async () => {
      await sql`select 1`.execute(db);
    },
    close: async () => {
      await queue.stop(0);
      await engine.close();
    },
  };
}

function sqlitePath(url: string): string {
  const [, path = ''] = /^sqlite:(?:\/\/(?=\/))?([^:].*)$/s.exec(url) ?? [];
  if (path === '')
    throw new Fault('config.invalid', {
      detail: 'storage.url is wanted as sqlite: and the path of a file, for example sqlite:./data/bridge.db',
    });
  return resolve(path);
}
