import type { CatalogObject, Store } from '../wire.js';
import { category, fixedTax, group, percentTax, product } from './build.js';

const days = ['tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const kreuzbergStore: Store = {
  id: 'str_kreuzberg',
  merchant_id: 'mer_lumen',
  name: 'Lumen Kreuzberg',
  address: { line1: 'Oranienstraße 27', city: 'Berlin', postal_code: '10999', country: 'DE' },
  phone: '+493023125000',
  email: 'kreuzberg@lumen.example',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  hours: days.map((day) => ({ day, from: '12:00', to: '23:00' })),
  order_types: ['pickup', 'delivery', 'dine_in'],
  payment_methods: ['card', 'cash'],
  auto_accept: true,
  open: true,
  closed_reason: null,
  version: 0,
};

const food = ['tax_mwst_7'];

/** Berlin: prices with MwSt inside, a deposit on top of each bottle. */
export const kreuzbergCatalog: CatalogObject[] = [
  percentTax('tax_mwst_7', 'MwSt 7 %', 70_000, true),
  percentTax('tax_mwst_19', 'MwSt 19 %', 190_000, true),
  fixedTax('tax_pfand', 'Pfand', 25),
  category('cat_imbiss', 'Imbiss', 1),
  category('cat_beilagen', 'Beilagen', 2),
  category('cat_getraenke', 'Getränke', 3),
  ...group(
    'grp_sauce',
    'Soße',
    [1, 2],
    [
      ['mod_sauce_scharf', 'Scharf', 0],
      ['mod_sauce_knoblauch', 'Knoblauch', 0, { allergens: ['milk'] }],
      ['mod_sauce_erdnuss', 'Erdnuss', 60, { allergens: ['peanuts'] }],
    ],
  ),
  ...group(
    'grp_ohne',
    'Ohne',
    [0, 3],
    [
      ['mod_ohne_zwiebeln', 'Ohne Zwiebeln', 0],
      ['mod_ohne_kohl', 'Ohne Kohl', 0],
    ],
  ),
  product('prd_doener', 'Döner', 750, {
    ...{ category_ids: ['cat_imbiss'], tax_ids: food, position: 1 },
    modifier_groups: [{ id: 'grp_sauce' }, { id: 'grp_ohne' }],
    allergens: ['gluten', 'milk', 'sesame'],
  }),
  product('prd_falafel', 'Falafelteller', 890, {
    ...{ category_ids: ['cat_imbiss'], tax_ids: food, position: 2, dietary: ['vegan'] },
    modifier_groups: [{ id: 'grp_sauce' }],
    allergens: ['sesame'],
  }),
  product('prd_currywurst', 'Currywurst', 520, {
    ...{ category_ids: ['cat_imbiss'], tax_ids: food, position: 3, allergens: ['celery', 'mustard'] },
  }),
  product('prd_pommes', 'Pommes', null, {
    ...{ category_ids: ['cat_beilagen'], tax_ids: food, position: 1, dietary: ['vegan'] },
    variants: [
      { id: 'var_pommes_klein', name: 'klein', price: 320 },
      { id: 'var_pommes_gross', name: 'groß', price: 450 },
    ],
  }),
  product('prd_ayran', 'Ayran', 230, {
    ...{ category_ids: ['cat_getraenke'], tax_ids: ['tax_mwst_7', 'tax_pfand'], allergens: ['milk'], position: 1 },
  }),
  product('prd_cola', 'Cola 0,33 l', 290, {
    ...{ category_ids: ['cat_getraenke'], tax_ids: ['tax_mwst_19', 'tax_pfand'], position: 2 },
  }),
  product('prd_pils', 'Pils 0,5 l', 380, {
    ...{ category_ids: ['cat_getraenke'], tax_ids: ['tax_mwst_19', 'tax_pfand'], allergens: ['gluten'], position: 3 },
    alcohol: true,
  }),
];
