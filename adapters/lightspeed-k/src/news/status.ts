import type { CancelReason, OrderStatus, TicketView } from '@poshub-bridge/core';
import type { Check } from '../wire.js';

/**
 * How far an order is. Events bear no time, so each status counts as one: what comes later in an order's life has a greater
 * one, in whatever order it is told.
 */
interface Stage {
  readonly status: OrderStatus;
  readonly at: number;
  readonly reason?: CancelReason;
}

const STAGES: ReadonlyMap<string, Stage> = new Map([
  ['FAILURE', { status: 'rejected', at: 1 }],
  ['SUCCESS', { status: 'accepted', at: 2 }],
  ['READY_FOR_PICKUP', { status: 'ready', at: 3 }],
  ['IN_DELIVERY', { status: 'delivering', at: 4 }],
  ['CLOSED', { status: 'completed', at: 5 }],
  ['CANCELLED', { status: 'cancelled', at: 6, reason: 'other' }],
  ['ABANDONED', { status: 'cancelled', at: 6, reason: 'other' }],
] satisfies [string, Stage][]);

/**
 * What a status of Lightspeed's means; undefined for one that says nothing of how far the order is. What was given up before
 * there was a check is no cancelled check, but a no to the order.
 */
export function stageOf(status: string, hasCheck = true): Stage | undefined {
  const stage = STAGES.get(status);
  return stage?.status === 'cancelled' && !hasCheck ? STAGES.get('FAILURE') : stage;
}

/** What news of an order are known by: that a check came to a status is the same news, whoever tells it and how often. */
export function newsId(store: string, ticket: string, status: OrderStatus): string {
  return `${status}:${store}:${ticket}`;
}

/**
 * A check says whether it is open, and no more. Closed with nothing left on it, it was never served; closed with what was
 * paid still standing, it was sold. Of another one that is closed nothing is certain, so nothing new is said: a cancelled
 * order must not look served.
 */
export function viewOfCheck(ticket: string, check: Check): TicketView {
  const { closeDate, salesEntries, paymentEntries, paidAmount, currentAmount } = check;
  const entries = salesEntries ?? [];
  const isVoid = entries.length > 0 && entries.every(({ active }) => active === false);
  const isTakenBack = (paymentEntries ?? []).some(({ active }) => active === false);
  const isPaid = Number(paidAmount ?? 0) >= Number(currentAmount ?? 0) && !isTakenBack;
  if (closeDate && isVoid) return { ticket, status: 'cancelled', at: 6, reason: 'other' };
  if (closeDate && entries.length > 0 && isPaid) return { ticket, status: 'completed', at: 5 };
  return { ticket, status: 'accepted', at: 2 };
}
