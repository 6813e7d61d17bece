import { Fault, type CancelReason, type Money, type Reference, type Session } from '@poshub-bridge/core';
import { moneyOf } from '../catalog/presence.js';
import { wordsOf, type SquareClient } from '../client.js';
import { statusOf } from '../news/status.js';
import { keyOf } from './keys.js';
import { changeOrder, getOrder, isOvertaken } from './orders.js';
import { isPaymentAnswer, type WireFulfillment, type WireOrder } from './wire-order.js';

/** How often somebody else may be faster before it is given up. */
const MOST_TRIES = 5;

/** As the person at the till reads it. */
const REASONS: Readonly<Record<CancelReason, string>> = {
  'out-of-stock': 'Out of stock',
  'store-closed': 'Store closed',
  'too-busy': 'Too busy',
  'customer-cancelled': 'Cancelled by the guest',
  other: 'Cancelled in POS Hub',
};

/**
 * Takes an order back: its fulfilments end, and what was paid is given back. Each step may be repeated.
 * @throws Fault `order.cancel_refused` when it was handed over, or its payment can't be given back; `vendor.no_answer` when
 *   it kept changing
 */
export async function cancelOrder(
  client: SquareClient,
  session: Session,
  ticket: Reference,
  reason: CancelReason,
): Promise<void> {
  const order = await endOrder(client, session, await getOrder(client, session, ticket), reason);
  for (const { payment_id } of order.tenders ?? [])
    if (payment_id) await giveBack(client, session, payment_id, REASONS[reason]);
}

/** Ends the fulfilments of an order, and the order itself where nothing was paid: Square keeps a paid one open. */
export async function endOrder(
  client: SquareClient,
  session: Session,
  order: WireOrder,
  reason: CancelReason,
): Promise<WireOrder> {
  let current = order;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const status = statusOf(current);
    if (current.state === 'CANCELED' || status === 'cancelled' || status === 'rejected' || status === 'delivery-failed')
      return current;
    if (status === 'completed') throw new Fault('order.cancel_refused', { detail: 'Square says that it is completed' });
    const isPaid = (current.tenders ?? []).length > 0;
    const fulfillments = (current.fulfillments ?? []).filter(isOpen).map((one) => ended(one, REASONS[reason]));
    const changes = { fulfillments, ...(isPaid ? {} : { state: 'CANCELED' }) };
    const changed = await changeOrder(client, session, current, `cancel ${reason}`, changes);
    if (changed.order !== undefined) return changed.order;
    if (!isOvertaken(changed.refusal) && tries > 0)
      throw new Fault('order.cancel_refused', { detail: wordsOf(changed.refusal) });
    // What stands in the way may be what happened meanwhile: it is looked at once more.
    current = await getOrder(client, session, order.id);
  }
  throw new Fault('vendor.no_answer', { detail: 'the order kept changing while it was to be cancelled' });
}

function isOpen({ state }: WireFulfillment): boolean {
  return state !== 'CANCELED' && state !== 'FAILED';
}

function ended({ uid, type }: WireFulfillment, cancel_reason: string): object {
  const details = type === 'PICKUP' ? 'pickup_details' : type === 'DELIVERY' ? 'delivery_details' : undefined;
  return { uid, state: 'CANCELED', ...(details === undefined ? {} : { [details]: { cancel_reason } }) };
}

/** Gives back what is left of a payment; nothing where the till has done it already. */
async function giveBack(client: SquareClient, session: Session, id: string, reason: string): Promise<void> {
  const path = `/v2/payments/${encodeURIComponent(id)}`;
  const { payment } = await client.ask(session, { method: 'GET', path }, isPaymentAnswer);
  const total = moneyOf(payment.total_money);
  const left = (total?.amount ?? 0) - (payment.refunded_money?.amount ?? 0);
  if (total === undefined || left <= 0) return;
  const amount_money: Money = { ...total, amount: left };
  const json = { idempotency_key: keyOf(id, 'refund', String(left), reason), payment_id: id, amount_money, reason };
  const { refusal } = await client.send(session, { method: 'POST', path: '/v2/refunds', json });
  if (refusal !== undefined)
    throw new Fault('order.cancel_refused', {
      detail: `it is cancelled at the till, but its payment was not given back: ${wordsOf(refusal)}`,
    });
}
