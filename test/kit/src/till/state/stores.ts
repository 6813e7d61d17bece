import { notFound, TillError } from '../errors.js';
import { isStore } from '../schemas.js';
import type { Merchant, NewStore, Store, StoreSettings } from '../wire.js';
import { type Database, document, integer, text } from './database.js';
import type { Journal } from './journal.js';

/** The merchants and their stores. */
export class Stores {
  constructor(
    private readonly db: Database,
    private readonly journal: Journal,
  ) {}

  /** The first merchant, or the one of this id. Throws `not_found`. */
  merchant(id?: string): Merchant {
    const row = this.db.one(
      'SELECT id, name FROM merchants WHERE ? IS NULL OR id = ? ORDER BY rowid',
      id ?? null,
      id ?? null,
    );
    if (!row) throw notFound('merchant');
    return { id: text(row, 'id'), name: text(row, 'name') };
  }

  /** Throws `id_taken`. */
  addMerchant({ id, name }: Merchant): void {
    if (this.db.run('INSERT INTO merchants VALUES (?, ?) ON CONFLICT DO NOTHING', id, name) === 0)
      throw taken('merchant');
  }

  /** Opens a store with the settings of another one; its catalog is put in by who has it. Throws `not_found`, `id_taken`. */
  add({ id, merchant_id, name, like }: NewStore): Store {
    const merchant = this.merchant(merchant_id);
    return this.journal.change(() => {
      if (this.db.one('SELECT 1 AS found FROM stores WHERE id = ?', id)) throw taken('store');
      const version = this.journal.next();
      const store: Store = { ...this.get(like), id, name, merchant_id: merchant.id, version };
      this.db.run('INSERT INTO stores VALUES (?, ?, ?, ?)', id, merchant.id, version, JSON.stringify(store));
      this.journal.tell({ type: 'store.updated', merchant_id: merchant.id, store_id: id, data: store }, version);
      return store;
    });
  }

  /** All of them, or those of one merchant. */
  list(merchantId?: string): Store[] {
    return this.db
      .all(
        'SELECT document FROM stores WHERE ? IS NULL OR merchant_id = ? ORDER BY rowid',
        merchantId ?? null,
        merchantId ?? null,
      )
      .map((row) => document(row, 'document', isStore));
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

const taken = (what: string): TillError => new TillError(409, 'id_taken', `There is a ${what} of this id.`, 'id');
