import { resolve } from 'node:path';
import { Fault, type Chance, type Clock, type Ledger, type Locks, type Log, type WorkQueue } from '@poshub-bridge/core';
import { sql } from 'kysely';
import { Cipher, type KeyMaterial } from './cipher.js';
import type { Engine, EngineNeeds } from './engine.js';
import { createAlertBox } from './ledger/alerts.js';
import { createCatalogs } from './ledger/catalogs.js';
import { createConnections } from './ledger/connections.js';
import { createInbox } from './ledger/inbox.js';
import { createOrders } from './ledger/orders.js';
import { createRetention } from './ledger/retention.js';
import { createVault } from './ledger/vault.js';
import { isPostgres, shownPlace } from './postgres/place.js';
import type { QueueLimits } from './queue/lease-book.js';
import { lookAtFile } from './sqlite/look.js';
import { openSqlite } from './sqlite/sqlite-engine.js';

export interface StorageOptions {
  /** `sqlite:` and the path of the file, absolute or from the working directory; or a PostgreSQL's `postgres://…`. */
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
   * @throws Fault `storage.backup_exists`, `storage.unavailable`, `storage.backup_elsewhere` for a PostgreSQL
   */
  backup(path: string): Promise<number>;
  /** Finishes what is under way and closes. Stop the queue before: runs that are not over can't write any more. */
  close(): Promise<void>;
}

/**
 * Opens the storage, makes it where there is none and brings it to this version's tables.
 * @throws Fault `storage.locked` when another process has the file open, `storage.unreadable` when it is damaged, another
 *   program's or of a newer version (nothing of it is changed then), `storage.unavailable` when the disk or the database
 *   does not allow it, `config.invalid` for a URL that is not understood or that the database refuses,
 *   `config.secret_missing` for keys that are no keys.
 */
export async function openStorage({ url, keys, queue: limits, ...system }: StorageOptions): Promise<Storage> {
  const cipher = new Cipher(keys);
  const engine = await openEngine(url, { ...system, ...(limits === undefined ? {} : { limits }) });
  const { db, queue } = engine;
  return {
    ledger: {
      inbox: createInbox(engine, engine.record),
      orders: createOrders(engine),
      connections: createConnections(engine, system.clock, cipher),
      catalogs: createCatalogs(engine),
      vault: createVault(db, cipher, system.log),
      alerts: createAlertBox(db),
      retention: createRetention(engine),
    },
    queue,
    locks: engine.locks,
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

async function openEngine(url: string, needs: EngineNeeds): Promise<Engine> {
  if (!isPostgres(url)) return openSqlite(sqlitePath(url), needs);
  // Loaded where it is used only: its packages take 20 MB.
  const { openPostgres } = await import('./postgres/postgres-engine.js');
  return openPostgres(url, needs);
}

/**
 * Looks whether a storage can be used, and changes nothing of it: none is made, and no tables are brought to this version.
 * @returns `new` where there is no file yet and one can be made, `empty` for a database without tables
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`, `config.invalid`
 */
export async function lookAtStorage(url: string): Promise<'usable' | 'new' | 'empty'> {
  if (!isPostgres(url)) return lookAtFile(sqlitePath(url));
  const { lookAtPostgres } = await import('./postgres/look.js');
  return lookAtPostgres(url);
}

/** A storage's URL for a person: without the password. */
export function shownUrl(url: string): string {
  return isPostgres(url) ? shownPlace(url) : url;
}

function sqlitePath(url: string): string {
  const [, path = ''] = /^sqlite:(?:\/\/(?=\/))?([^:].*)$/s.exec(url) ?? [];
  if (path === '')
    throw new Fault('config.invalid', {
      detail:
        'storage.url is wanted as sqlite: and the path of a file, for example sqlite:./data/bridge.db, or as postgres://…',
    });
  return resolve(path);
}
