import type { StoredOrder } from './types.js';

/** The orders of all locations. A location may have a hundred thousand: none is looked at that is not asked for. */
export class OrderBook {
  /** The oldest first. */
  readonly #orders = new Map<string, StoredOrder>();
  /** The ids of each location's orders, the oldest first. */
  readonly #placed = new Map<string, string[]>();

  get(id: string): StoredOrder | undefined {
    return this.#orders.get(id);
  }

  /** Puts a new order in, or what became of one. */
  set(stored: StoredOrder): void {
    const { id, locationId } = stored.order;
    if (!this.#orders.has(id)) {
      const placed = this.#placed.get(locationId);
      if (placed === undefined) this.#placed.set(locationId, [id]);
      else placed.push(id);
    }
    this.#orders.set(id, stored);
  }

  /** All of them, the oldest first. */
  values(): IterableIterator<StoredOrder> {
    return this.#orders.values();
  }

  /**
   * A location's orders from the newest down.
   * @param behind the order behind which to begin
   * @param most how many at most
   */
  *newest(locationId: string, behind?: StoredOrder, most = Infinity): Generator<StoredOrder> {
    const placed = this.#placed.get(locationId) ?? [];
    const begin = behind === undefined ? placed.length : this.#placeOf(behind, placed);
    for (let index = begin; index > Math.max(0, begin - most); index -= 1) {
      const stored = this.#orders.get(placed[index - 1] ?? '');
      if (stored !== undefined) yield stored;
    }
  }

  clear(): void {
    this.#orders.clear();
    this.#placed.clear();
  }

  /** How many of a location's orders are older than one of them. */
  #placeOf({ sequence }: StoredOrder, placed: readonly string[]): number {
    let [low, high] = [0, placed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#orders.get(placed[middle] ?? '')?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
