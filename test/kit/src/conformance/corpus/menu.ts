import type { Menu } from './types.js';

/** What the store sells where a case says nothing else: sizes, groups within groups, a group that is used twice. */
export const STANDARD_MENU: Menu = {
  categories: [
    { key: 'food', name: 'Food' },
    { key: 'drinks', name: 'Drinks' },
  ],
  groups: [
    {
      key: 'crust',
      name: 'Crust',
      min: 0,
      max: 1,
      modifiers: [
        { key: 'thin', name: 'Thin crust', price: 0 },
        { key: 'stuffed', name: 'Stuffed crust', price: 250, groups: ['filling'] },
      ],
    },
    {
      key: 'filling',
      name: 'Crust filling',
      min: 0,
      max: 2,
      modifiers: [
        { key: 'mozzarella', name: 'Mozzarella filling', price: 0 },
        { key: 'nduja', name: '’Nduja filling', price: 120, groups: ['heat'] },
      ],
    },
    {
      key: 'heat',
      name: 'Heat',
      min: 0,
      max: 1,
      modifiers: [
        { key: 'mild', name: 'Mild', price: 0 },
        { key: 'hot', name: 'Properly hot', price: 5 },
      ],
    },
    {
      key: 'toppings',
      name: 'Toppings',
      min: 0,
      max: 10,
      modifiers: [
        { key: 'olives', name: 'Olives', price: 120 },
        { key: 'anchovies', name: 'Anchovies', price: 180 },
        { key: 'no-onions', name: 'No onions', price: 0 },
      ],
    },
  ],
  products: [
    { key: 'pizza', name: 'Diavola', price: 1350, category: 'food', groups: ['crust', 'toppings'] },
    {
      key: 'margherita',
      name: 'Margherita',
      category: 'food',
      groups: ['toppings'],
      variants: [
        { key: 'margherita-9', name: 'nine inch', price: 850 },
        { key: 'margherita-12', name: 'twelve inch', price: 1150 },
      ],
    },
    { key: 'bread', name: 'Garlic bread', price: 495, category: 'food' },
    { key: 'cola', name: 'Cola', price: 320, category: 'drinks' },
    { key: 'water', name: 'Still water', price: 0, category: 'drinks' },
  ],
};
