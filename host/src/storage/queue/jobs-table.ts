import type { Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';
import type { ClaimedJob, Claiming } from './claiming.js';

/** What the queue over the table `jobs` needs. */
export interface JobsTable {
  readonly db: Kysely<Tables>;
  /** Leases jobs that are due to one queue, in turns over the groups. Runs inside a transaction. */
  claim(db: Kysely<Tables>, claiming: Claiming, now: Instant): Promise<readonly ClaimedJob[]>;
}
