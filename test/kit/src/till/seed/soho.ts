import type { CatalogObject, Store } from '../wire.js';
import { category, group, percentTax, product } from './build.js';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday'] as const;

export const sohoStore: Store = {
  id: 'str_soho',
  merchant_id: 'mer_lumen',
  name: 'Lumen Soho',
  address: { line1: '14 Greek Street', city: 'London', postal_code: 'W1D 4DP', country: 'GB' },
  phone: '+442079460000',
  email: 'soho@lumen.example',
  currency: 'GBP',
  timezone: 'Europe/London',
  hours: [
    ...weekdays.map((day) => ({ day, from: '11:30', to: '22:30' })),
    { day: 'friday', from: '11:30', to: '15:00' },
    { day: 'friday', from: '17:00', to: '01:00' },
    { day: 'saturday', from: '12:00', to: '01:00' },
    { day: 'sunday', from: '12:00', to: '21:30' },
  ],
  order_types: ['pickup', 'delivery', 'dine_in', 'in_store', 'waiting'],
  payment_methods: ['card', 'cash', 'gift_card', 'other'],
  auto_accept: true,
  open: true,
  closed_reason: null,
  version: 0,
};

const vat = ['tax_vat'];
const pizza = {
  category_ids: ['cat_pizza'],
  tax_ids: vat,
  modifier_groups: [{ id: 'grp_crust' }, { id: 'grp_toppings' }],
};
const drink = { category_ids: ['cat_drinks'] };

/** London: pizzas with sizes, a crust that is stuffed, filled and spiced (groups within groups), drinks, desserts. */
export const sohoCatalog: CatalogObject[] = [
  percentTax('tax_vat', 'VAT 20 %', 200_000, true),
  percentTax('tax_vat_zero', 'VAT zero rated', 0, true),
  percentTax('tax_service', 'Eat-in service 12.5 %', 125_000, false),
  category('cat_pizza', 'Pizza', 1, { description: 'From the wood oven.' }),
  category('cat_small_plates', 'Small plates', 2),
  category('cat_lunch', 'Weekday lunch', 3, { hours: weekdays.map((day) => ({ day, from: '11:30', to: '15:00' })) }),
  category('cat_desserts', 'Desserts', 4),
  category('cat_drinks', 'Drinks', 5),
  ...group(
    'grp_crust',
    'Crust',
    [1, 1],
    [
      ['mod_crust_classic', 'Classic crust', 0, { allergens: ['gluten'] }],
      ['mod_crust_thin', 'Thin crust', 0, { allergens: ['gluten'] }],
      [
        'mod_crust_stuffed',
        'Stuffed crust',
        250,
        { allergens: ['gluten', 'milk'], modifier_group_ids: ['grp_filling'] },
      ],
    ],
  ),
  ...group(
    'grp_filling',
    'Crust filling',
    [1, 2],
    [
      ['mod_filling_mozzarella', 'Mozzarella', 0, { allergens: ['milk'] }],
      ['mod_filling_nduja', "'Nduja", 120, { modifier_group_ids: ['grp_heat'] }],
    ],
  ),
  ...group(
    'grp_heat',
    'Heat',
    [0, 1],
    [
      ['mod_heat_mild', 'Mild', 0],
      ['mod_heat_hot', 'Properly hot', 0],
    ],
  ),
  ...group(
    'grp_toppings',
    'Extra toppings',
    [0, 5],
    [
      ['mod_top_olives', 'Taggiasca olives', 120],
      ['mod_top_mushrooms', 'Mushrooms', 130],
      ['mod_top_anchovies', 'Anchovies', 180, { allergens: ['fish'] }],
      ['mod_top_burrata', 'Burrata', 350, { allergens: ['milk'] }],
      ['mod_top_rocket', 'Rocket', 0],
    ],
  ),
  ...group(
    'grp_scoops',
    'Flavours',
    [1, 3],
    [
      ['mod_scoop_pistachio', 'Pistachio', 50, { allergens: ['milk', 'nuts'] }],
      ['mod_scoop_vanilla', 'Vanilla', 0, { allergens: ['milk', 'eggs'] }],
      ['mod_scoop_lemon', 'Lemon sorbet', 0],
    ],
  ),
  ...group(
    'grp_ice',
    'Served',
    [0, 2],
    [
      ['mod_no_ice', 'No ice', 0],
      ['mod_slice', 'Slice of lemon', 0],
    ],
  ),
  product('prd_margherita', 'Margherita', null, {
    ...pizza,
    description: 'San Marzano tomato, fior di latte, basil.',
    variants: [
      { id: 'var_margherita_9', name: '9 inch', price: 850 },
      { id: 'var_margherita_12', name: '12 inch', price: 1150 },
      { id: 'var_margherita_16', name: '16 inch', price: 1650 },
    ],
    allergens: ['gluten', 'milk'],
    dietary: ['vegetarian'],
    calories: 820,
    position: 1,
  }),
  product('prd_diavola', 'Diavola', 1350, { ...pizza, allergens: ['gluten', 'milk'], calories: 990, position: 2 }),
  product('prd_marinara', 'Marinara', 950, { ...pizza, allergens: ['gluten'], dietary: ['vegan'], position: 3 }),
  product('prd_tartufo', 'Tartufo', 1590, {
    ...pizza,
    modifier_groups: [{ id: 'grp_crust' }, { id: 'grp_toppings', max: 2 }],
    allergens: ['gluten', 'milk', 'sulphites'],
    position: 4,
  }),
  product('prd_lunch_calzone', 'Lunch calzone', 890, {
    ...{ category_ids: ['cat_lunch'], tax_ids: vat, allergens: ['gluten', 'milk'], position: 1 },
  }),
  product('prd_garlic_bread', 'Garlic bread', 495, {
    ...{ category_ids: ['cat_small_plates'], tax_ids: vat, allergens: ['gluten', 'milk'], position: 1 },
  }),
  product('prd_caesar', 'Caesar salad', 895, {
    ...{ category_ids: ['cat_small_plates', 'cat_lunch'], tax_ids: vat, position: 2, calories: 430 },
    description: 'Little gem, anchovy dressing, croutons, Parmesan.',
    allergens: ['gluten', 'eggs', 'fish', 'milk', 'mustard'],
  }),
  product('prd_tiramisu', 'Tiramisù', 695, {
    ...{ category_ids: ['cat_desserts'], tax_ids: vat, position: 1 },
    allergens: ['gluten', 'eggs', 'milk', 'sulphites'],
    alcohol: true,
  }),
  product('prd_gelato', 'Gelato', 450, {
    ...{ category_ids: ['cat_desserts'], tax_ids: vat, modifier_groups: [{ id: 'grp_scoops' }], position: 2 },
  }),
  product('prd_cola', 'Cola 330 ml', 320, {
    ...drink,
    tax_ids: vat,
    modifier_groups: [{ id: 'grp_ice' }],
    position: 1,
  }),
  product('prd_water', 'Still water 500 ml', 250, { ...drink, tax_ids: vat, position: 2, dietary: ['vegan'] }),
  product('prd_peroni', 'Draught lager', 620, {
    ...{ ...drink, tax_ids: ['tax_vat', 'tax_service'], allergens: ['gluten'], alcohol: true, position: 3 },
  }),
  product('prd_negroni', 'Negroni', 1100, {
    ...{ ...drink, tax_ids: ['tax_vat', 'tax_service'], allergens: ['sulphites'], alcohol: true, position: 4 },
  }),
  product('prd_staff_meal', 'Staff meal', 0, { category_ids: ['cat_small_plates'], hidden: true, position: 9 }),
];
