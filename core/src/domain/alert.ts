import type { FaultReport } from './fault.js';
import type { Phase } from './lifecycle.js';
import type { Instant } from './time.js';

/** Something that a person should hear of now. Codes and ids only; no personal data, no secrets. */
export type Alert =
  /** An order came to need a person, or needs one for another reason than before. */
  | (AlertBase & { readonly type: 'order.attention'; readonly orderId: string; readonly fault: FaultReport })
  /** An order needs nobody any more; `fault` is what it had needed a person for. */
  | (AlertBase & {
      readonly type: 'order.settled';
      readonly orderId: string;
      readonly phase: Phase;
      readonly fault: FaultReport;
    })
  /** What was ordered changed after the till had the order: the kitchen may make what nobody wants, or must not eat. */
  | (AlertBase & { readonly type: 'order.changed'; readonly orderId: string; readonly fault: FaultReport })
  /** A connection works no more, or was not made: its merchant must connect again. */
  | (AlertBase & { readonly type: 'connection.failed'; readonly fault: FaultReport })
  /** POS Hub's catalog of a connection falls behind the till's: syncs go wrong, and none will go right by itself soon. */
  | (AlertBase & { readonly type: 'catalog.failing'; readonly fault: FaultReport });

interface AlertBase {
  /** A new uuid, the same in every repetition. */
  readonly id: string;
  readonly connectionId: string;
  /** When it happened, not when it is told. */
  readonly at: Instant;
}

/** An alert before it has its id. */
export type AlertCause = WithoutId<Alert>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** What an alert is about: its alerts are told in their order. */
export function subjectOf(alert: Alert): string {
  return 'orderId' in alert ? alert.orderId : alert.connectionId;
}
