import type { Store } from '../wire.js';
import { clockOf, moneyIn } from './words.js';

export const SHOWN = ['tickets', 'stock'] as const;
export type Shown = (typeof SHOWN)[number];

/** What a page is made for: a store, one of its two views, and how it writes money and times. */
export interface View {
  store: Store;
  shown: Shown;
  csrf: string;
  money: (amount: number) => string;
  clock: (iso: string) => string;
}

export const viewOf = (store: Store, shown: Shown, csrf: string): View => ({
  ...{ store, shown, csrf },
  money: moneyIn(store.currency),
  clock: clockOf(store),
});

export const addressOf = (storeId: string, shown: Shown): string => `/?store=${storeId}&view=${shown}`;
