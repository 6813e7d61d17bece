import {
  money,
  type CatalogWarning,
  type Modifier as CoreModifier,
  type Product as CoreProduct,
} from '@poshub-bridge/core';
import { variantRef } from '../references.js';
import { openingsOf } from './hours.js';
import { nutritionOf } from './nutrition.js';
import type { Selections } from './selections.js';
import type { Category, Head, Modifier, Product, Sellable } from './wire-catalog.js';

/** What of the rest of the catalog is needed to say what a product is. */
export interface Surroundings {
  readonly currency: string;
  /** The ids of the products, variants and modifiers that are out of stock. */
  readonly soldOut: ReadonlySet<string>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly selections: Selections;
  /** Where to note what can't be said. */
  readonly warnings: CatalogWarning[];
}

export function modifierOf(modifier: Modifier, around: Surroundings): CoreModifier {
  return {
    ...sellable(modifier, around),
    price: money(modifier.price, around.currency),
    available: !around.soldOut.has(modifier.id),
  };
}

/**
 * A product, then its variants, which are sold in its stead. A product that is out takes its variants with it. A hidden
 * one can be sold, but is not to be offered.
 */
export function productsOf(product: Product, around: Surroundings): readonly CoreProduct[] {
  const { id, name, price, variants, image_url: imageUrl } = product;
  const lowest = price ?? Math.min(...variants.map((variant) => variant.price));
  if (!Number.isFinite(lowest)) {
    around.warnings.push({ ref: id, message: 'has neither a price nor variants and is left out' });
    return [];
  }
  const { currency, soldOut, selections } = around;
  const isOffered = !product.hidden && !soldOut.has(id);
  const shared = {
    ...sellable(product, around),
    ...descriptionOf(product),
    ...(imageUrl === null ? {} : { imageUrl }),
    categories: product.category_ids,
    selections: selections.of(product.modifier_groups),
    ...hoursOf(product, around.categories),
  };
  const forms = variants.map((variant, position): CoreProduct => ({
    ...shared,
    ref: variantRef(id, variant.id),
    name: `${name} ${variant.name}`,
    position,
    variantOf: id,
    price: money(variant.price, currency),
    available: isOffered && !soldOut.has(variant.id),
  }));
  // Without a price of its own it is as cheap as its cheapest variant, and there as long as one of them is.
  const available = price === null ? forms.some((form) => form.available) : isOffered;
  return [{ ...shared, price: money(lowest, currency), available }, ...forms];
}

/** What every entry has. */
export function headOf({ id, name, version }: Head): Pick<Required<CoreProduct>, 'ref' | 'name' | 'version'> {
  return { ref: id, name, version: String(version) };
}

export function descriptionOf({ description }: Category | Product): Pick<CoreProduct, 'description'> {
  return description === '' ? {} : { description };
}

function sellable(entry: Sellable, { warnings }: Surroundings): Omit<CoreModifier, 'price' | 'available'> {
  const { position, alcohol: containsAlcohol } = entry;
  return { ...headOf(entry), position, containsAlcohol, nutrition: nutritionOf(entry, warnings) };
}

/** The till keeps hours with categories, core with products: one that is in several is sold when any of them is. */
function hoursOf({ category_ids }: Product, known: Surroundings['categories']): Pick<CoreProduct, 'hours'> {
  const categories = category_ids.flatMap((id) => known.get(id) ?? []);
  if (categories.length === 0 || categories.some(({ hours }) => hours.length === 0)) return {};
  return { hours: openingsOf(categories.flatMap(({ hours }) => hours)) };
}
