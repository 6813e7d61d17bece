import type { Money, Product } from '@poshub-bridge/core';
import { sooner } from './mark.js';
import type { ModifierLists, Place } from './modifier-lists.js';
import { nutritionOf } from './nutrition.js';
import { isPresent, moneyOf, overrideAt } from './presence.js';
import type { Item, Variation } from './wire-catalog.js';

/** What is sold as food is; other kinds (vouchers, appointments, events) can't be cooked. */
const KINDS: readonly string[] = ['REGULAR', 'FOOD_AND_BEV'];

export interface Menu extends Place {
  readonly lists: ModifierLists;
  readonly now: number;
}

/** An item as POS Hub shows it. */
export interface Offered {
  readonly products: readonly Product[];
  /** When something that is sold out until then can be ordered again; milliseconds since 1970. */
  readonly until?: number;
}

interface Form {
  readonly variation: Variation;
  readonly price: Money;
  readonly available: boolean;
}

/** What an item and its variations have in common. */
interface Shared extends Pick<Product, 'categories' | 'selections' | 'description' | 'containsAlcohol' | 'nutrition'> {
  readonly imageUrl: string | undefined;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/* A catalog may have tens of thousands of these. So no functions are made for a single one, and nothing is copied. */

/**
 * An item of a location. What can be ordered is a variation, so an item with one variation is known by the variation's id;
 * one with several is a product with variants, and its own id is never ordered.
 */
export function offerOf(item: Item, menu: Menu): Offered {
  const isShown = isOffered(item, menu);
  const forms: Form[] = [];
  let until: number | undefined;
  for (const variation of item.item_data.variations ?? []) {
    until = sooner(until, soldOutUntil(variation, menu));
    const form = isShown ? formOf(item, variation, menu) : undefined;
    if (form !== undefined) forms.push(form);
  }
  const products = productsOf(item, forms, menu);
  return until === undefined ? { products } : { products, until };
}

/** References that an earlier form of an item may have had, and this one has not. */
export function absentOf({ id, item_data: data }: Item, { products }: Offered): readonly string[] {
  const refs = new Set(products.map(({ ref }) => ref));
  return [id, ...(data.variations ?? []).map((variation) => variation.id)].filter((ref) => !refs.has(ref));
}

function isOffered(item: Item, { location, warnings }: Menu): boolean {
  const { product_type, is_archived } = item.item_data;
  if (is_archived === true || !isPresent(item, location)) return false;
  if (KINDS.includes(product_type ?? 'REGULAR')) return true;
  warnings.push({ ref: item.id, message: `is of the kind ${product_type ?? ''}, no food or goods, and is left out` });
  return false;
}

/** A variation that can be ordered at the location. */
function formOf(item: Item, variation: Variation, menu: Menu): Form | undefined {
  const { item_variation_data: data } = variation;
  if (!isPresent(variation, menu.location) || data.sellable === false) return undefined;
  if (typeof data.measurement_unit_id === 'string')
    return leaveOut(item, variation, menu, 'is sold by measure, which POS Hub can’t do');
  const here = overrideAt(data.location_overrides, menu.location);
  const isVariable = (here?.pricing_type ?? data.pricing_type) === 'VARIABLE_PRICING';
  const price = moneyOf(here?.price_money) ?? moneyOf(data.price_money);
  if (isVariable || price === undefined) return leaveOut(item, variation, menu, 'has no fixed price');
  if (price.currency !== menu.currency) return leaveOut(item, variation, menu, `has no price in ${menu.currency}`);
  const isOut = here?.sold_out === true && !hasPassed(here.sold_out_valid_until, menu.now);
  return { variation, price, available: !isOut };
}

function leaveOut(item: Item, variation: Variation, { warnings }: Menu, why: string): Form | undefined {
  const { id: ref, item_variation_data: data } = variation;
  const name = [item.item_data.name, data.name].filter((part) => part !== undefined && part !== null).join(' ');
  warnings.push({ ref, message: `“${name}” ${why}, and is left out` });
  return undefined;
}

function productsOf(item: Item, forms: readonly Form[], menu: Menu): readonly Product[] {
  const [first, ...others] = forms;
  if (first === undefined) return [];
  const shared = sharedOf(item, menu);
  const name = item.item_data.name ?? '';
  if (others.length === 0 && item.item_data.variations?.length === 1) return [formProduct(name, first, shared, menu)];
  const products: Product[] = [product(name, item, overall(first, others), shared)];
  for (const [position, form] of forms.entries()) {
    const { name: size, ordinal } = form.variation.item_variation_data;
    const variant = formProduct(`${name} ${size ?? ''}`.trim(), form, shared, menu);
    variant.position = ordinal ?? position;
    variant.variantOf = item.id;
    products.push(variant);
  }
  return products;
}

/** Of several forms: the lowest price, and whether any can be ordered. */
function overall(first: Form, others: readonly Form[]): Pick<Form, 'price' | 'available'> {
  let { price, available } = first;
  for (const form of others) {
    if (form.price.amount < price.amount) ({ price } = form);
    available ||= form.available;
  }
  return { price, available };
}

function sharedOf(item: Item, { images, kitchens, lists, warnings }: Menu): Shared {
  const { item_data: data } = item;
  const { food_and_beverage_details: food } = data;
  const description = data.description_plaintext || data.description || '';
  const shared: Draft<Shared> = {
    categories: categoriesOf(item).filter((category) => !kitchens.has(category)),
    selections: lists.selections(data.modifier_list_info ?? []),
    imageUrl: imageOf(data.image_ids, images),
  };
  if (description !== '') shared.description = description;
  if (data.is_alcoholic === true) shared.containsAlcohol = true;
  if (food) shared.nutrition = nutritionOf(item.id, food, warnings);
  return shared;
}

function formProduct(name: string, form: Form, shared: Shared, { images }: Menu): Draft<Product> {
  return product(name, form.variation, form, shared, imageOf(form.variation.item_variation_data.image_ids, images));
}

/** What all products have comes first, and what some have is set afterwards: copied together, it took three times as long. */
function product(
  name: string,
  one: Item | Variation,
  { price, available }: Pick<Form, 'price' | 'available'>,
  { categories, selections, description, containsAlcohol, nutrition, imageUrl }: Shared,
  ownImageUrl: string | undefined = imageUrl,
): Draft<Product> {
  const made: Draft<Product> = { ref: one.id, name, price, available, categories, selections };
  if (typeof one.version === 'number') made.version = String(one.version);
  if (description !== undefined) made.description = description;
  if (containsAlcohol !== undefined) made.containsAlcohol = containsAlcohol;
  if (nutrition !== undefined) made.nutrition = nutrition;
  if (ownImageUrl !== undefined) made.imageUrl = ownImageUrl;
  return made;
}

/** The first of these images whose address is known. */
function imageOf(ids: Item['item_data']['image_ids'], images: Menu['images']): string | undefined {
  for (const id of ids ?? []) {
    const url = images.get(id);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** `category_id` is what items had before they could be in several. */
export function categoriesOf({ item_data: { categories, category_id } }: Item): readonly string[] {
  const ids = (categories ?? []).flatMap((category) => category.id ?? []);
  if (ids.length === 0) return category_id ? [category_id] : [];
  return ids.length === 1 ? ids : [...new Set(ids)];
}

function soldOutUntil({ item_variation_data: data }: Variation, { location, now }: Menu): number | undefined {
  const here = overrideAt(data.location_overrides, location);
  if (here?.sold_out !== true || !here.sold_out_valid_until) return undefined;
  return hasPassed(here.sold_out_valid_until, now) ? undefined : Date.parse(here.sold_out_valid_until);
}

function hasPassed(time: string | null | undefined, now: number): boolean {
  return typeof time === 'string' && Date.parse(time) <= now;
}
