import type { SentOrder } from '../wire/order.js';
import {
  ajv,
  check,
  dict,
  duration,
  flag,
  list,
  metadata,
  money,
  one,
  percentage,
  text,
  time,
  whole,
  word,
} from './parts.js';

const uid = text(60, 1);
const named = (name: number): object => ({
  ...{ uid, catalog_object_id: text(192, 1), catalog_version: whole, name: text(name), metadata },
});
const applied = (reference: string): object => list(dict({ uid, [reference]: text(60, 1) }, [reference]));
/** Whole numbers: the fake knows no units of measure, and without one a quantity counts pieces. */
const quantity = { type: 'string', minLength: 1, maxLength: 12, pattern: '^\\d+$' };
const scope = one('ORDER', 'LINE_ITEM');

const lineItem = dict(
  {
    ...named(512),
    quantity,
    note: text(2000),
    variation_name: text(400),
    item_type: one('ITEM', 'CUSTOM_AMOUNT', 'GIFT_CARD'),
    base_price_money: money,
    modifiers: list(dict({ ...named(255), quantity, base_price_money: money })),
    applied_taxes: applied('tax_uid'),
    applied_discounts: applied('discount_uid'),
    applied_service_charges: applied('service_charge_uid'),
  },
  ['quantity'],
);
const tax = dict({ ...named(255), type: one('ADDITIVE', 'INCLUSIVE'), percentage, scope });
const discount = dict({
  ...named(255),
  ...{ percentage, amount_money: money, scope },
  type: one('FIXED_PERCENTAGE', 'FIXED_AMOUNT', 'VARIABLE_PERCENTAGE', 'VARIABLE_AMOUNT'),
});
const serviceCharge = dict({
  ...named(512),
  ...{ percentage, amount_money: money, scope, taxable: flag, applied_taxes: applied('tax_uid') },
  calculation_phase: one('SUBTOTAL_PHASE', 'TOTAL_PHASE', 'APPORTIONED_PERCENTAGE_PHASE', 'APPORTIONED_AMOUNT_PHASE'),
  treatment_type: one('LINE_ITEM_TREATMENT', 'APPORTIONED_TREATMENT'),
});

const address = dict(
  Object.fromEntries(
    [
      ...['address_line_1', 'address_line_2', 'address_line_3', 'locality', 'sublocality', 'postal_code', 'country'],
      ...['administrative_district_level_1', 'administrative_district_level_2', 'first_name', 'last_name'],
    ].map((key) => [key, text(500)]),
  ),
);
const recipient = dict({
  ...{ customer_id: text(191), display_name: text(255), email_address: text(255), phone_number: text(17), address },
});
const schedule_type = one('SCHEDULED', 'ASAP');
const cancel_reason = text(100);
const pickup = dict({
  ...{ recipient, schedule_type, cancel_reason, note: text(500), pickup_at: time, expires_at: time },
  ...{ auto_complete_duration: duration, pickup_window_duration: duration, prep_time_duration: duration },
  ...{
    is_curbside_pickup: flag,
    curbside_pickup_details: dict({ curbside_details: text(250), buyer_arrived_at: time }),
  },
});
const delivery = dict({
  ...{ recipient, schedule_type, cancel_reason, note: text(550), dropoff_notes: text(550), deliver_at: time },
  ...{ prep_time_duration: duration, delivery_window_duration: duration, courier_pickup_window_duration: duration },
  ...{ courier_pickup_at: time, completed_at: time, is_no_contact_delivery: flag, managed_delivery: flag },
  ...{ courier_provider_name: text(255), courier_support_phone_number: text(17) },
  ...{ square_delivery_id: text(50), external_delivery_id: text(50) },
});
const shipment = dict({
  ...{ recipient, cancel_reason, carrier: text(50), shipping_note: text(500), shipping_type: text(50) },
  ...{ tracking_number: text(100), tracking_url: text(2000), expected_shipped_at: time, canceled_at: time },
  failure_reason: text(100),
});
const fulfillment = dict({
  ...{ uid, metadata, type: one('PICKUP', 'SHIPMENT', 'DELIVERY') },
  state: one('PROPOSED', 'RESERVED', 'PREPARED', 'COMPLETED', 'CANCELED', 'FAILED'),
  ...{ pickup_details: pickup, delivery_details: delivery, shipment_details: shipment },
});

const order = dict(
  {
    ...{ location_id: word, reference_id: text(40), customer_id: text(191), ticket_name: text(30), metadata },
    source: dict({ name: text(255) }),
    ...{
      line_items: list(lineItem),
      taxes: list(tax),
      discounts: list(discount),
      service_charges: list(serviceCharge),
    },
    fulfillments: list(fulfillment, { maxItems: 1 }),
    pricing_options: dict({ auto_apply_taxes: flag, auto_apply_discounts: flag }),
    ...{ state: one('OPEN', 'COMPLETED', 'CANCELED', 'DRAFT'), version: whole },
  },
  ['location_id'],
);
const key = text(192, 1);

export const checkCreateOrder = check(
  ajv.compile<{ idempotency_key?: string; order: SentOrder }>(dict({ idempotency_key: key, order }, ['order'])),
);
export const checkCalculateOrder = check(ajv.compile<{ order: SentOrder }>(dict({ order }, ['order'])));
/** Checks the order that a sparse update makes of a stored one. */
export const checkMergedOrder = check(ajv.compile<{ order: SentOrder }>(dict({ order }, ['order'])));

/** A sparse update: what is not null is checked once it is merged. */
export interface SentUpdate {
  order: { location_id: string; version?: number; state?: string; [more: string]: unknown };
  fields_to_clear?: string[];
  idempotency_key?: string;
}
export const checkUpdateOrder = check(
  ajv.compile<SentUpdate>(
    dict(
      {
        order: {
          ...{ type: 'object', additionalProperties: true, required: ['location_id'] },
          properties: { location_id: word, version: whole, state: { type: 'string' } },
        },
        ...{ fields_to_clear: list(text(500, 1)), idempotency_key: key },
      },
      ['order'],
    ),
  ),
);

export const checkPayOrder = check(
  ajv.compile<{ idempotency_key: string; order_version?: number; payment_ids?: string[] }>(
    dict({ idempotency_key: key, order_version: whole, payment_ids: list(word) }, ['idempotency_key']),
  ),
);
export const checkBatchOrders = check(
  ajv.compile<{ location_id?: string; order_ids: string[] }>(
    dict({ location_id: word, order_ids: list(word, { minItems: 1, maxItems: 100 }) }, ['order_ids']),
  ),
);

export interface TimeRange {
  start_at?: string;
  end_at?: string;
}
export interface OrderQuery {
  location_ids: string[];
  cursor?: string;
  limit?: number;
  return_entries?: boolean;
  query?: {
    filter?: {
      state_filter?: { states: string[] };
      date_time_filter?: { created_at?: TimeRange; updated_at?: TimeRange; closed_at?: TimeRange };
      fulfillment_filter?: { fulfillment_types?: string[]; fulfillment_states?: string[] };
      source_filter?: { source_names?: string[] };
      customer_filter?: { customer_ids?: string[] };
    };
    sort?: { sort_field: 'CREATED_AT' | 'UPDATED_AT' | 'CLOSED_AT'; sort_order?: 'ASC' | 'DESC' };
  };
}

const range = dict({ start_at: time, end_at: time });
const filter = dict({
  state_filter: dict({ states: list(one('OPEN', 'COMPLETED', 'CANCELED', 'DRAFT')) }, ['states']),
  date_time_filter: dict({ created_at: range, updated_at: range, closed_at: range }),
  fulfillment_filter: dict({ fulfillment_types: list(word), fulfillment_states: list(word) }),
  source_filter: dict({ source_names: list(text(255)) }),
  customer_filter: dict({ customer_ids: list(word) }),
});
const sort = dict({ sort_field: one('CREATED_AT', 'UPDATED_AT', 'CLOSED_AT'), sort_order: one('ASC', 'DESC') }, [
  'sort_field',
]);
export const checkSearchOrders = check(
  ajv.compile<OrderQuery>(
    dict(
      {
        location_ids: list(word, { minItems: 1, maxItems: 10 }),
        ...{ cursor: text(2000, 1), limit: { type: 'integer', minimum: 1, maximum: 1000 }, return_entries: flag },
        query: dict({ filter, sort }),
      },
      ['location_ids'],
    ),
  ),
);
