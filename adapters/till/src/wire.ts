import { WEEKDAYS } from '@poshub-bridge/core';
import {
  flag,
  guard,
  having,
  havingSome,
  id,
  listOf,
  oneOf,
  text,
  textOrNull,
  whole,
  type Schema,
  type Typed,
} from './guard.js';

/* What the till says, as far as the adapter reads it; docs/till.md has it all. */

const time: Schema<string> = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
/** Local to the store; a `to` that is not after its `from` is on the next day. */
export const hours = listOf(having({ day: oneOf(...WEEKDAYS), from: time, to: time }));
export type Hours = Typed<typeof hours>;

const address = havingSome({ line1: text }, { line2: text, city: text, postal_code: text });
const store = having({ id, name: text, currency: text, timezone: text, address, hours, version: whole });
export type Store = Typed<typeof store>;
export const isStore = guard(store);
export const isStoreList = guard(having({ data: listOf(store) }));
export const isMerchant = guard(having({ id }));

const stockItem = having({ item_id: id, kind: text, in_stock: flag, version: whole });
export type StockItem = Typed<typeof stockItem>;
export const isStockList = guard(having({ data: listOf(stockItem) }));

const order = having({
  id,
  store_id: id,
  /** The order's id in POS Hub, where the bridge sent it. */
  reference: text,
  status: oneOf('new', 'accepted', 'preparing', 'ready', 'delivering', 'completed', 'rejected', 'cancelled'),
  version: whole,
});
export type Order = Typed<typeof order>;
export const isOrder = guard(order);
const orderPage = having({ data: listOf(order), next_cursor: textOrNull });
export type OrderPage = Typed<typeof orderPage>;
export const isOrderPage = guard(orderPage);

/** The one subscription of a merchant; null without one. */
export const isSubscription = guard(having({ url: textOrNull }));

/** Why the till refuses a call. */
const code: Schema<string> = { type: 'string', pattern: '^[a-z_]{1,60}$' };
const path: Schema<string> = { type: 'string', maxLength: 1000 };
export const isErrorBody = guard(having({ error: havingSome({ code }, { path }) }));

/** A webhook of any kind, also of kinds that the till may have one day; `sequence` is the version of the change. */
const event = { type: text, store_id: id, sequence: whole };
export const isEvent = guard(having(event));
export const isOrderEvent = guard(having({ ...event, type: oneOf('order.updated'), data: order }));
export const isStockEvent = guard(having({ ...event, type: oneOf('stock.updated'), data: stockItem }));
