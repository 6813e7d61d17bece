import type { Clock } from '../../fake/clock.js';
import type { InventoryCount, VariationOverride } from '../wire/catalog.js';
import type { CountsQuery } from '../schemas/catalog.js';
import type { Catalog } from './catalog.js';

/** Counts of variations at locations. A tracked variation whose count is 0 is sold out there. */
export class Stock {
  readonly #counts = new Map<string, InventoryCount>();

  constructor(
    private readonly clock: Clock,
    private readonly catalog: Catalog,
  ) {}

  /** Sets a count. Undefined when there is no such variation. */
  set(variation: string, location: string, quantity: number): InventoryCount | undefined {
    if (!this.catalog.find(variation, 'ITEM_VARIATION')) return undefined;
    const count: InventoryCount = {
      ...{ catalog_object_id: variation, catalog_object_type: 'ITEM_VARIATION', state: 'IN_STOCK' },
      ...{ location_id: location, quantity: String(quantity), calculated_at: this.clock.stamp() },
    };
    this.#counts.set(`${variation} ${location}`, count);
    this.#judge(variation, location, quantity);
    return count;
  }

  list({ catalog_object_ids, location_ids, states, updated_after = '' }: CountsQuery): InventoryCount[] {
    return [...this.#counts.values()].filter(
      (count) =>
        (catalog_object_ids?.includes(count.catalog_object_id) ?? true) &&
        (location_ids?.includes(count.location_id) ?? true) &&
        (states?.includes(count.state) ?? true) &&
        (updated_after === '' || Date.parse(count.calculated_at) > Date.parse(updated_after)),
    );
  }

  #judge(variation: string, location: string, quantity: number): void {
    const data = this.catalog.find(variation)?.item_variation_data;
    const own = data?.location_overrides?.find(({ location_id }) => location_id === location);
    if ((own?.track_inventory ?? data?.track_inventory) !== true || (own?.sold_out === true) === quantity <= 0) return;
    override(this.catalog, variation, location, { sold_out: quantity <= 0 });
  }
}

/** Changes what holds of a variation at one location. False when there is no such variation. */
export function override(
  catalog: Catalog,
  variation: string,
  location: string,
  change: Omit<VariationOverride, 'location_id'>,
): boolean {
  const changed = catalog.change(variation, (object) => {
    const { location_overrides = [], ...data } = object.item_variation_data ?? {};
    const known = location_overrides.find(({ location_id }) => location_id === location);
    const others = location_overrides.filter((one) => one !== known);
    const own = { ...known, ...change, location_id: location };
    return { ...object, item_variation_data: { ...data, location_overrides: [...others, own] } };
  });
  return changed !== undefined;
}
