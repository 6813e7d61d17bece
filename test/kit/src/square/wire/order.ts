/* The shapes of orders as the API has them. A key that is `undefined` is left out of an answer. */

export interface Money {
  /** Minor units. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

export type OrderState = 'OPEN' | 'COMPLETED' | 'CANCELED' | 'DRAFT';
export type FulfillmentType = 'PICKUP' | 'SHIPMENT' | 'DELIVERY';
export type FulfillmentState = 'PROPOSED' | 'RESERVED' | 'PREPARED' | 'COMPLETED' | 'CANCELED' | 'FAILED';
export type Metadata = Record<string, string>;

interface Named {
  uid?: string | undefined;
  catalog_object_id?: string | undefined;
  catalog_version?: number | undefined;
  name?: string | undefined;
  metadata?: Metadata | undefined;
}

export interface Applied {
  uid?: string | undefined;
  /** Computed. */
  applied_money?: Money | undefined;
}
export interface AppliedTax extends Applied {
  tax_uid: string;
}
export interface AppliedDiscount extends Applied {
  discount_uid: string;
}
export interface AppliedServiceCharge extends Applied {
  service_charge_uid: string;
}

export interface OrderModifier extends Named {
  quantity?: string | undefined;
  base_price_money?: Money | undefined;
  /** Computed: the price times the modifier's and the line's quantity. */
  total_price_money?: Money | undefined;
}

export interface LineItem extends Named {
  quantity: string;
  variation_name?: string | undefined;
  note?: string | undefined;
  item_type?: 'ITEM' | 'CUSTOM_AMOUNT' | 'GIFT_CARD' | undefined;
  base_price_money?: Money | undefined;
  modifiers?: OrderModifier[] | undefined;
  applied_taxes?: AppliedTax[] | undefined;
  applied_discounts?: AppliedDiscount[] | undefined;
  applied_service_charges?: AppliedServiceCharge[] | undefined;
  /* The rest is computed. */
  variation_total_price_money?: Money | undefined;
  gross_sales_money?: Money | undefined;
  total_tax_money?: Money | undefined;
  total_discount_money?: Money | undefined;
  total_service_charge_money?: Money | undefined;
  total_money?: Money | undefined;
}

export interface OrderTax extends Named {
  type?: 'ADDITIVE' | 'INCLUSIVE' | undefined;
  /** Percent, as in "20.0". */
  percentage?: string | undefined;
  scope?: 'ORDER' | 'LINE_ITEM' | undefined;
  applied_money?: Money | undefined;
  auto_applied?: boolean | undefined;
}

export interface OrderDiscount extends Named {
  type?: 'FIXED_PERCENTAGE' | 'FIXED_AMOUNT' | 'VARIABLE_PERCENTAGE' | 'VARIABLE_AMOUNT' | undefined;
  percentage?: string | undefined;
  amount_money?: Money | undefined;
  scope?: 'ORDER' | 'LINE_ITEM' | undefined;
  applied_money?: Money | undefined;
}

export type CalculationPhase =
  'SUBTOTAL_PHASE' | 'TOTAL_PHASE' | 'APPORTIONED_PERCENTAGE_PHASE' | 'APPORTIONED_AMOUNT_PHASE';

export interface OrderServiceCharge extends Named {
  percentage?: string | undefined;
  amount_money?: Money | undefined;
  calculation_phase?: CalculationPhase | undefined;
  taxable?: boolean | undefined;
  treatment_type?: 'LINE_ITEM_TREATMENT' | 'APPORTIONED_TREATMENT' | undefined;
  scope?: 'LINE_ITEM' | 'ORDER' | undefined;
  applied_taxes?: AppliedTax[] | undefined;
  applied_money?: Money | undefined;
  total_money?: Money | undefined;
  total_tax_money?: Money | undefined;
  type?: 'CUSTOM' | undefined;
}

export interface Recipient {
  customer_id?: string | undefined;
  display_name?: string | undefined;
  email_address?: string | undefined;
  phone_number?: string | undefined;
  address?: Record<string, string> | undefined;
}

/** What the three kinds of details have in common; each kind has more keys that are only kept. */
export interface FulfillmentDetails {
  recipient?: Recipient | undefined;
  schedule_type?: 'SCHEDULED' | 'ASAP' | undefined;
  pickup_at?: string | undefined;
  deliver_at?: string | undefined;
  prep_time_duration?: string | undefined;
  note?: string | undefined;
  shipping_note?: string | undefined;
  dropoff_notes?: string | undefined;
  cancel_reason?: string | undefined;
  [more: string]: unknown;
}

export interface Fulfillment {
  uid?: string | undefined;
  type?: FulfillmentType | undefined;
  state?: FulfillmentState | undefined;
  metadata?: Metadata | undefined;
  pickup_details?: FulfillmentDetails | undefined;
  shipment_details?: FulfillmentDetails | undefined;
  delivery_details?: FulfillmentDetails | undefined;
}

/** An order as a client sends it; `version` and `state` only matter in an update. */
export interface SentOrder {
  location_id: string;
  reference_id?: string | undefined;
  source?: { name?: string | undefined } | undefined;
  customer_id?: string | undefined;
  ticket_name?: string | undefined;
  line_items?: LineItem[] | undefined;
  taxes?: OrderTax[] | undefined;
  discounts?: OrderDiscount[] | undefined;
  service_charges?: OrderServiceCharge[] | undefined;
  fulfillments?: Fulfillment[] | undefined;
  metadata?: Metadata | undefined;
  pricing_options?: { auto_apply_taxes?: boolean | undefined; auto_apply_discounts?: boolean | undefined } | undefined;
  state?: OrderState | undefined;
  version?: number | undefined;
}

export interface Tender {
  id: string;
  location_id: string;
  transaction_id: string;
  created_at: string;
  note?: string | undefined;
  /** With the tip. */
  amount_money: Money;
  tip_money?: Money | undefined;
  type: 'CASH' | 'OTHER';
  cash_details?: { buyer_tendered_money: Money; change_back_money: Money } | undefined;
  payment_id: string;
}

export interface Amounts {
  total_money: Money;
  tax_money: Money;
  discount_money: Money;
  tip_money: Money;
  service_charge_money: Money;
}

export interface OrderRefund {
  id: string;
  location_id: string;
  transaction_id: string;
  tender_id: string;
  created_at: string;
  reason: string;
  amount_money: Money;
  status: 'APPROVED';
}

/** An order as it is answered. */
export interface Order extends SentOrder {
  id?: string | undefined;
  created_at?: string | undefined;
  updated_at?: string | undefined;
  closed_at?: string | undefined;
  total_money: Money;
  total_tax_money: Money;
  total_discount_money: Money;
  total_tip_money: Money;
  total_service_charge_money: Money;
  net_amounts: Amounts;
  net_amount_due_money: Money;
  tenders?: Tender[] | undefined;
  refunds?: OrderRefund[] | undefined;
  returns?: { uid: string; source_order_id: string; return_amounts: Amounts }[] | undefined;
  return_amounts?: Amounts | undefined;
}
