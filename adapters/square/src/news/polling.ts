import { Fault, SECOND, type Polled, type StoreSession, type VendorEvent } from '@poshub-bridge/core';
import { latestTime } from '../catalog/pages.js';
import { parse, type SquareClient } from '../client.js';
import { isOrder, isOrders, type ListedOrder } from '../order/wire-order.js';
import { newsId, viewOf } from './status.js';

const PAGE = 500;
/** Square’s search may be a little behind its own clock; what is told twice has the same id. */
const OVERLAP = 10 * SECOND;
/** Pages without an order that is newer than the cursor: there can't be that many. */
const MOST_PAGES = 20;

/** How far orders and catalog were read, by Square’s clock. */
interface Position {
  readonly orders: string;
  readonly catalog: string;
}

/** What changed at a location since the cursor. Without a cursor, or with one of another form, it begins with now. */
export async function poll(client: SquareClient, session: StoreSession, cursor: string | undefined): Promise<Polled> {
  const known = positionOf(cursor);
  if (known === undefined) {
    const newest = await search(client, session, { sort: 'DESC', limit: 1 });
    const orders = newest.orders[0]?.updated_at ?? new Date(0).toISOString();
    const catalog = (await latestTime(client, session)) ?? '';
    return { events: [], cursor: cursorOf({ orders, catalog }), more: false };
  }
  const { tickets, orders, more } = await ordersSince(client, session, known.orders);
  if (more) return { events: tickets, cursor: cursorOf({ ...known, orders }), more };
  const catalog = (await latestTime(client, session)) ?? known.catalog;
  const { ref: store } = session.store;
  const menu: readonly VendorEvent[] =
    catalog === known.catalog ? [] : [{ type: 'catalog-changed', id: `catalog:${store}:${catalog}`, store }];
  return { events: [...tickets, ...menu], cursor: cursorOf({ orders, catalog }), more: false };
}

/** The orders that changed since, oldest first: pages are read until one leads on. */
async function ordersSince(
  client: SquareClient,
  session: StoreSession,
  since: string,
): Promise<{ readonly tickets: readonly VendorEvent[]; readonly orders: string; readonly more: boolean }> {
  const start = new Date(Math.max(0, Date.parse(since) - OVERLAP)).toISOString();
  const tickets: VendorEvent[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await search(client, session, { sort: 'ASC', limit: PAGE, start, ...(next ? { cursor: next } : {}) });
    tickets.push(...page.orders.flatMap(ticketNews));
    const last = page.orders.at(-1)?.updated_at ?? since;
    const isFurther = Date.parse(last) > Date.parse(since);
    next = page.cursor;
    if (next === undefined || isFurther) return { tickets, orders: isFurther ? last : since, more: next !== undefined };
  }
  throw new Fault('vendor.unreadable', { detail: 'the orders’ pages lead nowhere' });
}

interface Search {
  readonly sort: 'ASC' | 'DESC';
  readonly limit: number;
  readonly start?: string;
  readonly cursor?: string;
}

async function search(
  client: SquareClient,
  session: StoreSession,
  { sort, limit, start, cursor }: Search,
): Promise<{ readonly orders: readonly ListedOrder[]; readonly cursor?: string }> {
  const filter = start === undefined ? {} : { filter: { date_time_filter: { updated_at: { start_at: start } } } };
  const json = {
    location_ids: [session.store.ref],
    query: { ...filter, sort: { sort_field: 'UPDATED_AT', sort_order: sort } },
    limit,
    return_entries: false,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const request = { method: 'POST', path: '/v2/orders/search', json, readOnly: true } as const;
  const page = await client.ask(session, request, isOrders, 'store.unknown');
  return { orders: page.orders ?? [], ...(page.cursor ? { cursor: page.cursor } : {}) };
}

/**
 * Orders of the counter are nobody’s news; ours say which order of POS Hub they are.
 * @throws Fault `vendor.unreadable` for one of ours that has another form
 */
function ticketNews(listed: ListedOrder): readonly VendorEvent[] {
  const orderId = listed.metadata?.poshub_order;
  if (!orderId) return [];
  const order = parse(listed, isOrder, 'an order');
  const view = viewOf(order);
  if (view === undefined) return [];
  return [{ type: 'ticket', id: newsId(order.id, view.at), store: order.location_id, orderId, ...view }];
}

function cursorOf({ orders, catalog }: Position): string {
  return `${orders}|${catalog}`;
}

function positionOf(cursor = ''): Position | undefined {
  const [orders = '', catalog, ...more] = cursor.split('|');
  if (catalog === undefined || more.length > 0 || Number.isNaN(Date.parse(orders))) return undefined;
  return { orders, catalog };
}
