import {
  Fault,
  isFault,
  money,
  reportFault,
  type Customer,
  type CurrencyCode,
  type FaultReport,
  type HubIds,
  type HubOrder,
  type Instant,
  type Order,
  type OrderLine,
} from '@poshub-bridge/core';
import { numberOf, priceOfOne } from '../assumptions.js';
import { placeOf } from '../guard.js';
import { instantOf } from '../json.js';
import type { HubSettings } from '../settings.js';
import { readAmounts, withTaxes } from './amounts.js';
import { readFulfilment, readScheduledFor, textOf } from './fulfilment.js';
import { optionTree } from './options.js';
import { readReason, readStatus } from './status.js';
import { isWireOrder, isWireStanding, type WireItem, type WireOrder, type WireStanding } from './wire-order.js';

/** What is known of an order from around it: an event's envelope, or the call that listed it. */
export interface Surroundings extends Partial<HubIds> {
  readonly connectionId: string;
  /** The event's time, for a state without one of its own. */
  readonly at?: Instant;
  /** The store's, for an order without one of its own. */
  readonly currency: CurrencyCode;
}

/**
 * Reads an order's state as POS Hub writes it. Where only its content is wrong, its standing is given with the reason.
 * @throws Fault `order.unreadable` naming the field, when id, status, time or place can't be read
 */
export function readHubOrder(state: unknown, around: Surroundings, settings: HubSettings): HubOrder {
  if (!isWireStanding(state)) throw unreadable(placeOf(isWireStanding.errors));
  const status = readStatus(state.status);
  if (status === undefined) throw unreadable('status');
  return {
    connectionId: around.connectionId,
    accountId: needed(state.accountId ?? around.accountId, 'accountId'),
    locationId: needed(state.locationId ?? around.locationId, 'locationId'),
    orderId: state.id,
    status,
    ...(state.cancellationReason ? { reason: readReason(state.cancellationReason) } : {}),
    at: standingAt(state, around),
    ...readContent(state, around, settings),
  };
}

function standingAt(state: WireStanding, around: Surroundings): Instant {
  const own = instantOf(state.updatedAt) ?? around.at;
  return needed(own ?? instantOf(state.createdAt) ?? instantOf(state.placedOn), 'updatedAt');
}

function readContent(
  state: unknown,
  around: Surroundings,
  settings: HubSettings,
): { readonly order: Order } | { readonly fault: FaultReport } {
  try {
    if (!isWireOrder(state)) throw unreadable(placeOf(isWireOrder.errors));
    return { order: readOrder(state, around, settings) };
  } catch (error) {
    if (isFault(error) && error.code === 'money.not_exact') return { fault: reportFault(unreadable('currency')) };
    if (isFault(error)) return { fault: reportFault(error) };
    throw error;
  }
}

function readOrder(wire: WireOrder, around: Surroundings, settings: HubSettings): Order {
  const currency = textOf(wire.currency)?.toUpperCase() ?? around.currency;
  const scheduledFor = readScheduledFor(wire);
  const notes = textOf(wire.notes);
  const order: Order = {
    id: wire.id,
    number: numberOf(textOf(wire.friendlyId) ?? textOf(wire.freindlyId), textOf(wire.orderNumber), wire.id),
    channel: textOf(wire.sourceName) ?? 'UNKNOWN',
    placedAt: needed(instantOf(wire.placedOn) ?? instantOf(wire.createdAt) ?? around.at, 'placedOn'),
    ...(scheduledFor === undefined ? {} : { scheduledFor }),
    fulfilment: readFulfilment(wire),
    customer: readCustomer(wire),
    ...(notes === undefined ? {} : { notes }),
    ...(typeof wire.utensilsRequested === 'boolean' ? { utensils: wire.utensilsRequested } : {}),
    lines: wire.items.map((item, index) => readLine(item, `items[${index}]`, currency, settings)),
    ...readAmounts(wire, currency),
    ...{ taxes: [], includedTaxes: [] },
    ...(typeof wire.isPaid === 'boolean' ? { paid: wire.isPaid } : {}),
    subtotal: money(wire.subTotal, currency),
    total: money(wire.total, currency),
  };
  return withTaxes(order, wire, settings);
}

function readLine(item: WireItem, path: string, currency: CurrencyCode, settings: HubSettings): OrderLine {
  const notes = textOf(item.customerNotes);
  return {
    ...(item.posReference ? { ref: item.posReference } : {}),
    name: item.name,
    quantity: item.quantity,
    price: money(priceOfOne(item.price, item.quantity, `${path}.price`, settings), currency),
    ...(notes === undefined ? {} : { notes }),
    options: optionTree(item, path, currency, settings),
  };
}

/** A guest who is not named stays without a name: an order at a kiosk may know nobody. */
function readCustomer({ customer }: WireOrder): Customer {
  const [lastName, phone] = [textOf(customer?.lastName), textOf(customer?.phone)];
  const [phonePin, email] = [textOf(customer?.phonePin), textOf(customer?.email)];
  return {
    firstName: textOf(customer?.firstName) ?? '',
    ...(lastName === undefined ? {} : { lastName }),
    ...(phone === undefined ? {} : { phone }),
    ...(phonePin === undefined ? {} : { phonePin }),
    ...(email === undefined ? {} : { email }),
  };
}

function needed<T>(value: T | null | undefined, field: string): T {
  if (value === undefined || value === null) throw unreadable(field);
  return value;
}

function unreadable(field: string): Fault {
  const detail = 'it is missing or not what POS Hub documents';
  return new Fault('order.unreadable', field === '' ? { detail } : { detail, path: field });
}
