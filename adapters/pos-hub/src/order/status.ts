import { CANCEL_REASONS, ORDER_STATUSES, type CancelReason, type OrderStatus } from '@poshub-bridge/core';

/** A word of the domain as POS Hub writes it: `delivery-failed` is `DELIVERY_FAILED`. */
export function upperSnake(word: string): string {
  return word.toUpperCase().replaceAll('-', '_');
}

/** The other way, whatever the case and whether `DINE-IN` or `IN_STORE`. */
export function kebab(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
}

/** Undefined where POS Hub has a status that we do not know: it says nothing that could be acted on. */
export function readStatus(word: string): OrderStatus | undefined {
  return ORDER_STATUSES.find((status) => status === kebab(word));
}

/** A reason that we do not know is `other`. */
export function readReason(word: string): CancelReason {
  return CANCEL_REASONS.find((reason) => reason === kebab(word)) ?? 'other';
}
