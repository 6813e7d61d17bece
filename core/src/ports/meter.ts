import type { FaultCode } from '../domain/fault.js';
import type { Phase } from '../domain/lifecycle.js';
import type { SyncRun } from './catalogs.js';
import type { VendorEvent } from './pos-adapter.js';
import type { HubEnvelope } from './pos-hub.js';

/** What kind of news an event is; `unread` where it was refused before anybody looked. */
export type EventKind = HubEnvelope['topic'] | VendorEvent['type'] | 'unread';

/**
 * What became of an event: kept; known before; none of the bridge's business; or refused, with the fault's code. A call
 * of the till may bring several events, and is refused as one.
 */
export type EventOutcome = 'stored' | 'duplicate' | 'ignored' | FaultCode;

/**
 * Counts what happens, for whoever watches over all orders at once. A call adds a number in memory: it never throws and
 * waits for nothing. All words are of closed lists; ids and what people wrote have no place here. What a process counted
 * is lost with it, so nothing may be decided by it.
 */
export interface Meter {
  eventReceived(source: 'hub' | 'till', kind: EventKind, outcome: EventOutcome): void;
  /** An order came to a phase, a new one to `received`; told once that is stored. */
  orderReached(phase: Phase): void;
  /** An alert's way to a person ended: it was taken, it was too old, or there is nobody to tell. */
  alertEnded(outcome: 'told' | 'given-up' | 'dropped'): void;
  /** An order needs a person: to decide about it, or to tell the kitchen what changed. */
  attentionRaised(code: FaultCode): void;
  /**
   * The first ticket of an order is known.
   * @param milliseconds from the receipt of the first news of the order
   */
  ticketAfter(milliseconds: number): void;
  /** A status's way to POS Hub ended: it took it, it refused it, or the connection was removed meanwhile. */
  reportEnded(outcome: 'told' | 'refused' | 'dropped'): void;
  /**
   * POS Hub took a status.
   * @param milliseconds from the receipt of the news that the status comes from; where no news but a call to the till
   *   brought it, from when its answer was stored
   */
  reportAfter(milliseconds: number): void;
  /**
   * POS Hub took the answer to an order.
   * @param milliseconds from the receipt of the first news of the order
   */
  answerAfter(status: 'accepted' | 'rejected', milliseconds: number): void;
  /** Orders were found by listing: which the bridge had never heard of, or which had ended without its knowledge. */
  ordersFound(kind: 'unseen' | 'ended', orders: number): void;
  catalogSynced(outcome: SyncRun['outcome']): void;
}
