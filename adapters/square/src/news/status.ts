import type { OrderStatus, TicketView } from '@poshub-bridge/core';
import { DIFFERENCE, type WireFulfillment, type WireOrder } from '../order/wire-order.js';

const STATUSES = { PROPOSED: 'accepted', RESERVED: 'preparing', PREPARED: 'ready', COMPLETED: 'completed' } as const;
const WAY: readonly string[] = Object.keys(STATUSES);

/**
 * How a ticket stands; undefined for an order that no till ever showed. Square's version grows with every change, which
 * its clock does not promise.
 */
export function viewOf(order: WireOrder): TicketView | undefined {
  const status = statusOf(order);
  if (status === undefined) return undefined;
  return { ticket: order.id, status, at: order.version ?? Date.parse(order.updated_at ?? '1970-01-01') };
}

/** The id of the news that an order has this version, whichever way it comes. */
export function newsId(ticket: string, version: number): string {
  return `order:${ticket}:${version}`;
}

/** Whether it was paid, and nothing is left to be. */
export function isPaid({ net_amount_due_money, tenders }: WireOrder): boolean {
  return (tenders ?? []).length > 0 && (net_amount_due_money?.amount ?? 0) <= 0;
}

/**
 * Of an order for nothing, no payment says that the till was told of it: only its version does, which that raises. Before,
 * an order is made, which is version 1, may get the difference to POS Hub, and may be cancelled.
 */
function isSettledForNothing({ version, total_money, state, discounts, service_charges }: WireOrder): boolean {
  const isAdjusted = [...(discounts ?? []), ...(service_charges ?? [])].some(({ uid }) => uid === DIFFERENCE);
  const unpaid = 1 + (isAdjusted ? 1 : 0) + (state === 'CANCELED' ? 1 : 0);
  return total_money?.amount === 0 && (version ?? 0) > unpaid;
}

/**
 * The till shows an order once it is paid, and takes it then: there is no step in which the store refuses. What became of
 * it is said by its fulfilments; the order's own state follows them, and that of a paid one never becomes CANCELED. One
 * that is made and not paid is no ticket: whoever took it for one would never finish it.
 */
export function statusOf(order: WireOrder): OrderStatus | undefined {
  const { state, fulfillments, tenders } = order;
  const isSettled = isPaid(order) || isSettledForNothing(order);
  if ((tenders ?? []).length === 0 && !isSettled) return undefined;
  if (state === 'CANCELED') return 'cancelled';
  const all = fulfillments ?? [];
  const live = all.filter((one) => one.state !== 'CANCELED' && one.state !== 'FAILED');
  const [ended] = all;
  if (live.length === 0 && ended !== undefined) return endOf(ended);
  if (state === 'COMPLETED') return 'completed';
  const reached = leastOf(live);
  if (reached !== 'accepted') return reached;
  return isSettled ? reached : undefined;
}

/** The fulfilment that is least far says how far the order is. */
function leastOf(live: readonly WireFulfillment[]): OrderStatus {
  const [least] = [...live].sort((a, b) => WAY.indexOf(a.state) - WAY.indexOf(b.state));
  const reached = least?.state ?? 'PROPOSED';
  return reached === 'CANCELED' || reached === 'FAILED' ? 'accepted' : STATUSES[reached];
}

/**
 * Square says FAILED of what was not fetched or could not be delivered, and of what the store turned down. Every delivery
 * that fails has a time at which it was rejected: the store turned down what it had not begun.
 */
function endOf({ state, type, pickup_details, delivery_details }: WireFulfillment): OrderStatus {
  if (state === 'CANCELED') return 'cancelled';
  const isBegun = delivery_details?.in_progress_at || delivery_details?.ready_at;
  if (pickup_details?.rejected_at || (delivery_details?.rejected_at && !isBegun)) return 'rejected';
  return type === 'PICKUP' ? 'cancelled' : 'delivery-failed';
}
