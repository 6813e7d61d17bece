import { TillError } from '../errors.js';
import type { Product, SentLine, SentModifier, SentOrder, Store, TakenLine, TakenModifier, Variant } from '../wire.js';
import type { Catalog } from './catalog.js';
import type { Stock } from './stock.js';

/** Reads a sent order against a store's catalog and stock: each line gets the till's own names and prices. */
export class Intake {
  constructor(
    private readonly catalog: Catalog,
    private readonly stock: Stock,
  ) {}

  /** Throws `store_closed`, `currency_mismatch`, `item_unknown`, `modifier_unknown` or `item_unavailable`. */
  read(store: Store, order: SentOrder): TakenLine[] {
    if (!store.open) {
      const why = store.closed_reason === null ? '' : ` (${store.closed_reason})`;
      throw new TillError(409, 'store_closed', `The store takes no orders now${why}.`);
    }
    if (order.currency !== store.currency) {
      throw new TillError(422, 'currency_mismatch', `The store sells in ${store.currency}.`, 'currency');
    }
    return order.lines.map((line, index) => this.#line(store.id, line, `lines[${index}]`));
  }

  #line(storeId: string, line: SentLine, path: string): TakenLine {
    const product = this.catalog.find(storeId, line.product_id);
    if (product?.kind !== 'product') throw unknownItem(line.product_id, `${path}.product_id`);
    this.#mustBeIn(storeId, product.id, `${path}.product_id`);
    const variant = pickVariant(product, line.variant_id, `${path}.variant_id`);
    if (variant) this.#mustBeIn(storeId, variant.id, `${path}.variant_id`);
    return {
      ...line,
      name: product.name,
      variant_name: variant?.name ?? null,
      catalog_price: variant?.price ?? product.price ?? 0,
      modifiers: this.#modifiers(storeId, line.modifiers, path),
    };
  }

  #modifiers(storeId: string, sent: readonly SentModifier[] = [], above: string): TakenModifier[] {
    return sent.map((modifier, index) => {
      const path = `${above}.modifiers[${index}]`;
      const known = this.catalog.find(storeId, modifier.modifier_id);
      if (known?.kind !== 'modifier') {
        const message = `The catalog has no modifier ${modifier.modifier_id}.`;
        throw new TillError(422, 'modifier_unknown', message, `${path}.modifier_id`);
      }
      this.#mustBeIn(storeId, known.id, `${path}.modifier_id`);
      return {
        ...modifier,
        name: known.name,
        catalog_price: known.price,
        modifiers: this.#modifiers(storeId, modifier.modifiers, path),
      };
    });
  }

  #mustBeIn(storeId: string, itemId: string, path: string): void {
    if (this.stock.isOut(storeId, itemId)) {
      throw new TillError(422, 'item_unavailable', `${itemId} is out of stock.`, path);
    }
  }
}

function pickVariant(product: Product, wanted: string | undefined, path: string): Variant | undefined {
  if (wanted === undefined) {
    if (product.price !== null) return undefined;
    throw new TillError(422, 'variant_required', `${product.id} is sold by its variants.`, path);
  }
  const variant = product.variants.find(({ id }) => id === wanted);
  if (!variant) throw unknownItem(wanted, path);
  return variant;
}

const unknownItem = (id: string, path: string): TillError =>
  new TillError(422, 'item_unknown', `The catalog has no item ${id}.`, path);
