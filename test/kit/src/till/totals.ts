import type { NamedAmount, SentModifier, SentOrder, Totals } from './wire.js';

/**
 * Adds an order up from what was sent, in minor units. A modifier's quantity counts for one unit of what it belongs to;
 * discounts are sent as positive amounts. The sent total is shown beside the result and never corrected.
 */
export function addUp(order: Omit<SentOrder, 'reference' | 'fulfilment' | 'currency'>): Totals {
  const items = order.lines.reduce((sum, line) => sum + line.quantity * (line.unit_price + extras(line.modifiers)), 0);
  const taxes = order.taxes ?? [];
  const charges = amount(order.charges);
  const discounts = amount(order.discounts);
  const tips = amount(order.tips);
  const taxesAdded = amount(taxes.filter((tax) => !tax.inclusive));
  const total = items + charges + taxesAdded + tips - discounts;
  return {
    items,
    charges,
    discounts,
    taxes_added: taxesAdded,
    taxes_included: amount(taxes.filter((tax) => tax.inclusive)),
    tips,
    total,
    sent_total: order.total,
    difference: order.total - total,
    paid: amount(order.payments),
  };
}

function extras(modifiers: readonly SentModifier[] = []): number {
  return modifiers.reduce((sum, one) => sum + one.quantity * (one.unit_price + extras(one.modifiers)), 0);
}

const amount = (parts: readonly Pick<NamedAmount, 'amount'>[] = []): number =>
  parts.reduce((sum, part) => sum + part.amount, 0);
