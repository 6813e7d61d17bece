import type { LifecyclePolicy } from '../domain/lifecycle.js';
import type { Alerts } from '../ports/alerts.js';
import type { Ledger } from '../ports/ledger.js';
import type { Meter } from '../ports/meter.js';
import type { AdapterManifest, PosSystem } from '../ports/pos-adapter.js';
import type { HubWire, PosHub } from '../ports/pos-hub.js';
import type { Chance, Clock, Locks, Log } from '../ports/system.js';
import type { Job, WorkQueue } from '../ports/work-queue.js';

/** The deployer's choices about how the bridge works. All times in milliseconds. */
export interface BridgeSettings {
  readonly orders: {
    /** How long an order may take until the till has it or a person is called. */
    readonly deadlineMs: number;
    /** How long a call to the till may take: the last try before the deadline leaves so much time for it. */
    readonly callMs: number;
    /** An order for now that was placed longer ago is not given to the till without a person. */
    readonly tooOldMs: number;
    /** How often the till is asked about an order that it took for later, where it can be asked. */
    readonly checkEveryMs: number;
  };
  readonly catalog: {
    /** The largest share of the entries of a kind that a sync may remove unforced: 0 to 1; see `CatalogPlan`. */
    readonly largestRemoval: number;
    /** How long POS Hub's sync call waits for the till before the last good catalog is served. */
    readonly answerWithinMs: number;
    /** How often the catalog is read although nobody asked. */
    readonly refreshEveryMs: number;
  };
  readonly pollEveryMs: number;
  readonly reconcileEveryMs: number;
  /** How long what is done is kept. */
  readonly keepMs: number;
}

/** What the services work with. */
export interface Bridge {
  readonly ledger: Ledger;
  readonly queue: WorkQueue;
  readonly locks: Locks;
  readonly hub: PosHub;
  readonly wire: HubWire;
  readonly till: PosSystem;
  /** The till for a dry run: whatever would change something at it is refused before it is sent. */
  readonly rehearsal: Pick<PosSystem, 'catalog'>;
  readonly manifest: AdapterManifest;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly meter: Meter;
  /** Absent where nobody is to be told: then no alert is stored. */
  readonly alerts?: Alerts;
  readonly settings: BridgeSettings;
}

/** The name of the lock under which a connection and its credentials are changed: who reads them to change them holds it. */
export const lockOf = (connectionId: string): string => `connection:${connectionId}`;

/** The work of reading a location's catalog and bringing POS Hub what changed. */
export function syncOf(connectionId: string): Job {
  return { topic: 'catalog', key: connectionId, group: connectionId };
}

/** What the lifecycle must know of the adapter. */
export function policyOf({ orders }: AdapterManifest['capabilities']): LifecyclePolicy {
  return { canCancel: orders.cancel, idempotent: orders.idempotent, canFind: orders.find };
}
