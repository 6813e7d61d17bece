import type { FulfilmentType, OrderStatus, PaymentMethod, Store } from '../wire.js';

/* How the page says things. */

export const statusWord: Record<OrderStatus, string> = {
  new: 'New',
  accepted: 'Accepted',
  preparing: 'Preparing',
  ready: 'Ready',
  delivering: 'On its way',
  completed: 'Completed',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
};

/** What a button says that moves an order there. */
export const actionWord: Record<OrderStatus, string> = {
  new: 'New',
  accepted: 'Accept',
  preparing: 'Start preparing',
  ready: 'Ready',
  delivering: 'Hand to driver',
  completed: 'Complete',
  rejected: 'Reject',
  cancelled: 'Cancel order',
};

export const fulfilmentWord: Record<FulfilmentType, string> = {
  pickup: 'Pickup',
  delivery: 'Delivery',
  dine_in: 'Dine in',
  in_store: 'In store',
  waiting: 'Waiting',
};

export const paymentWord: Record<PaymentMethod, string> = {
  card: 'Card',
  cash: 'Cash',
  gift_card: 'Gift card',
  other: 'Other',
};

/** Minor units as people write them: 1250 in GBP is £12.50. */
export function moneyIn(currency: string): (amount: number) => string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (amount) => format.format(amount / 10 ** digits);
}

/** The store's own clock: the time alone today, with the day otherwise. */
export function clockOf({ timezone: timeZone }: Pick<Store, 'timezone'>, now = new Date()): (iso: string) => string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  return (iso) => {
    const date = new Date(iso);
    return day.format(date) === day.format(now) ? time.format(date) : `${day.format(date)}, ${time.format(date)}`;
  };
}
