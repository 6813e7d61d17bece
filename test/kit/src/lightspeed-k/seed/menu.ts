import type { Catalog, Item } from '../wire/menu.js';
import { BAG_TAX, deal, group, item, modifier, rich, selection } from './build.js';

/** The two locations that sell it. */
export const LONDON = 45_454_565_682_155;
export const MANCHESTER = 45_454_565_682_156;

const CUSTOM = { pricing: 'CUSTOMIZED_ITEM_PRICE_WILL_BE_POSTIVE', customName: true } as const;
const LONG =
  'Slow-roasted heritage tomato, burrata and basil salad with aged balsamic, toasted pine nuts and sourdough crumb';

const items: Item[] = [
  item('MARG-L', 'Margherita large', 1200, {
    ...rich('Margherita', '<p>Tomato &amp; <b>mozzarella</b></p>', { allergenCodes: ['GLUTEN', 'MILK'] }),
    ...{ modifierGroups: ['CRUST', 'TOPPINGS'], instructions: [1101, 1102] },
    profilePrices: { DELIVERY: 1300 },
  }),
  item('MARG-S', 'Margherita small', 850, { modifierGroups: ['CRUST', 'TOPPINGS'], instructions: [1101] }),
  item('DIAVOLA', 'Diavola', 1350, {
    ...rich('Diavola', '<p>Spicy salami</p>', { allergenCodes: ['GLUTEN', 'MILK', 'SULPHITES'] }),
    ...{ modifierGroups: ['CRUST', 'TOPPINGS'], instructions: [1101, 1102] },
  }),
  item('BURGER 01', 'House burger', 1095, { modifierGroups: ['SIZE', 'TOPPINGS'], instructions: [1102] }),
  item('ABCDEFGHIJKLMNOPQRSTUVWXY', LONG, 950, rich('Tomato salad', LONG, { allergenCodes: ['MILK', 'NUTS'] })),
  item('21', 'Garlic bread', 495),
  item('ñ/ü&%', 'Crème brûlée', 650, { instructions: [] }),
  item('COLA', 'Cola', 320, { extraPrice: 0 }),
  item('BEER', 'Craft beer', 590, {
    ...rich('Craft beer', '<p>From Hackney</p>', { containsAlcohol: true, alcoholPercentage: 5.2 }),
    extraPrice: 199,
  }),
  item('WATER', 'Still water', 0, { extraPrice: 0 }),
  item('FRIES', 'Fries', 395, { extraPrice: 0, modifierGroups: ['DIPS'] }),
  item('WEDGES', 'Wedges', 445, { extraPrice: 50, modifierGroups: ['DIPS'] }),
  item('MUG', 'Enamel mug', 999, { tax: BAG_TAX }),
  deal('MEAL', 'Burger meal', 1395, ['MEAL-SIDE', 'MEAL-DRINK'], { included: ['BURGER 01'] }),
  modifier('THIN', 'Thin crust', 0),
  modifier('DEEP', 'Deep crust', 150),
  modifier('XCHEESE', 'Extra cheese', 120),
  modifier('OLIVES', 'Olives', 90),
  modifier('BIG', 'Half pounder', 250, { instructions: [1102] }),
  modifier('NORMAL', 'Quarter pounder', 0),
  modifier('MAYO', 'Garlic mayo', 60),
  modifier('KETCHUP', 'Ketchup', 0),
  item('SERVICE', 'Service charge', 0, CUSTOM),
  item('DELIVERY-FEE', 'Delivery fee', 0, CUSTOM),
  item('CHARGE', 'Other charge', 0, CUSTOM),
  item('NOTE', 'Note', 0, { customName: true, asSubItem: true }),
];

/** What La Cucina sells at both locations. */
export const catalog = (): Catalog => ({
  items,
  selections: [
    selection('CRUST', 'Crust', [1, 1], ['THIN', 'DEEP']),
    selection('TOPPINGS', 'Toppings', [0, 5], ['XCHEESE', 'OLIVES']),
    selection('SIZE', 'Size', [1, 1], ['NORMAL', 'BIG']),
    selection('DIPS', 'Dips', [0, null], ['MAYO', 'KETCHUP']),
    selection('MEAL-SIDE', 'Side', [1, 1], ['FRIES', 'WEDGES']),
    selection('MEAL-DRINK', 'Drink', [1, 1], ['COLA', 'BEER', 'WATER']),
  ],
  instructions: [
    {
      ...{ id: 1101, name: 'Cut', multi: false },
      list: [
        { id: 236_025_632_784_492, text: 'Cut in eight' },
        { id: 236_025_632_784_493, text: 'Do not cut' },
      ],
    },
    {
      ...{ id: 1102, name: 'Kitchen', multi: true },
      list: [
        { id: 236_025_632_784_494, text: 'Well done' },
        { id: 236_025_632_784_495, text: 'No onions' },
      ],
    },
  ],
  discounts: [
    { name: 'Ten off', code: 'TEN_OFF', percentage: 10 },
    { name: 'Two pounds off', code: 'TWO_OFF', amount: 200 },
    { name: 'Manual discount', code: 'MANUAL' },
  ],
  menus: [
    {
      ...{ id: 141_948_669_132_851, name: 'Lunch Menu', locations: [LONDON, MANCHESTER] },
      groups: [
        group('G-PIZZA', 'Pizza', ['MARG-L', 'MARG-S', group('G-HOT', 'Hot ones', ['DIAVOLA'])]),
        group('G-BURGER', 'Burgers', ['BURGER 01', 'MEAL']),
        group('G-SIDES', 'Sides', ['21', 'FRIES', 'WEDGES', 'ABCDEFGHIJKLMNOPQRSTUVWXY']),
        group('G-DRINKS', 'Drinks', ['COLA', 'WATER']),
      ],
    },
    {
      ...{ id: 141_948_669_132_852, name: 'Dinner Menu', locations: [LONDON] },
      groups: [
        group('G-DINNER', 'Dinner', ['MARG-L', 'DIAVOLA', 'ñ/ü&%']),
        group('G-BAR', 'Bar', ['COLA', 'BEER', 'WATER']),
        group('G-MORE', 'More', ['MUG', 'SERVICE', 'DELIVERY-FEE', 'CHARGE', 'NOTE']),
      ],
    },
  ],
});
