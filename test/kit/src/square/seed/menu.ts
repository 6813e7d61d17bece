import type { CatalogObject } from '../wire/catalog.js';
import { category, euros, image, item, modifierList, pounds, tax, uses, variation } from './build.js';
import { CAMDEN, DUBLIN, SOHO } from './places.js';

const VAT = 'TAX_VAT20';
const LONDON = { present_at_all_locations: false, present_at_location_ids: [SOHO, CAMDEN] };
const NOT_CAMDEN = { present_at_all_locations: true, absent_at_location_ids: [CAMDEN, DUBLIN] };

/** What it costs in Dublin, in cents. */
const inDublin = (
  amount: number,
): { location_id: string; price_money: { amount: number; currency: string }; pricing_type: 'FIXED_PRICING' } => ({
  ...{ location_id: DUBLIN, price_money: euros(amount), pricing_type: 'FIXED_PRICING' },
});
const dublinModifier = (amount: number): object => ({
  location_overrides: [{ location_id: DUBLIN, price_money: euros(amount) }],
});

/** What is counted: variation, location, quantity. A count of 0 makes it sold out there. */
export const soldOut: [string, string, number][] = [
  ['VAR_TIRAMISU', SOHO, 8],
  ['VAR_TIRAMISU', CAMDEN, 0],
];

/** A menu with what menus of real restaurants have, odd things included. */
export const lacucina = (): CatalogObject[] => [...groups(), ...lists(), ...food(), ...drinks(), ...oddities()];

const groups = (): CatalogObject[] => [
  category('CAT_FOOD', 'Food'),
  category('CAT_PIZZA', 'Pizza', { parent_category: { id: 'CAT_FOOD', ordinal: 1 }, is_top_level: false }),
  category('CAT_DESSERT', 'Desserts & sweets', {
    parent_category: { id: 'CAT_FOOD', ordinal: 2 },
    is_top_level: false,
  }),
  category('CAT_DRINKS', 'Drinks'),
  category('CAT_EMPTY', 'Nothing in it yet'),
  category('CAT_KITCHEN', 'Hot line', { category_type: 'KITCHEN_CATEGORY' }),
  tax(VAT, 'VAT', '20.0'),
  tax('TAX_ZERO', 'VAT zero-rated', '0'),
  tax('TAX_CITY', 'City levy', '2.5', { inclusion_type: 'ADDITIVE' }),
  tax('TAX_OLD', 'VAT (old)', '17.5', { enabled: false }),
  image('IMG_MARGHERITA', 'Margherita'),
  image('IMG_LIST', 'Toppings'),
  {
    ...{ type: 'DISCOUNT', id: 'DISC_STAFF', present_at_all_locations: true },
    discount_data: { name: 'Staff', discount_type: 'FIXED_PERCENTAGE', percentage: '50.0' },
  },
];

const lists = (): CatalogObject[] => [
  modifierList(
    'ML_CRUST',
    'Crust',
    [1, 1],
    [
      ['MOD_THIN', 'Thin', 0, { on_by_default: true }],
      ['MOD_DEEP', 'Deep pan', 150, dublinModifier(200)],
    ],
  ),
  modifierList(
    'ML_TOPPINGS',
    'Extra toppings',
    [0, 5],
    [
      ['MOD_MOZZARELLA', 'Mozzarella', 125, dublinModifier(150)],
      ['MOD_ANCHOVY', 'Anchovies', 175, { location_overrides: [{ location_id: CAMDEN, price_money: pounds(195) }] }],
      ['MOD_OLIVES', 'Olives', 90],
      ['MOD_CHILLI', 'Chilli 🌶️', undefined],
      ['MOD_SECRET', 'Chef’s secret', 500, { hidden_online: true }],
    ],
    { allow_quantities: true, image_ids: ['IMG_LIST'] },
  ),
  modifierList(
    'ML_SAUCE',
    'Sauces',
    [-1, -1],
    [
      ['MOD_GARLIC', 'Garlic', 50],
      ['MOD_BBQ', 'BBQ', 50],
    ],
  ),
  modifierList(
    'ML_MILK',
    'Milk',
    [0, 0],
    [
      ['MOD_OAT', 'Oat', 40],
      ['MOD_SOY', 'Soy', 40],
    ],
  ),
  modifierList('ML_NAME', 'Name on the cake', [-1, -1], [], {
    ...{ modifier_type: 'TEXT', max_length: 40, text_required: false },
  }),
];

const food = (): CatalogObject[] => [
  item(
    'ITEM_MARGHERITA',
    'Margherita',
    [
      variation('VAR_MARGHERITA_S', 'Small', 950, { sku: 'MARG-S', location_overrides: [inDublin(1150)] }),
      variation('VAR_MARGHERITA_L', 'Large', 1250, {
        sku: 'MARG-L',
        location_overrides: [
          { location_id: CAMDEN, price_money: pounds(1195), pricing_type: 'FIXED_PRICING' },
          inDublin(1500),
        ],
      }),
      variation('VAR_MARGHERITA_XL', 'Family', 1895, {}, LONDON),
    ],
    {
      description: 'Tomato, mozzarella, basil.',
      description_html: '<p>Tomato, <b>mozzarella</b>, basil.</p>',
      description_plaintext: 'Tomato, mozzarella, basil.',
      ...{
        categories: [
          { id: 'CAT_PIZZA', ordinal: 1 },
          { id: 'CAT_KITCHEN', ordinal: 9 },
        ],
        tax_ids: [VAT],
      },
      ...{ reporting_category: { id: 'CAT_PIZZA', ordinal: 1 }, image_ids: ['IMG_MARGHERITA'] },
      modifier_list_info: [
        uses('ML_CRUST', 1, 1, { ordinal: 0 }),
        uses('ML_TOPPINGS', -1, -1, {
          ordinal: 1,
          modifier_overrides: [{ modifier_id: 'MOD_OLIVES', on_by_default: true }],
        }),
        uses('ML_SAUCE', -1, -1, { ordinal: 2, enabled: false }),
      ],
      food_and_beverage_details: {
        calorie_count: 820,
        dietary_preferences: [{ type: 'STANDARD', standard_name: 'VEGETARIAN' }],
        ingredients: [
          { type: 'CUSTOM', custom_name: 'Milk' },
          { type: 'CUSTOM', custom_name: 'Wheat' },
        ],
      },
    },
  ),
  item(
    'ITEM_DIAVOLA',
    'Diavola',
    [variation('VAR_DIAVOLA', 'Regular', 1399)],
    {
      ...{ categories: [{ id: 'CAT_PIZZA', ordinal: 2 }], tax_ids: [VAT] },
      modifier_list_info: [uses('ML_CRUST'), uses('ML_TOPPINGS', 0, 3), uses('ML_SAUCE', 0, 2)],
    },
    NOT_CAMDEN,
  ),
  item(
    'ITEM_TIRAMISU',
    'Tiramisù',
    [variation('VAR_TIRAMISU', 'Regular', 650, { track_inventory: true })],
    {
      ...{ categories: [{ id: 'CAT_DESSERT', ordinal: 1 }], tax_ids: [VAT] },
      modifier_list_info: [uses('ML_NAME')],
    },
    LONDON,
  ),
  item(
    'ITEM_GELATO',
    'Gelato',
    [
      variation('VAR_GELATO', 'Scoop', 275, {
        location_overrides: [{ location_id: SOHO, sold_out: true }],
      }),
    ],
    {
      categories: [
        { id: 'CAT_DESSERT', ordinal: 2 },
        { id: 'CAT_FOOD', ordinal: 3 },
      ],
      tax_ids: ['TAX_ZERO'],
    },
    LONDON,
  ),
];

const drinks = (): CatalogObject[] => [
  item(
    'ITEM_COFFEE',
    'Coffee',
    [
      variation('VAR_COFFEE', 'Cup', 310, { location_overrides: [inDublin(350)] }),
      variation('VAR_COFFEE_FREE', 'For staff', 0, {}, LONDON),
    ],
    {
      ...{ categories: [{ id: 'CAT_DRINKS', ordinal: 1 }], tax_ids: [VAT] },
      modifier_list_info: [uses('ML_MILK', 0, 1)],
    },
  ),
  item(
    'ITEM_CHIANTI',
    'Chianti',
    [variation('VAR_CHIANTI_GLASS', 'Glass 175ml', 750), variation('VAR_CHIANTI_BOTTLE', 'Bottle', 2800)],
    { categories: [{ id: 'CAT_DRINKS', ordinal: 2 }], tax_ids: [VAT], is_alcoholic: true },
    LONDON,
  ),
  item(
    'ITEM_LEMONADE',
    'Lemonade',
    [variation('VAR_LEMONADE', '', 345)],
    { category_id: 'CAT_DRINKS', tax_ids: [VAT, 'TAX_CITY'] },
    LONDON,
  ),
];

const oddities = (): CatalogObject[] => [
  item(
    'ITEM_CATCH',
    'Catch of the day',
    [variation('VAR_CATCH', 'Market price', undefined)],
    { tax_ids: [VAT] },
    LONDON,
  ),
  item('ITEM_ARCHIVED', 'Calzone', [variation('VAR_CALZONE', 'Regular', 1150)], { is_archived: true }, LONDON),
  item('ITEM_GIFT', 'Gift card', [variation('VAR_GIFT', 'Any', undefined)], { product_type: 'GIFT_CARD' }),
  item(
    'ITEM_TABLE',
    'Chef’s table',
    [variation('VAR_TABLE', 'Evening', 9500)],
    { product_type: 'APPOINTMENTS_SERVICE' },
    LONDON,
  ),
  item(
    'ITEM_NOWHERE',
    'Lasagne (test kitchen)',
    [variation('VAR_LASAGNE', 'Regular', 1200)],
    {},
    { present_at_all_locations: false },
  ),
  item(
    'ITEM_LONG',
    `Bruschetta al pomodoro ${'con basilico fresco '.repeat(10).trim()} 🍅`,
    [variation('VAR_BRUSCHETTA', 'Due', 545, { sellable: false }), variation('VAR_BRUSCHETTA_4', 'Quattro', 895)],
    { categories: [{ id: 'CAT_FOOD', ordinal: 4 }], tax_ids: [VAT, 'TAX_OLD'] },
    LONDON,
  ),
];
