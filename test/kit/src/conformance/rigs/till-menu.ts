import { category, group, percentTax, product } from '../../till/seed/build.js';
import type { CatalogObject } from '../../till/wire.js';
import type { Key, Menu, MenuChange, MenuModifier, MenuProduct } from '../corpus/types.js';
import { Unable } from '../rig.js';

/** The ids are the keys, behind a letter that says the kind: a key may be longer than nothing, and hold what ids hold. */
const ID = { category: 'c', group: 'g', modifier: 'm', product: 'p', variant: 'v', tax: 't' } as const;

export function idOf(kind: keyof typeof ID, key: Key): string {
  return `${ID[kind]}.${key}`;
}

/** The key behind an id. */
export function keyOf(id: string): Key {
  return id.slice(2);
}

/** A menu as the till's catalog. @throws Unable */
export function objectsOf({ categories = [], groups = [], products, taxes = [] }: Menu): readonly CatalogObject[] {
  mustHold({ categories, groups, products });
  const objects = [
    ...taxes.map(({ key, name, millionths, inclusive }) => percentTax(idOf('tax', key), name, millionths, inclusive)),
    ...categories.map(({ key, name }, position) => category(idOf('category', key), name, position)),
    ...groups.flatMap(({ key, name, min, max, modifiers }) =>
      group(
        idOf('group', key),
        name,
        [min, max],
        modifiers.map((modifier) => [
          idOf('modifier', modifier.key),
          modifier.name,
          modifier.price,
          { modifier_group_ids: (modifier.groups ?? []).map((inner) => idOf('group', inner)) },
        ]),
      ),
    ),
    ...products.map((one) =>
      product(idOf('product', one.key), one.name, one.price ?? null, {
        description: one.description ?? '',
        hidden: one.hidden ?? false,
        category_ids: categoriesOf(one).map((key) => idOf('category', key)),
        modifier_groups: (one.groups ?? []).map((key) => ({ id: idOf('group', key), ...one.limits?.[key] })),
        image_url: one.image ?? null,
        variants: (one.variants ?? []).map((variant) => ({
          id: idOf('variant', variant.key),
          name: variant.name,
          price: variant.price,
        })),
      }),
    ),
  ];
  // A modifier may stand in several groups; it is one.
  return [...new Map(objects.map((object) => [object.id, object])).values()];
}

/** @throws Unable for what the till has no place for */
function mustHold({ categories = [], groups = [], products }: Menu): void {
  if (categories.some(({ parent }) => parent !== undefined)) throw new Unable('its categories stand side by side');
  if (products.some(({ prices }) => prices !== undefined)) throw new Unable('a modifier has one price');
  const named = [...products, ...groups.flatMap(({ modifiers }) => modifiers)];
  if (named.some(({ name }) => name === '')) throw new Unable('its names have a character at least');
}

function categoriesOf({ category: first, alsoIn = [] }: MenuProduct): readonly Key[] {
  return first === undefined ? alsoIn : [first, ...alsoIn];
}

/** What of a menu runs out or is back, by the till's ids. */
export function stockOf({
  groups = [],
  products,
}: Menu): readonly { readonly id: string; readonly available: boolean }[] {
  const item = (
    kind: keyof typeof ID,
    { key, available = true }: { readonly key: Key; readonly available?: boolean },
  ) => ({
    id: idOf(kind, key),
    available,
  });
  return [
    ...products.flatMap((one) => [item('product', one), ...(one.variants ?? []).map((form) => item('variant', form))]),
    ...groups.flatMap(({ modifiers }) => modifiers.map((one) => item('modifier', one))),
  ];
}

/** The menu after a change. @throws Unable for a key that it does not have */
export function changed(menu: Menu, change: MenuChange): Menu {
  if (change.type === 'add') return { ...menu, products: [...menu.products, change.product] };
  const { key } = change;
  if (change.type === 'remove') {
    if (!menu.products.some((one) => one.key === key)) throw new Unable(`only products can be removed, not ${key}`);
    return { ...menu, products: menu.products.filter((one) => one.key !== key) };
  }
  const edit = <T extends MenuProduct | MenuModifier>(one: T): T =>
    one.key === key ? { ...one, ...editOf(change) } : one;
  return {
    ...menu,
    products: menu.products.map((one) => ({
      ...edit(one),
      ...(one.variants === undefined ? {} : { variants: one.variants.map((form) => edit(form)) }),
    })),
    groups: (menu.groups ?? []).map((one) => ({ ...one, modifiers: one.modifiers.map((modifier) => edit(modifier)) })),
  };
}

function editOf(
  change: Exclude<MenuChange, { type: 'add' | 'remove' }>,
): { readonly price: number } | { readonly name: string } | { readonly available: boolean } {
  switch (change.type) {
    case 'price':
      return { price: change.price };
    case 'rename':
      return { name: change.name };
    case 'stock':
      return { available: change.available };
  }
}
