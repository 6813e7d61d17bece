import type { Fulfillment, FulfillmentDetails, Money, Order, OrderState, Recipient } from '../wire/order.js';
import type { Payment } from '../wire/payment.js';
import { answerOf, type Entry } from './order-book.js';

/** An order as the people at the point of sale see it. Amounts are in minor units of `currency`. */
export interface Ticket {
  order_id: string;
  location_id: string;
  version: number;
  /** Where it came from, and its number, as the screen's title shows them. */
  source?: string | undefined;
  ticket_name?: string | undefined;
  reference_id?: string | undefined;
  customer_id?: string | undefined;
  state: OrderState;
  created_at: string;
  updated_at: string;
  currency: string;
  lines: TicketLine[];
  fulfillment: TicketFulfillment;
  discounts: { name: string; amount: number }[];
  taxes: { name: string; percentage: string; inclusive: boolean; amount: number }[];
  service_charges: { name: string; amount: number }[];
  totals: { total: number; tax: number; discount: number; service_charge: number; tip: number; due: number };
  payments: {
    id: string;
    status: string;
    type: string;
    source?: string | undefined;
    amount: number;
    tip: number;
    refunded: number;
  }[];
  /** Kept with the order, but no screen shows it. */
  metadata: Record<string, string>;
}

export interface TicketLine {
  uid: string;
  /** A line of an amount alone has no name. */
  name: string;
  variation_name?: string | undefined;
  catalog_object_id?: string | undefined;
  quantity: number;
  unit_price: number;
  note?: string | undefined;
  total: number;
  discount: number;
  /** The quantity is for each unit of the line. */
  modifiers: {
    name: string;
    catalog_object_id?: string | undefined;
    quantity: number;
    unit_price: number;
    total: number;
  }[];
}

export interface TicketFulfillment {
  uid: string;
  type: string;
  state: string;
  schedule_type: string;
  /** RFC 3339. */
  pickup_at?: string | undefined;
  prep_time?: string | undefined;
  note?: string | undefined;
  recipient: {
    name?: string | undefined;
    phone?: string | undefined;
    email?: string | undefined;
    address?: Record<string, string> | undefined;
  };
}

/** Why an order is on no screen, or nothing when it is on one. */
export function hiddenBecause({ settled, state, draft, returned }: Entry): string | undefined {
  const [fulfillment] = draft.fulfillments ?? [];
  if (returned) return 'it is a return';
  if (state === 'DRAFT') return 'it is a draft';
  if (!settled) return 'it is not paid';
  if (!fulfillment) return 'it has no fulfillment';
  if (fulfillment.type === 'DELIVERY') return 'a delivery needs an agreement with Square';
  return undefined;
}

/** The ticket of an order. Undefined where no screen shows it. */
export function ticketOf(entry: Entry, payments: readonly Payment[]): Ticket | undefined {
  const order = answerOf(entry);
  const [fulfillment] = order.fulfillments ?? [];
  if (hiddenBecause(entry) !== undefined || fulfillment === undefined) return undefined;
  return {
    ...{ order_id: entry.id, location_id: order.location_id, version: entry.version, state: entry.state },
    ...{ source: order.source?.name, ticket_name: order.ticket_name, reference_id: order.reference_id },
    ...{ customer_id: order.customer_id, created_at: entry.created_at, updated_at: entry.updated_at },
    currency: entry.currency,
    ...{ lines: linesOf(order), fulfillment: fulfillmentOf(fulfillment) },
    discounts: (order.discounts ?? []).map(({ name = '', applied_money }) => ({ name, amount: of(applied_money) })),
    taxes: (order.taxes ?? []).map(({ name = '', percentage = '0', type, applied_money }) => ({
      ...{ name, percentage, inclusive: type === 'INCLUSIVE', amount: of(applied_money) },
    })),
    service_charges: (order.service_charges ?? []).map(({ name = '', total_money }) => ({
      ...{ name, amount: of(total_money) },
    })),
    totals: {
      ...{ total: of(order.total_money), tax: of(order.total_tax_money), discount: of(order.total_discount_money) },
      ...{ service_charge: of(order.total_service_charge_money), tip: of(order.total_tip_money) },
      due: of(order.net_amount_due_money),
    },
    payments: payments.map(
      ({ id, status, source_type, external_details, amount_money, tip_money, refunded_money }) => ({
        ...{ id, status, type: external_details?.type ?? source_type, source: external_details?.source },
        ...{ amount: of(amount_money), tip: of(tip_money), refunded: of(refunded_money) },
      }),
    ),
    metadata: order.metadata ?? {},
  };
}

const of = (money: Money | undefined): number => money?.amount ?? 0;

const linesOf = ({ line_items = [] }: Order): TicketLine[] =>
  line_items
    .filter(({ quantity }) => Number(quantity) > 0) // lines of nothing go when an order is paid
    .map((line) => ({
      ...{ uid: line.uid ?? '', name: line.name ?? '', variation_name: line.variation_name, note: line.note },
      ...{ catalog_object_id: line.catalog_object_id, quantity: Number(line.quantity) },
      ...{
        unit_price: of(line.base_price_money),
        total: of(line.total_money),
        discount: of(line.total_discount_money),
      },
      modifiers: (line.modifiers ?? []).map((modifier) => ({
        ...{ name: modifier.name ?? '', catalog_object_id: modifier.catalog_object_id },
        ...{ quantity: Number(modifier.quantity ?? '1'), unit_price: of(modifier.base_price_money) },
        total: of(modifier.total_price_money),
      })),
    }));

function fulfillmentOf(fulfillment: Fulfillment): TicketFulfillment {
  const { uid = '', type = '', state = '', pickup_details, shipment_details } = fulfillment;
  const details: FulfillmentDetails = pickup_details ?? shipment_details ?? {};
  const { display_name, phone_number, email_address, address }: Recipient = details.recipient ?? {};
  return {
    ...{ uid, type, state, schedule_type: details.schedule_type ?? '', pickup_at: details.pickup_at },
    ...{ prep_time: details.prep_time_duration, note: details.note ?? details.shipping_note },
    recipient: { name: display_name, phone: phone_number, email: email_address, address },
  };
}
