import type { Polled, StoreSession, VendorEvent } from '@poshub-bridge/core';
import { readPage } from '../catalog/read-catalog.js';
import { placeOf, type TillClient } from '../client.js';
import { isOrderPage, isStockList, isStore, type OrderPage } from '../wire.js';
import { menuNews, stockNews, ticketNews } from './news.js';

/** The most that the till gives on one page. */
const PAGE = 100;

/**
 * How far each list was read: the highest version seen. One number for all would lose a change that falls between the
 * reading of two lists.
 */
interface Position {
  readonly orders: number;
  readonly stock: number;
  readonly catalog: number;
  readonly store: number;
}

/** What changed at a store since the cursor. Without a cursor, or with one of another form, it begins with now. */
export async function poll(client: TillClient, session: StoreSession, cursor: string | undefined): Promise<Polled> {
  const known = positionOf(cursor);
  if (known === undefined) {
    const orders = await lastVersion(client, session);
    const { position } = await menuSince(client, session, { orders, stock: 0, catalog: 0, store: 0 });
    return { events: [], cursor: cursorOf(position), more: false };
  }
  const page = await ordersSince(client, session, known.orders);
  const orders = page.data.at(-1)?.version ?? known.orders;
  const tickets = page.data.map(ticketNews);
  if (page.next_cursor !== null) return { events: tickets, cursor: cursorOf({ ...known, orders }), more: true };
  const menu = await menuSince(client, session, { ...known, orders });
  return { events: [...tickets, ...menu.events], cursor: cursorOf(menu.position), more: false };
}

/** The till lists orders by version, so the last one of a page is the newest. */
function ordersSince(client: TillClient, session: StoreSession, version: number): Promise<OrderPage> {
  const path = `${placeOf(session)}/orders?updated_since=${version}&limit=${PAGE}`;
  return client.get(session, path, isOrderPage, 'store.unknown');
}

/** Where the orders stand: the till can't say it, so its list is gone through once. */
async function lastVersion(client: TillClient, session: StoreSession): Promise<number> {
  let version = 0;
  let page: OrderPage;
  do {
    page = await ordersSince(client, session, version);
    version = page.data.at(-1)?.version ?? version;
  } while (page.next_cursor !== null);
  return version;
}

async function menuSince(
  client: TillClient,
  session: StoreSession,
  known: Position,
): Promise<{ readonly events: readonly VendorEvent[]; readonly position: Position }> {
  const { ref } = session.store;
  const place = placeOf(session);
  const store = await client.get(session, place, isStore, 'store.unknown');
  const catalog = (await readPage(client, session)).catalog_version;
  const stock = await client.get(session, `${place}/stock`, isStockList, 'store.unknown');
  const moved = stock.data.filter((item) => item.version > known.stock);
  return {
    events: [
      ...moved.flatMap((item) => stockNews(item, ref)),
      ...(catalog > known.catalog ? [menuNews(`menu:${ref}:${catalog}`, ref)] : []),
      ...(store.version > known.store ? [menuNews(`menu:${ref}:${store.version}`, ref)] : []),
    ],
    position: {
      orders: known.orders,
      // An item that left the catalog takes its version with it: the position never goes back.
      stock: Math.max(known.stock, ...moved.map((item) => item.version)),
      catalog: Math.max(known.catalog, catalog),
      store: Math.max(known.store, store.version),
    },
  };
}

function cursorOf({ orders, stock, catalog, store }: Position): string {
  return [orders, stock, catalog, store].join('.');
}

function positionOf(cursor = ''): Position | undefined {
  if (!/^\d{1,15}(\.\d{1,15}){3}$/.test(cursor)) return undefined;
  const [orders = 0, stock = 0, catalog = 0, store = 0] = cursor.split('.').map(Number);
  return { orders, stock, catalog, store };
}
