import type { Location } from '../wire/place.js';
import type { Catalog } from './catalog.js';

/** Where an order is read: the catalog, and the location that it is for. */
export interface Place {
  catalog: Catalog;
  location: Location;
  /** References of an order that was read before: they hold though the catalog has lost them since. */
  kept?: ReadonlySet<string>;
}
