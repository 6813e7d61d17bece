import { totalsOf, type Account, type AccountLine, type AccountStatus } from './account.js';
import type { SentCustomer, SentOrder } from './order.js';

export interface TicketLine {
  sku: string;
  name: string;
  /** Of a sub-item: for one of what it belongs to. */
  quantity: number;
  /** For one, without what belongs to it. */
  unit_price: number;
  course?: number;
  instructions: string[];
  sub_items: TicketLine[];
  discount: number;
}

/** A check as the people at the point of sale see it. Amounts are whole cents. */
export interface Ticket {
  identifier: string;
  business_location_id: number;
  kind: 'toGo' | 'local';
  status: AccountStatus;
  opened_at: string;
  /** Of every order on it, in their order. */
  references: string[];
  endpoint_ids: string[];
  profile?: string | undefined;
  customer?: SentCustomer | undefined;
  notes: string[];
  table?: string | undefined;
  client_count?: number | undefined;
  collection_code?: string | undefined;
  /** RFC 3339, as it was sent. */
  collection_time?: string | undefined;
  scheduled_time?: string | undefined;
  address?: SentOrder['deliveryAddress'] | undefined;
  lines: TicketLine[];
  discounts: { name: string; amount: number }[];
  taxes: { name: string; amount: number; included: boolean }[];
  payments: { method: string; amount: number; tip: number }[];
  totals: { gross: number; discount: number; tax: number; total: number; tip: number; paid: number; due: number };
}

export function ticketOf(account: Account): Ticket {
  const { orders, lines, payments } = account;
  const totals = totalsOf(account);
  const first = orders[0];
  const tax = totals.taxOnTop.reduce((sum, one) => sum + one.amount, 0);
  return {
    ...{ identifier: account.identifier, business_location_id: account.location, kind: account.kind },
    ...{ status: account.status, opened_at: new Date(account.openedAt).toISOString() },
    references: orders.map(({ thirdPartyReference }) => thirdPartyReference),
    endpoint_ids: orders.map(({ endpointId }) => endpointId),
    profile: first?.accountProfileCode,
    customer: first?.customerInfo,
    notes: orders.flatMap(({ orderNote }) => orderNote ?? []),
    table: first?.tableNumber,
    client_count: first?.clientCount,
    collection_code: first?.collectionCode,
    collection_time: first?.orderCollectionTimeAsIso8601,
    scheduled_time: first?.scheduledTimeForOrderAsIso8601,
    address: first?.deliveryAddress,
    lines: lines.map(lineOf),
    discounts: lines.flatMap((line) =>
      line.discount === 0 ? [] : [{ name: line.discountName ?? '', amount: line.discount }],
    ),
    taxes: [
      ...totals.taxOnTop.map((one) => ({ ...one, included: false })),
      ...(totals.taxIncluded === 0 ? [] : [{ name: 'VAT', amount: totals.taxIncluded, included: true }]),
    ],
    payments: payments.map(({ method, amount, tip }) => ({ method, amount, tip })),
    totals: {
      ...{ gross: totals.gross, discount: totals.discount, tax, total: totals.total, tip: totals.tip },
      ...{ paid: totals.paid, due: totals.total - totals.paid },
    },
  };
}

const lineOf = (line: AccountLine): TicketLine => ({
  ...{ sku: line.sku, name: line.name, quantity: line.quantity, unit_price: line.unitPrice, discount: line.discount },
  ...(line.course === undefined ? {} : { course: line.course }),
  ...{ instructions: line.instructions, sub_items: line.subItems.map(lineOf) },
});
