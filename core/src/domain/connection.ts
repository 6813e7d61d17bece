import type { CurrencyCode } from './money.js';
import type { FaultReport } from './fault.js';
import type { Reference } from './catalog.js';
import type { Instant } from './time.js';

/** The three ids by which POS Hub names a place of work; uuids. */
export interface HubIds {
  readonly connectionId: string;
  readonly accountId: string;
  readonly locationId: string;
}

/**
 * `pending`: the merchant is still to enter credentials and choose a store. `connected`: orders flow. `failed`: the till
 * refuses the credentials; the merchant must connect again. `removed`: the application was uninstalled.
 */
export type ConnectionStatus = 'pending' | 'connected' | 'failed' | 'removed';

/** What ties a location of POS Hub to a store of the till. */
export interface Connection extends HubIds {
  readonly status: ConnectionStatus;
  /** The id of the adapter that it was made with. */
  readonly adapter: string;
  readonly store?: ConnectedStore;
  /** Who owns the store at the vendor; vendors' events name it. */
  readonly merchant?: Reference;
  readonly failure?: FaultReport;
  /** The status that POS Hub was last told; it is told again until both agree. */
  readonly announced: ConnectionStatus;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Whether two connections are of one location, as where the application was removed and installed again. */
export function isSameLocation(one: HubIds, other: HubIds): boolean {
  return one.accountId === other.accountId && one.locationId === other.locationId;
}

/** Whether a connection goes on where a removed one ended: at the same location, with the same store of the same till. */
export function isSuccessor(newer: Connection, removed: Connection): boolean {
  return (
    newer.status === 'connected' &&
    removed.status === 'removed' &&
    isSameLocation(newer, removed) &&
    newer.adapter === removed.adapter &&
    newer.store?.ref === removed.store?.ref
  );
}

export interface ConnectedStore {
  readonly ref: Reference;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly timezone: string;
  /** What the merchant decided about the store, of the shape that the adapter asked for. */
  readonly choices?: Readonly<Record<string, unknown>>;
}

/**
 * A merchant's way through the connect pages, bound to one browser: 10 minutes, and each step once.
 */
export interface InstallAttempt {
  /** SHA-256 of the secret that the browser holds in its cookie, hex. */
  readonly id: string;
  readonly connectionId: string;
  /** SHA-256 of the `state` that the vendor must send back; absent before the redirect and after its use. */
  readonly state?: string;
  /** The PKCE verifier of that redirect. */
  readonly verifier?: string;
  readonly expiresAt: Instant;
}

/** What the names of staged credentials begin with. */
export const STAGED = 'attempt:';

/** The name under which credentials lie that an attempt still has to prove. */
export function stagedUnder(attemptId: string): string {
  return `${STAGED}${attemptId}`;
}
