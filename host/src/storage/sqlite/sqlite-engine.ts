import { Kysely } from 'kysely';
import type { Engine, EngineNeeds, Statement } from '../engine.js';
import { ProcessLocks } from '../locks.js';
import { Bell } from '../queue/bell.js';
import type { JobsTable } from '../queue/jobs-table.js';
import { bringNear, jobStatements, putJobs, voidLeases } from '../queue/jobs.js';
import { TableQueue } from '../queue/table-queue.js';
import { JsonColumns } from '../schema/json-columns.js';
import { migrate } from '../schema/migrate.js';
import { SQLITE_TYPES } from '../schema/column-types.js';
import { migrations } from '../schema/migrations.js';
import type { Tables } from '../schema/tables.js';
import { GroupCommit } from './group-commit.js';
import { SqliteThreadDialect } from './sqlite-dialect.js';
import { SqliteThread } from './sqlite-thread.js';
import { Turns } from './turns.js';
import type { StatementText } from './worker-messages.js';

export interface SqliteEngine extends Engine {
  readonly table: JobsTable;
}

/**
 * The embedded engine: one SQLite file that one process has to itself.
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`
 */
export async function openSqlite(path: string, needs: EngineNeeds): Promise<SqliteEngine> {
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
    throw thread.damage ?? error;
  }
  const table: JobsTable = { db, turn: (turn) => turns.during(() => thread.turn(turn)) };
  const events = new GroupCommit({ thread, turns, db, clock, bell });
  return {
    db,
    putJobs: (tx, jobs) => putJobs(tx, jobs, clock.now()),
    write: (statements, jobs = []) => {
      const asked = jobStatements(db, jobs, clock.now()).map((query) => ({ query }));
      const writes = [...statements, ...asked].map(textOf);
      return turns.during(() => thread.write(writes));
    },
    bell,
    isShared: false,
    broken: thread.broken,
    record: (event, job) => events.record(event, job),
    queue: new TableQueue({ ...needs, table, bell }),
    table,
    locks: new ProcessLocks(),
    // Waits its turn: a copy can't be made in the middle of a transaction.
    backup: (target) => turns.during(() => thread.backUp(target)),
    close: async () => {
      await events.rest();
      // Waits its turn, too: what was asked before is done before.
      await turns.during(() => thread.close());
    },
  };
}

function textOf({ query, changes }: Statement): StatementText {
  const { sql, parameters } = query.compile();
  return { sql, values: parameters, changes };
}
