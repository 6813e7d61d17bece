import { TillError, notFound } from '../errors.js';
import { isCatalogObject, type NewProduct, type ProductEdit } from '../schemas.js';
import type { CatalogChange, CatalogObject, Page, Product, StockItem } from '../wire.js';
import { type Database, document, integer } from './database.js';
import type { Journal } from './journal.js';
import type { Stores } from './stores.js';

export interface CatalogPage extends Page<CatalogObject> {
  catalog_version: number;
}

type Sellable = Pick<StockItem, 'item_id' | 'kind' | 'name'>;

/** What each store sells. */
export class Catalog {
  constructor(
    private readonly db: Database,
    private readonly journal: Journal,
    private readonly stores: Stores,
  ) {}

  /**
   * A page of the store's catalog. A cursor holds for the version of the catalog that it was made of: throws
   * `catalog_changed` afterwards, so that no client puts together pages that don't belong together.
   */
  page(storeId: string, cursor: string | undefined, size: number): CatalogPage {
    const version = this.stores.catalogVersion(storeId);
    const [from, made] = cursor === undefined ? [0, version] : readCursor(cursor);
    if (made !== version) {
      throw new TillError(409, 'catalog_changed', 'The catalog has changed since this cursor: read it from the start.');
    }
    const rows = this.db.all(
      'SELECT place, document FROM catalog WHERE store_id = ? AND place > ? ORDER BY place LIMIT ?',
      storeId,
      from,
      size + 1,
    );
    const last = rows.length > size ? rows[size - 1] : undefined;
    return {
      data: rows.slice(0, size).map((row) => document(row, 'document', isCatalogObject)),
      next_cursor: last ? writeCursor(integer(last, 'place'), version) : null,
      catalog_version: version,
    };
  }

  all(storeId: string): CatalogObject[] {
    return this.db
      .all('SELECT document FROM catalog WHERE store_id = ? ORDER BY place', storeId)
      .map((row) => document(row, 'document', isCatalogObject));
  }

  find(storeId: string, id: string): CatalogObject | undefined {
    const row = this.db.one('SELECT document FROM catalog WHERE store_id = ? AND id = ?', storeId, id);
    return row && document(row, 'document', isCatalogObject);
  }

  /** Everything of a store that can be out of stock: products, their variants, modifiers. */
  sellables(storeId: string): Sellable[] {
    return this.all(storeId).flatMap((object): Sellable[] => {
      if (object.kind === 'modifier') return [{ item_id: object.id, kind: 'modifier', name: object.name }];
      if (object.kind !== 'product') return [];
      const variants = object.variants.map((variant): Sellable => ({
        item_id: variant.id,
        kind: 'variant',
        name: `${object.name}, ${variant.name}`,
      }));
      return [{ item_id: object.id, kind: 'product', name: object.name }, ...variants];
    });
  }

  /** Throws `not_found`, or `id_taken`. */
  addProduct(storeId: string, sent: NewProduct): Product {
    return this.#change(storeId, (version) => {
      if (this.find(storeId, sent.id)) throw new TillError(409, 'id_taken', 'The catalog has this id already.', 'id');
      const product: Product = { ...BLANK, ...sent, kind: 'product', version };
      this.checkReferences(storeId, product);
      this.put(storeId, product);
      return [product, { kind: 'product', id: product.id, change: 'added' }];
    });
  }

  /** Throws `not_found`. */
  editProduct(storeId: string, id: string, edit: ProductEdit): Product {
    return this.#change(storeId, (version) => {
      const product: Product = { ...this.#product(storeId, id), ...edit, version };
      this.checkReferences(storeId, product);
      this.put(storeId, product);
      return [product, { kind: 'product', id, change: 'changed' }];
    });
  }

  /** Throws `not_found`. */
  removeProduct(storeId: string, id: string): void {
    this.#change(storeId, () => {
      this.#product(storeId, id);
      this.db.run('DELETE FROM catalog WHERE store_id = ? AND id = ?', storeId, id);
      return [undefined, { kind: 'product', id, change: 'removed' }];
    });
  }

  /** Makes the store sell exactly these. Throws `not_found`, or `id_taken`. */
  replace(storeId: string, objects: readonly CatalogObject[]): void {
    this.#change(storeId, (version) => {
      const before = this.all(storeId);
      this.db.run('DELETE FROM catalog WHERE store_id = ?', storeId);
      for (const object of objects) {
        if (this.find(storeId, object.id)) throw new TillError(409, 'id_taken', `${object.id} comes twice.`, 'id');
        this.put(storeId, { ...object, version });
      }
      const changes = objects.map(({ kind, id }): CatalogChange => ({ kind, id, change: 'changed' }));
      const kept = new Set(objects.map(({ id }) => id));
      const gone = before.filter(({ id }) => !kept.has(id));
      return [undefined, ...changes, ...gone.map(({ kind, id }): CatalogChange => ({ kind, id, change: 'removed' }))];
    });
  }

  /** Writes one object as it is, within a change. */
  put(storeId: string, object: CatalogObject): void {
    this.db.run(
      `INSERT INTO catalog (store_id, id, document) VALUES (?, ?, ?)
       ON CONFLICT (store_id, id) DO UPDATE SET document = excluded.document`,
      storeId,
      object.id,
      JSON.stringify(object),
    );
  }

  checkReferences(storeId: string, product: Product): void {
    const wanted = [
      ...product.category_ids.map((id) => ['category', id] as const),
      ...product.tax_ids.map((id) => ['tax', id] as const),
      ...product.modifier_groups.map(({ id }) => ['modifier_group', id] as const),
    ];
    for (const [kind, id] of wanted) {
      if (this.find(storeId, id)?.kind !== kind) {
        throw new TillError(422, 'reference_unknown', `The catalog has no ${kind} ${id}.`);
      }
    }
    if (product.price === null && product.variants.length === 0) {
      throw new TillError(422, 'price_missing', 'A product without variants needs a price.', 'price');
    }
  }

  #product(storeId: string, id: string): Product {
    const object = this.find(storeId, id);
    if (object?.kind !== 'product') throw notFound('product');
    return object;
  }

  #change<T>(storeId: string, work: (version: number) => [T, ...CatalogChange[]]): T {
    return this.journal.change(() => {
      const store = this.stores.get(storeId);
      const version = this.journal.next();
      const [result, ...changes] = work(version);
      this.stores.setCatalogVersion(storeId, version);
      const data = { catalog_version: version, changes };
      const { merchant_id } = store;
      this.journal.tell({ type: 'catalog.updated', merchant_id, store_id: storeId, data }, version);
      return result;
    });
  }
}

const BLANK: Omit<Product, 'id' | 'name'> = {
  kind: 'product',
  description: '',
  price: null,
  variants: [],
  category_ids: [],
  modifier_groups: [],
  tax_ids: [],
  allergens: [],
  dietary: [],
  calories: null,
  alcohol: false,
  hidden: false,
  image_url: null,
  position: 0,
  version: 0,
};

/** Cursors are opaque to clients: two numbers behind base64url. */
export const writeCursor = (place: number, version: number): string =>
  Buffer.from(`${place}.${version}`).toString('base64url');

/** Throws `cursor_invalid`. */
export function readCursor(cursor: string): [place: number, version: number] {
  const found = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!found) throw new TillError(400, 'cursor_invalid', 'This cursor was not made by the till.', 'cursor');
  return [Number(found[1]), Number(found[2])];
}
