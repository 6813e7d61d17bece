import type { Opening, Weekday } from '@poshub-bridge/core';
import { catalogOf } from '../build.js';
import { STANDARD_MENU } from '../menu.js';
import type { CatalogCase, Menu } from '../types.js';
import { hoursIn, unless } from './look.js';

const on = (days: readonly Weekday[], from: string, to: string): readonly Opening[] =>
  days.map((day) => ({ day, from, to }));

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const products = [{ key: 'bread', name: 'Bread', price: 300 }];

const LATE: Menu = {
  products,
  // Closed on Tuesdays.
  hours: [
    ...on(['monday', 'wednesday'], '12:00', '22:30'),
    ...on(['friday', 'saturday'], '18:00', '02:00'),
    ...on(['sunday'], '20:00', '01:15'),
  ],
};

const ALWAYS: Menu = { products, hours: on(WEEK, '00:00', '00:00') };

const TAXES: Menu = {
  products,
  taxes: [
    { key: 'vat', name: 'VAT 20 %', millionths: 200_000, inclusive: true },
    { key: 'sales', name: 'Sales tax 7.25 %', millionths: 72_500, inclusive: false },
    { key: 'none', name: 'Zero-rated', millionths: 0, inclusive: true },
  ],
};

/** Opening hours by day, as they must be in POS Hub: no stretch past midnight. */
function opens(name: string, why: string, menu: Menu, wanted: string): CatalogCase {
  return {
    ...{ name, why, menu, products: catalogOf(menu) },
    also: ({ catalog, capabilities }) => {
      const seen = hoursIn(catalog.hours);
      return unless(!capabilities.catalog.hours || seen === wanted, `it opens ${seen || 'never'} instead of ${wanted}`);
    },
  };
}

/** What POS Hub shows of the store beside what it sells. */
export const STORE_CATALOGS: readonly CatalogCase[] = [
  opens(
    'hours-past-midnight-and-a-closed-day',
    'From 18:00 to 2:00 was refused as backwards, or Saturday’s last hours became Friday’s.',
    LATE,
    [
      ...['monday 00:00-01:15', 'monday 12:00-22:30', 'wednesday 12:00-22:30', 'friday 18:00-23:59'],
      ...['saturday 00:00-02:00', 'saturday 18:00-23:59', 'sunday 00:00-02:00', 'sunday 20:00-23:59'],
    ].join(', '),
  ),
  opens(
    'open-around-the-clock',
    'From midnight to midnight was taken for no time at all.',
    ALWAYS,
    WEEK.map((day) => `${day} 00:00-23:59`).join(', '),
  ),
  {
    name: 'taxes-within-and-on-top',
    why: 'A tax that prices contain, shown as one on top, makes every dish 20 % dearer.',
    menu: TAXES,
    products: catalogOf(TAXES),
    also: ({ catalog }) =>
      [...(TAXES.taxes ?? [])].flatMap(({ name, millionths, inclusive }) => {
        const found = catalog.taxRates.find((one) => one.name.includes(name));
        const isRight = found?.millionths === millionths && found.inclusive === inclusive;
        const seen = found === undefined ? 'missing' : `${found.millionths}, ${found.inclusive ? 'within' : 'on top'}`;
        return unless(isRight, `the tax ${name} is ${seen}`);
      }),
  },
  ...['JPY', 'EUR', 'KWD'].map((currency): CatalogCase => ({
    name: `a-menu-in-${currency.toLowerCase()}`,
    why: 'Prices of a store that is not the first were read with the first one’s currency and digits.',
    menu: STANDARD_MENU,
    currency,
    products: catalogOf(STANDARD_MENU),
    also: ({ catalog }) =>
      unless(
        [...catalog.products, ...catalog.modifiers].every(({ price }) => price.currency === currency),
        `there are prices that are not in ${currency}`,
      ),
  })),
];
