import { checkMove } from './fulfillments.js';
import type { Orders } from './orders.js';
import type { Payments } from './payments.js';

/**
 * Cancels an order as the people at the till do: its fulfillment ends, and what was paid is given back. An order that was
 * paid stays OPEN then, as with Square; one that was not becomes CANCELED. Throws 400 when it can't be canceled any more.
 */
export function cancelAtTill(orders: Orders, payments: Payments, id: string, reason: string): void {
  const entry = orders.get(id);
  const [fulfillment] = entry.draft.fulfillments ?? [];
  if (fulfillment) {
    checkMove(fulfillment.state, 'CANCELED', 'state');
    orders.move(id, 'CANCELED');
  }
  for (const payment of payments.of(id)) {
    const { status, total_money } = payment;
    if (status === 'APPROVED') payments.cancel(payment.id);
    const left = total_money.amount - (payment.refunded_money?.amount ?? 0);
    if (status !== 'COMPLETED' || left === 0) continue;
    const amount_money = { ...total_money, amount: left };
    payments.refund({ idempotency_key: `till-${payment.id}`, amount_money, payment_id: payment.id, reason });
  }
  if (entry.state === 'OPEN' && entry.tenders.length === 0) orders.close(entry, 'CANCELED');
}
