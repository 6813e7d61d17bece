import { randomUUID } from 'node:crypto';
import type { Hub } from '../hub.js';
import { buildOrder } from '../orders/build.js';
import { onTheWire } from '../orders/wire.js';
import type { Account, Connection, Location } from '../state.js';
import type { ObjectType } from './envelope.js';

/** A state for an event that an admin sends without one: what is there, or a made-up entity where nothing is. */
export function exampleState(hub: Hub, connection: Connection, kind: ObjectType, orderId?: string): unknown {
  const location = hub.state.locations.get(connection.locationId);
  const account = hub.state.accounts.get(connection.accountId);
  if (location === undefined || account === undefined) return undefined;
  switch (kind) {
    case 'LOCATION':
      return location;
    case 'ACCOUNT':
      return account;
    case 'CONNECTION':
      return connection;
    case 'ORDER':
      return exampleOrder(hub, location, account, orderId);
    case 'MENU':
      return { ...stamp(location), ...menu, resellerId: location.resellerId };
    case 'DELIVERY':
      return exampleDelivery(location, orderId);
    default:
      return exampleEntry(hub, location, kind);
  }
}

type CatalogKind = 'CATALOG_PRODUCT' | 'CATALOG_CATEGORY' | 'CATALOG_MODIFIER_GROUP' | 'CATALOG_MODIFIER';

function exampleEntry(hub: Hub, location: Location, kind: CatalogKind): unknown {
  const catalog = hub.state.catalogs.get(location.id);
  const kinds = {
    CATALOG_PRODUCT: { there: catalog?.products, madeUp: product },
    CATALOG_CATEGORY: { there: catalog?.categories, madeUp: category },
    CATALOG_MODIFIER_GROUP: { there: catalog?.modifierGroups, madeUp: group },
    CATALOG_MODIFIER: { there: catalog?.modifiers, madeUp: { ...category, price: 150 } },
  };
  const { there, madeUp } = kinds[kind];
  const [first] = there?.values() ?? [];
  return first ?? { ...stamp(location), ...madeUp };
}

const category = { posReference: 'made-up', name: 'Made up' };
const group = { ...category, modifiers: [], minPermitted: 0, maxPermitted: 0 };
const product = { ...category, description: '', price: 950, showOnline: true, categories: [], modifierGroups: [] };
const menu = {
  ...{ name: 'Made up', description: '', imageUrl: 'https://images.example/menu.png' },
  fulfillmentTypes: ['PICKUP', 'DELIVERY'],
};

function stamp(location: Location): Record<string, string> {
  const now = new Date().toISOString();
  return { id: randomUUID(), accountId: location.accountId, locationId: location.id, createdAt: now, updatedAt: now };
}

function exampleOrder(hub: Hub, location: Location, account: Account, orderId: string | undefined): unknown {
  const stored = orderId === undefined ? [...hub.state.orders.values()].at(-1) : hub.state.orders.get(orderId);
  if (stored !== undefined) return onTheWire(hub, stored.order);
  const { order } = buildOrder(hub, location, account, { items: [{ name: 'Made up', price: 950 }] });
  return onTheWire(hub, orderId === undefined ? order : { ...order, id: orderId });
}

function exampleDelivery(location: Location, orderId: string = randomUUID()): unknown {
  const place = { address: location.address, contactName: 'The shop', contactPhone: location.phoneNumber };
  return {
    ...stamp(location),
    ...{ resellerId: location.resellerId, orderId, createdBy: location.resellerId, lastUpdatedBy: location.resellerId },
    ...{ status: 'CREATED', deliveryMode: 'ASAP', failureAction: 'RETURN', proofRequired: false },
    ...{ pickup: place, dropoff: { ...place, contactName: 'Ada Sample' }, quotes: [], dispatched: [] },
  };
}
