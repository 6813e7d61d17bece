import type { Inbox, Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { ClaimedJob, Claiming } from './queue/claiming.js';
import type { Tables } from './schema/tables.js';

/** What one kind of database does in its own way; all else is written once, over Kysely. */
export interface Engine {
  readonly db: Kysely<Tables>;
  /** Stores events in groups, in the fastest way that is durable. */
  readonly record: Inbox['record'];
  /** Leases jobs that are due to one queue, in turns over the groups. Runs inside a transaction. */
  claim(db: Kysely<Tables>, claiming: Claiming, now: Instant): Promise<readonly ClaimedJob[]>;
  /** Ends all use; what was under way is finished first. */
  close(): Promise<void>;
}
