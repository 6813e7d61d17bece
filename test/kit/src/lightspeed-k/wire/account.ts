import type { SentOrder } from './order.js';

export type AccountStatus = 'OPEN' | 'READY_FOR_PICKUP' | 'IN_DELIVERY' | 'CLOSED' | 'ABANDONED' | 'CANCELLED';

/** A line of an account; amounts are whole cents. */
export interface AccountLine {
  id: number;
  sku: string;
  name: string;
  /** Of a sub-item: for one of what it belongs to. */
  quantity: number;
  /** For one, without what belongs to it. */
  unitPrice: number;
  course?: number;
  instructions: string[];
  subItems: AccountLine[];
  /** The whole line with what belongs to it, all of the quantity, before its discount. */
  gross: number;
  /** Positive. */
  discount: number;
  discountName?: string;
  /** Of the tax within the price; 0 where there is none. */
  includedRate: number;
  /** The taxes of the line with what belongs to it. */
  taxIncluded: number;
  taxOnTop: { name: string; amount: number }[];
}

export interface AccountPayment {
  method: string;
  reference: string;
  /** With the tip. */
  amount: number;
  tip: number;
  at: number;
}

/** A check as the point of sale has it. */
export interface Account {
  id: number;
  identifier: string;
  uuid: string;
  location: number;
  kind: 'toGo' | 'local';
  status: AccountStatus;
  openedAt: number;
  closedAt?: number;
  /** Every order that is on it; the first opened it. */
  orders: SentOrder[];
  lines: AccountLine[];
  payments: AccountPayment[];
}

/** Sums of an account, in cents. */
export interface Totals {
  /** The lines as they are priced, before discounts. */
  gross: number;
  discount: number;
  taxOnTop: { name: string; amount: number }[];
  taxIncluded: number;
  /** To be paid, without tips. */
  total: number;
  tip: number;
  /** Without tips. */
  paid: number;
}

const sum = (amounts: number[]): number => amounts.reduce((all, one) => all + one, 0);

export function totalsOf({ lines, payments }: Pick<Account, 'lines' | 'payments'>): Totals {
  const gross = sum(lines.map((line) => line.gross));
  const discount = sum(lines.map((line) => line.discount));
  const byName = new Map<string, number>();
  for (const { name, amount } of lines.flatMap((line) => line.taxOnTop))
    byName.set(name, (byName.get(name) ?? 0) + amount);
  const tip = sum(payments.map((one) => one.tip));
  return {
    ...{ gross, discount, tip, taxOnTop: [...byName].map(([name, amount]) => ({ name, amount })) },
    taxIncluded: sum(lines.map((line) => line.taxIncluded)),
    total: gross - discount + sum([...byName.values()]),
    paid: sum(payments.map((one) => one.amount)) - tip,
  };
}
