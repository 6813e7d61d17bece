import { CHANGE_CATALOGS } from './catalogs/changes.js';
import { CHOICE_CATALOGS } from './catalogs/choices.js';
import { ITEM_CATALOGS } from './catalogs/items.js';
import { STORE_CATALOGS } from './catalogs/store.js';
import type { CatalogCase } from './types.js';

/** Menus that an adapter must read to the last price. */
export const CATALOG_CASES: readonly CatalogCase[] = [
  ...CHANGE_CATALOGS,
  ...ITEM_CATALOGS,
  ...CHOICE_CATALOGS,
  ...STORE_CATALOGS,
];
