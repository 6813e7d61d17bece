import { catalogOf } from '../build.js';
import { BOWL_MENU, DEEP_MENU, SHARED_MENU } from '../menus.js';
import type { CatalogCase, Menu, MenuGroup } from '../types.js';
import { groupOf, productOf, unless, warned } from './look.js';

const SAUCES: MenuGroup = {
  ...{ key: 'sauces', name: 'Sauces', min: 0, max: 3 },
  modifiers: [
    { key: 'mayo', name: 'Mayonnaise', price: 50 },
    { key: 'aioli', name: 'Aioli', price: 80 },
    { key: 'ketchup', name: 'Ketchup', price: 0 },
  ],
};

const LIMITS: Menu = {
  groups: [SAUCES],
  products: [
    { key: 'chips', name: 'Chips', price: 400, groups: ['sauces'] },
    {
      key: 'small-chips',
      name: 'Kids’ portion',
      price: 250,
      groups: ['sauces'],
      limits: { sauces: { min: 1, max: 1 } },
    },
    { key: 'platter', name: 'Platter', price: 1900, groups: ['sauces'], limits: { sauces: { min: 2, max: 3 } } },
  ],
};

const DEARER: Menu = {
  groups: [SAUCES],
  products: [
    { key: 'chips', name: 'Chips', price: 400, groups: ['sauces'] },
    { key: 'platter', name: 'Platter', price: 1900, groups: ['sauces'], prices: { mayo: 150, aioli: 0 } },
  ],
};

const CONTRARY: Menu = {
  groups: [{ ...SAUCES, key: 'contrary', name: 'Contrary', min: 3, max: 1 }],
  products: [{ key: 'chips', name: 'Chips', price: 400, groups: ['contrary'] }],
};

const EMPTY: Menu = {
  groups: [SAUCES, { ...{ key: 'hollow', name: 'Hollow', min: 0, max: 2 }, modifiers: [] }],
  products: [{ key: 'chips', name: 'Chips', price: 400, groups: ['hollow', 'sauces'] }],
};

const CROWD: Menu = {
  groups: [
    {
      ...{ key: 'spices', name: 'Spices', min: 0, max: 150 },
      modifiers: Array.from({ length: 150 }, (_, index) => ({
        ...{ key: `spice-${index}`, name: `Spice no. ${index}.`, price: index },
      })),
    },
  ],
  products: [{ key: 'curry', name: 'Curry', price: 1100, groups: ['spices'] }],
};

const CIRCLE: Menu = {
  groups: [
    {
      ...{ key: 'again', name: 'Once more', min: 0, max: 1 },
      modifiers: [{ key: 'another', name: 'Another one', price: 100, groups: ['again'] }],
    },
  ],
  products: [{ key: 'coffee', name: 'Coffee', price: 250, groups: ['again'] }],
};

const TWENTY: Menu = {
  groups: Array.from({ length: 20 }, (_, index): MenuGroup => ({
    ...{ key: `course-${index}`, name: `Course no. ${index}.`, min: index % 2, max: 1 + (index % 2) },
    modifiers: [
      { key: `this-${index}`, name: `This ${index}.`, price: index },
      { key: `that-${index}`, name: `That ${index}.`, price: 20 - index },
    ],
  })),
  products: [
    { key: 'feast', name: 'Feast', price: 4500, groups: Array.from({ length: 20 }, (_, index) => `course-${index}`) },
  ],
};

const sauces = (min: number, max: number): ReturnType<typeof catalogOf>[number]['selections'] => [
  {
    ...{ group: 'sauces', min, max },
    choices: [
      { item: 'mayo', name: 'Mayonnaise', price: 50, available: true, selections: [] },
      { item: 'aioli', name: 'Aioli', price: 80, available: true, selections: [] },
      { item: 'ketchup', name: 'Ketchup', price: 0, available: true, selections: [] },
    ],
  },
];

/** What is chosen with what is sold. */
export const CHOICE_CATALOGS: readonly CatalogCase[] = [
  {
    name: 'one-group-with-three-limits',
    why: 'The kids’ portion has one sauce, the platter two at least: limits of the group alone let guests order wrong.',
    menu: LIMITS,
    products: [
      { item: 'chips', name: 'Chips', price: 400, available: true, selections: sauces(0, 3) },
      { item: 'small-chips', name: 'Kids’ portion', price: 250, available: true, selections: sauces(1, 1) },
      { item: 'platter', name: 'Platter', price: 1900, available: true, selections: sauces(2, 3) },
    ],
  },
  {
    name: 'an-extra-that-costs-more-with-one-item',
    why: 'Where the price hangs on the dish, the modifier’s own price was charged.',
    menu: DEARER,
    products: catalogOf(DEARER),
  },
  {
    name: 'limits-that-contradict',
    why: 'At least three of at most one: POS Hub refused the whole menu, or guests could never finish choosing.',
    menu: CONTRARY,
    products: [{ item: 'chips', name: 'Chips', price: 400, available: true, selections: [] }],
    also: (reading) => {
      const group = groupOf(reading.catalog, 'Contrary');
      const all = productOf(reading, 'chips')?.selections ?? [];
      return [
        ...unless(
          all.every(({ minimum, maximum }) => minimum <= maximum),
          'more must be chosen than may be',
        ),
        ...warned(reading, 'limits that contradict', 'Contrary', reading.ref('chips'), group?.ref ?? 'Contrary'),
      ];
    },
  },
  {
    name: 'a-group-of-nothing',
    why: 'A question without answers stopped the whole menu; the dish must be sold without it.',
    menu: EMPTY,
    products: [{ item: 'chips', name: 'Chips', price: 400, available: true, selections: sauces(0, 3) }],
    also: (reading) => {
      const empty = productOf(reading, 'chips')?.selections.filter(({ choices }) => choices.length === 0) ?? [];
      return unless(
        empty.every(({ minimum }) => minimum === 0),
        'something must be chosen of nothing',
      );
    },
  },
  {
    name: 'a-group-of-150',
    why: 'POS Hub takes 100 choices of a group; the spices beyond must still be there to choose from.',
    menu: CROWD,
    products: [{ item: 'curry', name: 'Curry', price: 1100, available: true, selections: [] }],
    also: (reading) => {
      const [selection] = productOf(reading, 'curry')?.selections ?? [];
      const { minimum = -1, maximum = -1, choices = [] } = selection ?? {};
      return [
        ...unless(minimum === 0 && maximum === 100, `${minimum} to ${maximum} may be chosen instead of 0 to 100`),
        ...unless(choices.length === 150, `there are ${choices.length} choices instead of 150`),
      ];
    },
  },
  {
    name: 'groups-six-deep',
    why: 'What opens below the second choice could not be chosen, or was offered without its price.',
    menu: DEEP_MENU,
    products: catalogOf(DEEP_MENU),
  },
  {
    name: 'groups-in-a-circle',
    why: 'A choice that opens its own group again was unfolded until the memory was full.',
    menu: CIRCLE,
    products: [{ item: 'coffee', name: 'Coffee', price: 250, available: true, selections: [] }],
    also: (reading) => {
      const offered = productOf(reading, 'coffee')?.selections.length ?? 0;
      return [
        ...unless(offered > 0, 'the coffee offers nothing'),
        ...(reading.capabilities.orders.optionDepth > 1
          ? warned(reading, 'the circle', 'again', 'Once more', reading.ref('another'), reading.ref('coffee'))
          : []),
      ];
    },
  },
  {
    name: 'one-modifier-in-two-groups',
    why: 'The second group lost the cheese that the first one had.',
    menu: SHARED_MENU,
    products: catalogOf(SHARED_MENU),
  },
  {
    name: 'twenty-groups-on-one-item',
    why: 'A tasting menu asks twenty questions; those that must be answered came after those that were cut.',
    menu: TWENTY,
    products: catalogOf(TWENTY),
  },
  {
    name: 'a-dish-priced-by-its-choices',
    why: 'A dish of price 0 was left out as incomplete, and its choices with it.',
    menu: BOWL_MENU,
    products: catalogOf(BOWL_MENU),
  },
];
