import { HOUR, MINUTE, SECOND, type Instant, type Job, type Topic } from '@poshub-bridge/core';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';

/** So many rows go into one statement; every engine has a limit of values. */
const MOST_ROWS = 500;

/**
 * So many deaths in a row may be chance: a power cut ends whatever ran. A job that saw more may be what kills the process;
 * it pauses then, whoever asks for it, so that the host can do everything else.
 */
export const MOST_DEATHS = 4;
/** The longest pause of such a job, in milliseconds. */
export const LONGEST_PAUSE = HOUR;

/** A job as it is inserted. The order of the keys is the order of the values in {@link upsertJobs}. */
export function jobRow(job: Job, now: Instant) {
  return { topic: job.topic, key: job.key, grp: job.group, run_at: job.runAt ?? now };
}

/**
 * Asks for jobs: a waiting one is brought forward, never back; one that runs is marked to run again. At most one row for a
 * topic and key.
 */
export function upsertJobs(db: Kysely<Tables>, rows: readonly ReturnType<typeof jobRow>[]) {
  return db
    .insertInto('jobs')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['topic', 'key']).doUpdateSet((row) => ({
        grp: row.ref('excluded.grp'),
        run_at: sql<number>`case when jobs.lease is null and jobs.deaths <= ${sql.lit(MOST_DEATHS)} and excluded.run_at < jobs.run_at
          then excluded.run_at else jobs.run_at end`,
        again_at: sql<number | null>`case when jobs.lease is null then null
          when jobs.again_at < excluded.run_at then jobs.again_at else excluded.run_at end`,
      })),
    );
}

/** Asks for jobs, within the caller's transaction. */
export async function putJobs(db: Kysely<Tables>, jobs: readonly Job[], now: Instant): Promise<void> {
  for (const statement of jobStatements(db, jobs, now)) await statement.execute();
}

/** What asks for jobs. */
export function jobStatements(
  db: Kysely<Tables>,
  jobs: readonly Job[],
  now: Instant,
): readonly ReturnType<typeof upsertJobs>[] {
  const rows = new Map<string, ReturnType<typeof jobRow>>();
  for (const job of jobs) {
    const name = JSON.stringify([job.topic, job.key]);
    const row = jobRow(job, now);
    const known = rows.get(name);
    rows.set(name, known === undefined || row.run_at < known.run_at ? row : known);
  }
  const all = [...rows.values()];
  return Array.from({ length: Math.ceil(all.length / MOST_ROWS) }, (_, part) =>
    upsertJobs(db, all.slice(part * MOST_ROWS, (part + 1) * MOST_ROWS)),
  );
}

/**
 * Takes the leases from runs that are dead: those whose time is over, or all of them where nobody else can live. Such a
 * job waits again, and whatever was asked of it meanwhile is asked of the next run.
 */
export async function voidLeases(
  db: Kysely<Tables>,
  over: Instant | 'all',
  alive: readonly number[],
  now: Instant,
): Promise<void> {
  const dead = await db
    .selectFrom('jobs')
    .select(['id', 'run_at', 'deaths'])
    .where('lease', 'is not', null)
    .$if(over !== 'all', (query) => query.where('leased_until', '<', Number(over)))
    .$if(alive.length > 0, (query) => query.where('id', 'not in', alive))
    .execute();
  for (const { id, run_at: due, deaths: before } of dead) {
    const deaths = before + 1;
    const pause = pauseAfter(deaths);
    // Whoever ran it may have done so before it was due, by a clock that was ahead.
    const next = pause === 0 ? Math.min(due, now) : now + pause;
    await db
      .updateTable('jobs')
      .set({ lease: null, leased_until: null, again_at: null, deaths, run_at: next })
      .where('id', '=', id)
      .execute();
  }
}

/** How long a job waits whose process died so often, in milliseconds. */
function pauseAfter(deaths: number): number {
  return isSuspect({ deaths }) ? Math.min(LONGEST_PAUSE, SECOND * 2 ** (deaths - MOST_DEATHS - 1)) : 0;
}

/** Work on orders is hardly ever put off for longer than this, in milliseconds: the longest back-off is five minutes. */
const FAR_AHEAD = 15 * MINUTE;

/** What orders wait for, and what finds those that nobody told of. */
const OF_ORDERS = ['order', 'report', 'ticket', 'alert', 'poll', 'reconcile'] as const satisfies readonly Topic[];

/**
 * Brings work on orders forward that waits for a time far ahead: the clock may have been ahead when it was put off, or
 * asked for, and nothing else would see to these orders before that time. Whatever has a reason to wait is put off again;
 * what its processes died of waits as long as it would have by the right clock.
 */
export async function bringNear(db: Kysely<Tables>, now: Instant): Promise<void> {
  const far = await db
    .selectFrom('jobs')
    .select('deaths')
    .distinct()
    .where('topic', 'in', OF_ORDERS)
    .where('lease', 'is', null)
    .where('run_at', '>', now + FAR_AHEAD)
    .execute();
  for (const { deaths } of far)
    await db
      .updateTable('jobs')
      .set({ run_at: now + pauseAfter(deaths) })
      .where('topic', 'in', OF_ORDERS)
      .where('lease', 'is', null)
      .where('deaths', '=', deaths)
      .where('run_at', '>', now + Math.max(FAR_AHEAD, pauseAfter(deaths)))
      .execute();
}

/** Whether a job may be what its processes died of. */
export function isSuspect({ deaths }: { readonly deaths: number }): boolean {
  return deaths > MOST_DEATHS;
}
