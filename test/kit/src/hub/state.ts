import type { Catalog } from './catalog/types.js';
import { OrderBook } from './orders/book.js';

/** An application as its owner registered it. The id is the OAuth client id. */
export interface Application {
  id: string;
  name: string;
  clientSecret: string;
  redirectUris: string[];
  scopes: string[];
  webhookEndpoint?: string;
  catalogSyncUrl?: string;
}

export interface Account {
  id: string;
  name: string;
  ownerId: string;
  resellerId: string;
  currency: string;
  countryCode: string;
  timezone: string;
  address: { address: string };
  createdAt: string;
  updatedAt: string;
}

/** LocationEntity; the keys that the simulator doesn't read are kept as they came. */
export interface Location extends Record<string, unknown> {
  id: string;
  accountId: string;
  resellerId: string;
  name: string;
  phoneNumber: string;
  timezone: string;
  currency: string;
  address: { address: string };
  createdAt: string;
  updatedAt: string;
}

/** ConnectionEntity: one application at one location. */
export interface Connection {
  id: string;
  applicationId: string;
  accountId: string;
  locationId: string;
  resellerId: string;
  status: 'PENDING' | 'COMPLETED' | 'FAILED';
  failureReason?: string;
  createdAt: string;
  updatedAt: string;
}

/** One call for a location's catalog, by `POST …/pull`. */
export interface Pull {
  at: string;
  connectionId: string;
  status: number;
  error?: string;
}

/** Everything that the simulated platform knows. It lives in memory: a restart forgets it. */
export class HubState {
  readonly applications = new Map<string, Application>();
  readonly accounts = new Map<string, Account>();
  readonly locations = new Map<string, Location>();
  readonly connections = new Map<string, Connection>();
  /** Connections whose authorization code was exchanged. */
  readonly exchanged = new Set<string>();
  /** Installations that were started here and not consented to yet, by `state`. */
  readonly started = new Map<string, { applicationId: string; locationId: string; connectionId: string }>();
  readonly catalogs = new Map<string, Catalog>();
  readonly orders = new OrderBook();
  readonly pulls: Pull[] = [];
  #sequence = 0;

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  connectionOf(applicationId: string, locationId: string): Connection | undefined {
    return [...this.connections.values()].find(
      (connection) => connection.applicationId === applicationId && connection.locationId === locationId,
    );
  }

  connectionsAt(locationId: string): Connection[] {
    return [...this.connections.values()].filter((connection) => connection.locationId === locationId);
  }

  /** Forgets what happened; applications, accounts and locations stay. */
  forget(): void {
    this.connections.clear();
    this.exchanged.clear();
    this.started.clear();
    this.catalogs.clear();
    this.orders.clear();
    this.pulls.length = 0;
  }
}
