import {
  isFault,
  money,
  sumOf,
  timesMoney,
  type Adjustment,
  type Charge,
  type CurrencyCode,
  type Order,
  type Tender,
} from '@poshub-bridge/core';
import { areTaxesIncluded } from '../assumptions.js';
import type { HubSettings } from '../settings.js';
import { kebab } from './status.js';
import type { WireAmount, WireOrder } from './wire-order.js';

interface Amounts {
  readonly charges: readonly Charge[];
  readonly discounts: readonly Adjustment[];
  readonly tenders: readonly Tender[];
}

/**
 * The amounts beside an order's lines, without the taxes, each 0 or more: a discount is what is taken off, whatever its
 * sign on the wire, and a charge below 0 takes something off too.
 */
export function readAmounts(wire: WireOrder, currency: CurrencyCode): Amounts {
  const off = (one: WireAmount): Adjustment => adjustment({ ...one, amount: Math.abs(one.amount) }, currency);
  const charges = wire.charges ?? [];
  return {
    charges: charges
      .filter((one) => one.amount >= 0)
      .map((one) => ({ kind: chargeKind(one.name), ...adjustment(one, currency) })),
    discounts: [...(wire.discounts ?? []), ...charges.filter((one) => one.amount < 0)].map(off),
    tenders: (wire.payments ?? []).map((one) => ({
      kind: tenderKind(one.name),
      amount: money(one.amount, currency),
    })),
  };
}

/**
 * An order with its taxes, on top of the prices or within them. One on top that is below 0 takes something off.
 * @param order without any tax
 */
export function withTaxes(order: Order, wire: WireOrder, settings: HubSettings): Order {
  const told = taxesOf(wire).map((tax) => adjustment(tax, order.total.currency));
  const taxes = told.reduce((sum, { amount }) => sum + amount.amount, 0);
  const about = { taxes, others: amountOf(order), total: order.total.amount };
  if (areTaxesIncluded(about, settings)) return { ...order, includedTaxes: told };
  const takenOff = told.filter(({ amount }) => amount.amount < 0);
  return {
    ...order,
    taxes: told.filter(({ amount }) => amount.amount >= 0),
    discounts: [...order.discounts, ...takenOff.map((one) => ({ ...one, amount: timesMoney(one.amount, -1) }))],
  };
}

/** One tax of all that is told as a sum only. */
function taxesOf({ tax, totalTax }: WireOrder): readonly WireAmount[] {
  if (tax && tax.length > 0) return tax;
  return totalTax && totalTax > 0 ? [{ name: 'Tax', amount: totalTax }] : [];
}

/** What an order's parts make; undefined where they make no amount, which is told when a ticket is made of it. */
function amountOf(order: Order): number | undefined {
  try {
    return sumOf(order).amount;
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}

function adjustment({ name, displayName, amount }: WireAmount, currency: CurrencyCode): Adjustment {
  return { name: displayName?.trim() ? displayName : name, amount: money(amount, currency) };
}

function chargeKind(name: string): Charge['kind'] {
  switch (kebab(name)) {
    case 'delivery':
      return 'delivery';
    case 'service':
      return 'service';
    case 'driver-tip':
    case 'restaurant-tip':
      return 'tip';
    default:
      return 'other';
  }
}

function tenderKind(name: string): Tender['kind'] {
  const kind = kebab(name);
  return kind === 'card' || kind === 'cash' ? kind : 'other';
}
