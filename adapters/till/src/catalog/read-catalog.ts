import { Fault, type CatalogPart, type StoreSession } from '@poshub-bridge/core';
import { placeOf, read, refused, type TillClient } from '../client.js';
import { isStockList, isStore } from '../wire.js';
import { openingsOf } from './hours.js';
import { Menu } from './menu.js';
import { isCatalogPage, type CatalogPage } from './wire-catalog.js';

/**
 * Reads a store's whole catalog, a part for each page and one for the products.
 * @throws Fault `catalog.incomplete` when the catalog changes while it is read; `store.unknown`; as the client
 */
export async function* readCatalog(client: TillClient, session: StoreSession): AsyncGenerator<CatalogPart> {
  const place = placeOf(session);
  const store = await client.get(session, place, isStore, 'store.unknown');
  const stock = await client.get(session, `${place}/stock`, isStockList, 'store.unknown');
  const soldOut = new Set(stock.data.filter((item) => !item.in_stock).map((item) => item.item_id));
  // The currency is the till's word, not the session's: if it changed, core must see it.
  const menu = new Menu(store.currency, soldOut);
  if (store.hours.length > 0) yield { hours: openingsOf(store.hours) };
  let page = await readPage(client, session);
  yield menu.add(page.data);
  while (page.next_cursor !== null) {
    const next = await readPage(client, session, page.next_cursor);
    if (next.next_cursor === page.next_cursor)
      throw new Fault('vendor.unreadable', { detail: 'the catalog’s pages go round in a circle' });
    page = next;
    yield menu.add(page.data);
  }
  yield menu.products();
}

/** One page of a catalog; the first one without a cursor. */
export async function readPage(client: TillClient, session: StoreSession, cursor?: string): Promise<CatalogPage> {
  const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
  const answer = await client.send(session, { method: 'GET', path: `${placeOf(session)}/catalog${query}` });
  if (answer.refusal === undefined) return read(answer.response, isCatalogPage);
  if (answer.refusal.code === 'catalog_changed')
    throw new Fault('catalog.incomplete', { detail: 'it changed at the till while it was read' });
  throw refused(answer.refusal, 'store.unknown');
}
