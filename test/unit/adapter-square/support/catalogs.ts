import {
  CatalogAssembly,
  type Catalog,
  type CatalogPart,
  type CatalogWarning,
  type Product,
  type StoreSession,
} from '@poshub-bridge/core';
import type { Rig } from './rig.js';

export interface ReadCatalog {
  readonly catalog: Catalog;
  readonly warnings: readonly CatalogWarning[];
  readonly changesOnly: boolean;
  readonly mark: string;
  readonly parts: readonly CatalogPart[];
}

/** Reads a catalog as the host does. */
export async function readWith(
  system: Rig['system'],
  session: StoreSession,
  before?: Pick<ReadCatalog, 'catalog' | 'mark'>,
): Promise<ReadCatalog> {
  const assembly = new CatalogAssembly(session.store.currency, before?.catalog);
  const parts: CatalogPart[] = [];
  for await (const part of system.catalog(session, before?.mark)) {
    assembly.add(part);
    parts.push(part);
  }
  const { mark = '', ...rest } = assembly.finish();
  return { ...rest, mark, parts };
}

export function productIn({ catalog }: Pick<ReadCatalog, 'catalog'>, ref: string): Product {
  const found = catalog.products.find((product) => product.ref === ref);
  if (found === undefined) throw new Error(`there is no product ${ref}`);
  return found;
}
