import type { Instant, RunningJob } from '@poshub-bridge/core';
import type { Rooms } from './places.js';

/** What a queue wants to take. */
export interface Claiming extends Rooms {
  readonly leasedUntil: Instant;
  /** How many jobs of each group run already; catalogs don't count. */
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
