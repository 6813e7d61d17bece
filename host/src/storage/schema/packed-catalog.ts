import { Fault, type Catalog, type Product, type Selection } from '@poshub-bridge/core';

/**
 * A catalog as it is stored: each selection, and each list of selections, stands there once, and products name theirs by
 * its place. Thousands of products share a few, so the text is a fraction of what it would be, and what is read from it
 * shares them again.
 */
export interface PackedCatalog extends Omit<Catalog, 'products'> {
  readonly selections: readonly Selection[];
  /** The places of the selections of each list. */
  readonly lists: readonly (readonly number[])[];
  readonly products: readonly PackedProduct[];
}

/** `selections` is the place of its list. */
interface PackedProduct extends Omit<Product, 'selections'> {
  readonly selections: number;
}

export function packed(catalog: Catalog): PackedCatalog {
  const selections = new Distinct<Selection>();
  const lists = new Distinct<readonly number[]>();
  const known = new Map<readonly Selection[], number>();
  const placeOf = (list: readonly Selection[]): number => {
    const place = known.get(list) ?? lists.placeOf(list.map((selection) => selections.placeOf(selection)));
    known.set(list, place);
    return place;
  };
  const products = catalog.products.map((product) => ({ ...product, selections: placeOf(product.selections) }));
  return { ...catalog, products, selections: selections.all, lists: lists.all };
}

/** @throws Fault `storage.unavailable` where a product names what is not there */
export function unpacked({ selections, lists, products, ...rest }: PackedCatalog): Catalog {
  const whole = lists.map((places) => places.map((place) => at(selections, place)));
  return { ...rest, products: products.map((product) => ({ ...product, selections: at(whole, product.selections) })) };
}

function at<T>(values: readonly T[], place: number): T {
  const value = values[place];
  if (value === undefined) throw new Fault('storage.unavailable', { detail: 'a stored catalog is not whole' });
  return value;
}

/** Values, each of the same content once. */
class Distinct<T extends object> {
  readonly all: T[] = [];
  readonly #places = new Map<T, number>();
  readonly #byContent = new Map<string, number>();

  placeOf(value: T): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const content = JSON.stringify(value);
    const place = this.#byContent.get(content) ?? this.all.push(value) - 1;
    this.#byContent.set(content, place);
    this.#places.set(value, place);
    return place;
  }
}
