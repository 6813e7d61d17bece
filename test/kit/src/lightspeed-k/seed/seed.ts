import type { Catalog } from '../wire/menu.js';
import type { Business, Location } from '../wire/place.js';
import { catalog, LONDON, MANCHESTER } from './menu.js';

/** What a fake begins with. */
export interface Seed {
  businesses: Business[];
  catalog: Catalog;
}

function location(id: number, name: string, posId: number): Location {
  return {
    ...{ id, name, posId },
    profiles: [
      { id: posId * 10 + 1, code: 'TAKEAWAY', name: 'Take away', deliveryMode: 'TAKE_AWAY' },
      { id: posId * 10 + 2, code: 'DELIVERY', name: 'Delivery', deliveryMode: 'DELIVERY' },
      { id: posId * 10 + 3, code: 'DINEIN', name: 'Eat in', deliveryMode: 'NONE' },
    ],
    floorplans: [
      {
        ...{ id: posId * 10 + 9, name: 'Ground floor' },
        tables: Array.from({ length: 12 }, (_, index) => ({
          ...{ number: index + 1, reference: `T${index + 1}`, description: `Table ${index + 1}`, seats: 4 },
        })),
      },
    ],
  };
}

/** A business with two locations that sell the same. */
export const defaultSeed = (): Seed => ({
  businesses: [
    {
      ...{ id: 45_454_565_682_100, name: 'La Cucina' },
      locations: [location(LONDON, 'La Cucina London', 17_700), location(MANCHESTER, 'La Cucina Manchester', 17_701)],
    },
  ],
  catalog: catalog(),
});
