import type { Tender } from '@poshub-bridge/core';

/** One payment to record, in minor units. */
export interface Share {
  readonly kind: Tender['kind'];
  /** Of the order's total, 1 or more. */
  readonly amount: number;
  /** On top of it. */
  readonly tip: number;
}

/**
 * Divides what an order costs at the till among what was paid, so that it adds up exactly, whatever POS Hub said: the
 * tip is with the largest payment, card before cash, and so is what the others leave.
 * @param due minor units, 1 or more
 */
export function shareOut(tenders: readonly Tender[], due: number, tip: number): readonly Share[] {
  const paid = tenders.filter(({ amount }) => amount.amount > 0);
  const main = [...paid].sort((a, b) => rank(b) - rank(a) || b.amount.amount - a.amount.amount)[0];
  let left = due;
  const others = paid.flatMap((tender): readonly Share[] => {
    // The main payment keeps something: a tip alone is no payment.
    const amount = tender === main ? 0 : Math.min(tender.amount.amount, left - 1);
    left -= amount;
    return amount === 0 ? [] : [{ kind: tender.kind, amount, tip: 0 }];
  });
  return [{ kind: main?.kind ?? 'other', amount: left, tip }, ...others];
}

function rank({ kind }: Tender): number {
  return kind === 'cash' ? 0 : 1;
}
