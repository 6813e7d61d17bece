import type { Expected, Seen, SeenContent, SeenOrder, SeenRecord, SeenTicket } from '../../../chaos/check/seen.js';

const CONTENT: SeenContent = {
  lines: [
    {
      ...{ ref: 'pizza/large', quantity: 2, price: 1150, note: 'no onions' },
      options: [
        { path: 'crust', quantity: 1, price: 250 },
        { path: 'crust > filling', quantity: 1, price: 120 },
      ],
    },
    { ref: 'cola', quantity: 1, price: 320, note: '', options: [] },
  ],
  ...{ note: 'Nut allergy!', guest: 'Ada Guest', way: 'DELIVERY', places: ['1 Baker Street', 'Ring twice.'] },
  ...{ charges: 500, tips: 150, discounts: 100, taxes: 20, total: 3930 },
};

/** An order with its ticket and what the bridge knows of it; all is well. */
export function anOrder(id: string, changes: Partial<SeenOrder> = {}): SeenOrder {
  return { ...CONTENT, id, locationId: 'location-1', status: 'COMPLETED', ...changes };
}

export function aTicket(reference: string, changes: Partial<SeenTicket> = {}): SeenTicket {
  const more = { id: `ticket-of-${reference}`, store: 'store-1', reference, status: 'completed', difference: 0 };
  return { ...CONTENT, ...more, ...changes };
}

export function aRecord(id: string, changes: Partial<SeenRecord> = {}): SeenRecord {
  return { id, connectionId: 'connection-1', phase: 'completed', ...changes };
}

/** What the load knows of an order with which nothing is the matter, but for what is told. */
export function anExpected(changes: Partial<Expected> = {}): Expected {
  const nothing = { isUnknown: false, mayBeRejected: false, mayBeCancelled: false, mayBeVoided: false };
  return { ...nothing, mayBeLate: false, ...changes };
}

/** A run in which nothing went wrong: two merchants, an order each. */
export function aRun(): Seen {
  const event = { id: 'event-1', connectionId: 'connection-1', orderId: 'order-1' };
  return {
    shops: [
      { locationId: 'location-1', connectionId: 'connection-1', store: 'store-1' },
      { locationId: 'location-2', connectionId: 'connection-2', store: 'store-2' },
    ],
    expected: new Map(),
    orders: [anOrder('order-1'), anOrder('order-2', { locationId: 'location-2' })],
    tickets: [aTicket('order-1'), aTicket('order-2', { store: 'store-2' })],
    records: [aRecord('order-1'), aRecord('order-2', { connectionId: 'connection-2' })],
    acknowledged: [event],
    events: [event],
  };
}
