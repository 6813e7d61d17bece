import { invalid } from '../errors.js';
import { uid } from '../ids.js';
import type {
  DiscountDraft,
  Draft,
  FulfillmentDraft,
  LineDraft,
  ModifierDraft,
  ServiceChargeDraft,
  TaxDraft,
} from '../money/draft.js';
import type { Fulfillment, LineItem, Money, OrderModifier, SentOrder } from '../wire/order.js';
import type { ModifierData, VariationData } from '../wire/catalog.js';
import type { Place } from './place.js';
import {
  autoTaxed,
  checkKnown,
  needed,
  referenceOf,
  resolveDiscount,
  resolveServiceCharge,
  resolveTax,
} from './adjustments.js';

/** The references of a kept order. */
export function referencesOf({ line_items = [], taxes = [], discounts = [] }: Draft): Set<string> {
  const parts = [...line_items, ...line_items.flatMap(({ modifiers = [] }) => modifiers), ...taxes, ...discounts];
  return new Set(parts.map(referenceOf));
}

/**
 * Makes of a sent order one to keep: each part gets its uid, each reference to the catalog its name and price. Throws
 * 404 for what the catalog doesn't have and 400 for what doesn't fit together. Doing it again changes nothing.
 */
export function resolve(sent: SentOrder, place: Place): Draft {
  checkCurrency(sent, place.location.currency);
  const field = (list: string, index: number): string => `order.${list}[${index}]`;
  const lines = sent.line_items?.map((line, index): LineDraft => resolveLine(line, place, field('line_items', index)));
  const draft: Draft = {
    ...sent,
    line_items: lines,
    taxes: sent.taxes?.map((tax, index): TaxDraft => resolveTax(tax, place, field('taxes', index))),
    discounts: sent.discounts?.map((discount, index): DiscountDraft =>
      resolveDiscount(discount, place, field('discounts', index)),
    ),
    service_charges: sent.service_charges?.map((charge, index): ServiceChargeDraft =>
      resolveServiceCharge(charge, place, field('service_charges', index)),
    ),
    fulfillments: sent.fulfillments?.map((one, index): FulfillmentDraft =>
      resolveFulfillment(one, field('fulfillments', index)),
    ),
  };
  const taxed = sent.pricing_options?.auto_apply_taxes === true ? autoTaxed(draft, place.catalog) : draft;
  checkUids(taxed);
  return taxed;
}

/** All money is in the location's currency. */
function checkCurrency(value: unknown, currency: string, path = 'order'): void {
  if (typeof value !== 'object' || value === null) return;
  if ('amount' in value && 'currency' in value && value.currency !== currency)
    throw invalid('INVALID_VALUE', `Expected the currency ${currency}.`, `${path}.currency`);
  for (const [key, own] of Object.entries(value))
    checkCurrency(own, currency, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
}

function resolveLine(line: LineItem, place: Place, field: string): LineDraft {
  const { name, base_price_money, variation_name } = productOf(line, place, field);
  return {
    ...line,
    uid: line.uid ?? uid(),
    name,
    variation_name,
    base_price_money,
    item_type:
      line.item_type ?? (line.catalog_object_id === undefined && line.name === undefined ? 'CUSTOM_AMOUNT' : 'ITEM'),
    modifiers: line.modifiers?.map((modifier, index) =>
      resolveModifier(modifier, place, `${field}.modifiers[${index}]`),
    ),
    applied_taxes: line.applied_taxes?.map((one) => ({ ...one, uid: one.uid ?? uid() })),
    applied_discounts: line.applied_discounts?.map((one) => ({ ...one, uid: one.uid ?? uid() })),
    applied_service_charges: line.applied_service_charges?.map((one) => ({ ...one, uid: one.uid ?? uid() })),
  };
}

function productOf(line: LineItem, place: Place, field: string): Product {
  const { catalog_object_id: id, name, base_price_money, variation_name } = line;
  const data = place.catalog.find(id ?? '', 'ITEM_VARIATION')?.item_variation_data;
  checkKnown(line, data, place, field);
  return {
    name: name ?? place.catalog.find(data?.item_id ?? '')?.item_data?.name,
    variation_name: variation_name ?? data?.name,
    base_price_money: needed(base_price_money ?? priceOf(data, place), `${field}.base_price_money`),
  };
}

interface Product {
  name: string | undefined;
  variation_name: string | undefined;
  base_price_money: Money;
}

/** What the catalog wants for it at the location. */
function priceOf(data: VariationData | ModifierData | undefined, { location }: Place): Money | undefined {
  const own = data?.location_overrides?.find(({ location_id }) => location_id === location.id);
  return own?.price_money ?? data?.price_money;
}

function resolveModifier(modifier: OrderModifier, place: Place, field: string): ModifierDraft {
  const { catalog_object_id: id, base_price_money } = modifier;
  const data = place.catalog.find(id ?? '', 'MODIFIER')?.modifier_data;
  checkKnown(modifier, data, place, field);
  const free = data ? { amount: 0, currency: place.location.currency } : undefined;
  return {
    ...{ ...modifier, uid: modifier.uid ?? uid(), quantity: modifier.quantity ?? '1' },
    name: needed(modifier.name ?? data?.name, `${field}.name`),
    base_price_money: needed(base_price_money ?? priceOf(data, place) ?? free, `${field}.base_price_money`),
  };
}

const DETAILS = {
  PICKUP: 'pickup_details',
  SHIPMENT: 'shipment_details',
  DELIVERY: 'delivery_details',
} as const;

function resolveFulfillment(fulfillment: Fulfillment, field: string): FulfillmentDraft {
  const { type } = fulfillment;
  if (type === undefined) throw invalid('MISSING_REQUIRED_PARAMETER', 'A fulfillment needs a type.', `${field}.type`);
  const details = fulfillment[DETAILS[type]];
  const at = `${field}.${DETAILS[type]}`;
  if (details === undefined) throw invalid('MISSING_REQUIRED_PARAMETER', 'The details are missing.', at);
  for (const [other, key] of Object.entries(DETAILS))
    if (other !== type && fulfillment[key] !== undefined)
      throw invalid('CONFLICTING_PARAMETERS', `A fulfillment of the type ${type} has no ${key}.`, `${field}.${key}`);
  const { display_name, customer_id } = details.recipient ?? {};
  if (display_name === undefined && customer_id === undefined)
    throw invalid('MISSING_REQUIRED_PARAMETER', 'A recipient needs a name.', `${at}.recipient.display_name`);
  if (type === 'PICKUP' && details.schedule_type !== 'ASAP' && details.pickup_at === undefined)
    throw invalid('MISSING_REQUIRED_PARAMETER', 'pickup_at is required unless it is ASAP.', `${at}.pickup_at`);
  return { ...fulfillment, type, uid: fulfillment.uid ?? uid(), state: fulfillment.state ?? 'PROPOSED' };
}

/** A uid stands once in its list, and what refers to one finds it. */
function checkUids(draft: Draft): void {
  const parts = { line_items: draft.line_items, taxes: draft.taxes, discounts: draft.discounts };
  for (const [name, list] of Object.entries({ ...parts, service_charges: draft.service_charges })) {
    const uids = (list ?? []).map((one) => one.uid);
    const twice = uids.findIndex((one, index) => uids.indexOf(one) !== index);
    if (twice >= 0) throw invalid('INVALID_VALUE', 'The uid is used twice.', `order.${name}[${twice}].uid`);
  }
  for (const [index, line] of (draft.line_items ?? []).entries()) {
    const refer = (list: string, key: string, uids: string[], known: { uid: string }[] = []): void => {
      const wrong = uids.findIndex((one) => !known.some((part) => part.uid === one));
      if (wrong >= 0)
        throw invalid('INVALID_VALUE', 'There is no such uid.', `order.line_items[${index}].${list}[${wrong}].${key}`);
    };
    refer(
      'applied_taxes',
      'tax_uid',
      (line.applied_taxes ?? []).map((one) => one.tax_uid),
      draft.taxes,
    );
    refer(
      'applied_discounts',
      'discount_uid',
      (line.applied_discounts ?? []).map((one) => one.discount_uid),
      draft.discounts,
    );
    const charges = (line.applied_service_charges ?? []).map((one) => one.service_charge_uid);
    refer('applied_service_charges', 'service_charge_uid', charges, draft.service_charges);
  }
}
