import { IDS, ORDER_ID, wireEvent, wireItem, wireOption, wireOrder } from '../unit/pos-hub/support/orders.js';
import type { Random } from './random.js';
import { CANARY } from './secrets.js';

const guest = (field: string): string => `${CANARY} ${field}`;

const address = {
  address: guest('address'),
  addressComponents: { addressLine1: guest('street'), city: guest('city'), postalCode: guest('code') },
};
const customer = { id: 'c1', firstName: guest('first'), lastName: guest('last'), phone: guest('phone'), phonePin: '1' };
const order = wireOrder({
  ...{ fulfillmentType: 'DELIVERY', notes: guest('notes'), customer },
  items: [wireItem({ customerNotes: guest('line'), options: [wireOption(), wireOption({ quantity: 2 })] }), wireItem()],
  delivery: { deliveryType: 'RESTAURANT', instructions: guest('instructions'), address },
});
const connection = { id: IDS.connectionId, status: 'COMPLETED', accountId: IDS.accountId, locationId: IDS.locationId };
const product = { id: ORDER_ID, name: 'Margherita', price: 1_150, categories: [], modifierGroups: [] };

/** What POS Hub tells, but for its id. */
const TOLD: readonly object[] = [
  wireEvent({ newState: order }),
  wireEvent({ newState: order }),
  wireEvent({ eventType: 'MODIFY', newState: { ...order, status: 'CANCELLED', cancelReason: 'OTHER' } }),
  wireEvent({ objectType: 'CONNECTION', orderId: null, newState: connection }),
  wireEvent({ objectType: 'CATALOG_PRODUCT', orderId: null, newState: product }),
];

/** So many orders are told of again and again. */
const ORDERS = Array.from({ length: 50 }, (_, index) => `9d7e7b52-3f3b-4f0c-8d7a-${String(index).padStart(12, '0')}`);

/** An event of POS Hub as it should be; nearly always one that it told before. */
export function hubEvent(random: Random): Buffer {
  const [orderId, isNew] = [random.pick(ORDERS), random.chance(0.03)];
  const told = random.pick(TOLD);
  const eventId = isNew ? `new-${random.bytes(12).toString('hex')}` : `event-${random.below(50)}`;
  const text = JSON.stringify({ ...told, eventId, eventTime: '2026-03-01T12:00:02.000Z' });
  return Buffer.from(text.replaceAll(ORDER_ID, orderId));
}

const NEWS: readonly object[] = [
  {
    ...{ type: 'order.updated', store_id: 'str_soho', sequence: 7 },
    data: { id: 'ord_1', reference: ORDERS[0], status: 'ready', version: 9, updated_at: '2026-03-01T12:00:02.000Z' },
  },
  { type: 'stock.updated', store_id: 'str_soho', sequence: 8, data: { id: 'itm_1', kind: 'product', in_stock: false } },
  { type: 'catalog.updated', store_id: 'str_nowhere', sequence: 9, data: { catalog_version: 3, changes: [] } },
  { type: 'receipt.printed', store_id: 'str_soho', sequence: 10 },
];

/** An event of the till as it should be. */
export function tillEvent(random: Random): Buffer {
  return Buffer.from(JSON.stringify(random.pick(NEWS)));
}

/** What operators and POS Hub ask for in JSON. */
const WISHES: readonly object[] = [
  ...[
    { action: 'retry' },
    { action: 'settle', as: 'rejected' },
    { action: 'settle', as: 'accepted' },
    { force: false },
  ],
  ...[
    { name: 'one.db' },
    { connectionId: IDS.connectionId },
    { locationId: IDS.locationId },
    { location_id: 'x', a: 1 },
  ],
];

export function wish(random: Random): Buffer {
  return Buffer.from(JSON.stringify(random.pick(WISHES)));
}

/** Ids that are known, that could be, and that should not be. */
export function idIn(random: Random, path: string): string {
  const known = path.includes('disconnect') ? [] : [IDS.connectionId, encodeURIComponent(IDS.connectionId)];
  const odd = [
    '..',
    '.',
    '%2e%2e%2f',
    '%00',
    '%',
    '%ff',
    '%2F',
    '%E0%A4%A',
    '__proto__',
    'constructor',
    'a;b',
    '%25',
    '*',
    '~',
    "'--",
  ];
  return random.pick([
    ...known,
    random.pick(ORDERS),
    `event-${random.below(50)}`,
    random.pick(odd),
    'x'.repeat(random.below(3_000)),
  ]);
}
