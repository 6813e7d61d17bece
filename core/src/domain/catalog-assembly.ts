import type {
  Catalog,
  CatalogPart,
  CatalogWarning,
  Category,
  Choice,
  EntryRefs,
  Modifier,
  ModifierGroup,
  Product,
  Reference,
  Selection,
  TaxRate,
} from './catalog.js';
import { Fault } from './fault.js';
import type { CurrencyCode } from './money.js';

/** The dearest that POS Hub takes, in minor units. */
const HIGHEST_PRICE = 999_999_999;
/** The most choices of one modifier group that POS Hub takes. */
const MOST_CHOICES = 100;
/** Nesting beyond this is a circle in the till's data. */
const DEEPEST = 8;

const KINDS = ['categories', 'products', 'modifiers', 'modifierGroups', 'taxRates'] as const;

/** What a read came to. */
export interface Assembled {
  readonly catalog: Catalog;
  readonly warnings: readonly CatalogWarning[];
  /** Whether the till gave changes, and the rest is the catalog from before. */
  readonly changesOnly: boolean;
  /** What to ask the till with next time. */
  readonly mark?: string;
}

/**
 * Puts the parts of one read together, and makes whole what POS Hub would refuse: references that lead nowhere are left
 * out, limits are kept, each with a warning that names the entry.
 */
export class CatalogAssembly {
  readonly #categories = new Map<Reference, Category>();
  readonly #products = new Map<Reference, Product>();
  readonly #modifiers = new Map<Reference, Modifier>();
  readonly #groups = new Map<Reference, ModifierGroup>();
  readonly #taxRates = new Map<Reference, TaxRate>();
  readonly #warnings: CatalogWarning[] = [];
  readonly #gone: Required<{ [K in keyof EntryRefs]: Set<Reference> }> = {
    categories: new Set(),
    products: new Set(),
    modifiers: new Set(),
    modifierGroups: new Set(),
    taxRates: new Set(),
  };
  /** Selections of products, and lists of them, that need no mending: many products share theirs, and they stay shared. */
  readonly #sound = new Set<Selection | readonly Selection[]>();
  #hours: Catalog['hours'];
  #changesOnly = false;
  #mark: string | undefined;

  /** @param before the catalog that the till was asked for changes of */
  constructor(
    private readonly currency: CurrencyCode,
    private readonly before?: Catalog,
  ) {}

  /**
   * @throws Fault `catalog.incomplete` when a price is in another currency than the store's, or changes came to a
   *   catalog that is not known
   */
  add(part: CatalogPart): void {
    if (part.changesOnly === true && this.before === undefined)
      throw new Fault('catalog.incomplete', { detail: 'the till gave changes where all was asked for' });
    this.#changesOnly ||= part.changesOnly === true;
    this.#mark = part.mark ?? this.#mark;
    for (const kind of KINDS) for (const ref of part.removed?.[kind] ?? []) this.#gone[kind].add(ref);
    this.#warnings.push(...(part.warnings ?? []));
    this.#collect(this.#categories, part.categories);
    this.#collect(this.#taxRates, part.taxRates);
    this.#collect(this.#groups, part.modifierGroups);
    this.#collect(
      this.#modifiers,
      part.modifiers?.filter((modifier) => this.#isSellable('modifiers', modifier)),
    );
    this.#collect(
      this.#products,
      part.products?.filter((product) => this.#isSellable('products', product)),
    );
    if (part.hours !== undefined) this.#hours = part.hours;
  }

  /** The whole catalog, sorted by reference, so that two reads of the same store are equal. */
  finish(): Assembled {
    if (this.#changesOnly) this.#keepUnchanged();
    const modifierGroups = sorted(this.#groups).map((group) => this.#wholeGroup(group));
    const catalog: Catalog = {
      currency: this.currency,
      categories: sorted(this.#categories),
      products: sorted(this.#products).map((product) => this.#wholeProduct(product)),
      modifiers: sorted(this.#modifiers),
      modifierGroups,
      taxRates: sorted(this.#taxRates),
      ...(this.#hours === undefined ? {} : { hours: this.#hours }),
    };
    return {
      catalog,
      warnings: this.#warnings,
      changesOnly: this.#changesOnly,
      ...(this.#mark === undefined ? {} : { mark: this.#mark }),
    };
  }

  /** What a read of changes does not name stays, unless it is gone. What is named counts, also where it was gone. */
  #keepUnchanged(): void {
    if (this.before === undefined) return;
    const { categories, products, modifiers, modifierGroups, taxRates, hours } = this.before;
    const keep = <T extends { readonly ref: Reference }>(
      known: Map<Reference, T>,
      entries: readonly T[],
      gone: ReadonlySet<Reference>,
    ): void => {
      for (const entry of entries) if (!known.has(entry.ref) && !gone.has(entry.ref)) known.set(entry.ref, entry);
    };
    keep(this.#categories, categories, this.#gone.categories);
    keep(this.#products, products, this.#gone.products);
    keep(this.#modifiers, modifiers, this.#gone.modifiers);
    keep(this.#groups, modifierGroups, this.#gone.modifierGroups);
    keep(this.#taxRates, taxRates, this.#gone.taxRates);
    this.#hours ??= hours;
  }

  /** One entry may come twice, in two menus or on two pages; only a contradiction is worth a word. */
  #collect<T extends { readonly ref: Reference }>(known: Map<Reference, T>, entries: readonly T[] = []): void {
    for (const entry of entries) {
      const first = known.get(entry.ref);
      if (first === undefined) known.set(entry.ref, entry);
      else if (JSON.stringify(first) !== JSON.stringify(entry))
        this.#warn(entry.ref, 'came twice with different content; the first counts');
    }
  }

  #isSellable(kind: 'modifiers' | 'products', { ref, price, name }: Modifier | Product): boolean {
    if (price.currency !== this.currency)
      throw new Fault('catalog.incomplete', {
        detail: `${ref} is priced in ${price.currency}, the store’s currency is ${this.currency}`,
      });
    if (name.trim() === '') this.#warn(ref, 'has no name and is left out');
    else if (price.amount < 0 || price.amount > HIGHEST_PRICE)
      this.#warn(ref, 'has a price that POS Hub does not take and is left out');
    else return true;
    this.#gone[kind].add(ref);
    return false;
  }

  #wholeGroup(group: ModifierGroup): ModifierGroup {
    return {
      ...group,
      ...this.#limits(group.ref, group),
      modifiers: this.#existing(group.ref, 'modifier', group.modifiers, this.#modifiers),
    };
  }

  /** What gets no word stays as it came. */
  #wholeProduct(product: Product): Product {
    const words = this.#warnings.length;
    const { variantOf } = product;
    const isVariant = variantOf !== undefined && this.#exists(product.ref, 'product', variantOf, this.#products);
    const categories = this.#existing(product.ref, 'category', product.categories, this.#categories);
    const selections = this.#wholeSelections(product.ref, product.selections, 1);
    if (this.#warnings.length === words) return product;
    const { variantOf: _, ...rest } = product;
    return { ...rest, ...(isVariant ? { variantOf } : {}), categories, selections };
  }

  #wholeSelections(owner: Reference, selections: readonly Selection[], depth: number): readonly Selection[] {
    if (depth > DEEPEST) {
      if (selections.length > 0)
        this.#warn(owner, `nests modifier groups deeper than ${DEEPEST}; the rest is left out`);
      return [];
    }
    if (depth === 1 && this.#sound.has(selections)) return selections;
    const words = this.#warnings.length;
    const whole = selections
      .filter((selection) => this.#exists(owner, 'modifier group', selection.group, this.#groups))
      .map((selection) => this.#wholeSelection(owner, selection, depth));
    if (this.#warnings.length > words) return whole;
    if (depth === 1) this.#sound.add(selections);
    return selections;
  }

  #wholeSelection(owner: Reference, selection: Selection, depth: number): Selection {
    if (depth === 1 && this.#sound.has(selection)) return selection;
    const words = this.#warnings.length;
    const limits = this.#limits(owner, selection);
    const choices = selection.choices
      .filter((choice) => this.#exists(owner, 'modifier', choice.modifier, this.#modifiers))
      .map((choice): Choice =>
        choice.selections.length === 0
          ? choice
          : { ...choice, selections: this.#wholeSelections(owner, choice.selections, depth + 1) },
      );
    if (this.#warnings.length > words) return { ...selection, ...limits, choices };
    if (depth === 1) this.#sound.add(selection);
    return selection;
  }

  #limits(
    ref: Reference,
    { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  ): { minimum: number; maximum: number } {
    const most = Math.min(Math.max(maximum, minimum, 0), MOST_CHOICES);
    const least = Math.min(Math.max(minimum, 0), most);
    if (least !== minimum || most !== maximum)
      this.#warn(ref, `asks for ${minimum} to ${maximum} choices; ${least} to ${most} is sent`);
    return { minimum: least, maximum: most };
  }

  #existing(
    owner: Reference,
    what: string,
    refs: readonly Reference[],
    known: ReadonlyMap<Reference, unknown>,
  ): readonly Reference[] {
    return refs.filter((ref) => this.#exists(owner, what, ref, known));
  }

  #exists(owner: Reference, what: string, ref: Reference, known: ReadonlyMap<Reference, unknown>): boolean {
    const isKnown = known.has(ref);
    if (!isKnown) this.#warn(owner, `names the ${what} ${ref}, which the catalog does not have`);
    return isKnown;
  }

  #warn(ref: Reference, message: string): void {
    this.#warnings.push({ ref, message });
  }
}

function sorted<T extends { readonly ref: Reference }>(entries: ReadonlyMap<Reference, T>): readonly T[] {
  return [...entries.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
