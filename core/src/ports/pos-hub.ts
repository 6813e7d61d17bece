import type { OfferChange } from '../domain/catalog-plan.js';
import type { Catalog } from '../domain/catalog.js';
import type { ConnectedStore, HubIds } from '../domain/connection.js';
import type { FaultReport } from '../domain/fault.js';
import type { HubReport } from '../domain/lifecycle.js';
import type { CancelReason, Order, OrderStatus } from '../domain/order.js';
import type { CurrencyCode } from '../domain/money.js';
import type { Instant } from '../domain/time.js';

/** What POS Hub tells of an order: its status always, the order itself where it could be read. */
export interface HubOrder extends HubIds {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly reason?: CancelReason;
  /** When this was so, by POS Hub's clock. */
  readonly at: Instant;
  /** Absent where its content can't be read: a cancellation counts nevertheless. */
  readonly order?: Order;
  /** Why the content can't be read, `order.unreadable` with the field; set exactly where `order` is absent. */
  readonly fault?: FaultReport;
}

/** The outside of a webhook: enough to store it in the right place. */
export interface HubEnvelope {
  /** The event's own id, the same in every repetition. */
  readonly id: string;
  readonly connectionId: string;
  /** `order` and `connection` are worked on; all others are stored and need nothing. */
  readonly topic: 'order' | 'connection' | 'other';
  readonly change: 'insert' | 'modify' | 'remove';
  /** For a log line: the platform's own name of the kind. */
  readonly objectType: string;
  readonly at: Instant;
  readonly accountId?: string;
  readonly locationId?: string;
  /** Set for the topic `order`. */
  readonly orderId?: string;
}

/** What POS Hub's redirect says when a merchant installs the application. */
export interface InstallRequest extends HubIds {
  readonly code: string;
}

export interface HubConnection extends HubIds {
  /** As POS Hub names it: `PENDING`, `COMPLETED`, `FAILED`, or what it may add. */
  readonly status: string;
}

/** What POS Hub knows of a location, as far as the bridge needs it. */
export interface HubLocation {
  readonly name: string;
  readonly timezone?: string;
  readonly currency?: CurrencyCode;
}

/** POS Hub's API, as the application uses it. Errors are Faults of the side `hub`. */
export interface PosHub {
  /**
   * Trades the code of the redirect, so that POS Hub gives access to the location.
   * @throws Fault `install.not_allowed` where POS Hub refuses the code, or it is another connection's
   */
  completeInstall(request: InstallRequest): Promise<void>;
  connection(ids: HubIds): Promise<HubConnection>;
  setConnection(
    ids: HubIds,
    status: { readonly status: 'completed' } | { readonly status: 'failed'; readonly reason: string },
  ): Promise<void>;
  location(ids: HubIds): Promise<HubLocation>;
  /** Tells POS Hub which store of the till a location is; sends nothing that the till does not own. */
  setLocation(ids: HubIds, store: ConnectedStore): Promise<void>;
  importCatalog(ids: HubIds, catalog: Catalog, store: ConnectedStore): Promise<void>;
  /** @throws Fault `hub.not_found` when POS Hub has no entry with that reference */
  changeOffer(ids: HubIds, change: OfferChange): Promise<void>;
  /** The location's orders of one status, page by page; one that can't be read does not hide the others. */
  orders(ids: HubIds, status: OrderStatus, store: ConnectedStore): AsyncIterable<HubOrder>;
  /** @throws Fault `hub.not_found` */
  order(ids: HubIds, orderId: string, store: ConnectedStore): Promise<HubOrder>;
  /**
   * @throws Fault `hub.status_not_taken` when the order is on its way there and POS Hub does not take the status yet;
   *   `hub.refused` when it never will
   */
  report(ids: HubIds, orderId: string, report: HubReport): Promise<void>;
}

/** POS Hub's wire, without any call: what comes in at our own routes, and what they answer. */
export interface HubWire {
  /** Whether the signature of a body is right, in constant time. Header names in lower case. */
  isSigned(body: Uint8Array, headers: Readonly<Record<string, string>>): boolean;
  /** @throws Fault `request.unreadable` */
  readEnvelope(body: Uint8Array): HubEnvelope;
  /**
   * The order inside a stored event.
   * @throws Fault `order.unreadable` where not even its id, its status or their time can be read
   */
  readOrder(body: Uint8Array, store: Pick<ConnectedStore, 'currency'>): HubOrder;
  /** @throws Fault `install.incomplete`, `install.declined` */
  readInstall(query: Readonly<Record<string, string | undefined>>): InstallRequest;
  /** The connection that a sync call is about, from its body or its query. @throws Fault `request.unreadable` */
  readSync(
    body: Uint8Array,
    query: Readonly<Record<string, string | undefined>>,
  ): { readonly connectionId?: string; readonly locationId?: string };
  /** The bare answer to a sync call. */
  writeCatalog(catalog: Catalog, store: ConnectedStore): unknown;
}
