import type { Clock } from '../../fake/clock.js';

/** How many are left of something at one location. */
export interface Restriction {
  sku: string;
  count: number;
  /** RFC 3339. */
  updatedAt: string;
}

/** What is limited at which location; what is not in here is not limited. */
export class Stock {
  readonly #all = new Map<number, Map<string, Restriction>>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: (location: number, sku: string, count: number | null, at: string) => void,
  ) {}

  of(location: number, skus: string[]): Restriction[] {
    const known = this.#all.get(location);
    return [...new Set(skus)].flatMap((sku) => known?.get(sku) ?? []);
  }

  /** @param count null ends the limit */
  set(location: number, sku: string, count: number | null): void {
    const known = this.#all.get(location) ?? new Map<string, Restriction>();
    this.#all.set(location, known);
    const updatedAt = this.clock.stamp();
    if (count === null) known.delete(sku);
    else known.set(sku, { sku, count, updatedAt });
    this.changed(location, sku, count, updatedAt);
  }

  /** Whether so many can be had. */
  has(location: number, sku: string, quantity: number): boolean {
    const count = this.#all.get(location)?.get(sku)?.count;
    return count === undefined || count >= quantity;
  }

  take(location: number, sku: string, quantity: number): void {
    const count = this.#all.get(location)?.get(sku)?.count;
    if (count !== undefined) this.set(location, sku, count - quantity);
  }

  clear(): void {
    this.#all.clear();
  }
}
