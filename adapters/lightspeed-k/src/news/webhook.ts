import { createHash, timingSafeEqual } from 'node:crypto';
import {
  Fault,
  reportFault,
  type AdapterContext,
  type VendorDelivery,
  type VendorEvent,
  type VendorRequest,
} from '@poshub-bridge/core';
import { passwordOf } from '../endpoint.js';
import { idText } from '../guard.js';
import type { LightspeedSettings } from '../manifest.js';
import { orderIdIn } from '../references.js';
import { newsId, stageOf } from './status.js';
import { isNews, isOrderNews, isStockNews, type OrderNews } from './wire-news.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const BASIC = /^basic ([A-Za-z0-9+/]{1,512}={0,2})$/i;
const USER = /^[1-9]\d{0,18}$/;

/**
 * Makes the reader of Lightspeed's calls. They are not signed: the password is checked before anything is parsed, and its
 * user is the store. The reader throws Fault `request.unauthenticated` and `request.unreadable`.
 */
export function createReceiver({
  settings,
}: Pick<AdapterContext<LightspeedSettings>, 'settings'>): (request: VendorRequest) => VendorDelivery {
  return ({ headers, body }) => {
    const store = storeIn(headers['authorization'] ?? '', settings);
    const news = parse(body);
    if (!isNews(news)) throw unreadable('it is no event of Lightspeed');
    const { businessLocationId: place, type } = news;
    if (place !== undefined && place !== null && idText(place) !== store) return { events: [] };
    if (type === 'ITEM') {
      const told = headers['x-lightspeed-idempotency-key'] ?? body;
      const id = createHash('sha256').update(told).digest('hex').slice(0, 40);
      return { events: stockEvents(news, store, id) };
    }
    // Of a failure the shortest form has no type at all.
    const isOrder = type === 'ORDER' || type === undefined || type === null;
    return { events: isOrder && stageOf(news.status) !== undefined ? [orderEvent(news, store)] : [] };
  };
}

/** @throws Fault `request.unauthenticated` */
function storeIn(authorization: string, settings: LightspeedSettings): string {
  const [, encoded = ''] = BASIC.exec(authorization.trim()) ?? [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const end = pair.indexOf(':');
  const store = pair.slice(0, Math.max(0, end));
  // Digests have one length, so nothing is told by the time that this takes.
  const digest = (password: string): Buffer => createHash('sha256').update(password).digest();
  const isRight = timingSafeEqual(digest(pair.slice(end + 1)), digest(passwordOf(store, settings)));
  // Texts that are cut off may be read as the whole: what is not written as it would be written is wrong.
  const isWhole = Buffer.from(pair, 'utf8').toString('base64') === encoded;
  if (isRight && isWhole && USER.test(store)) return store;
  throw new Fault('request.unauthenticated', { detail: 'user or password are missing or wrong' });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw unreadable('it is not JSON in UTF-8');
  }
}

function unreadable(detail: string): Fault {
  return new Fault('request.unreadable', { detail });
}

/**
 * A failure has no ticket, as nothing was made: the order's reference stands in its place. It is the same with an order that
 * was cancelled or abandoned and has no account. Its reason is free text that may quote the guest, so it is left.
 */
function orderEvent(news: unknown, store: string): VendorEvent {
  if (!isOrderNews(news)) throw unreadable('an order has no reference');
  const stage = stageOf(news.status, Boolean(news.ikentooAccountIdentifier));
  if (stage === undefined) throw unreadable('its status is unknown');
  const ticket = ticketOf(news, stage.status === 'rejected');
  const fault = new Fault('vendor.refused', { detail: 'the point of sale did not take it; Lightspeed shows why' });
  return {
    type: 'ticket',
    id: newsId(store, ticket, stage.status),
    store,
    orderId: orderIdIn(news.thirdPartyReference),
    ticket,
    ...stage,
    ...(stage.status === 'rejected' ? { fault: reportFault(fault) } : {}),
  };
}

function ticketOf({ ikentooAccountIdentifier, thirdPartyReference }: OrderNews, isFailure: boolean): string {
  if (isFailure) return thirdPartyReference;
  if (ikentooAccountIdentifier) return ikentooAccountIdentifier;
  throw unreadable('an order has no account');
}

/**
 * What ran out is told at once. A read of the catalog follows in any case, as events come in no order and the older one
 * must not win.
 */
function stockEvents(news: unknown, store: string, id: string): readonly VendorEvent[] {
  if (!isStockNews(news)) throw unreadable('a stock event has another form');
  const isOut = news.status === 'RESTRICTED' && typeof news.count === 'number' && news.count <= 0;
  return [
    ...(isOut ? [{ type: 'stock', id, store, item: news.sku, available: false } as const] : []),
    { type: 'catalog-changed', id: `${id}:catalog`, store },
  ];
}
