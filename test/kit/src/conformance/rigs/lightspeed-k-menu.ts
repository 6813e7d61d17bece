import { deal, group, item, modifier, selection } from '../../lightspeed-k/seed/build.js';
import type { Catalog, Group, Item } from '../../lightspeed-k/wire/menu.js';
import type { Key, Menu, MenuGroup, MenuModifier, MenuProduct } from '../corpus/types.js';
import { Unable } from '../rig.js';

/** The SKUs of items for charges, which are on no menu. */
export const CHARGES = { delivery: 'DELIVERY-FEE', service: 'SERVICE', other: 'CHARGE' } as const;
/** The code of the discount whose amount an order says. */
export const DISCOUNT = 'MANUAL';

const SKU = 25;
const FREE = { tax: { description: 'No tax', percentage: 0, included: true } };
const CUSTOM = { pricing: 'CUSTOMIZED_ITEM_PRICE_WILL_BE_POSTIVE', customName: true } as const;

/** SKUs are the keys; one that is too long for an SKU gets a number in the place of its end. */
export class Skus {
  readonly #skus = new Map<Key, string>();
  readonly #keys = new Map<string, Key>();

  of(key: Key): string {
    const known = this.#skus.get(key);
    if (known !== undefined) return known;
    const sku = key.length <= SKU ? key : `${key.slice(0, SKU - 8)}~${String(this.#skus.size).padStart(7, '0')}`;
    this.#skus.set(key, sku);
    this.#keys.set(sku, key);
    return sku;
  }

  key(sku: string): Key | undefined {
    return this.#keys.get(sku);
  }
}

/**
 * A menu as Lightspeed's catalog. Its modifiers have no groups, but the parts of a combo have: what asks for choices with
 * choices is a combo, and groups that are still deeper are offered beside.
 * @throws Unable
 */
export function catalogOf(menu: Menu, skus: Skus, location: number): Catalog {
  const { groups = [], products, taxes = [] } = menu;
  if (taxes.length > 0) throw new Unable('taxes are of items; there is no list of them');
  const combos = combosOf(menu);
  const parts = choicesOf(
    products.filter(({ key }) => combos.has(key)).flatMap((one) => one.groups ?? []),
    groups,
  );
  const modifiers = choicesOf(
    [
      ...products.filter(({ key }) => !combos.has(key)).flatMap((one) => one.groups ?? []),
      ...[...parts.values()].flatMap((one) => one.groups ?? []),
    ].flatMap((key) => reachable([key], groups)),
    groups,
  );
  if ([...parts.keys()].some((key) => modifiers.has(key))) throw new Unable('what is a part of combos is no modifier');
  return {
    items: [
      ...products.flatMap((one) => itemsOf(one, groups, skus, combos.has(one.key))),
      ...[...parts.values()].map((one) => partOf(one, groups, skus)),
      ...[...modifiers.values()].map(({ key, name, price }) => modifier(skus.of(key), name, price, FREE)),
      ...Object.values(CHARGES).map((sku) => item(sku, sku, 0, { ...FREE, ...CUSTOM })),
    ],
    selections: groups.map(({ key, name, min, max, modifiers: choices }) =>
      selection(
        key,
        name,
        [min, max],
        choices.map((one) => skus.of(one.key)),
      ),
    ),
    instructions: [],
    discounts: [{ name: 'Manual discount', code: DISCOUNT }],
    menus: [
      { id: 141_948_669_132_851, name: 'Menu', locations: [location], groups: [...screensOf(menu, skus, undefined)] },
    ],
  };
}

/** The categories within one, or the topmost with a screen for what stands in none. */
function screensOf(menu: Menu, skus: Skus, parent: Key | undefined): readonly Group[] {
  const entries = (category: Key | undefined): string[] =>
    menu.products
      .filter((one) => one.category === category || (category !== undefined && one.alsoIn?.includes(category) === true))
      .flatMap((one) => formsOf(one).map(({ key }) => skus.of(key)));
  const screens = (menu.categories ?? [])
    .filter((one) => one.parent === parent)
    .map(({ key, name }) => group(key, name, [...entries(key), ...screensOf(menu, skus, key)]));
  const others = parent === undefined ? entries(undefined) : [];
  if (others.length > 0 && screens.length > 0) throw new Unable('what stands on no screen can’t be sold');
  return others.length === 0 ? screens : [...screens, group('others', 'Others', others)];
}

/** What a product is sold as: Lightspeed has no variants, each is an item. */
function formsOf({ key, name, price, variants }: MenuProduct): readonly { key: Key; name: string; price: number }[] {
  if (variants === undefined) return [{ key, name, price: price ?? 0 }];
  if (price !== undefined) throw new Unable('what has variants has no price of its own');
  return variants.map((form) => ({ ...form, name: `${name} ${form.name}` }));
}

/** The products that are combos: those with a choice that asks for more, and those that share a group with such a one. */
function combosOf({ products, groups = [] }: Menu): ReadonlySet<Key> {
  const isAsking = (key: Key): boolean =>
    groups.some((one) => one.key === key && one.modifiers.some((choice) => (choice.groups ?? []).length > 0));
  const combos = new Set<Key>();
  const within = new Set(products.flatMap((one) => one.groups ?? []).filter(isAsking));
  for (let known = -1; known < combos.size;) {
    known = combos.size;
    for (const { key, groups: own = [] } of products) {
      if (!own.some((one) => within.has(one))) continue;
      combos.add(key);
      for (const one of own) within.add(one);
    }
  }
  return combos;
}

/** What these groups offer, by its key. */
function choicesOf(keys: readonly Key[], groups: readonly MenuGroup[]): ReadonlyMap<Key, MenuModifier> {
  const wanted = groups.filter(({ key }) => keys.includes(key));
  return new Map(wanted.flatMap((one) => one.modifiers.map((choice) => [choice.key, choice] as const)));
}

/** A part of combos, with what is asked of it. */
function partOf({ key, name, price, groups: own = [] }: MenuModifier, groups: readonly MenuGroup[], skus: Skus): Item {
  return item(skus.of(key), name, price, { ...FREE, extraPrice: price, modifierGroups: reachable(own, groups) });
}

function itemsOf(product: MenuProduct, groups: readonly MenuGroup[], skus: Skus, isCombo: boolean): Item[] {
  const { description, image, groups: own = [], hidden = false, limits, prices } = product;
  if (hidden) throw new Unable('what is hidden is on no menu');
  if (limits !== undefined || prices !== undefined) throw new Unable('groups and prices are the same with each item');
  return formsOf(product).map(({ key, name, price }) => {
    const texts = description === undefined ? [] : [{ locale: 'en', friendlyDisplayName: name, description }];
    const rich = { texts, ...(image === undefined ? {} : { rawImageUrl: image }) };
    if (isCombo) return deal(skus.of(key), name, price, [...own], { ...FREE, rich });
    return item(skus.of(key), name, price, { ...FREE, modifierGroups: reachable(own, groups), rich });
  });
}

/** Groups with those that open below them, each once. */
function reachable(keys: readonly Key[], groups: readonly MenuGroup[], known = new Set<Key>()): Key[] {
  for (const key of keys) {
    if (known.has(key)) continue;
    known.add(key);
    const inner = groups.find((one) => one.key === key)?.modifiers.flatMap((one) => one.groups ?? []);
    reachable(inner ?? [], groups, known);
  }
  return [...known];
}

/** The keys of what is sold out or back when a key is. */
export function soldAs({ products, groups = [] }: Menu, key: Key): readonly Key[] {
  const product = products.find((one) => one.key === key);
  if (product !== undefined) return formsOf(product).map((form) => form.key);
  const isKnown =
    products.some(({ variants = [] }) => variants.some((form) => form.key === key)) ||
    groups.some(({ modifiers }) => modifiers.some((one) => one.key === key));
  if (isKnown) return [key];
  throw new Unable(`nothing is called ${key}`);
}
