import { invalid, notFound } from '../errors.js';
import { uid } from '../ids.js';
import type { DiscountDraft, Draft, ServiceChargeDraft, TaxDraft } from '../money/draft.js';
import type { OrderDiscount, OrderServiceCharge, OrderTax } from '../wire/order.js';
import type { Catalog } from './catalog.js';
import type { Place } from './place.js';

/** A value that must be there. Throws 400. */
export function needed<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw invalid('MISSING_REQUIRED_PARAMETER', `${field.split('.').at(-1) ?? 'It'} is required.`, field);
}

interface Part {
  uid?: string | undefined;
  catalog_object_id?: string | undefined;
}

/** How a part and what it refers to are remembered together. */
export const referenceOf = ({ uid, catalog_object_id }: Part): string => `${uid ?? ''} ${catalog_object_id ?? ''}`;

/** Throws 404 where the catalog lacks what a part refers to. */
export function checkKnown(part: Part, data: object | undefined, { kept }: Place, field: string): void {
  const { catalog_object_id: id } = part;
  if (id === undefined || data !== undefined || kept?.has(referenceOf(part)) === true) return;
  throw notFound(`The catalog does not have the object ${id}, or it is of another type.`, `${field}.catalog_object_id`);
}

/** Fills in what the catalog says of a tax. Throws as `resolve` does. */
export function resolveTax(tax: OrderTax, place: Place, field: string): TaxDraft {
  const data = place.catalog.find(tax.catalog_object_id ?? '', 'TAX')?.tax_data;
  checkKnown(tax, data, place, field);
  return {
    ...{ ...tax, uid: tax.uid ?? uid(), name: needed(tax.name ?? data?.name, `${field}.name`) },
    percentage: needed(tax.percentage ?? data?.percentage, `${field}.percentage`),
    type: tax.type ?? data?.inclusion_type ?? 'ADDITIVE',
    scope: needed(tax.scope, `${field}.scope`),
  };
}

/** Fills in what the catalog says of a discount. Throws as `resolve` does. */
export function resolveDiscount(discount: OrderDiscount, place: Place, field: string): DiscountDraft {
  const known = place.catalog.find(discount.catalog_object_id ?? '', 'DISCOUNT')?.discount_data;
  checkKnown(discount, known, place, field);
  const data = known ?? {};
  const { percentage = data.percentage, amount_money = data.amount_money } = discount;
  checkOneOf(percentage, amount_money, field);
  const { type = data.discount_type ?? (percentage === undefined ? 'FIXED_AMOUNT' : 'FIXED_PERCENTAGE') } = discount;
  const name = needed(discount.name ?? data.name, `${field}.name`);
  const scope = needed(discount.scope, `${field}.scope`);
  return { ...discount, uid: discount.uid ?? uid(), name, percentage, amount_money, type, scope };
}

function checkOneOf(percentage: string | undefined, amount: object | undefined, field: string): void {
  if ((percentage === undefined) === (amount === undefined))
    throw invalid('CONFLICTING_PARAMETERS', 'Exactly one of percentage and amount_money is needed.', field);
}

/** Gives a service charge its usual values. Throws as `resolve` does. */
export function resolveServiceCharge(charge: OrderServiceCharge, place: Place, field: string): ServiceChargeDraft {
  checkKnown(charge, undefined, place, field);
  needed(charge.name, `${field}.name`);
  checkOneOf(charge.percentage, charge.amount_money, field);
  const calculation_phase = needed(charge.calculation_phase, `${field}.calculation_phase`);
  if (calculation_phase === 'TOTAL_PHASE' && charge.taxable === true)
    throw invalid('INVALID_VALUE', 'A charge of the TOTAL_PHASE cannot be taxable.', `${field}.taxable`);
  const apportioned = calculation_phase.startsWith('APPORTIONED');
  if (apportioned === (charge.treatment_type === 'LINE_ITEM_TREATMENT') && charge.treatment_type !== undefined)
    throw invalid('INVALID_VALUE', 'The treatment does not fit the phase.', `${field}.treatment_type`);
  return {
    ...{ ...charge, uid: charge.uid ?? uid(), calculation_phase, taxable: charge.taxable ?? false },
    treatment_type: charge.treatment_type ?? (apportioned ? 'APPORTIONED_TREATMENT' : 'LINE_ITEM_TREATMENT'),
    scope: charge.scope ?? 'ORDER',
    applied_taxes: charge.applied_taxes?.map((one) => ({ ...one, uid: one.uid ?? uid() })),
  };
}

/** Puts the taxes of the catalog's items on their lines. */
export function autoTaxed(draft: Draft, catalog: Catalog): Draft {
  const taxes = new Map((draft.taxes ?? []).map((tax) => [tax.uid, tax]));
  const line_items = draft.line_items?.map((line) => {
    const applied = [...(line.applied_taxes ?? [])];
    for (const tax of taxesOf(line.catalog_object_id, catalog)) {
      taxes.set(tax.uid, tax);
      if (!applied.some(({ tax_uid }) => tax_uid === tax.uid)) applied.push({ uid: uid(), tax_uid: tax.uid });
    }
    return { ...line, applied_taxes: applied };
  });
  return { ...draft, line_items, taxes: [...taxes.values()] };
}

/** The enabled taxes of a variation's item. */
function taxesOf(variation: string | undefined, catalog: Catalog): TaxDraft[] {
  const item = catalog.find(variation ?? '')?.item_variation_data?.item_id;
  const ids = catalog.find(item ?? '')?.item_data?.tax_ids ?? [];
  return ids.flatMap((id): TaxDraft[] => {
    const { name, percentage, inclusion_type = 'ADDITIVE', enabled } = catalog.find(id, 'TAX')?.tax_data ?? {};
    if (enabled === false || percentage === undefined) return [];
    const own = { uid: `auto-${id}`, catalog_object_id: id, name, percentage };
    return [{ ...own, type: inclusion_type, scope: 'LINE_ITEM', auto_applied: true }];
  });
}
