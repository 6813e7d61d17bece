import { Fault, isFault, type Clock } from '@poshub-bridge/core';
import { Kysely, Migrator } from 'kysely';
import type { Engine } from '../engine.js';
import type { Bell } from '../queue/bell.js';
import { voidLeases } from '../queue/jobs.js';
import { JsonColumns } from '../schema/json-columns.js';
import { migrations } from '../schema/migrations.js';
import type { Tables } from '../schema/tables.js';
import { claim } from './claim.js';
import { GroupCommit } from './group-commit.js';
import { openSqliteFile } from './open-file.js';
import { SqliteFileDialect } from './sqlite-dialect.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * The embedded engine: one SQLite file that one process has to itself.
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`
 */
export async function openSqlite(path: string, clock: Clock, bell: Bell): Promise<Engine> {
  const steps = migrations('integer');
  const file = openSqliteFile(path, Object.keys(steps));
  const db = new Kysely<Tables>({ dialect: new SqliteFileDialect(file), plugins: [new JsonColumns()] });
  try {
    await migrate(db, steps);
    // We alone have the file: whoever ran something in it is dead.
    await voidLeases(db, 'all', []);
  } catch (error) {
    file.close();
    throw error;
  }
  const events = new GroupCommit(file, db, clock, bell);
  return { db, record: (event, job) => events.record(event, job), claim, close: () => close(db, file) };
}

async function migrate(db: Kysely<Tables>, steps: ReturnType<typeof migrations>): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(steps) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (isFault(error)) throw error;
  if (error !== undefined)
    throw new Fault('storage.unreadable', { detail: 'its tables can’t be brought to this version', cause: error });
}

/** Waits its turn on the connection, so that what was asked before is done before. */
async function close(db: Kysely<Tables>, file: SqliteFile): Promise<void> {
  await db.connection().execute(() => {
    file.close();
    return Promise.resolve();
  });
}
