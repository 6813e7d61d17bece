import type { Money, Product } from '@poshub-bridge/core';
import { versionOf, type ModifierLists, type Place } from './modifier-lists.js';
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
  /** References that an earlier form of the item may have had, and this one has not. */
  readonly absent: readonly string[];
  /** When something that is sold out until then can be ordered again; milliseconds since 1970. */
  readonly until?: number;
}

interface Form {
  readonly variation: Variation;
  readonly price: Money;
  readonly available: boolean;
}

/**
 * An item of a location. What can be ordered is a variation, so an item with one variation is known by the variation's id;
 * one with several is a product with variants, and its own id is never ordered.
 */
export function offerOf(item: Item, menu: Menu): Offered {
  const { item_data: data, id } = item;
  const variations = data.variations ?? [];
  const every = [id, ...variations.map((variation) => variation.id)];
  const forms = isOffered(item, menu) ? variations.flatMap((variation) => formOf(item, variation, menu)) : [];
  const products = productsOf(item, forms, menu);
  const refs = new Set(products.map(({ ref }) => ref));
  const ends = variations.flatMap((variation) => soldOutUntil(variation, menu) ?? []);
  return {
    products,
    absent: every.filter((ref) => !refs.has(ref)),
    ...(ends.length === 0 ? {} : { until: Math.min(...ends) }),
  };
}

function isOffered(item: Item, { location, warnings }: Menu): boolean {
  const { product_type, is_archived } = item.item_data;
  if (is_archived === true || !isPresent(item, location)) return false;
  if (KINDS.includes(product_type ?? 'REGULAR')) return true;
  warnings.push({ ref: item.id, message: `is of the kind ${product_type ?? ''}, no food or goods, and is left out` });
  return false;
}

function formOf({ item_data }: Item, variation: Variation, menu: Menu): readonly Form[] {
  const { id: ref, item_variation_data: data } = variation;
  const { location, warnings } = menu;
  if (!isPresent(variation, location) || data.sellable === false) return [];
  const leave = (why: string): readonly Form[] => {
    const name = [item_data.name, data.name].filter((part) => part !== undefined && part !== null).join(' ');
    warnings.push({ ref, message: `“${name}” ${why}, and is left out` });
    return [];
  };
  if (typeof data.measurement_unit_id === 'string') return leave('is sold by measure, which POS Hub can’t do');
  const here = overrideAt(data.location_overrides, location);
  const isVariable = (here?.pricing_type ?? data.pricing_type) === 'VARIABLE_PRICING';
  const price = moneyOf(here?.price_money) ?? moneyOf(data.price_money);
  if (isVariable || price === undefined) return leave('has no fixed price');
  if (price.currency !== menu.currency) return leave(`has no price in ${menu.currency}`);
  const isOut = here?.sold_out === true && !hasPassed(here.sold_out_valid_until, menu.now);
  return [{ variation, price, available: !isOut }];
}

function productsOf(item: Item, forms: readonly Form[], menu: Menu): readonly Product[] {
  const { item_data: data, id } = item;
  const [first, ...others] = forms;
  if (first === undefined) return [];
  const { images, kitchens, lists, warnings } = menu;
  const description = data.description_plaintext || data.description || '';
  const food = data.food_and_beverage_details;
  const categories = categoriesOf(item).filter((category) => !kitchens.has(category));
  const selections = lists.selections(data.modifier_list_info ?? []);
  const shared = {
    ...(description === '' ? {} : { description }),
    ...(data.is_alcoholic === true ? { containsAlcohol: true } : {}),
    ...(food ? { nutrition: nutritionOf(id, food, warnings) } : {}),
  };
  const own = data.image_ids ?? [];
  const imageOf = (ids: readonly (string | null | undefined)[]): Pick<Product, 'imageUrl'> => {
    const imageUrl = ids.map((one) => images.get(one ?? '')).find((url) => url !== undefined);
    return imageUrl === undefined ? {} : { imageUrl };
  };
  // What all have comes before what some have: the other way round, such objects are slow to make, and large.
  const product = (
    name: string,
    one: Item | Variation,
    { price, available }: Pick<Form, 'price' | 'available'>,
    ids: readonly (string | null | undefined)[],
  ): Product => ({
    ref: one.id,
    name,
    price,
    available,
    categories,
    selections,
    ...versionOf(one),
    ...shared,
    ...imageOf(ids),
  });
  const formed = (name: string, form: Form): Product =>
    product(name, form.variation, form, [...(form.variation.item_variation_data.image_ids ?? []), ...own]);
  const name = data.name ?? '';
  if (others.length === 0 && (data.variations ?? []).length === 1) return [formed(name, first)];
  const variants = forms.map((form, position): Product => {
    const { name: size, ordinal } = form.variation.item_variation_data;
    return { position: ordinal ?? position, variantOf: id, ...formed(`${name} ${size ?? ''}`.trim(), form) };
  });
  const cheapest = forms.reduce((least, { price }) => (price.amount < least.amount ? price : least), first.price);
  const available = forms.some((form) => form.available);
  return [product(name, item, { price: cheapest, available }, own), ...variants];
}

/** `category_id` is what items had before they could be in several. */
export function categoriesOf({ item_data: { categories, category_id } }: Item): readonly string[] {
  const ids = (categories ?? []).flatMap((category) => category.id ?? []);
  return ids.length === 0 && category_id ? [category_id] : [...new Set(ids)];
}

function soldOutUntil({ item_variation_data: data }: Variation, { location, now }: Menu): number | undefined {
  const here = overrideAt(data.location_overrides, location);
  if (here?.sold_out !== true || !here.sold_out_valid_until) return undefined;
  return hasPassed(here.sold_out_valid_until, now) ? undefined : Date.parse(here.sold_out_valid_until);
}

function hasPassed(time: string | null | undefined, now: number): boolean {
  return typeof time === 'string' && Date.parse(time) <= now;
}
