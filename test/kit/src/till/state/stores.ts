import { notFound } from '../errors.js';
import { isStore } from '../schemas.js';
import type { Merchant, Store, StoreSettings } from '../wire.js';
import { type Database, document, integer, text } from './database.js';
import type { Journal } from './journal.js';

/** The merchant and its stores. */
export class Stores {
  constructor(
    private readonly db: Database,
    private readonly journal: Journal,
  ) {}

  get merchant(): Merchant {
    const row = this.db.one('SELECT id, name FROM merchants');
    if (!row) throw new Error("The till's state file has lost its merchant.");
    return { id: text(row, 'id'), name: text(row, 'name') };
  }

  list(): Store[] {
    return this.db.all('SELECT document FROM stores ORDER BY rowid').map((row) => document(row, 'document', isStore));
  }

  /** Throws `not_found`. */
  get(id: string): Store {
    const row = this.db.one('SELECT document FROM stores WHERE id = ?', id);
    if (!row) throw notFound('store');
    return document(row, 'document', isStore);
  }

  /** The number of the last change of the store's catalog. */
  catalogVersion(id: string): number {
    const row = this.db.one('SELECT catalog_version FROM stores WHERE id = ?', id);
    if (!row) throw notFound('store');
    return integer(row, 'catalog_version');
  }

  /** Within `change`. */
  setCatalogVersion(id: string, version: number): void {
    this.db.run('UPDATE stores SET catalog_version = ? WHERE id = ?', version, id);
  }

  /** Changes settings of a store; opening it forgets why it was closed. */
  edit(id: string, settings: StoreSettings): Store {
    return this.journal.change(() => {
      const version = this.journal.next();
      const store: Store = { ...this.get(id), ...settings, version };
      if (store.open) store.closed_reason = null;
      this.db.run('UPDATE stores SET document = ? WHERE id = ?', JSON.stringify(store), id);
      const { merchant_id } = store;
      this.journal.tell({ type: 'store.updated', merchant_id, store_id: id, data: store }, version);
      return store;
    });
  }
}
