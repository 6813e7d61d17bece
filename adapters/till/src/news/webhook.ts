import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  Fault,
  MINUTE,
  SECOND,
  type AdapterContext,
  type VendorDelivery,
  type VendorEvent,
  type VendorRequest,
} from '@poshub-bridge/core';
import type { TillSettings } from '../manifest.js';
import { isEvent, isOrderEvent, isStockEvent } from '../wire.js';
import { menuNews, stockNews, ticketNews } from './news.js';

/** How far the till's clock may be from ours, and how old a captured call may be to be played again. */
const TOLERANCE = 5 * MINUTE;
const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes the reader of the till's calls: the signature is checked over the bytes as they came, before anything is parsed.
 * The reader throws Fault `request.unauthenticated` and `request.unreadable`.
 */
export function createReceiver({
  settings,
  clock,
}: Pick<AdapterContext<TillSettings>, 'settings' | 'clock'>): (request: VendorRequest) => VendorDelivery {
  return ({ headers, body }) => {
    const [, time = '', signature] = SIGNATURE.exec(headers['till-signature'] ?? '') ?? [];
    if (signature === undefined) throw unauthenticated('the header Till-Signature is missing or has another form');
    const expected = createHmac('sha256', settings.webhookSecret).update(`${time}.`).update(body).digest();
    if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) throw unauthenticated('the signature is wrong');
    if (Math.abs(clock.now() - Number(time) * SECOND) > TOLERANCE)
      throw unauthenticated('it was signed too long ago, or one of the clocks is wrong');
    return { events: eventsIn(parse(body)) };
  };
}

function unauthenticated(detail: string): Fault {
  return new Fault('request.unauthenticated', { detail });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Fault('request.unreadable', { detail: 'it is not JSON in UTF-8' });
  }
}

/** Kinds of events that the till may have one day are none of our business: no events, and an answer of 200. */
function eventsIn(event: unknown): readonly VendorEvent[] {
  if (!isEvent(event)) throw new Fault('request.unreadable', { detail: 'it is no event of the till' });
  switch (event.type) {
    case 'order.updated':
      if (!isOrderEvent(event)) throw new Fault('request.unreadable', { detail: 'its order has another form' });
      return [ticketNews(event.data)];
    case 'stock.updated':
      if (!isStockEvent(event)) throw new Fault('request.unreadable', { detail: 'its stock item has another form' });
      return stockNews(event.data, event.store_id);
    case 'catalog.updated':
    case 'store.updated':
      return [menuNews(`menu:${event.store_id}:${event.sequence}`, event.store_id)];
    default:
      return [];
  }
}
