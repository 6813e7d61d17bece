import type { Instant } from '../domain/time.js';

export const TOPICS = [
  'order',
  'report',
  'connection',
  'catalog',
  'stock',
  'ticket',
  'poll',
  'reconcile',
  'renew',
  'alert',
  'retention',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Something to do about one thing. Asking twice for the same topic and key before it began is asking once. */
export interface Job {
  readonly topic: Topic;
  /** What it is about: an order's id, a connection's id. */
  readonly key: string;
  /** The connection: connections get their turns fairly, and one that hangs holds up no other. */
  readonly group: string;
  /** Not before this time; now where absent. Asking again for a waiting job brings it forward, never back. */
  readonly runAt?: Instant;
}

export interface RunningJob extends Job {
  /** How often it failed since it last succeeded; 0 at first. */
  readonly failures: number;
}

/** Jobs of one topic whose time has come. */
export interface DueJobs {
  readonly jobs: number;
  readonly since: Instant;
}

/** Done; or to be done again at a time although nothing failed. */
export type JobResult = { readonly done: true } | { readonly again: Instant };

/**
 * What is to be done, kept in the storage of the ledger. After a job was added, at least one run of it begins; two runs
 * of one topic and key never overlap, over all processes, unless the first was given up: it took too long, or its process
 * could not say for long that it lives. A run that throws is repeated with jittered back-off (or after the Fault's
 * `retryAfterMs`), a run that died with its process after a while.
 */
export interface WorkQueue {
  add(jobs: readonly Job[]): Promise<void>;
  /**
   * Begins to work; `run` is called for many jobs at once. The signal is aborted when the run is given up: another one may
   * begin, so it must begin nothing any more that changes anything outside.
   */
  start(run: (job: RunningJob, givenUp: AbortSignal) => Promise<JobResult>): void;
  /**
   * Takes no new job, and resolves when the runs under way have ended or the time (milliseconds) is over; those that go on
   * then are given up. A run that throws meanwhile has not failed: it is left to the next start.
   */
  stop(withinMs: number): Promise<void>;
  /** How many jobs wait to run by topic, those in the future included. */
  depth(): Promise<Readonly<Partial<Record<Topic, number>>>>;
  /** The jobs that are due and have not begun, by topic: how many, and since when the oldest is due. */
  due(): Promise<Readonly<Partial<Record<Topic, DueJobs>>>>;
}
