import { category, image, item, modifierList, tax, uses, variation } from '../../square/seed/build.js';
import type { CatalogObject } from '../../square/wire/catalog.js';
import type { Key, Menu, MenuGroup, MenuProduct } from '../corpus/types.js';
import { Unable } from '../rig.js';

/** The ids are the keys, behind a letter that says the kind. */
const ID = { category: 'C', item: 'I', variation: 'V', list: 'L', modifier: 'M', image: 'P', tax: 'T' } as const;

export function idOf(kind: keyof typeof ID, key: Key): string {
  return `${ID[kind]}-${key}`;
}

/** The key behind the id of a variation or modifier. */
export function keyOf(id: string): Key {
  return id.slice(2);
}

/** A menu as Square's catalog. Square knows no groups within groups: the inner ones are offered beside. */
export function objectsOf(
  { categories = [], groups = [], products, taxes = [] }: Menu,
  currency: string,
): CatalogObject[] {
  return [
    ...taxes.map(({ key, name, millionths, inclusive }) =>
      tax(idOf('tax', key), name, String(millionths / 10_000), {
        inclusion_type: inclusive ? 'INCLUSIVE' : 'ADDITIVE',
      }),
    ),
    ...products.flatMap(({ key, image: url }) =>
      url === undefined ? [] : [{ ...image(idOf('image', key), key), image_data: { name: key, url } }],
    ),
    ...categories.map(({ key, name, parent }) =>
      category(
        idOf('category', key),
        name,
        parent === undefined ? {} : { is_top_level: false, parent_category: { id: idOf('category', parent) } },
      ),
    ),
    ...groups.map(({ key, name, min, max, modifiers }) =>
      modifierList(
        idOf('list', key),
        name,
        [min, max],
        modifiers.map((one) => [
          idOf('modifier', one.key),
          one.name,
          undefined,
          { price_money: { amount: one.price, currency } },
        ]),
        { allow_quantities: true },
      ),
    ),
    ...products.map((product) => itemOf(product, groups, currency)),
  ];
}

export function itemOf(product: MenuProduct, groups: readonly MenuGroup[], currency: string): CatalogObject {
  const { key, name, price, variants, hidden = false } = product;
  if (hidden) throw new Unable('what is hidden at one place is archived everywhere');
  if (price !== undefined && variants !== undefined) throw new Unable('what has variations has no price of its own');
  if (product.prices !== undefined) throw new Unable('a modifier has one price');
  const forms = (variants ?? [{ key, name: 'Regular', price: price ?? 0 }]).map((form) =>
    variation(idOf('variation', form.key), form.name, form.price, { price_money: { amount: form.price, currency } }),
  );
  return item(idOf('item', key), name, forms, {
    ...(product.description === undefined ? {} : { description: product.description }),
    categories: categoriesOf(product).map((one) => ({ id: idOf('category', one) })),
    ...(product.image === undefined ? {} : { image_ids: [idOf('image', key)] }),
    modifier_list_info: reachable(product.groups ?? [], groups).map((group) => {
      const { min, max } = product.limits?.[group] ?? {};
      return uses(idOf('list', group), min, max);
    }),
  });
}

function categoriesOf({ category: first, alsoIn = [] }: MenuProduct): readonly Key[] {
  return first === undefined ? alsoIn : [first, ...alsoIn];
}

/** Groups with those that open below them, each once. */
function reachable(keys: readonly Key[], groups: readonly MenuGroup[], known = new Set<Key>()): readonly Key[] {
  for (const key of keys) {
    if (known.has(key)) continue;
    known.add(key);
    const inner = groups.find((group) => group.key === key)?.modifiers.flatMap((one) => one.groups ?? []);
    reachable(inner ?? [], groups, known);
  }
  return [...known];
}

/** What of a menu is sold out or back when a key is, by Square's ids: an item's variations, a variation, a modifier. */
export function soldAs({ products, groups = [] }: Menu, key: Key): readonly string[] {
  const product = products.find((one) => one.key === key);
  if (product !== undefined) return (product.variants ?? [product]).map((form) => idOf('variation', form.key));
  if (products.some(({ variants = [] }) => variants.some((form) => form.key === key))) return [idOf('variation', key)];
  if (groups.some(({ modifiers }) => modifiers.some((one) => one.key === key))) return [idOf('modifier', key)];
  throw new Unable(`nothing is called ${key}`);
}

/** Everything of a menu that is sold out from the start. */
export function soldOut({ products, groups = [] }: Menu): readonly Key[] {
  const all = [
    ...products,
    ...products.flatMap(({ variants = [] }) => variants),
    ...groups.flatMap(({ modifiers }) => modifiers),
  ];
  return all.filter(({ available = true }) => !available).map(({ key }) => key);
}
