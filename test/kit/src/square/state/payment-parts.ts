import { invalid, notFound } from '../errors.js';
import type { Money, Tender } from '../wire/order.js';
import type { Payment, SentPayment } from '../wire/payment.js';

/** Keys of payments are limited in characters, and by their bytes where a character has more than one. */
export function checkBytes(key: string): void {
  if (Buffer.byteLength(key) > 45)
    throw invalid('VALUE_TOO_LONG', 'idempotency_key must not be longer than 45.', 'idempotency_key');
}

/** What cash was given and back, or nothing for a payment that was taken elsewhere. Throws for any other source. */
export function checkSource(
  { source_id, cash_details, external_details }: SentPayment,
  total: Money,
): Payment['cash_details'] {
  if (source_id === 'EXTERNAL') {
    if (!external_details || cash_details)
      throw invalid('MISSING_REQUIRED_PARAMETER', 'An EXTERNAL payment needs external_details.', 'external_details');
    return undefined;
  }
  if (source_id !== 'CASH') throw notFound('The payment source is not known.', 'source_id');
  if (!cash_details || external_details)
    throw invalid('MISSING_REQUIRED_PARAMETER', 'A CASH payment needs cash_details.', 'cash_details');
  const back = cash_details.buyer_supplied_money.amount - total.amount;
  if (back < 0)
    throw invalid('VALUE_TOO_LOW', 'The buyer gave less than the total.', 'cash_details.buyer_supplied_money.amount');
  const change_back_money = { amount: back, currency: total.currency };
  return { buyer_supplied_money: cash_details.buyer_supplied_money, change_back_money };
}

/** A completed payment as its order shows it. */
export function tenderOf(payment: Payment, order: string): Tender {
  const { id, location_id, created_at, total_money, tip_money, note, cash_details } = payment;
  return {
    ...{ id, location_id, transaction_id: order, created_at, note, amount_money: total_money, tip_money },
    type: cash_details ? 'CASH' : 'OTHER',
    cash_details: cash_details && {
      buyer_tendered_money: cash_details.buyer_supplied_money,
      change_back_money: cash_details.change_back_money,
    },
    payment_id: id,
  };
}
