import type { Chance, Clock, DueJobs, Job, Log, Topic, WorkQueue } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { JobsTable } from './jobs-table.js';
import type { Tables } from '../schema/tables.js';
import type { Bell } from './bell.js';
import type { ClaimedJob } from './claiming.js';
import { putJobs } from './jobs.js';
import { LeaseBook, type QueueLimits } from './lease-book.js';
import { WorkLoop } from './work-loop.js';

export interface QueueNeeds {
  readonly table: JobsTable;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly bell: Bell;
  readonly limits?: Partial<QueueLimits>;
}

/** The work queue over the table `jobs`. */
export class TableQueue implements WorkQueue {
  readonly #needs: QueueNeeds;
  readonly #db: Kysely<Tables>;
  readonly #loop: WorkLoop<ClaimedJob>;

  constructor(needs: QueueNeeds) {
    const { table, clock, chance, limits } = needs;
    this.#needs = needs;
    this.#db = table.db;
    this.#loop = new WorkLoop({ ...needs, book: new LeaseBook(table, clock, chance.id(), limits) });
  }

  async add(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#db.transaction().execute((tx) => putJobs(tx, jobs, this.#needs.clock.now()));
    this.#needs.bell.ring();
  }

  start(run: Parameters<WorkQueue['start']>[0]): void {
    this.#loop.start(run);
  }

  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  async depth(): Promise<Readonly<Partial<Record<Topic, number>>>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select((row) => ['topic', row.fn.countAll<number>().as('waiting')])
      .where((row) => row.or([row('lease', 'is', null), row('again_at', 'is not', null)]))
      .groupBy('topic')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.topic, row.waiting]));
  }

  async due(): Promise<Readonly<Partial<Record<Topic, DueJobs>>>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select((row) => ['topic', row.fn.countAll<number>().as('jobs'), row.fn.min('run_at').as('since')])
      .where('lease', 'is', null)
      .where('run_at', '<=', this.#needs.clock.now())
      .groupBy('topic')
      .execute();
    return Object.fromEntries(rows.map(({ topic, jobs, since }) => [topic, { jobs, since }]));
  }
}
