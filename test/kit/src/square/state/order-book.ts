import { price } from '../money/price.js';
import type { Draft } from '../money/draft.js';
import type { Order, OrderRefund, OrderState, Tender } from '../wire/order.js';
import { shown, type Times } from './fulfillments.js';

/** An order as it is kept. */
export interface Entry {
  id: string;
  draft: Draft;
  currency: string;
  state: OrderState;
  version: number;
  created_at: string;
  updated_at: string;
  closed_at?: string;
  tenders: Tender[];
  /** Its total was settled: by payments, or by paying nothing for nothing. */
  settled: boolean;
  /** When each fulfillment reached its states, by uid. */
  times: Record<string, Times>;
  /** Of the order that a refund makes: what it gave back. */
  returned?: { sourceId: string; refund: OrderRefund };
}

/** The order as the API answers it. */
export function answerOf(entry: Entry): Order {
  const { id, draft, currency, tenders, returned, times } = entry;
  const { state, version, created_at, updated_at, closed_at } = entry;
  const tip = total(tenders.map(({ tip_money }) => tip_money?.amount ?? 0));
  const amount = total(tenders.map(({ amount_money }) => amount_money.amount)) - tip;
  const priced = price(draft, currency, { amount, tip });
  return {
    id,
    ...priced,
    ...{ state, version, created_at, updated_at, closed_at },
    fulfillments: draft.fulfillments?.map((one) => shown(one, created_at, times[one.uid] ?? {})),
    tenders: tenders.length > 0 ? tenders : undefined,
    ...(returned ? returnOf(priced, returned) : {}),
  };
}

const total = (amounts: number[]): number => amounts.reduce((all, amount) => all + amount, 0);

function returnOf(priced: Order, { sourceId, refund }: { sourceId: string; refund: OrderRefund }): Partial<Order> {
  const amounts = { ...priced.net_amounts, total_money: refund.amount_money };
  return {
    returns: [{ uid: refund.id.slice(0, 60), source_order_id: sourceId, return_amounts: amounts }],
    return_amounts: amounts,
    refunds: [refund],
  };
}

/** Minor units that are still to be paid, without tips. */
export const dueOf = (entry: Entry): number => answerOf(entry).net_amount_due_money.amount;
