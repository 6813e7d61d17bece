import type { Catalog } from '../state/catalog.js';
import type { Database } from '../state/database.js';
import type { Journal } from '../state/journal.js';
import type { CatalogChange } from '../wire.js';
import { kreuzbergCatalog, kreuzbergStore } from './kreuzberg.js';
import { sohoCatalog, sohoStore } from './soho.js';

/** The merchant that a new till has. */
export const SAMPLE_MERCHANT = { id: 'mer_lumen', name: 'Lumen Kitchens' } as const;

const SAMPLES = [
  { store: sohoStore, catalog: sohoCatalog },
  { store: kreuzbergStore, catalog: kreuzbergCatalog },
];

/** Writes the sample merchant into empty tables, within a change. */
export function seed(db: Database, journal: Journal, catalog: Catalog): void {
  db.run('INSERT INTO merchants VALUES (?, ?)', SAMPLE_MERCHANT.id, SAMPLE_MERCHANT.name);
  for (const sample of SAMPLES) {
    const version = journal.next();
    const store = { ...sample.store, version: journal.next() };
    db.run('INSERT INTO stores VALUES (?, ?, ?, ?)', store.id, store.merchant_id, version, JSON.stringify(store));
    for (const object of sample.catalog) catalog.put(store.id, { ...object, version });
    const changes = sample.catalog.map(({ kind, id }): CatalogChange => ({ kind, id, change: 'added' }));
    const origin = { merchant_id: store.merchant_id, store_id: store.id };
    journal.tell({ type: 'catalog.updated', ...origin, data: { catalog_version: version, changes } }, version);
    journal.tell({ type: 'store.updated', ...origin, data: store }, store.version);
  }
}
