import type { Money, Session, Ticket } from '@poshub-bridge/core';
import { read, type Refusal, type SquareClient } from '../client.js';
import { LIMITS } from '../manifest.js';
import { keyOf } from './keys.js';
import { shareOut, type Share } from './tenders.js';
import { isPaymentAnswer, type WireOrder } from './wire-order.js';

/** What is to be paid for an order, and to whom. */
export interface Bill {
  /** What the order costs, without the tip. */
  readonly due: Money;
  readonly tip: Money;
  readonly source: string;
}

/**
 * Records that an order was paid elsewhere: only then does the till show it. The same ticket makes the same payments,
 * however often it is sent.
 * @returns why Square will not; undefined when it is paid
 * @throws Fault as the client
 */
export async function payOrder(
  client: SquareClient,
  session: Session,
  order: WireOrder,
  ticket: Ticket,
  { due, tip, source }: Bill,
): Promise<Refusal | undefined> {
  const shares = sharesOf(ticket, { due, tip });
  const ids: string[] = [];
  for (const [index, share] of shares.entries()) {
    // Several payments are taken together, once all of them are there.
    const isWhole = shares.length === 1;
    const json = {
      idempotency_key: keyOf(ticket.idempotencyKey, order.id, `payment ${index}`),
      ...writePayment(share, due.currency, source, ticket.orderId),
      order_id: order.id,
      location_id: order.location_id,
      autocomplete: isWhole,
    };
    const answer = await client.send(session, { method: 'POST', path: '/v2/payments', json });
    if (answer.refusal !== undefined) return answer.refusal;
    const { payment } = read(answer.response, isPaymentAnswer);
    if (isWhole) return undefined;
    ids.push(payment.id);
  }
  const path = `/v2/orders/${encodeURIComponent(order.id)}/pay`;
  const json = { idempotency_key: keyOf(ticket.idempotencyKey, order.id, 'pay'), payment_ids: ids };
  return (await client.send(session, { method: 'POST', path, json })).refusal;
}

/** Drops payments that were begun and not taken; those that there are none of are no matter. @throws Fault as the client */
export async function dropPayments(
  client: SquareClient,
  session: Session,
  order: WireOrder,
  ticket: Ticket,
  bill: Bill,
): Promise<void> {
  const shares = sharesOf(ticket, bill);
  if (shares.length < 2) return;
  for (const index of shares.keys()) {
    const json = { idempotency_key: keyOf(ticket.idempotencyKey, order.id, `payment ${index}`) };
    await client.send(session, { method: 'POST', path: '/v2/payments/cancel', json });
  }
}

/** Nothing is paid for nothing. */
function sharesOf({ tenders }: Ticket, { due, tip }: Pick<Bill, 'due' | 'tip'>): readonly Share[] {
  return due.amount === 0 ? [] : shareOut(tenders, due.amount, tip.amount);
}

/** Cash is cash; whatever else was paid was paid to somebody else. */
function writePayment({ kind, amount, tip }: Share, currency: string, source: string, orderId: string): object {
  const details =
    kind === 'cash'
      ? { source_id: 'CASH', cash_details: { buyer_supplied_money: { amount: amount + tip, currency } } }
      : { source_id: 'EXTERNAL', external_details: { type: 'EXTERNAL', source, source_id: orderId.slice(0, 255) } };
  return {
    ...details,
    amount_money: { amount, currency },
    ...(tip === 0 ? {} : { tip_money: { amount: tip, currency } }),
    ...(orderId.length <= LIMITS.reference ? { reference_id: orderId } : {}),
  };
}
