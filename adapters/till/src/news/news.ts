import type { Reference, TicketView, VendorEvent } from '@poshub-bridge/core';
import type { Order, StockItem } from '../wire.js';

/*
 * The till's news in the bridge's words. Webhooks and polling make the same events of the same change, down to the id, so
 * the second telling is recognised whichever way it comes.
 */

/** How a ticket stands. The till's version grows with every change, which its clock does not promise. */
export function viewOf({ id, status, version }: Order): TicketView {
  return { ticket: id, status, at: version };
}

export function ticketNews(order: Order): VendorEvent {
  const { id, store_id: store, reference: orderId, version } = order;
  return { type: 'ticket', id: `order:${id}:${version}`, store, orderId, ...viewOf(order) };
}

/**
 * What runs out is told at once. A read of the catalog follows in any case: a variant is not named with its product, a
 * product takes its variants with it, a hidden one stays hidden when it is back, and an older event may come later.
 */
export function stockNews({ item_id, kind, in_stock, version }: StockItem, store: Reference): readonly VendorEvent[] {
  const id = `stock:${item_id}:${version}`;
  const isTelling = !in_stock && kind !== 'variant';
  return [
    ...(isTelling ? [{ type: 'stock', id, store, item: item_id, available: false } as const] : []),
    menuNews(`${id}:catalog`, store),
  ];
}

/** The catalog, or the store whose hours are shown with it, is another now. */
export function menuNews(id: string, store: Reference): VendorEvent {
  return { type: 'catalog-changed', id, store };
}
