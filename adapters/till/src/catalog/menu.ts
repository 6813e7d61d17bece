import {
  Fault,
  type CatalogPart,
  type CatalogWarning,
  type Category as CoreCategory,
  type Modifier as CoreModifier,
  type ModifierGroup as CoreModifierGroup,
  type TaxRate,
} from '@poshub-bridge/core';
import { descriptionOf, headOf, modifierOf, productsOf, type Surroundings } from './offers.js';
import { Selections } from './selections.js';
import {
  isCategory,
  isModifier,
  isModifierGroup,
  isProduct,
  isTax,
  KINDS,
  type Category,
  type Entry,
  type Product,
  type Tax,
} from './wire-catalog.js';

const HIGHEST_RATE = 1_000_000;

/**
 * Turns the till's catalog into core's while it is read. Pages come in no order, so what stands for itself is given on at
 * once, and products, which point everywhere, after the last page.
 */
export class Menu {
  readonly #categories = new Map<string, Category>();
  readonly #products: Product[] = [];
  readonly #warnings: CatalogWarning[] = [];
  readonly #selections = new Selections(this.#warnings);
  readonly #around: Surroundings;

  /** @param soldOut the ids of the products, variants and modifiers that are out of stock */
  constructor(currency: string, soldOut: ReadonlySet<string>) {
    const [categories, selections, warnings] = [this.#categories, this.#selections, this.#warnings];
    this.#around = { currency, soldOut, categories, selections, warnings };
  }

  /** Takes a page in. @throws Fault `vendor.unreadable` for an entry of a known kind in another form */
  add(entries: readonly Entry[]): CatalogPart {
    const categories: CoreCategory[] = [];
    const modifiers: CoreModifier[] = [];
    const modifierGroups: CoreModifierGroup[] = [];
    const taxRates: TaxRate[] = [];
    for (const entry of entries) {
      if (isProduct(entry)) this.#products.push(entry);
      else if (isCategory(entry)) {
        this.#categories.set(entry.id, entry);
        const { position, hidden } = entry;
        categories.push({ ...headOf(entry), ...descriptionOf(entry), position, available: !hidden });
      } else if (isModifier(entry)) {
        this.#selections.addModifier(entry);
        modifiers.push(modifierOf(entry, this.#around));
      } else if (isModifierGroup(entry)) {
        this.#selections.addGroup(entry);
        const { min: minimum, max: maximum, modifier_ids, position } = entry;
        modifierGroups.push({ ...headOf(entry), position, minimum, maximum, modifiers: modifier_ids });
      } else if (isTax(entry)) taxRates.push(...this.#taxRate(entry));
      else this.#passOver(entry);
    }
    return { categories, modifiers, modifierGroups, taxRates, warnings: this.#warnings.splice(0) };
  }

  /** The products with their variants; to be asked for once, after the last page. */
  products(): CatalogPart {
    const products = this.#products.flatMap((product) => productsOf(product, this.#around));
    return { products, warnings: this.#warnings.splice(0) };
  }

  #taxRate({ id: ref, name, type, rate_ppm: millionths, inclusive }: Tax): readonly TaxRate[] {
    if (type === 'percentage' && millionths <= HIGHEST_RATE)
      return [{ ref, name, millionths, inclusive, isDefault: false }];
    this.#warnings.push({ ref, message: `is a tax of the type “${type}”, not a rate of up to 100 %, and is left out` });
    return [];
  }

  #passOver({ kind, id: ref }: Entry): void {
    if (KINDS.includes(kind)) throw new Fault('vendor.unreadable', { detail: `the ${kind} ${ref} has another form` });
    this.#warnings.push({ ref, message: `is a “${kind}”, which POS Hub can’t show, and is left out` });
  }
}
