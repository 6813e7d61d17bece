import type {
  AdapterManifest,
  Chance,
  Clock,
  HubWire,
  Ledger,
  Log,
  PosSystem,
  Services,
  WorkQueue,
} from '@poshub-bridge/core';
import type { Metrics } from '../metrics/index.js';
import type { ChangeFeed } from './console/feed.js';
import type { RequestLimits } from './limits.js';

/** What the routes work with. */
export interface HttpDeps {
  readonly services: Services;
  readonly ledger: Ledger;
  readonly queue: WorkQueue;
  readonly wire: HubWire;
  readonly till: PosSystem;
  readonly manifest: AdapterManifest;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Where the outside reaches this host, without a slash at the end. */
  readonly publicUrl: string;
  /** The largest body that is taken, in bytes. */
  readonly bodyBytes: number;
  /** What strangers may ask for. */
  readonly limits: RequestLimits;
  /** Whether X-Forwarded-For says who calls; without it the connection does. */
  readonly trustProxy?: boolean;
  /** The secret part of the sync endpoint's URL; without it only signed calls are answered. */
  readonly catalogToken?: string;
  /** The bearer token of /api/v1 and of the console's sign-in; without it there is neither. */
  readonly apiToken?: string;
  readonly metrics?: Metrics;
  /** The bearer token of /metrics; without it they are not shown. */
  readonly metricsToken?: string;
  /** Whether the host takes work: false while it starts or drains. */
  readonly isReady: () => boolean;
  /** Looks whether the storage can be read. @throws Fault `storage.unavailable` */
  readonly checkStorage: () => Promise<void>;
  /**
   * Copies the storage into the folder of backups, into a new file of this name; gives its size in bytes.
   * @throws Fault `storage.backup_exists`, `storage.backup_elsewhere`, `storage.unavailable`
   */
  readonly backUp: (name: string) => Promise<number>;
  /** What changes in the ledger; without it the console's pages don't move by themselves. */
  readonly feed?: ChangeFeed;
  /** Aborts when the host stops, so that answers without an end come to one. */
  readonly stopping?: AbortSignal;
}
