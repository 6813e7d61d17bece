import { charge, line, minor, option, ordered, orderOf } from '../build.js';
import type { OrderCase } from '../types.js';

const order = orderOf([line('pizza', 1350, { quantity: 2, options: [option('olives', 120)] }), line('cola', 1)], {
  charges: [charge('Delivery', 299, 'delivery'), charge('Driver', 150, 'tip')],
  discounts: [{ name: 'Welcome back', amount: minor(5) }],
});

const DIGITS: readonly (readonly [currency: string, why: string])[] = [
  ['JPY', 'A yen has no hundredths: ¥1,350 was charged as ¥135,000, or as ¥13.'],
  ['EUR', 'Two digits, and a store that is not the first: its amounts were called pounds.'],
  ['KWD', 'A dinar has 1,000 fils: 1.350 was charged as 13.50, or cut to 1.35.'],
  ['BHD', 'A dinar has 1,000 fils; a table that knew one such currency knew one.'],
];

/** The same order in currencies of 0, 2 and 3 digits: minor units stay what they are. */
export const CURRENCY_ORDERS: readonly OrderCase[] = DIGITS.map(([currency, why]) => ({
  ...ordered(`an-order-in-${currency.toLowerCase()}`, why, order, {
    charges: [{ name: 'Delivery', amount: 299 }],
    discounts: [{ name: 'Welcome back', amount: 5 }],
    tip: 150,
    total: 2 * 1470 + 1 + 299 + 150 - 5,
    paid: 3385,
  }),
  currency,
}));
