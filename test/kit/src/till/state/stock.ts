import { notFound } from '../errors.js';
import type { StockItem } from '../wire.js';
import type { Catalog } from './catalog.js';
import { type Database, integer, text } from './database.js';
import type { Journal } from './journal.js';
import type { Stores } from './stores.js';

/** What a store has and has not. Everything is in stock until somebody says otherwise. */
export class Stock {
  constructor(
    private readonly db: Database,
    private readonly journal: Journal,
    private readonly stores: Stores,
    private readonly catalog: Catalog,
  ) {}

  list(storeId: string): StockItem[] {
    this.stores.get(storeId);
    const marks = new Map(
      this.db
        .all('SELECT item_id, in_stock, version FROM stock WHERE store_id = ?', storeId)
        .map((row) => [text(row, 'item_id'), row]),
    );
    return this.catalog.sellables(storeId).map((item) => {
      const mark = marks.get(item.item_id);
      return {
        ...item,
        in_stock: mark ? integer(mark, 'in_stock') === 1 : true,
        version: mark ? integer(mark, 'version') : 0,
      };
    });
  }

  isOut(storeId: string, itemId: string): boolean {
    const row = this.db.one('SELECT in_stock FROM stock WHERE store_id = ? AND item_id = ?', storeId, itemId);
    return row !== undefined && integer(row, 'in_stock') === 0;
  }

  /** Marks an item; saying what is so already changes nothing and tells nobody. Throws `not_found`. */
  set(storeId: string, itemId: string, inStock: boolean): StockItem {
    const item = this.list(storeId).find((candidate) => candidate.item_id === itemId);
    if (!item) throw notFound('item');
    if (item.in_stock === inStock) return item;
    return this.journal.change(() => {
      const marked = { ...item, in_stock: inStock, version: this.journal.next() };
      this.db.run(
        `INSERT INTO stock (store_id, item_id, in_stock, version) VALUES (?, ?, ?, ?)
         ON CONFLICT (store_id, item_id) DO UPDATE SET in_stock = excluded.in_stock, version = excluded.version`,
        storeId,
        itemId,
        inStock ? 1 : 0,
        marked.version,
      );
      const { merchant_id } = this.stores.get(storeId);
      this.journal.tell({ type: 'stock.updated', merchant_id, store_id: storeId, data: marked }, marked.version);
      return marked;
    });
  }
}
