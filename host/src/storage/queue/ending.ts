import { asFault, backOff, HOUR, type Chance, type Instant, type JobResult } from '@poshub-bridge/core';
import type { HeldJob } from './claiming.js';

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
