import type { Menu, MenuGroup } from './types.js';

const STEPS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'] as const;

/** Six groups, each within a choice of the one before it. */
export const DEEP_MENU: Menu = {
  groups: STEPS.map((name, index): MenuGroup => ({
    ...{ key: `level-${index + 1}`, name: `${name} question`, min: 0, max: 1 },
    modifiers: [
      {
        ...{ key: `step-${index + 1}`, name: `${name} answer`, price: 64 / 2 ** index },
        ...(index + 1 < STEPS.length ? { groups: [`level-${index + 2}`] } : {}),
      },
    ],
  })),
  products: [{ key: 'tower', name: 'Tower', price: 1000, groups: ['level-1'] }],
};

const CHEDDAR = { key: 'cheddar', name: 'Cheddar', price: 110 };

/** One modifier in two groups of one product. */
export const SHARED_MENU: Menu = {
  groups: [
    {
      ...{ key: 'base', name: 'Base', min: 0, max: 1 },
      modifiers: [CHEDDAR, { key: 'gouda', name: 'Gouda', price: 90 }],
    },
    {
      ...{ key: 'on-top', name: 'On top', min: 0, max: 3 },
      modifiers: [CHEDDAR, { key: 'bacon', name: 'Bacon', price: 150 }],
    },
  ],
  products: [{ key: 'burger', name: 'Burger', price: 900, groups: ['base', 'on-top'] }],
};

/** A group of forty. */
export const FORTY_MENU: Menu = {
  groups: [
    {
      ...{ key: 'extras', name: 'Extras', min: 0, max: 40 },
      modifiers: Array.from({ length: 40 }, (_, index) => ({
        ...{ key: `extra-${index + 1}`, name: `Extra No. ${index + 1}.`, price: index + 1 },
      })),
    },
  ],
  products: [{ key: 'noodles', name: 'Noodles', price: 700, groups: ['extras'] }],
};

/** A dish whose price is the sum of its choices. */
export const BOWL_MENU: Menu = {
  groups: [
    {
      ...{ key: 'parts', name: 'Parts', min: 1, max: 8 },
      modifiers: [
        { key: 'rice', name: 'Rice', price: 400 },
        { key: 'tofu', name: 'Tofu', price: 350 },
      ],
    },
  ],
  products: [{ key: 'bowl', name: 'Your own bowl', price: 0, groups: ['parts'] }],
};
