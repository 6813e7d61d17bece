import type { Chance, Clock, Fault, Inbox, Job, Locks, Log, WorkQueue } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Bell } from './queue/bell.js';
import type { QueueLimits } from './queue/lease-book.js';
import type { Tables } from './schema/tables.js';

/** What an engine is opened with. */
export interface EngineNeeds {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly limits?: Partial<QueueLimits>;
}

/** Asks for jobs within a transaction of the ledger: they are due when it commits, and never where it does not. */
export type PutJobs = (tx: Kysely<Tables>, jobs: readonly Job[]) => Promise<void>;

/** What the ledger is written over. */
export interface LedgerNeeds {
  readonly db: Kysely<Tables>;
  readonly putJobs: PutJobs;
  /** To be rung after a commit that asks for jobs. */
  readonly bell: Bell;
}

/** What one kind of database does in its own way; all else is written once, over Kysely. */
export interface Engine extends LedgerNeeds {
  /** Whether other processes may write into the database, too. */
  readonly isShared: boolean;
  /** Resolves when nothing can be stored any more, for a reason that only a new start mends; never otherwise. */
  readonly broken: Promise<Fault>;
  /** Stores events in groups, in the fastest way that is durable. */
  readonly record: Inbox['record'];
  readonly queue: WorkQueue;
  readonly locks: Locks;
  /**
   * Copies everything, as it is at one moment, into a new file; gives its size in bytes.
   * @throws Fault `storage.backup_exists`, `storage.backup_elsewhere`, `storage.unavailable`
   */
  backup(path: string): Promise<number>;
  /** Ends all use; what was under way is finished first. The queue is to be stopped before. */
  close(): Promise<void>;
}
