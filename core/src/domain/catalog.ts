import type { CurrencyCode, Money } from './money.js';
import type { Opening } from './time.js';

/** The id by which the till knows a thing (POS Hub: posReference). Opaque, compared exactly. */
export type Reference = string;

/** The allergens that POS Hub can show; `none` says that the item is known to be free of all. */
export const ALLERGENS = [
  'none',
  'gluten',
  'cereal-unspecified',
  'cereal-wheat',
  'cereal-rye',
  'cereal-barley',
  'cereal-oats',
  'cereal-spelt',
  'cereal-kamut',
  'crustaceans',
  'eggs',
  'fish',
  'peanuts',
  'soybeans',
  'milk',
  'nuts-unspecified',
  'nuts-almonds',
  'nuts-hazelnuts',
  'nuts-walnuts',
  'nuts-cashews',
  'nuts-pecan',
  'nuts-brazil',
  'nuts-pistachio',
  'nuts-macadamia',
  'nuts-queensland',
  'celery',
  'mustard',
  'sesame-seeds',
  'sulphur-dioxide-sulphites',
  'lupin',
  'molluscs',
] as const;
export type Allergen = (typeof ALLERGENS)[number];

/** What a guest may need to know of what they eat. */
export interface Nutrition {
  readonly allergens?: readonly Allergen[];
  readonly diet?: 'vegan' | 'vegetarian';
  readonly spiciness?: 'mild' | 'medium' | 'hot' | 'very-hot';
  /** Energy in kilocalories: the same number twice, or a range. */
  readonly calories?: { readonly from: number; readonly to: number };
}

/** What categories, products, modifiers and modifier groups have in common. */
interface Entry {
  readonly ref: Reference;
  readonly name: string;
  readonly description?: string;
  /** The order of display among its kind, lowest first. */
  readonly position?: number;
  /** The vendor's version of the entry, any text that changes when the entry does. */
  readonly version?: string;
}

/** What can be bought: what products and modifiers have in common. */
interface Offer extends Entry {
  /** 0 or more, below 10,000,000.00 in a currency of two digits. */
  readonly price: Money;
  /** Whether it can be ordered now: false when out of stock or hidden. */
  readonly available: boolean;
  readonly imageUrl?: string;
  readonly containsAlcohol?: boolean;
  readonly containsTobacco?: boolean;
  readonly nutrition?: Nutrition;
}

export interface Category extends Entry {
  readonly available: boolean;
  readonly imageUrl?: string;
}

/** One thing that a guest may choose from a modifier group: an extra, a size, "no onions". */
export type Modifier = Offer;

/** A question to the guest with its choices. */
export interface ModifierGroup extends Entry {
  /** How many choices at least; 0 makes it optional. */
  readonly minimum: number;
  /** How many at most; 0 to 100. */
  readonly maximum: number;
  readonly modifiers: readonly Reference[];
}

/** A modifier group as it applies to one product (or, nested, to one modifier): its own limits, prices and choices. */
export interface Selection {
  readonly group: Reference;
  readonly minimum: number;
  readonly maximum: number;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly modifier: Reference;
  /** Where it differs from the modifier's own price. */
  readonly price?: Money;
  /** The groups that open when this modifier is chosen. */
  readonly selections: readonly Selection[];
}

export interface Product extends Offer {
  /** A variant is one form of a product (a size) that is ordered in its stead; it names that product. */
  readonly variantOf?: Reference;
  readonly categories: readonly Reference[];
  readonly selections: readonly Selection[];
  /** When it is sold; always, where absent. */
  readonly hours?: readonly Opening[];
}

export interface TaxRate {
  readonly ref: Reference;
  readonly name: string;
  /** In millionths: 200000 is 20 %. 0 to 1,000,000. */
  readonly millionths: number;
  /** Whether prices contain it (VAT) or it is added on top (sales tax). */
  readonly inclusive: boolean;
  readonly isDefault: boolean;
}

/** What the till says of a store. */
export interface Store {
  readonly ref: Reference;
  readonly name: string;
  /** Where the till does not say it, POS Hub's location does. */
  readonly currency?: CurrencyCode;
  /** IANA name: `Europe/London`. Where the till does not say it, POS Hub's location does. */
  readonly timezone?: string;
  /** One line, to tell two stores apart. */
  readonly address?: string;
}

/** Everything that a store sells, with what POS Hub shows of the store beside it. */
export interface Catalog {
  readonly currency: CurrencyCode;
  readonly categories: readonly Category[];
  readonly products: readonly Product[];
  readonly modifiers: readonly Modifier[];
  readonly modifierGroups: readonly ModifierGroup[];
  readonly taxRates: readonly TaxRate[];
  /** Opening hours; not known where absent. */
  readonly hours?: readonly Opening[];
}

/** The references of entries by their kind: the same reference may stand for a product and a modifier. */
export interface EntryRefs {
  readonly categories?: readonly Reference[];
  readonly products?: readonly Reference[];
  readonly modifiers?: readonly Reference[];
  readonly modifierGroups?: readonly Reference[];
  readonly taxRates?: readonly Reference[];
}

/** A piece of a catalog as an adapter reads it; the pieces of one read may come in any order and number. */
export interface CatalogPart {
  readonly categories?: readonly Category[];
  readonly products?: readonly Product[];
  readonly modifiers?: readonly Modifier[];
  readonly modifierGroups?: readonly ModifierGroup[];
  readonly taxRates?: readonly TaxRate[];
  readonly hours?: readonly Opening[];
  /** What of the till's catalog can't be shown in POS Hub, with the entry that it is about: never a silent loss. */
  readonly warnings?: readonly CatalogWarning[];
  /** This read gives what changed since the mark it was asked with; what it does not name stays as it was. */
  readonly changesOnly?: true;
  /** What is gone since then. */
  readonly removed?: EntryRefs;
  /** What to ask with next time, at most 1,000 characters; the last one counts. */
  readonly mark?: string;
}

export interface CatalogWarning {
  readonly ref: Reference;
  readonly message: string;
}
