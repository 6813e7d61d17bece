import type { Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';
import type { ClaimedJob, Claiming } from './claiming.js';
import type { EndedRun } from './ending.js';

/** What a queue writes of its jobs at once. */
export interface TableTurn {
  /** Who holds them. */
  readonly lease: string;
  readonly now: Instant;
  readonly ended: readonly TableEnd[];
  /** Absent where nothing is to be taken. */
  readonly claim?: Claiming;
}

export type TableEnd = Omit<EndedRun<ClaimedJob>, 'job'> & { readonly id: number };

export interface TableTurned {
  readonly claimed: readonly ClaimedJob[];
  /** When the next job is due that is not due yet. */
  readonly next: Instant | undefined;
}

/** What the queue over the table `jobs` needs. */
export interface JobsTable {
  readonly db: Kysely<Tables>;
  /**
   * Ends runs, each as far as it still holds its lease, and leases what is due in turns over the groups: all of it or
   * nothing. A power cut may undo it, and all turns after it.
   */
  turn(turn: TableTurn): Promise<TableTurned>;
}
