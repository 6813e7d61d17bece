import { AMOUNT_ORDERS } from './orders/amounts.js';
import { CURRENCY_ORDERS } from './orders/currencies.js';
import { EXAMPLE_ORDERS } from './orders/examples.js';
import { OPTION_ORDERS } from './orders/options.js';
import { PAYMENT_ORDERS } from './orders/payments.js';
import { REFUSAL_ORDERS } from './orders/refusals.js';
import { SIZE_ORDERS } from './orders/sizes.js';
import { TEXT_ORDERS } from './orders/texts.js';
import { TIME_ORDERS } from './orders/times.js';
import { WAY_ORDERS } from './orders/ways.js';
import type { OrderCase } from './types.js';

export { CATALOG_CASES } from './catalogs.js';
export { STANDARD_MENU } from './menu.js';
export * from './build.js';
export type * from './types.js';

/** Every order that is played; the themes stand in `orders/`. */
export const ORDER_CASES: readonly OrderCase[] = [
  ...EXAMPLE_ORDERS,
  ...OPTION_ORDERS,
  ...SIZE_ORDERS,
  ...TEXT_ORDERS,
  ...AMOUNT_ORDERS,
  ...CURRENCY_ORDERS,
  ...PAYMENT_ORDERS,
  ...WAY_ORDERS,
  ...TIME_ORDERS,
  ...REFUSAL_ORDERS,
];
