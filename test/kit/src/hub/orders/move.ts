import { HubError } from '../http/errors.js';
import type { Settings } from '../settings.js';
import type { Order, OrderPatch, OrderStatus, StoredOrder } from './types.js';

const finished: readonly OrderStatus[] = ['COMPLETED', 'REJECTED', 'CANCELLED', 'DELIVERY_FAILED'];
const path: readonly OrderStatus[] = ['NEW', 'PLACED', 'ACCEPTED', 'PREPARING', 'READY', 'DELIVERING'];
const stamps: Partial<Record<OrderStatus, string>> = {
  ...{ ACCEPTED: 'acceptedAt', REJECTED: 'rejectedAt', CANCELLED: 'cancelledAt', COMPLETED: 'completedAt' },
};

/** Whether nothing more can happen to an order in this status. */
export const isFinished = (status: OrderStatus): boolean => finished.includes(status);

/**
 * The order after a change by `by`. A finished order does not move, a cancellation needs its reason, and with `forward`
 * nothing goes back: each of these is a 400. The same status again is fine.
 */
export function move(
  { order, timeline, sequence }: StoredOrder,
  patch: OrderPatch,
  by: { id: string; name: string },
  transitions: Settings['transitions'],
): StoredOrder {
  const { status = order.status } = patch;
  check(order.status, patch, transitions);
  const now = later(order.updatedAt);
  const moved = status !== order.status;
  const after: Order = {
    ...order,
    ...patch,
    status,
    ...(moved ? stampOf(status, now) : {}),
    updatedBy: by.id,
    updatedAt: now,
  };
  return { order: after, sequence, timeline: moved ? [...timeline, { at: now, status, by: by.name }] : timeline };
}

/** Now, but later than `before` at any rate, so that the states of an order are never equally old. */
const later = (before: string): string => new Date(Math.max(Date.now(), Date.parse(before) + 1)).toISOString();

function check(from: OrderStatus, { status, cancellationReason }: OrderPatch, transitions: string): void {
  if (status === 'CANCELLED' && cancellationReason === undefined)
    throw new HubError(400, 'cancellationReason is required when status is CANCELLED');
  if (status === undefined || status === from) return;
  if (isFinished(from)) throw new HubError(400, `the order is ${from} and can not become ${status}`);
  if (transitions === 'forward' && path.includes(status) && path.indexOf(status) < path.indexOf(from))
    throw new HubError(400, `the order is ${from} and can not go back to ${status}`);
}

function stampOf(status: OrderStatus, now: string): Partial<Order> {
  const key = stamps[status];
  return key === undefined ? {} : { [key]: now };
}
