import type { Category, Modifier, ModifierGroup, Product, Tax } from '../wire.js';

/* Short forms to write sample catalogs with: what a line doesn't say has its usual value. */

type Rest<T> = Partial<Omit<T, 'kind' | 'id' | 'name' | 'version'>>;

export const category = (id: string, name: string, position: number, rest: Rest<Category> = {}): Category => ({
  ...{ kind: 'category', id, name, position, description: '', hidden: false, hours: [], version: 0 },
  ...rest,
});

export const percentTax = (id: string, name: string, ratePpm: number, inclusive: boolean): Tax => ({
  ...{ kind: 'tax', id, name, type: 'percentage', rate_ppm: ratePpm, amount: 0, inclusive, version: 0 },
});

export const fixedTax = (id: string, name: string, amount: number): Tax => ({
  ...{ kind: 'tax', id, name, type: 'fixed', rate_ppm: 0, amount, inclusive: false, version: 0 },
});

/** A group with its modifiers, which are written `[id, name, price, rest]`. */
export function group(
  id: string,
  name: string,
  [min, max]: [number, number],
  modifiers: [id: string, name: string, price: number, rest?: Rest<Modifier>][],
): (ModifierGroup | Modifier)[] {
  return [
    {
      kind: 'modifier_group',
      id,
      name,
      min,
      max,
      modifier_ids: modifiers.map(([own]) => own),
      position: 0,
      version: 0,
    },
    ...modifiers.map(([own, label, price, rest], position): Modifier => ({
      ...{ kind: 'modifier', id: own, name: label, price, position, version: 0 },
      ...{ modifier_group_ids: [], allergens: [], alcohol: false },
      ...rest,
    })),
  ];
}

export const product = (id: string, name: string, price: number | null, rest: Rest<Product>): Product => ({
  ...{ kind: 'product', id, name, price, description: '', variants: [], category_ids: [], modifier_groups: [] },
  ...{ tax_ids: [], allergens: [], dietary: [], calories: null, alcohol: false, hidden: false, image_url: null },
  ...{ position: 0, version: 0 },
  ...rest,
});
