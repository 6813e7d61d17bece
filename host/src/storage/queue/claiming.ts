import type { Instant, RunningJob } from '@poshub-bridge/core';
import type { Room } from './places.js';

/** What a queue wants to take. */
export interface Claiming {
  readonly leasedUntil: Instant;
  /** Where there is room, to be filled one after the other. */
  readonly rooms: readonly Room[];
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
