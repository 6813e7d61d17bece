import type { Alert } from '../domain/alert.js';
import type { Catalog, CatalogWarning } from '../domain/catalog.js';
import type { FaultReport } from '../domain/fault.js';
import type { Instant } from '../domain/time.js';
import type { Job } from './work-queue.js';

/** What one reading of a store's catalog came to. */
export interface SyncRun {
  readonly id: string;
  readonly connectionId: string;
  /** What asked for it: `pull`, `connected`, `vendor`, `timer`, `operator`. */
  readonly trigger: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: 'applied' | 'unchanged' | 'refused' | 'failed';
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly warnings: readonly CatalogWarning[];
  readonly fault?: FaultReport;
}

/** How the last syncs of a connection went. */
export interface LastRuns {
  readonly last: SyncRun;
  /** The newest of those that are kept which went wrong. */
  readonly lastFailed?: SyncRun;
}

/** A catalog as POS Hub was given it. */
export interface Snapshot {
  readonly catalog: Catalog;
  /** When the till was read for it. */
  readonly at: Instant;
  /** What to ask the till with for the changes since, and when it was last read in whole; where the till tells changes. */
  readonly since?: { readonly mark: string; readonly wholeAt: Instant };
  /** Set while POS Hub may have something else: what it was to be told since was told in part, or was not answered. */
  readonly inDoubt?: true;
}

export interface Catalogs {
  /** The catalog as POS Hub was last given it. */
  snapshot(connectionId: string): Promise<Snapshot | undefined>;
  /** When the till was last read, by connection; those that never were are absent. */
  readTimes(): Promise<ReadonlyMap<string, Instant>>;
  /**
   * Notes that POS Hub may have something else from now on than the stored catalog, where there is one: before it is told
   * anything. A catalog that is saved without `inDoubt` ends that.
   */
  doubt(connectionId: string): Promise<void>;
  /** Stores a run, and with it the catalog where one was applied. */
  save(run: SyncRun, snapshot?: Snapshot): Promise<void>;
  /** Stores a run that went wrong, with the work and the alerts that follow. */
  saveFailed(run: SyncRun, jobs: readonly Job[], alerts: readonly Alert[]): Promise<void>;
  /** Newest first, at most 50. */
  runs(connectionId: string): Promise<readonly SyncRun[]>;
  run(id: string): Promise<SyncRun | undefined>;
  /** The newest run of each of these connections, and the newest that has a fault; at most 100 connections are looked at. */
  lastRuns(connectionIds: readonly string[]): Promise<ReadonlyMap<string, LastRuns>>;
  /** How far the till's news were read by polling. */
  pollCursor(connectionId: string): Promise<string | undefined>;
  savePollCursor(connectionId: string, cursor: string): Promise<void>;
}
