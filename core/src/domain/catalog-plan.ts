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
    isEqual(before.hours, after.hours) &&
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
  const offers: OfferChange[] = [];
  let [inserted, updated] = [0, 0];
  for (const entry of after) {
    const earlier = known.get(entry.ref);
    if (earlier === undefined) inserted += 1;
    else if (!isEqual(earlier, entry, UNTOLD)) {
      updated += 1;
      const offer = move(earlier, entry);
      if (offer !== undefined) offers.push(offer);
    }
  }
  const deleted = before.length - (after.length - inserted);
  const unchanged = after.length - inserted - updated;
  const isSmall = inserted + deleted === 0 && offers.length === updated;
  return { inserted, updated, deleted, unchanged, offers, isSmall };
}

/** The single change between two forms of an offer, where nothing but stock and price moved. */
function moveOf(
  kind: OfferChange['kind'],
  before: Product | Modifier,
  after: Product | Modifier,
): OfferChange | undefined {
  if (!isEqual(before, after, MOVING)) return undefined;
  return {
    kind,
    ref: after.ref,
    ...(before.available === after.available ? {} : { available: after.available }),
    ...(before.price.amount === after.price.amount ? {} : { price: after.price }),
  };
}

/** What of an entry does not matter: a new version of the same content is no change. */
const UNTOLD: readonly string[] = ['version'];
/** What a single change can say. */
const MOVING: readonly string[] = [...UNTOLD, 'available', 'price'];
const NOTHING: readonly string[] = [];

/**
 * Whether two values have the same content, whatever the order of their keys; a field that is undefined is none. It looks
 * at every choice of every product, so it makes nothing anew.
 * @param apart the fields that may differ
 */
function isEqual(a: unknown, b: unknown, apart = NOTHING): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, at) => isEqual(one, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const key in a) if (!isEqual(a[key], b[key]) && !apart.includes(key)) return false;
  for (const key in b) if (!(key in a) && b[key] !== undefined && !apart.includes(key)) return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
