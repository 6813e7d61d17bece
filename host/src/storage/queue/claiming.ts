import type { Instant, RunningJob } from '@poshub-bridge/core';

/** What a queue wants to take. */
export interface Claiming {
  /** Who takes it. */
  readonly lease: string;
  readonly leasedUntil: Instant;
  /** How many jobs at most. */
  readonly free: number;
  /** How many jobs of one group may run at once. */
  readonly perGroup: number;
  /** How many jobs of each group run already. */
  readonly running: ReadonlyMap<string, number>;
  /** The group after which the next turn begins. */
  readonly after: string;
}

/** A job that a process has taken. */
export interface HeldJob extends RunningJob {
  readonly id: number | string;
  /** How often in a row its run died with the process. */
  readonly deaths: number;
}

export interface ClaimedJob extends HeldJob {
  readonly id: number;
}
