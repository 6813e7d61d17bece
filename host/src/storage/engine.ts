import type { Chance, Clock, Fault, Inbox, Job, Locks, Log, WorkQueue } from '@poshub-bridge/core';
import type { Compilable, Kysely } from 'kysely';
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

/** A statement that needs nothing to be read before it. */
export interface Statement {
  readonly query: Compilable;
  /** How many rows it must change; any number where absent. */
  readonly changes?: number;
}

/**
 * Runs statements one after the other and asks for jobs, durably and in one transaction, which is one errand to the
 * database where the engine can.
 * @returns false where a statement changed another number of rows than it must: then nothing is changed
 */
export type Write = (statements: readonly Statement[], jobs?: readonly Job[]) => Promise<boolean>;

/** What the ledger is written over. */
export interface LedgerNeeds {
  readonly db: Kysely<Tables>;
  readonly putJobs: PutJobs;
  readonly write: Write;
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
