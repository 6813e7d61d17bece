import { MINUTE, SECOND, type Chance, type Clock, type Job, type Log, type WorkQueue } from '@poshub-bridge/core';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Bell } from '../../queue/bell.js';
import type { QueueLimits } from '../../queue/lease-book.js';
import { PLACES } from '../../queue/places.js';
import { WorkLoop } from '../../queue/work-loop.js';
import type { Tables } from '../../schema/tables.js';
import { BossBook } from './boss-book.js';
import { BossDesk } from './boss-desk.js';
import { JobRows } from './job-rows.js';

const LIMITS: QueueLimits = { ...PLACES, leaseMs: 15 * SECOND, runMs: 15 * MINUTE, dueBy: 'database' };

export interface BossQueueNeeds {
  readonly db: Kysely<Tables>;
  /** The same database's URL: pg-boss has connections of its own. */
  readonly url: string;
  /** Has statements of this text parsed once. */
  readonly prepare: (text: string) => void;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Rung by whoever committed jobs that {@link BossQueue.putJobs} put. */
  readonly bell: Bell;
  /** As for every queue; `runsPerGroup` is over all processes, and a run counts as dead after 15 seconds unless given. */
  readonly limits?: Partial<QueueLimits>;
}

export interface BossQueue extends WorkQueue {
  /** Asks for jobs within a transaction, any number in one statement. Ring the bell when it is committed. */
  putJobs(tx: Kysely<Tables>, jobs: readonly Job[]): Promise<void>;
  /** The same within a statement, whose `asked (topic, key, grp, wait)` are the jobs: see {@link JobRows.asking}. */
  askJobs(): RawBuilder<unknown>;
  /** Lets go of the database. Stop it before: what still runs is left to die. */
  close(): Promise<void>;
}

/** The work queue of any number of processes on one PostgreSQL, in the tables of pg-boss. */
export async function createBossQueue(needs: BossQueueNeeds): Promise<BossQueue> {
  const { db, clock, bell } = needs;
  const limits = { ...LIMITS, ...needs.limits };
  const desk = await BossDesk.open({ url: needs.url, log: needs.log, wake: () => bell.ring() });
  const settings = {
    taker: needs.chance.id(),
    heartbeatSeconds: Math.ceil(limits.leaseMs / SECOND),
    // A run that took too long was ended by its own process long before.
    expireSeconds: Math.ceil((2 * limits.runMs) / SECOND),
  };
  const hostNow = () => sql`to_timestamp(${clock.now() / SECOND}::float8)`;
  const rows = new JobRows({ settings, prepare: needs.prepare, ...(limits.dueBy === 'host' ? { now: hostNow } : {}) });
  try {
    await rows.index(db);
    await rows.bury(db);
  } catch (error) {
    await desk.close();
    throw error;
  }
  const book = new BossBook(db, clock, rows, desk, limits);
  const loop = new WorkLoop({ ...needs, book });
  const putJobs: BossQueue['putJobs'] = async (tx, jobs) => {
    // NOTIFY takes a lock of the whole database at each commit; nobody else needs to know what can begin
    // here, be it after a burst of webhooks.
    if (jobs.length > 0) await rows.put(tx, jobs, clock.now(), book.isFull);
  };
  return {
    putJobs,
    askJobs: () => rows.asking(book.isFull),
    add: async (jobs) => {
      await putJobs(db, jobs);
      bell.ring();
    },
    start: (run) => loop.start(run),
    stop: (withinMs) => loop.stop(withinMs),
    depth: async () => Object.fromEntries((await rows.depth(db)).map(({ topic, waiting }) => [topic, waiting])),
    due: async () => Object.fromEntries((await rows.due(db, clock.now())).map(({ topic, ...due }) => [topic, due])),
    close: () => desk.close(),
  };
}
