import { Fault, type Address, type Fulfilment, type Instant } from '@poshub-bridge/core';
import { UNKNOWN_COURIER } from '../assumptions.js';
import { instantOf } from '../json.js';
import { kebab } from './status.js';
import type { WireAddressParts, WireDelivery, WireOrder } from './wire-order.js';

/** How the guest gets the food; a kind that we do not know is kept by its name. */
export function readFulfilment(wire: WireOrder): Fulfilment {
  const kind = kebab(wire.fulfillmentType);
  switch (kind) {
    case 'pickup':
    case 'in-store':
    case 'waiting':
      return { kind };
    case 'dine-in': {
      const table = textOf(wire.tableName) ?? textOf(wire.tableId);
      return { kind, ...(table === undefined ? {} : { table }) };
    }
    case 'delivery':
      return delivery(wire.delivery ?? {});
    default:
      return { kind: 'other', name: wire.fulfillmentType };
  }
}

function delivery(wire: WireDelivery): Fulfilment {
  const address = readAddress(wire.address);
  const instructions = textOf(wire.instructions);
  const type = kebab(wire.deliveryType ?? '');
  return {
    kind: 'delivery',
    by: type === 'partner-delivery' ? 'partner' : type === 'self-delivery' ? 'store' : UNKNOWN_COURIER,
    ...(address === undefined ? {} : { address }),
    ...(instructions === undefined ? {} : { instructions }),
  };
}

/** From the parts where there is a street among them; from the whole text otherwise, with what the parts add to it. */
function readAddress(wire: WireDelivery['address']): Address | undefined {
  const parts = wire?.addressComponents ?? {};
  const [city, postalCode, country] = [textOf(parts.city), textOf(parts.postalCode), textOf(parts.country)];
  const isCode = country !== undefined && /^[a-z]{2}$/i.test(country);
  const told = [...streetOf(parts), isCode ? undefined : country].filter((line) => line !== undefined).filter(Boolean);
  const whole = textOf(parts.addressLine1) === undefined ? textOf(wire?.address) : undefined;
  const lines = whole === undefined ? told : [whole, ...told.filter((line) => !whole.includes(line))];
  if (lines.length === 0 && city === undefined && postalCode === undefined) return undefined;
  return {
    lines,
    ...(city === undefined ? {} : { city }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(isCode ? { country: country.toUpperCase() } : {}),
  };
}

/** The lines of the parts, some of them empty. A flat’s number alone would look like the house’s. */
function streetOf(parts: WireAddressParts): readonly string[] {
  const [flatNo, houseNo] = [textOf(parts.flatNo) ?? '', textOf(parts.houseNo) ?? ''];
  return [
    flatNo === '' || /[a-z]{2}/i.test(flatNo) ? flatNo : `Flat ${flatNo}`,
    `${houseNo} ${textOf(parts.addressLine1) ?? ''}`.trim(),
    ...[parts.addressLine2, parts.area, parts.state].map((part) => textOf(part) ?? ''),
  ];
}

/**
 * The time for which an order is meant; undefined for as soon as possible.
 * @throws Fault `order.unreadable` when it is ordered for later and no time is given: it must not be made now
 */
export function readScheduledFor(wire: WireOrder): Instant | undefined {
  if (wire.isScheduledOrder !== true) return undefined;
  const [pickup, delivered] = [instantOf(wire.estimatedPickupTime), instantOf(wire.estimatedDeliveryTime)];
  const isDelivery = kebab(wire.fulfillmentType) === 'delivery';
  const time = isDelivery ? (delivered ?? pickup) : (pickup ?? delivered);
  if (time !== undefined) return time;
  throw new Fault('order.unreadable', {
    detail: 'it is ordered for later, but for no time',
    path: isDelivery ? 'estimatedDeliveryTime' : 'estimatedPickupTime',
  });
}

/** A text that says something, or undefined. */
export function textOf(value: string | number | null | undefined): string | undefined {
  const text = String(value ?? '').trim();
  return text === '' ? undefined : text;
}
