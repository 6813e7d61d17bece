import type { HubOrder, Order } from '@poshub-bridge/core';
import { createHubWire, type HubSettings } from '#pos-hub/index.js';
import { CLIENT_ID, settingsOf } from './settings.js';

export const IDS = {
  connectionId: '0a7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c01',
  accountId: '1b7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c02',
  locationId: '2c7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c03',
};
export const ORDER_ID = '9d7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c04';
export const STORE = { ref: 'S1', name: 'Soho', currency: 'GBP', timezone: 'Europe/London' };

const someone = '5e7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c05';

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of whatever is an object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** An order as POS Hub documents it, with everything that it requires. */
export function wireOrder(fields: Fields = {}): Record<string, unknown> {
  return {
    id: ORDER_ID,
    accountId: IDS.accountId,
    accountName: 'Crown Ltd',
    locationId: IDS.locationId,
    locationName: 'Soho',
    resellerId: someone,
    clientId: someone,
    clientName: 'A market place',
    createdBy: someone,
    updatedBy: someone,
    createdAt: '2026-03-01T12:00:00.000Z',
    updatedAt: '2026-03-01T12:00:01.000Z',
    placedOn: '2026-03-01T11:59:59.000Z',
    orderNumber: '42',
    status: 'PLACED',
    sourceName: 'UBEREATS',
    fulfillmentType: 'PICKUP',
    customer: { id: 'c1', firstName: 'Ada', phone: '+442071838750' },
    items: [wireItem()],
    payments: [{ name: 'CARD', amount: 1000 }],
    charges: [],
    discounts: [],
    tax: [],
    subTotal: 1000,
    total: 1000,
    ...fields,
  };
}

export function wireItem(fields: Fields = {}): Record<string, unknown> {
  return { name: 'Burger', quantity: 1, price: 1000, posReference: 'P1', options: [], ...fields };
}

export function wireOption(fields: Fields = {}): Record<string, unknown> {
  return { name: 'Cheese', quantity: 1, price: 100, posReference: 'M1', parentPosReference: 'G1', ...fields };
}

export function wireEvent(fields: Fields = {}): Record<string, unknown> {
  return {
    eventId: '7f7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c06',
    eventType: 'INSERT',
    objectType: 'ORDER',
    eventTime: '2026-03-01T12:00:02.000Z',
    clientId: CLIENT_ID,
    connectionId: IDS.connectionId,
    accountId: IDS.accountId,
    locationId: IDS.locationId,
    orderId: ORDER_ID,
    newState: wireOrder(),
    ...fields,
  };
}

export function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** What the bridge makes of a webhook with this order. */
export function readHubOrder(fields: Fields, settings: HubSettings = settingsOf()): HubOrder {
  return createHubWire(settings).readOrder(bytes(wireEvent({ newState: wireOrder(fields) })), STORE);
}

/** The order in it; fails where it could not be read. */
export function readOrder(fields: Fields, settings?: HubSettings): Order {
  const { order, fault } = readHubOrder(fields, settings);
  if (order === undefined) throw new Error(`unreadable: ${JSON.stringify(fault)}`);
  return order;
}
