import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  Fault,
  type AdapterContext,
  type VendorDelivery,
  type VendorEvent,
  type VendorRequest,
} from '@poshub-bridge/core';
import type { ValidateFunction } from 'ajv';
import type { SquareSettings } from '../manifest.js';
import { newsId } from './status.js';
import { isEvent, isFulfillmentUpdated, isLocationUpdated, isOrderUpdated, isStockUpdated } from './wire-news.js';

const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes the reader of Square's calls. The signature is over the address as it is registered and the bytes as they came, and
 * is checked before anything is parsed. The reader throws Fault `request.unauthenticated` and `request.unreadable`.
 */
export function createReceiver({
  settings,
  webhookUrl,
}: Pick<AdapterContext<SquareSettings>, 'settings' | 'webhookUrl'>): (request: VendorRequest) => VendorDelivery {
  return ({ headers, body }) => {
    const signature = headers['x-square-hmacsha256-signature'] ?? '';
    const expected = createHmac('sha256', settings.webhookSignatureKey).update(webhookUrl).update(body).digest();
    if (!SIGNATURE.test(signature) || !timingSafeEqual(expected, Buffer.from(signature, 'base64')))
      throw new Fault('request.unauthenticated', {
        detail: 'the signature is missing or wrong: compare its key, and the address that is registered at Square',
      });
    return { events: eventsIn(parse(body)) };
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Fault('request.unreadable', { detail: 'it is not JSON in UTF-8' });
  }
}

/** Kinds of events that are none of the bridge's business make no events, and an answer of 200. */
function eventsIn(event: unknown): readonly VendorEvent[] {
  const { type, event_id: id, merchant_id: merchant } = as(event, isEvent);
  switch (type) {
    case 'order.updated':
      return [ticketNews(as(event, isOrderUpdated).data.object.order_updated, id)];
    case 'order.fulfillment.updated':
      return [ticketNews(as(event, isFulfillmentUpdated).data.object.order_fulfillment_updated, id)];
    case 'inventory.count.updated':
      return (as(event, isStockUpdated).data.object?.inventory_counts ?? []).flatMap((count) => stockNews(count, id));
    case 'catalog.version.updated':
      return [{ type: 'catalog-changed', id, merchant }];
    case 'location.updated':
      return [{ type: 'catalog-changed', id, store: as(event, isLocationUpdated).data.id }];
    case 'oauth.authorization.revoked':
      return [{ type: 'access-revoked', id, merchant }];
    default:
      return [];
  }
}

function as<T>(event: unknown, form: ValidateFunction<T>): T {
  if (form(event)) return event;
  throw new Fault('request.unreadable', { detail: 'it is no event of Square, or has another form than its type has' });
}

interface OrderHead {
  readonly order_id: string;
  readonly location_id: string;
  readonly version?: number | null;
}

/** Two webhooks and polling tell of one version: it is read once. */
function ticketNews({ order_id: ticket, location_id: store, version }: OrderHead, eventId: string): VendorEvent {
  const id = typeof version === 'number' ? newsId(ticket, version) : eventId;
  return { type: 'ticket-changed', id, store, ticket };
}

interface Count {
  readonly location_id: string;
  readonly catalog_object_id?: string | null;
  readonly state?: string | null;
  readonly quantity?: string | null;
}

/** What ran out is told at once; whether what is back can be ordered, the catalog says. */
function stockNews(count: Count, eventId: string): readonly VendorEvent[] {
  const { location_id: store, catalog_object_id: item, state, quantity } = count;
  const id = `${eventId}:${item ?? ''}`;
  const isOut = state === 'IN_STOCK' && Number(quantity ?? '1') <= 0;
  return [
    ...(isOut && item ? [{ type: 'stock', id, store, item, available: false } as const] : []),
    { type: 'catalog-changed', id: `${id}:catalog`, store },
  ];
}
