import { TillError } from './errors.js';
import type { OrderStatus } from './wire.js';

/** The way of an order, in this order; steps may be left out and none is gone back. */
const WAY: readonly OrderStatus[] = ['new', 'accepted', 'preparing', 'ready', 'delivering', 'completed'];

export const isFinal = (status: OrderStatus): boolean => !open(status);

/** The statuses an order may move to. */
export function nextStatuses(from: OrderStatus): OrderStatus[] {
  if (!open(from)) return [];
  const ahead = WAY.slice(WAY.indexOf(from) + 1);
  return from === 'new' ? [...ahead, 'rejected', 'cancelled'] : [...ahead, 'cancelled'];
}

/**
 * Whether the order moves: false where it is there already. Throws `order_finished` for an order that has ended
 * otherwise and `status_conflict` for a step back.
 */
export function moves(from: OrderStatus, to: OrderStatus): boolean {
  if (from === to) return false;
  if (!open(from)) throw new TillError(409, 'order_finished', `The order is ${from} and stays so.`);
  if (nextStatuses(from).includes(to)) return true;
  throw new TillError(409, 'status_conflict', `An order that is ${from} cannot become ${to}.`, 'status');
}

const open = (status: OrderStatus): boolean => WAY.includes(status) && status !== 'completed';
