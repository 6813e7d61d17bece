import { money, type Adjustment, type Charge, type CurrencyCode, type Tender } from '@poshub-bridge/core';
import { kebab } from './status.js';
import type { WireAmount, WireOrder } from './wire-order.js';

interface Amounts {
  readonly charges: readonly Charge[];
  readonly discounts: readonly Adjustment[];
  readonly taxes: readonly Adjustment[];
  readonly tenders: readonly Tender[];
}

/**
 * The amounts beside an order's lines, each 0 or more: a discount is what is taken off, whatever its sign on the wire, and
 * a charge or tax below 0 takes something off too.
 */
export function readAmounts(wire: WireOrder, currency: CurrencyCode): Amounts {
  const adjustment = (one: WireAmount): Adjustment => ({
    name: one.displayName?.trim() ? one.displayName : one.name,
    amount: money(Math.abs(one.amount), currency),
  });
  const charges = wire.charges ?? [];
  const taxes = wire.tax ?? [];
  const takenOff = [...charges, ...taxes].filter((one) => one.amount < 0);
  const named = taxes.filter((one) => one.amount >= 0).map(adjustment);
  const unnamed = taxes.length === 0 ? (wire.totalTax ?? 0) : 0;
  return {
    charges: charges
      .filter((one) => one.amount >= 0)
      .map((one) => ({ kind: chargeKind(one.name), ...adjustment(one) })),
    discounts: [...(wire.discounts ?? []), ...takenOff].map(adjustment),
    taxes: unnamed > 0 ? [{ name: 'Tax', amount: money(unnamed, currency) }] : named,
    tenders: (wire.payments ?? []).map((one) => ({
      kind: tenderKind(one.name),
      amount: money(one.amount, currency),
    })),
  };
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
