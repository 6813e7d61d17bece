import type { CatalogObject } from '../wire/catalog.js';
import type { Location, Merchant } from '../wire/place.js';
import { lacucina, soldOut } from './menu.js';
import { locations, merchant } from './places.js';

/** What the fake begins with. */
export interface Seed {
  merchant: Merchant;
  locations: Location[];
  objects: CatalogObject[];
  /** Counts in stock: variation, location, quantity. */
  counts: [variation: string, location: string, quantity: number][];
}

/** A British restaurant with two places in London and one in Dublin. */
export const defaultSeed = (): Seed => ({ merchant, locations, objects: lacucina(), counts: soldOut });
