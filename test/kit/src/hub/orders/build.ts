import { randomUUID } from 'node:crypto';
import type { Hub } from '../hub.js';
import { omit } from '../omit.js';
import type { Account, Location } from '../state.js';
import { priceItem } from './price.js';
import { sampleOrder } from './samples.js';
import type { Customer, Order, OrderDraft, OrderItem, StoredOrder } from './types.js';

/** The application in whose name orders are put in: a marketplace that is not simulated further. */
export const marketplace = { id: '0b8e5c6e-1f6d-4f0a-9d3c-7a5a3c0e9a01', name: 'Simulated marketplace' };

/**
 * An order from what an admin gave: a sample's parts, then the given ones; lines priced from the location's catalog;
 * subTotal = unit price × quantity + options; total = subTotal + charges + added tax − discounts.
 */
export function buildOrder(hub: Hub, location: Location, account: Account, given: OrderDraft): StoredOrder {
  const catalog = hub.state.catalogs.get(location.id);
  const draft: OrderDraft = given.sample === undefined ? given : { ...sampleOrder(given.sample, catalog), ...given };
  const { taxIncluded, extra, friendlyId, delivery } = draft;
  const facts = omit(
    draft,
    'sample',
    'announce',
    'taxIncluded',
    'extra',
    'friendlyId',
    'items',
    'delivery',
    'locationId',
  );
  const items = (draft.items ?? []).map((item) => priceItem(catalog, item));
  const sums = sumsOf(draft, items, taxIncluded === true);
  const sequence = hub.state.nextSequence();
  const now = new Date().toISOString();
  const status = draft.status ?? hub.settings.initialStatus;
  const paid = draft.isPaid ?? true;
  const order: Order = {
    ...identity(location, account, now),
    placedOn: now,
    sourceName: 'DIRECT',
    sourceDeviceType: 'WEB',
    fulfillmentType: 'PICKUP',
    orderNumber: String(sequence),
    partnerId: `SIM-${sequence}`,
    freindlyId: friendlyId ?? `SIM-${String(sequence).padStart(4, '0')}`,
    isPaid: paid,
    isScheduledOrder: false,
    ...facts,
    ...sums,
    status,
    customer: { ...customerOf(sequence), ...draft.customer },
    items: hub.settings.prices === 'line' ? items.map(asLine) : items,
    payments: draft.payments ?? (paid ? [{ name: 'CARD', amount: sums.total }] : []),
    charges: draft.charges ?? [],
    discounts: draft.discounts ?? [],
    tax: draft.tax ?? [],
    ...(delivery === undefined ? {} : { delivery: { deliveryType: 'SELF_DELIVERY', ...delivery } }),
    ...extra,
  };
  return { sequence, order, timeline: [{ at: now, status, by: marketplace.name }] };
}

type Identity = Pick<
  Order,
  | ('id' | 'accountId' | 'accountName' | 'locationId' | 'locationName' | 'resellerId')
  | ('clientId' | 'clientName' | 'createdBy' | 'updatedBy' | 'createdAt' | 'updatedAt')
>;

function identity(location: Location, account: Account, now: string): Identity {
  return {
    id: randomUUID(),
    accountId: account.id,
    accountName: account.name,
    locationId: location.id,
    locationName: location.name,
    resellerId: location.resellerId,
    clientId: marketplace.id,
    clientName: marketplace.name,
    createdBy: marketplace.id,
    updatedBy: marketplace.id,
    createdAt: now,
    updatedAt: now,
  };
}

function customerOf(sequence: number): Customer {
  const names = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Tony'];
  const firstName = names[sequence % names.length] ?? 'Ada';
  return { id: `customer-${sequence}`, firstName, lastName: 'Sample', phone: '+442079460000' };
}

const total = (lines: readonly { amount: number }[] | undefined): number =>
  (lines ?? []).reduce((sum, { amount }) => sum + amount, 0);

/** What one line costs, in minor units: options are counted for each of the item. */
export function lineTotal({ price, quantity, options }: OrderItem): number {
  return options.reduce((sum, option) => sum + option.price * option.quantity, price) * quantity;
}

function sumsOf(
  draft: OrderDraft,
  items: OrderItem[],
  taxIncluded: boolean,
): { subTotal: number; totalTax: number; total: number } {
  const subTotal = draft.subTotal ?? items.reduce((sum, item) => sum + lineTotal(item), 0);
  const totalTax = total(draft.tax);
  const added = total(draft.charges) + (taxIncluded ? 0 : totalTax) - total(draft.discounts);
  return { subTotal, totalTax, total: draft.total ?? subTotal + added };
}

/** The same line with prices that stand for its whole quantity. */
function asLine(item: OrderItem): OrderItem {
  return {
    ...item,
    price: item.price * item.quantity,
    options: item.options.map((option) => ({ ...option, price: option.price * option.quantity * item.quantity })),
  };
}
