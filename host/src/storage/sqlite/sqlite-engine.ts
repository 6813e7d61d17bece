import { Kysely } from 'kysely';
import type { Engine, EngineNeeds } from '../engine.js';
import { ProcessLocks } from '../locks.js';
import { Bell } from '../queue/bell.js';
import { bringNear, putJobs, voidLeases } from '../queue/jobs.js';
import { TableQueue } from '../queue/table-queue.js';
import { JsonColumns } from '../schema/json-columns.js';
import { migrate } from '../schema/migrate.js';
import { SQLITE_TYPES } from '../schema/column-types.js';
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
export async function openSqlite(path: string, needs: EngineNeeds): Promise<Engine> {
  const { clock } = needs;
  const bell = new Bell();
  const steps = migrations(SQLITE_TYPES);
  const thread = await SqliteThread.open(path, Object.keys(steps));
  const turns = new Turns();
  const db = new Kysely<Tables>({ dialect: new SqliteThreadDialect(thread, turns), plugins: [new JsonColumns()] });
  try {
    await migrate(db, steps);
    // We alone have the file: whoever ran something in it is dead.
    await voidLeases(db, 'all', [], clock.now());
    await bringNear(db, clock.now());
  } catch (error) {
    await thread.close();
    throw error;
  }
  const events = new GroupCommit({ thread, turns, db, clock, bell });
  return {
    db,
    putJobs: (tx, jobs) => putJobs(tx, jobs, clock.now()),
    bell,
    isShared: false,
    broken: thread.broken,
    record: (event, job) => events.record(event, job),
    queue: new TableQueue({ ...needs, engine: { db, claim }, bell }),
    locks: new ProcessLocks(),
    // Waits its turn on the connection: a copy can't be made in the middle of a transaction.
    backup: (target) => db.connection().execute(() => thread.backUp(target)),
    close: async () => {
      await events.rest();
      // Waits its turn, too: what was asked before is done before.
      await db.connection().execute(() => thread.close());
    },
  };
}
