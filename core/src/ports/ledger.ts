import type { Alert } from '../domain/alert.js';
import type { Reference } from '../domain/catalog.js';
import type { Connection, InstallAttempt } from '../domain/connection.js';
import type { FaultReport } from '../domain/fault.js';
import type { HubReport, Phase } from '../domain/lifecycle.js';
import type { Facts, OrderEvent } from '../domain/order-facts.js';
import type { Order } from '../domain/order.js';
import type { Instant } from '../domain/time.js';
import type { AlertBox } from './alerts.js';
import type { Catalogs } from './catalogs.js';
import type { Exchange, OrderExchange } from './exchanges.js';
import type { Credentials, VendorEvent } from './pos-adapter.js';
import type { Retention } from './retention.js';
import type { Job } from './work-queue.js';

/** What was told, and by whom. */
export type News =
  /** A webhook of POS Hub: the body as it was received, JSON in UTF-8. */
  | { readonly source: 'hub'; readonly body: Uint8Array }
  /** An order that a reconciliation found at POS Hub; to be read there. */
  | { readonly source: 'listed' }
  /** The vendor's news, by webhook or by polling. */
  | { readonly source: 'till'; readonly event: VendorEvent }
  /** An operator's decision about an order. */
  | { readonly source: 'operator'; readonly event: OrderEvent };

/** Something that was told to the bridge. */
export interface InboxEvent {
  /** Unique; a second event of the same id is a duplicate and changes nothing. */
  readonly id: string;
  /** `ticket`: news of a ticket that no order is known of yet, although one may have just been made. */
  readonly topic: 'order' | 'connection' | 'stock' | 'ticket' | 'other';
  /** What the event is about: the order's id for the topic `order`, the connection's id otherwise. */
  readonly subject: string;
  readonly connectionId: string;
  readonly receivedAt: Instant;
  readonly news: News;
}

/** An event as it is kept. */
export interface StoredEvent extends InboxEvent {
  /** Absent while it waits; events of the topic `other` need nothing and wait until they are forgotten. */
  readonly handledAt?: Instant;
}

export interface EventFilter {
  readonly connectionId?: string;
  readonly orderId?: string;
  /** False: those that wait for work, so none of the topic `other`. */
  readonly handled?: boolean;
  /** Received at this time or later. */
  readonly from?: Instant;
  /** Received before this time. */
  readonly to?: Instant;
  /** 1 to 100. */
  readonly limit: number;
  /** The cursor of the page before. */
  readonly after?: string;
}

/** Events, kept before they are acknowledged. */
export interface Inbox {
  /**
   * Stores an event and asks for its work in one transaction, durably: when this resolves, a power cut loses nothing.
   * Calls of the same moment are committed as a group.
   * @throws Fault `storage.unavailable`
   */
  record(event: InboxEvent, job: Job | undefined): Promise<'stored' | 'duplicate'>;
  /**
   * The events of a subject that were not handled yet, oldest first.
   * @param most how many at most; all unless given
   */
  unhandled(
    topic: Exclude<InboxEvent['topic'], 'other'>,
    subject: string,
    most?: number,
  ): Promise<readonly InboxEvent[]>;
  markHandled(ids: readonly string[], at: Instant): Promise<void>;
  get(id: string): Promise<StoredEvent | undefined>;
  /** Newest first. @throws Fault `request.unreadable` for a cursor that is none */
  list(filter: EventFilter): Promise<Page<StoredEvent>>;
  /** Marks an event as not handled, if there is one of the id, and asks for its work: both or nothing. */
  reopen(id: string, job: Job): Promise<void>;
}

/** A step of an order's way, for people. `detail` holds codes, ids and amounts; no personal data, no secrets. */
export interface TimelineEntry {
  readonly at: Instant;
  readonly step: string;
  readonly detail?: string;
}

export interface OrderRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly facts: Facts;
  readonly phase: Phase;
  /** Why a person is needed; set exactly in the phase `attention`. */
  readonly attention?: FaultReport;
  /** The content as POS Hub last told it; absent while no event could be read. */
  readonly order?: Order;
  /** The time of that content by POS Hub's clock. */
  readonly orderAt: Instant;
  readonly receivedAt: Instant;
  /** When the current round must have ended. */
  readonly deadlineAt: Instant;
  readonly updatedAt: Instant;
  /** Counts the commits; a commit with another number than the stored one is refused. */
  readonly version: number;
}

/** What one step of an order's work changes, all or nothing. */
export interface OrderChange {
  /** The record after the step; its `version` is that of the record that was read (0 for a new order). */
  readonly record: OrderRecord;
  readonly entries: readonly TimelineEntry[];
  /** The tickets that the order is known to have at the till; vendors' events find the order by them. */
  readonly tickets: readonly Reference[];
  readonly reports: readonly HubReport[];
  /** What a person is to hear of it. */
  readonly alerts?: readonly Alert[];
  /** Inbox events that this step took in; they were not handled before. */
  readonly handled: readonly string[];
  /** When the oldest of them was received; absent where the step took none in. */
  readonly heardAt?: Instant;
  readonly jobs: readonly Job[];
}

/** A status on its way to POS Hub. */
export interface QueuedReport {
  /** Grows; the reports of an order are sent in this order. */
  readonly sequence: number;
  readonly orderId: string;
  readonly connectionId: string;
  readonly report: HubReport;
  /** When the order was received. */
  readonly receivedAt: Instant;
  /** When the news was received that the status comes from; when its step was stored, where that took no news in. */
  readonly since: Instant;
  /** Whether a newer status of the order waits behind it. */
  readonly overtaken: boolean;
}

export interface OrderFilter {
  readonly connectionId?: string;
  readonly phase?: Phase;
  /** Received at this time or later. */
  readonly from?: Instant;
  /** Received before this time. */
  readonly to?: Instant;
  /** 1 to 100. */
  readonly limit: number;
  /** The cursor of the page before. */
  readonly after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent at the end. */
  readonly next?: string;
}

export interface OpenPage {
  /** At least 1. */
  readonly most: number;
  /** The order that the page before ended with. Where it is gone, the page is empty. */
  readonly after?: string;
}

export interface Orders {
  get(id: string): Promise<OrderRecord | undefined>;
  findByTicket(connectionId: string, ticket: Reference): Promise<OrderRecord | undefined>;
  /** Newest first. */
  list(filter: OrderFilter): Promise<Page<OrderRecord>>;
  /** The ids of a connection's orders that are not finished, oldest first; all of them, or a page. */
  open(connectionId: string, page?: OpenPage): Promise<readonly string[]>;
  /** How many orders are at each phase that is no end; a phase without any may be absent. */
  openByPhase(): Promise<Readonly<Partial<Record<Phase, number>>>>;
  timeline(id: string): Promise<readonly TimelineEntry[]>;
  /** Oldest first: the first 20 that were kept, and the last 20. */
  exchanges(id: string): Promise<readonly Exchange[]>;
  keepExchanges(kept: readonly OrderExchange[]): Promise<void>;
  /**
   * @throws Fault `storage.conflict` when the record changed since it was read, or an event was taken in meanwhile; nothing is
   *   changed then
   */
  commit(change: OrderChange): Promise<void>;
  /** The report that is to be sent next for an order. */
  nextReport(orderId: string): Promise<QueuedReport | undefined>;
  /** Ends a report, sent or given up, and notes it on the timeline. */
  endReport(sequence: number, entry: TimelineEntry): Promise<void>;
}

export interface Connections {
  get(id: string): Promise<Connection | undefined>;
  list(): Promise<readonly Connection[]>;
  /** The newest one that is not removed; the newest of all where every one is. */
  findByLocation(locationId: string): Promise<Connection | undefined>;
  findByStore(store: Reference): Promise<readonly Connection[]>;
  findByMerchant(merchant: Reference): Promise<readonly Connection[]>;
  /** Where the store is another one than the connection had last, its catalog and poll cursor are forgotten with that. */
  save(connection: Connection, jobs: readonly Job[], alerts?: readonly Alert[]): Promise<void>;
  saveAttempt(attempt: InstallAttempt): Promise<void>;
  /** Undefined where it is unknown; expired ones are given, the caller knows the time. */
  attempt(id: string): Promise<InstallAttempt | undefined>;
  /** Ends an attempt, so that nothing can be done with it again. True for the one caller that ended it. */
  endAttempt(id: string): Promise<boolean>;
}

/**
 * Merchants' credentials: encrypted where they lie, erased when their connection ends. Credentials that are still to be
 * proved lie under the id of their install attempt.
 */
export interface Vault {
  /** @throws Fault `credentials.unreadable` */
  read(id: string): Promise<Credentials | undefined>;
  /** Durable when it resolves. */
  write(id: string, credentials: Credentials): Promise<void>;
  erase(id: string): Promise<void>;
}

/** The bridge's memory. One contract suite holds for every engine. */
export interface Ledger {
  readonly inbox: Inbox;
  readonly orders: Orders;
  readonly connections: Connections;
  readonly catalogs: Catalogs;
  readonly vault: Vault;
  readonly alerts: AlertBox;
  readonly retention: Retention;
}
