import { asFault, backOff, HOUR, type Chance, type Instant, type JobResult } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';
import type { ClaimedJob, HeldJob } from './claiming.js';

/** How a run ended: with the job's result, with an error, or because the queue stopped. */
export type Outcome = JobResult | { readonly error: unknown } | { readonly released: true };

/** A run that ended, and what is to become of its job. */
export interface EndedRun<J extends HeldJob> {
  readonly job: J;
  /** When it is to run next; undefined where it is done. */
  readonly next: Instant | undefined;
  readonly failures: number;
  readonly deaths: number;
  /** Whether a wish for another run must wait until `next`. */
  readonly patient: boolean;
}

/** No vendor may put a job off for longer than this (milliseconds), whatever it asks for. */
const LONGEST_WAIT = HOUR;

export function endRun<J extends HeldJob>(job: J, outcome: Outcome, now: Instant, chance: Chance): EndedRun<J> {
  if ('done' in outcome) return { job, next: undefined, failures: 0, deaths: 0, patient: false };
  if ('again' in outcome) return { job, next: outcome.again, failures: 0, deaths: 0, patient: false };
  if ('released' in outcome) return { job, next: now, failures: job.failures, deaths: job.deaths, patient: false };
  const failures = job.failures + 1;
  const asked = asFault(outcome.error).retryAfterMs;
  const wait = asked === undefined ? backOff(failures, chance.number()) : Math.min(Math.max(asked, 0), LONGEST_WAIT);
  // A job that asks for itself and then fails would else be repeated without any pause.
  return { job, next: now + wait, failures, deaths: 0, patient: true };
}

/** Writes what runs came to, within the caller's transaction. A run that lost its lease changes nothing. */
export async function writeEnds(
  db: Kysely<Tables>,
  lease: string,
  ended: readonly EndedRun<ClaimedJob>[],
): Promise<void> {
  if (ended.length === 0) return;
  const ids = ended.map(({ job }) => job.id);
  const held = await db
    .selectFrom('jobs')
    .select(['id', 'again_at'])
    .where('id', 'in', ids)
    .where('lease', '=', lease)
    .execute();
  const wishes = new Map(held.map((row) => [row.id, row.again_at]));
  const done: number[] = [];
  for (const run of ended) {
    const again = wishes.get(run.job.id);
    if (again === undefined) continue;
    const runAt = nextRun(run, again);
    if (runAt === undefined) done.push(run.job.id);
    else await putBack(db, run, runAt);
  }
  if (done.length > 0) await db.deleteFrom('jobs').where('id', 'in', done).execute();
}

async function putBack(
  db: Kysely<Tables>,
  { job, failures, deaths }: EndedRun<ClaimedJob>,
  runAt: Instant,
): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ run_at: runAt, failures, deaths, lease: null, leased_until: null, again_at: null })
    .where('id', '=', job.id)
    .execute();
}

function nextRun({ next, patient }: EndedRun<ClaimedJob>, again: Instant | null): Instant | undefined {
  if (again === null || (patient && next !== undefined)) return next;
  return next === undefined ? again : Math.min(next, again);
}
