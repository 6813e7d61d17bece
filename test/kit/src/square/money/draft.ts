import type {
  AppliedDiscount,
  AppliedServiceCharge,
  AppliedTax,
  CalculationPhase,
  Fulfillment,
  FulfillmentState,
  FulfillmentType,
  LineItem,
  Money,
  OrderDiscount,
  OrderModifier,
  OrderServiceCharge,
  OrderTax,
  SentOrder,
} from '../wire/order.js';

/* An order as it is kept: each part has its uid, and what the catalog says is filled in. Amounts are not computed yet. */

export interface ModifierDraft extends OrderModifier {
  uid: string;
  quantity: string;
  base_price_money: Money;
}
export interface LineDraft extends LineItem {
  uid: string;
  base_price_money: Money;
  modifiers?: ModifierDraft[] | undefined;
  applied_taxes?: (AppliedTax & { uid: string })[] | undefined;
  applied_discounts?: (AppliedDiscount & { uid: string })[] | undefined;
  applied_service_charges?: (AppliedServiceCharge & { uid: string })[] | undefined;
}
export interface TaxDraft extends OrderTax {
  uid: string;
  type: 'ADDITIVE' | 'INCLUSIVE';
  percentage: string;
  scope: 'ORDER' | 'LINE_ITEM';
}
export interface DiscountDraft extends OrderDiscount {
  uid: string;
  scope: 'ORDER' | 'LINE_ITEM';
}
export interface ServiceChargeDraft extends OrderServiceCharge {
  uid: string;
  calculation_phase: CalculationPhase;
  applied_taxes?: (AppliedTax & { uid: string })[] | undefined;
}
export interface FulfillmentDraft extends Fulfillment {
  uid: string;
  type: FulfillmentType;
  state: FulfillmentState;
}

export interface Draft extends SentOrder {
  line_items?: LineDraft[] | undefined;
  taxes?: TaxDraft[] | undefined;
  discounts?: DiscountDraft[] | undefined;
  service_charges?: ServiceChargeDraft[] | undefined;
  fulfillments?: FulfillmentDraft[] | undefined;
}
