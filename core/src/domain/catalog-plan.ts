import type { Catalog, Modifier, Product, Reference } from './catalog.js';
import type { Money } from './money.js';

/** What a sync would change at POS Hub. */
export interface CatalogPlan {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** The share of the known products that would go: 0 to 1. */
  readonly removedShare: number;
  /** The single changes that say it all, where nothing but stock and prices moved; otherwise an import is needed. */
  readonly offers?: readonly OfferChange[];
}

/** A change of what can be ordered, small enough for a call of its own. */
export interface OfferChange {
  readonly kind: 'product' | 'modifier';
  readonly ref: Reference;
  readonly available?: boolean;
  readonly price?: Money;
}

/** Whether a plan changes nothing. */
export function isIdle(plan: CatalogPlan): boolean {
  return plan.offers?.length === 0;
}

/** Compares the catalog that POS Hub was last given with the one that the till has now. */
export function planSync(before: Catalog | undefined, after: Catalog): CatalogPlan {
  const old = before ?? NO_CATALOG;
  const parts = [
    compare(old.products, after.products, (a, b) => moveOf('product', a, b)),
    compare(old.modifiers, after.modifiers, (a, b) => moveOf('modifier', a, b)),
    compare(old.categories, after.categories),
    compare(old.modifierGroups, after.modifierGroups),
    compare(old.taxRates, after.taxRates),
  ];
  const total = (count: (part: Comparison) => number): number => parts.reduce((sum, part) => sum + count(part), 0);
  const isSmall =
    before !== undefined &&
    before.currency === after.currency &&
    canonical(before.hours) === canonical(after.hours) &&
    parts.every((part) => part.isSmall);
  return {
    inserted: total((part) => part.inserted),
    updated: total((part) => part.updated),
    deleted: total((part) => part.deleted),
    unchanged: total((part) => part.unchanged),
    removedShare: old.products.length === 0 ? 0 : (parts[0]?.deleted ?? 0) / old.products.length,
    ...(isSmall ? { offers: parts.flatMap((part) => part.offers) } : {}),
  };
}

const NO_CATALOG: Omit<Catalog, 'currency'> = {
  categories: [],
  products: [],
  modifiers: [],
  modifierGroups: [],
  taxRates: [],
};

interface Comparison {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly offers: readonly OfferChange[];
  /** Whether the offers say all that changed. */
  readonly isSmall: boolean;
}

function compare<T extends { readonly ref: Reference }>(
  before: readonly T[],
  after: readonly T[],
  move: (a: T, b: T) => OfferChange | undefined = () => undefined,
): Comparison {
  const known = new Map(before.map((entry) => [entry.ref, entry]));
  const pairs = after.map((entry) => ({ entry, earlier: known.get(entry.ref) }));
  const inserted = pairs.filter((pair) => pair.earlier === undefined).length;
  const deleted = before.length - (after.length - inserted);
  const moves = pairs.flatMap(({ entry, earlier }) =>
    earlier === undefined || contentOf(earlier) === contentOf(entry) ? [] : [move(earlier, entry)],
  );
  const offers = moves.filter((offer) => offer !== undefined);
  return {
    inserted,
    updated: moves.length,
    deleted,
    unchanged: after.length - inserted - moves.length,
    offers,
    isSmall: inserted + deleted === 0 && offers.length === moves.length,
  };
}

/** The single change between two forms of an offer, where nothing but stock and price moved. */
function moveOf<T extends Product | Modifier>(kind: OfferChange['kind'], before: T, after: T): OfferChange | undefined {
  const samePrice = before.price.amount === after.price.amount;
  const rest = { ...after, available: before.available, price: before.price };
  if (contentOf(before) !== contentOf(rest)) return undefined;
  return {
    kind,
    ref: after.ref,
    ...(before.available === after.available ? {} : { available: after.available }),
    ...(samePrice ? {} : { price: after.price }),
  };
}

/** What of an entry matters: a new version of the same content is no change. */
function contentOf(entry: object): string | undefined {
  return canonical({ ...entry, version: undefined });
}

/** JSON with sorted keys: the same text for the same content. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
