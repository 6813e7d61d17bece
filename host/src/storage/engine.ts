import type { Fault, Inbox, Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { ClaimedJob, Claiming } from './queue/claiming.js';
import type { Tables } from './schema/tables.js';

/** What one kind of database does in its own way; all else is written once, over Kysely. */
export interface Engine {
  readonly db: Kysely<Tables>;
  /** Resolves when nothing can be stored any more, for a reason that only a new start mends; never otherwise. */
  readonly broken: Promise<Fault>;
  /** Stores events in groups, in the fastest way that is durable. */
  readonly record: Inbox['record'];
  /** Leases jobs that are due to one queue, in turns over the groups. Runs inside a transaction. */
  claim(db: Kysely<Tables>, claiming: Claiming, now: Instant): Promise<readonly ClaimedJob[]>;
  /**
   * Copies everything, as it is at one moment, into a new file; gives its size in bytes.
   * @throws Fault `storage.backup_exists`, `storage.unavailable`
   */
  backup(path: string): Promise<number>;
  /** Ends all use; what was under way is finished first. */
  close(): Promise<void>;
}
