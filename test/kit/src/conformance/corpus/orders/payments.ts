import { line, minor, ordered, orderOf } from '../build.js';
import type { Tender } from '@poshub-bridge/core';
import type { OrderCase } from '../types.js';

const tender = (kind: Tender['kind'], amount: number): Tender => ({ kind, amount: minor(amount) });
const paidBy = (tenders: readonly Tender[], paid = true): ReturnType<typeof orderOf> =>
  orderOf([line('pizza', 1350)], { tenders, paid });

/** How it was paid, or was not. */
export const PAYMENT_ORDERS: readonly OrderCase[] = [
  ordered(
    'cash-at-the-door',
    'Cash that the driver is still to take was booked as taken, and nobody asked the guest for it.',
    paidBy([tender('cash', 1350)], false),
    { total: 1350, paid: 0 },
  ),
  ordered(
    'card-at-the-door',
    'The platform names the payment that the driver is still to take: it was booked as taken, and nobody asked for it.',
    paidBy([tender('card', 1350)], false),
    { total: 1350, paid: 0 },
  ),
  ordered(
    'card-and-cash',
    'One of two payments was lost: the guest paid all of it twice, or half of it.',
    paidBy([tender('card', 1000), tender('cash', 350)], false),
    { total: 1350, paid: 1000 },
  ),
  ordered(
    'two-cards',
    'Friends split the bill; the till knew one card.',
    paidBy([tender('card', 675), tender('card', 675)]),
    { total: 1350, paid: 1350 },
  ),
  ordered(
    'an-unknown-kind-of-payment',
    'A voucher, a wallet, whatever comes next: it is paid, and the guest must not pay again.',
    paidBy([tender('other', 1350)]),
    { total: 1350, paid: 1350 },
  ),
  {
    name: 'paid-without-a-payment',
    why: 'The platform says “paid” and not how; a till that wants a payment refused the order.',
    ...withoutPaid(ordered('', '', paidBy([]), { total: 1350 })),
  },
  ordered(
    'not-paid-yet',
    'What is to be paid at the counter was shown as paid, and the guest left with it.',
    paidBy([], false),
    { total: 1350, paid: 0 },
  ),
  ordered(
    'paid-in-part',
    'A deposit was taken for the whole, and the rest was never asked for.',
    paidBy([tender('card', 500)], false),
    { total: 1350, paid: 500 },
  ),
  {
    name: 'overpaid',
    why: 'The platform took more than the total (its own fee); a till that refuses such payments refused the order.',
    ...withoutPaid(ordered('', '', paidBy([tender('card', 1500)]), { total: 1350 })),
  },
];

/** What a till shows as paid differs: all that was paid, or as much as there was to pay. */
function withoutPaid({ order, ticket }: ReturnType<typeof ordered>): Pick<OrderCase, 'order' | 'ticket'> {
  const { paid: _paid, ...rest } = ticket;
  return { order, ticket: rest };
}
