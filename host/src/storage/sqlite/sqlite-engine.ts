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
import { SqliteThreadDialect } from './sqlite-dialect.js';
import { SqliteThread } from './sqlite-thread.js';
import { Turns } from './turns.js';

/**
 * The embedded engine: one SQLite file that one process has to itself.
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`
 */
export async function openSqlite(path: string, clock: Clock, bell: Bell): Promise<Engine> {
  const steps = migrations('integer');
  const thread = await SqliteThread.open(path, Object.keys(steps));
  const turns = new Turns();
  const db = new Kysely<Tables>({ dialect: new SqliteThreadDialect(thread, turns), plugins: [new JsonColumns()] });
  try {
    await migrate(db, steps);
    // We alone have the file: whoever ran something in it is dead.
    await voidLeases(db, 'all', [], clock.now());
  } catch (error) {
    await thread.close();
    throw error;
  }
  const events = new GroupCommit({ thread, turns, db, clock, bell });
  return {
    db,
    broken: thread.broken,
    record: (event, job) => events.record(event, job),
    claim,
    // Waits its turn on the connection: a copy can't be made in the middle of a transaction.
    backup: (target) => db.connection().execute(() => thread.backUp(target)),
    close: async () => {
      await events.rest();
      // Waits its turn, too: what was asked before is done before.
      await db.connection().execute(() => thread.close());
    },
  };
}

async function migrate(db: Kysely<Tables>, steps: ReturnType<typeof migrations>): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(steps) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (isFault(error)) throw error;
  if (error !== undefined)
    throw new Fault('storage.unreadable', { detail: 'its tables can’t be brought to this version', cause: error });
}
