import type { Catalog, Category, Modifier, ModifierGroup, Product, Reference, Selection, TaxRate } from './catalog.js';
import { keepsOrder } from './catalog-order.js';
import type { Money } from './money.js';

/** What a sync would change at POS Hub. */
export interface CatalogPlan {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
  /**
   * The largest share of the known entries of a kind that would go: 0 to 1. Products count however few they are, other
   * kinds where at least ten of their entries would go.
   */
  readonly removedShare: number;
  /** The kind that it is of. */
  readonly removedKind: GuardedKind;
  /**
   * The single changes that say it all, where nothing but stock and prices moved; otherwise an import is needed, as it is
   * for the price of a modifier that stands in a group.
   */
  readonly offers?: readonly OfferChange[];
}

/** The kinds of entries that a sync may not remove many of. */
export const GUARDED_KINDS = ['products', 'categories', 'modifiers', 'modifierGroups'] as const;
export type GuardedKind = (typeof GUARDED_KINDS)[number];

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

/** The same plan as an import of everything, for a POS Hub that may have something else than it was last given. */
export function asImport({ offers: _offers, ...plan }: CatalogPlan): CatalogPlan {
  return plan;
}

/** Compares the catalog that POS Hub was last given with the one that the till has now. */
export function planSync(before: Catalog | undefined, after: Catalog): CatalogPlan {
  const old = before ?? NO_CATALOG;
  const kinds = {
    products: compare(old.products, after.products, productEquality(), (a, b) => moveOf('product', a, b)),
    modifiers: compare(old.modifiers, after.modifiers, areModifiersEqual, (a, b) => moveOf('modifier', a, b)),
    categories: compare(old.categories, after.categories, areEntriesEqual, cannotMove),
    modifierGroups: compare(old.modifierGroups, after.modifierGroups, areEntriesEqual, cannotMove),
    taxRates: compare(old.taxRates, after.taxRates, areEntriesEqual, cannotMove),
  };
  const parts = Object.values(kinds);
  const total = (count: (part: Comparison) => number): number => parts.reduce((sum, part) => sum + count(part), 0);
  const isSmall =
    before !== undefined &&
    before.currency === after.currency &&
    isEqual(before.hours, after.hours) &&
    parts.every((part) => part.isSmall) &&
    !hasGroupedPrice(kinds.modifiers.offers, after);
  return {
    inserted: total((part) => part.inserted),
    updated: total((part) => part.updated),
    deleted: total((part) => part.deleted),
    unchanged: total((part) => part.unchanged),
    ...removalOf(old, kinds),
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

/** A change of the menu takes a few entries of the other kinds with it, which may be all that there are. */
const FEW_ENTRIES = 10;

/** The largest part of what is known that would go; of two that are as large, the one of the kind that counts more. */
function removalOf(
  old: Pick<Catalog, GuardedKind>,
  kinds: Readonly<Record<GuardedKind, Comparison>>,
): Pick<CatalogPlan, 'removedShare' | 'removedKind'> {
  let [removedShare, removedKind]: [number, GuardedKind] = [0, 'products'];
  for (const kind of GUARDED_KINDS) {
    const { deleted } = kinds[kind];
    if (deleted === 0 || (kind !== 'products' && deleted < FEW_ENTRIES)) continue;
    const share = deleted / old[kind].length;
    if (share > removedShare) [removedShare, removedKind] = [share, kind];
  }
  return { removedShare, removedKind };
}

/** Whether a price moved that modifier groups repeat: a single change would leave theirs as it was. */
function hasGroupedPrice(offers: readonly OfferChange[], { modifierGroups }: Catalog): boolean {
  const dearer = new Set(offers.filter(({ price }) => price !== undefined).map(({ ref }) => ref));
  return dearer.size > 0 && modifierGroups.some(({ modifiers }) => modifiers.some((ref) => dearer.has(ref)));
}

interface Comparison {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly offers: readonly OfferChange[];
  /** Whether the offers say all that changed. */
  readonly isSmall: boolean;
}

/**
 * @param isSame whether two forms of an entry have the same content, but for what `move` tells
 * @param move the single change between two such forms
 */
function compare<T extends { readonly ref: Reference; readonly position?: number }>(
  before: readonly T[],
  after: readonly T[],
  isSame: (a: T, b: T) => boolean,
  move: (a: T, b: T) => OfferChange | undefined,
): Comparison {
  const find = finder(before);
  let isInOrder: boolean | undefined;
  const isOnlyShifted = (a: T, b: T): boolean =>
    a.position !== b.position &&
    move(a, b) === undefined &&
    isSame({ ...a, position: b.position }, b) &&
    (isInOrder ??= keepsOrder(before, after));
  const offers: OfferChange[] = [];
  let [inserted, updated, shifted] = [0, 0, 0];
  for (const [place, entry] of after.entries()) {
    const earlier = find(entry.ref, place);
    if (earlier === undefined) inserted += 1;
    else if (isOnlyShifted(earlier, entry)) shifted += 1;
    else if (!isSame(earlier, entry)) updated += 1;
    else {
      const offer = move(earlier, entry);
      if (offer !== undefined) offers.push(offer);
    }
  }
  const deleted = before.length - (after.length - inserted);
  // Where nothing came or went, another position was given on purpose.
  if (inserted + deleted === 0) updated += shifted;
  const isSmall = inserted + deleted + updated === 0;
  updated += offers.length;
  const unchanged = after.length - inserted - updated;
  return { inserted, updated, deleted, unchanged, offers, isSmall };
}

/** Finds entries by their reference: in the same place, where most are, or by an index that is made when it is needed. */
function finder<T extends { readonly ref: Reference }>(
  entries: readonly T[],
): (ref: Reference, place: number) => T | undefined {
  let index: ReadonlyMap<Reference, T> | undefined;
  return (ref, place) => {
    const there = entries[place];
    if (there?.ref === ref) return there;
    index ??= new Map(entries.map((entry) => [entry.ref, entry]));
    return index.get(ref);
  };
}

/** The single change between two forms of an offer of which nothing but stock and price moved. */
function moveOf(
  kind: OfferChange['kind'],
  before: Product | Modifier,
  { ref, available, price }: Product | Modifier,
): OfferChange | undefined {
  const isMoved = before.available !== available;
  const isDearer = before.price.amount !== price.amount || before.price.currency !== price.currency;
  if (!isMoved && !isDearer) return undefined;
  return { kind, ref, ...(isMoved ? { available } : {}), ...(isDearer ? { price } : {}) };
}

const cannotMove = (): undefined => undefined;

/* A new version of the same content is no change. There are tens of thousands of products: their fields are compared one
   by one, which takes a fifth of the time that a comparison of whatever fields there are takes. */

function areEntriesEqual(a: Category | ModifierGroup | TaxRate, b: Category | ModifierGroup | TaxRate): boolean {
  return isEqual({ ...a, version: undefined }, { ...b, version: undefined });
}

function areModifiersEqual(a: Modifier, b: Modifier): boolean {
  return (
    a.name === b.name &&
    a.description === b.description &&
    a.position === b.position &&
    a.imageUrl === b.imageUrl &&
    a.containsAlcohol === b.containsAlcohol &&
    a.containsTobacco === b.containsTobacco &&
    isEqual(a.nutrition, b.nutrition)
  );
}

/** Looks at a list of selections once: thousands of products share a few of them. */
function productEquality(): (a: Product, b: Product) => boolean {
  const seen = new Map<readonly Selection[], { readonly other: readonly Selection[]; readonly equal: boolean }>();
  const areSelectionsEqual = (a: readonly Selection[], b: readonly Selection[]): boolean => {
    const last = seen.get(a);
    if (last?.other === b) return last.equal;
    const equal = isEqual(a, b);
    seen.set(a, { other: b, equal });
    return equal;
  };
  return (a, b) =>
    areModifiersEqual(a, b) &&
    a.variantOf === b.variantOf &&
    isEqual(a.categories, b.categories) &&
    areSelectionsEqual(a.selections, b.selections) &&
    isEqual(a.hours, b.hours);
}

/** Whether two values have the same content, whatever the order of their keys; a field that is undefined is none. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, at) => isEqual(one, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const key in a) if (!isEqual(a[key], b[key])) return false;
  for (const key in b) if (!(key in a) && b[key] !== undefined) return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
