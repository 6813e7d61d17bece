import type { CatalogPart, StoreSession } from '@poshub-bridge/core';
import { Fault } from '@poshub-bridge/core';
import { guard, idText, object } from '../guard.js';
import type { LightspeedClient } from '../client.js';
import { LIMITS, type LightspeedSettings } from '../manifest.js';
import { choicesOf } from '../stores.js';
import { MenuBook } from './menu-book.js';
import { isMenuList, isStockPage } from './wire-menu.js';

/** SKUs are few a question, so an answer has one page; more than this many are a circle. */
const MOST_PAGES = 50;

const isAnyObject = guard(object);

/**
 * Reads everything that a store sells: each of its menus whole, and what is out of stock.
 * @throws Fault `store.unknown`; `catalog.incomplete` where a menu went away meanwhile; as the client
 */
export async function readMenus(
  client: LightspeedClient,
  settings: LightspeedSettings,
  session: StoreSession,
): Promise<CatalogPart> {
  const { ref, currency } = session.store;
  const { deliveryChargeSku, serviceChargeSku, otherChargeSku } = settings;
  const charges = [deliveryChargeSku, serviceChargeSku, otherChargeSku].filter((sku) => sku !== undefined);
  const book = new MenuBook(currency, new Set(charges));
  const list = `/o/op/1/menu/list?businessLocationId=${encodeURIComponent(ref)}`;
  const menus = await client.ask(session, { method: 'GET', path: list }, isMenuList, 'store.unknown');
  const query = new URLSearchParams({
    businessLocationId: ref,
    accountProfile: choicesOf(session).pickupProfile ?? '',
    richContent: 'true',
  });
  for (const { ikentooMenuId } of menus) {
    const menuId = idText(ikentooMenuId);
    const path = `/o/op/2/menu/load/${menuId}?${query.toString()}`;
    book.add(menuId, await client.ask(session, { method: 'GET', path }, isAnyObject, 'catalog.incomplete'));
  }
  return book.part(await soldOut(client, session, [...book.skus()]));
}

/** What of these can't be ordered now. */
async function soldOut(
  client: LightspeedClient,
  session: StoreSession,
  skus: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let start = 0; start < skus.length; start += LIMITS.stockSkus) {
    const json = { skus: skus.slice(start, start + LIMITS.stockSkus) };
    for (let page = 0, pages = 1; page < pages; page += 1) {
      if (page >= MOST_PAGES) throw new Fault('vendor.unreadable', { detail: 'the pages of the stock have no end' });
      const query = new URLSearchParams({ businessLocationId: session.store.ref, page: String(page), size: '50' });
      const path = `/o/op/1/itemAvailability?${query.toString()}`;
      const request = { method: 'POST', path, json, readOnly: true } as const;
      const { data, metadata } = await client.ask(session, request, isStockPage, 'store.unknown');
      for (const { sku, count } of data) if (typeof count === 'number' && count <= 0) found.add(sku);
      pages = metadata?.totalPages ?? 1;
    }
  }
  return found;
}
