import { line, option, ordered, orderOf } from '../build.js';
import { BOWL_MENU, DEEP_MENU, FORTY_MENU, SHARED_MENU } from '../menus.js';
import type { OrderCase } from '../types.js';

const deep = orderOf([
  line('tower', 1000, {
    quantity: 2,
    options: [
      option('step-1', 64, {
        options: [
          option('step-2', 32, {
            options: [
              option('step-3', 16, {
                options: [option('step-4', 8, { options: [option('step-5', 4, { options: [option('step-6', 2)] })] })],
              }),
            ],
          }),
        ],
      }),
    ],
  }),
]);

const multiplied = orderOf([
  line('pizza', 1350, {
    quantity: 3,
    options: [
      option('stuffed', 250, { options: [option('nduja', 120, { quantity: 2, options: [option('hot', 5)] })] }),
    ],
  }),
]);

const free = orderOf([line('pizza', 1350, { options: [option('thin', 0), option('no-onions', 0)] })]);

const dearer = orderOf([line('pizza', 1350, { options: [option('olives', 95), option('anchovies', 0)] })]);

const shared = orderOf([line('burger', 900, { options: [option('cheddar', 110), option('cheddar', 110)] })]);

const many = orderOf([line('bread', 495), line('pizza', 1350, { options: [option('olives', 120, { quantity: 10 })] })]);

const sized = orderOf([
  line('margherita-9', 850, { options: [option('olives', 120)] }),
  line('margherita-12', 1150, { options: [option('olives', 120)] }),
]);

const forty = orderOf([
  line('noodles', 700, { options: Array.from({ length: 40 }, (_, index) => option(`extra-${index + 1}`, index + 1)) }),
]);

const alike = orderOf([
  line('pizza', 1350, { options: [option('olives', 120)] }),
  line('pizza', 1350, { options: [option('anchovies', 180)] }),
  line('pizza', 1350),
  line('pizza', 1350, { options: [option('anchovies', 180), option('olives', 120)] }),
]);

const bowl = orderOf([
  line('bowl', 0, { quantity: 2, options: [option('rice', 400), option('tofu', 350, { quantity: 2 })] }),
]);

const leaf = (
  item: string,
  price: number,
  quantity = 1,
): { item: string; quantity: number; price: number; options: [] } => ({
  ...{ item, quantity, price },
  options: [],
});

/** What is chosen with an item, and within what is chosen. */
export const OPTION_ORDERS: readonly OrderCase[] = [
  {
    ...ordered(
      'options-six-deep',
      'A menu builder’s “make it a meal” nests drink, size, ice and more; code that knew two levels lost the rest.',
      deep,
      { total: 2 * (1000 + 64 + 32 + 16 + 8 + 4 + 2), paid: 2252 },
    ),
    menu: DEEP_MENU,
  },
  ordered(
    'option-quantities-multiply-downwards',
    'Three pizzas with double ’nduja are six portions: totals that multiplied once, or twice, were both seen.',
    multiplied,
    { total: 5550, paid: 5550 },
  ),
  ordered(
    'options-for-nothing',
    'An option that costs nothing was dropped as empty, and “no onions” had onions.',
    free,
    {
      lines: [{ ...leaf('pizza', 1350), options: [leaf('thin', 0), leaf('no-onions', 0)] }],
      total: 1350,
    },
  ),
  ordered(
    'options-at-other-prices-than-the-menu',
    'A promotion changes what an extra costs; the guest has paid the promotion’s price.',
    dearer,
    { lines: [{ ...leaf('pizza', 1350), options: [leaf('olives', 95), leaf('anchovies', 0)] }], total: 1445 },
  ),
  {
    ...ordered(
      'one-option-from-two-groups',
      'Cheese as the base and cheese as an extra have one reference: a map by reference kept one of them.',
      shared,
      { lines: [{ ...leaf('burger', 900), options: [leaf('cheddar', 110), leaf('cheddar', 110)] }], total: 1120 },
    ),
    menu: SHARED_MENU,
  },
  ordered(
    'one-option-ten-times',
    'A till without quantities of options takes the option ten times; one that cuts at nine lost an olive.',
    many,
    { total: 495 + 1350 + 1200 },
  ),
  ordered(
    'two-sizes-of-one-dish',
    'Both sizes were sent as the dish that they are sizes of, and the kitchen guessed which.',
    sized,
    {
      lines: [
        { ...leaf('margherita-9', 850), options: [leaf('olives', 120)] },
        { ...leaf('margherita-12', 1150), options: [leaf('olives', 120)] },
      ],
      total: 2240,
    },
  ),
  {
    ...ordered(
      'forty-options-on-one-line',
      'Build-your-own dishes have long lists; the option that fell off the end was the one that cost most.',
      forty,
      { total: 700 + 820 },
    ),
    menu: FORTY_MENU,
  },
  ordered('one-dish-four-ways', 'Lines of the same dish were merged, and one guest got the other’s anchovies.', alike, {
    total: 4 * 1350 + 120 + 180 + 300,
  }),
  {
    ...ordered(
      'a-dish-that-costs-only-by-its-options',
      'A base price of 0 was taken for “no price”, and the catalog’s price or none at all was charged.',
      bowl,
      {
        lines: [{ ...leaf('bowl', 0, 2), options: [leaf('rice', 400), leaf('tofu', 350, 2)] }],
        total: 2200,
        paid: 2200,
      },
    ),
    menu: BOWL_MENU,
  },
];
