import type {
  Catalog,
  CatalogPart,
  CatalogWarning,
  Category,
  Choice,
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
  #hours: Catalog['hours'];

  constructor(private readonly currency: CurrencyCode) {}

  /** @throws Fault `catalog.incomplete` when a price is in another currency than the store's */
  add(part: CatalogPart): void {
    this.#warnings.push(...(part.warnings ?? []));
    this.#collect(this.#categories, part.categories);
    this.#collect(this.#taxRates, part.taxRates);
    this.#collect(this.#groups, part.modifierGroups);
    this.#collect(
      this.#modifiers,
      part.modifiers?.filter((modifier) => this.#isSellable(modifier)),
    );
    this.#collect(
      this.#products,
      part.products?.filter((product) => this.#isSellable(product)),
    );
    if (part.hours !== undefined) this.#hours = part.hours;
  }

  /** The whole catalog, sorted by reference, so that two reads of the same store are equal. */
  finish(): { readonly catalog: Catalog; readonly warnings: readonly CatalogWarning[] } {
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
    return { catalog, warnings: this.#warnings };
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

  #isSellable({ ref, price, name }: Modifier | Product): boolean {
    if (price.currency !== this.currency)
      throw new Fault('catalog.incomplete', {
        detail: `${ref} is priced in ${price.currency}, the store’s currency is ${this.currency}`,
      });
    if (name.trim() === '') this.#warn(ref, 'has no name and is left out');
    else if (price.amount < 0 || price.amount > HIGHEST_PRICE)
      this.#warn(ref, 'has a price that POS Hub does not take and is left out');
    else return true;
    return false;
  }

  #wholeGroup(group: ModifierGroup): ModifierGroup {
    return {
      ...group,
      ...this.#limits(group.ref, group),
      modifiers: this.#existing(group.ref, 'modifier', group.modifiers, this.#modifiers),
    };
  }

  #wholeProduct(product: Product): Product {
    const { variantOf, ...rest } = product;
    const parent = variantOf === undefined ? [] : this.#existing(product.ref, 'product', [variantOf], this.#products);
    return {
      ...rest,
      ...(parent[0] === undefined ? {} : { variantOf: parent[0] }),
      categories: this.#existing(product.ref, 'category', product.categories, this.#categories),
      selections: this.#wholeSelections(product.ref, product.selections, 1),
    };
  }

  #wholeSelections(owner: Reference, selections: readonly Selection[], depth: number): readonly Selection[] {
    if (depth > DEEPEST) {
      if (selections.length > 0)
        this.#warn(owner, `nests modifier groups deeper than ${DEEPEST}; the rest is left out`);
      return [];
    }
    return selections
      .filter((selection) => this.#existing(owner, 'modifier group', [selection.group], this.#groups).length > 0)
      .map((selection) => ({
        ...selection,
        ...this.#limits(owner, selection),
        choices: selection.choices
          .filter((choice) => this.#existing(owner, 'modifier', [choice.modifier], this.#modifiers).length > 0)
          .map((choice): Choice => ({
            ...choice,
            selections: this.#wholeSelections(owner, choice.selections, depth + 1),
          })),
      }));
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
    return refs.filter((ref) => {
      if (!known.has(ref)) this.#warn(owner, `names the ${what} ${ref}, which the catalog does not have`);
      return known.has(ref);
    });
  }

  #warn(ref: Reference, message: string): void {
    this.#warnings.push({ ref, message });
  }
}

function sorted<T extends { readonly ref: Reference }>(entries: ReadonlyMap<Reference, T>): readonly T[] {
  return [...entries.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
