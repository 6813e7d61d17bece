import { catalogOf } from '../build.js';
import { STANDARD_MENU } from '../menu.js';
import type { CatalogCase, ExpectedProduct, Key, Menu, MenuChange } from '../types.js';
import { planned, unless } from './look.js';

const all = catalogOf(STANDARD_MENU);
const without = (key: Key): readonly ExpectedProduct[] => all.filter(({ item }) => item !== key);
const but = (key: Key, change: Partial<ExpectedProduct>): readonly ExpectedProduct[] =>
  all.map((one) => (one.item === key ? { ...one, ...change } : one));

/** The standard menu after some changes, and how many single things a sync may touch for them. */
function changed(
  name: string,
  why: string,
  changes: readonly MenuChange[],
  products: readonly ExpectedProduct[],
  [inserted, updated, deleted]: readonly [number, number, number],
): CatalogCase {
  const also: NonNullable<CatalogCase['also']> = (reading) => planned(reading, inserted, updated, deleted);
  return { name, why, menu: STANDARD_MENU, changes, products, also };
}

const OUT: Menu = {
  groups: [
    {
      ...{ key: 'milk', name: 'Milk', min: 0, max: 1 },
      modifiers: [
        { key: 'oat', name: 'Oat milk', price: 40, available: false },
        { key: 'cow', name: 'Cow’s milk', price: 0 },
      ],
    },
  ],
  products: [
    { key: 'latte', name: 'Latte', price: 380, groups: ['milk'] },
    { key: 'cake', name: 'Carrot cake', price: 420, available: false },
    {
      ...{ key: 'tea', name: 'Tea' },
      variants: [
        { key: 'tea-cup', name: 'a cup', price: 200 },
        { key: 'tea-pot', name: 'a pot', price: 350, available: false },
      ],
    },
  ],
};

/** What runs out, comes, goes, or is called otherwise between two readings. */
export const CHANGE_CATALOGS: readonly CatalogCase[] = [
  {
    name: 'standard-menu',
    why: 'Sizes, groups within groups and prices of 0 are what real menus are made of.',
    menu: STANDARD_MENU,
    products: all,
    also: (reading) => planned(reading, 0, 0, 0),
  },
  {
    name: 'sold-out-from-the-start',
    why: 'What had run out before the first sync was offered, and each order of it refused.',
    menu: OUT,
    products: [
      { item: 'latte', name: 'Latte', price: 380, available: true, selections: [] },
      { item: 'cake', name: 'Carrot cake', price: 420, available: false, selections: [] },
      { item: 'tea', name: 'Tea', available: true, selections: [] },
      { item: 'tea-cup', name: 'a cup', price: 200, available: true, selections: [] },
      { item: 'tea-pot', name: 'a pot', price: 350, available: false, selections: [] },
    ],
    also: ({ catalog, ref, capabilities }) => {
      const known = (key: Key): boolean | undefined => catalog.modifiers.find((one) => one.ref === ref(key))?.available;
      return [
        ...unless(known('cow') === true, 'the cow’s milk can’t be ordered'),
        ...unless(!capabilities.catalog.stock || known('oat') === false, 'the oat milk can be ordered'),
      ];
    },
  },
  changed(
    'sold-out-and-back',
    'It came back at the till and stayed off the menu for the day.',
    [
      { type: 'stock', key: 'cola', available: false },
      { type: 'stock', key: 'cola', available: true },
    ],
    all,
    [0, 0, 0],
  ),
  changed(
    'removed-between-two-readings',
    'One deletion must be one deletion: more of them take other products off every channel.',
    [{ type: 'remove', key: 'bread' }],
    without('bread'),
    [0, 0, 1],
  ),
  changed(
    'renamed-between-two-readings',
    'A reference that is made of the name made a new product of it, and the published menus led nowhere.',
    [{ type: 'rename', key: 'bread', name: 'Flatbread' }],
    but('bread', { name: 'Flatbread' }),
    [0, 1, 0],
  ),
  changed(
    'dearer-and-then-for-nothing',
    'The last of two changes counts, and a price of 0 is a price.',
    [
      { type: 'price', key: 'cola', price: 999 },
      { type: 'price', key: 'cola', price: 0 },
    ],
    but('cola', { price: 0 }),
    [0, 1, 0],
  ),
  {
    ...changed(
      'one-gone-one-new',
      'A product that comes as another goes was taken for the same, with the old one’s price.',
      [
        { type: 'remove', key: 'cola' },
        { type: 'add', product: { key: 'lemonade', name: 'Lemonade', price: 340, category: 'drinks' } },
      ],
      without('cola'),
      [1, 0, 1],
    ),
    also: (reading) => {
      const found = reading.catalog.products.find(({ name }) => name.includes('Lemonade'));
      return [
        ...unless(found?.price.amount === 340, `the lemonade costs ${found?.price.amount ?? 'nothing: it is missing'}`),
        ...planned(reading, 1, 0, 1),
      ];
    },
  },
];
