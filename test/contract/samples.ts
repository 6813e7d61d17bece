import {
  NOTHING_KNOWN,
  type Catalog,
  type Connection,
  type InboxEvent,
  type Order,
  type OrderChange,
  type OrderRecord,
  type SyncRun,
} from '@poshub-bridge/core';

/** Plain values for suites about the storage: each with only what a test names, the rest filled in. */

export function anEvent(id: string, more: Partial<InboxEvent> = {}): InboxEvent {
  return {
    id,
    topic: 'order',
    subject: 'order-1',
    connectionId: 'connection-1',
    receivedAt: 1_000,
    news: { source: 'hub', body: Buffer.from(`{"id":"${id}","emoji":"🍕","quote":"\\"[1]\\""}`) },
    ...more,
  };
}

const gbp = (amount: number) => ({ amount, currency: 'GBP' });

export function anOrder(id: string): Order {
  return {
    id,
    number: '42',
    channel: 'DIRECT',
    placedAt: 900,
    fulfilment: { kind: 'pickup' },
    customer: { firstName: 'Ada' },
    lines: [{ name: 'Margherita', ref: 'p1', quantity: 2, price: gbp(950), options: [] }],
    charges: [],
    discounts: [],
    taxes: [],
    includedTaxes: [],
    tenders: [],
    paid: true,
    subtotal: gbp(1900),
    total: gbp(1900),
  };
}

export function aRecord(id: string, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    id,
    connectionId: 'connection-1',
    facts: NOTHING_KNOWN,
    phase: 'received',
    orderAt: 900,
    receivedAt: 1_000,
    deadlineAt: 601_000,
    updatedAt: 1_000,
    version: 0,
    ...more,
  };
}

export function aChange(record: OrderRecord, more: Partial<OrderChange> = {}): OrderChange {
  return { record, entries: [], tickets: [], reports: [], handled: [], jobs: [], ...more };
}

export function aConnection(id: string, more: Partial<Connection> = {}): Connection {
  return {
    connectionId: id,
    accountId: 'account-1',
    locationId: 'location-1',
    status: 'pending',
    adapter: 'till',
    announced: 'pending',
    createdAt: 1_000,
    updatedAt: 1_000,
    ...more,
  };
}

export function aCatalog(name: string): Catalog {
  const product = { ref: 'p1', name, price: gbp(950), available: true, categories: [], selections: [] };
  return { currency: 'GBP', categories: [], products: [product], modifiers: [], modifierGroups: [], taxRates: [] };
}

export function aRun(id: string, more: Partial<SyncRun> = {}): SyncRun {
  return {
    id,
    connectionId: 'connection-1',
    trigger: 'pull',
    startedAt: 1_000,
    endedAt: 2_000,
    outcome: 'applied',
    inserted: 1,
    updated: 2,
    deleted: 3,
    unchanged: 4,
    warnings: [{ ref: 'p1', message: 'it has no price' }],
    ...more,
  };
}
