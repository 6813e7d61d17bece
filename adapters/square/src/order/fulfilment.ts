import { showTime, type Address, type Customer, type Ticket } from '@poshub-bridge/core';
import { LIMITS, type SquareSettings } from '../manifest.js';
import { placeText, type Placed, type Texts } from './texts.js';

/** What a fulfilment is at Square, and where its texts stand. */
export interface WrittenFulfilment {
  readonly fulfillment: object;
  readonly placed: Placed;
}

/** How times are written. */
interface Times {
  readonly settings: SquareSettings;
  readonly timezone: string;
  /** Whether the time that was asked for has passed: Square takes no such time. */
  readonly isLate: boolean;
}

/** E.164: 16 characters at most, of 17 that Square takes. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const COUNTRY = /^[A-Z]{2}$/;

/** How the guest gets the food: a pickup, which the till shows for certain, unless deliveries were set to be more. */
export function writeFulfilment(
  ticket: Ticket,
  { settings, timezone, isLate }: Times,
  texts: Texts,
): WrittenFulfilment {
  const kind = ticket.fulfilment.kind === 'delivery' ? settings.delivery : 'pickup';
  const name = writeRecipient(ticket.customer, texts);
  const ownAddress = kind !== 'pickup' && ticket.fulfilment.kind === 'delivery' ? ticket.fulfilment.address : undefined;
  writeWay(ticket, ownAddress !== undefined, texts);
  const recipient = ownAddress === undefined ? name : { ...name, address: writeAddress(ownAddress, texts) };
  if (ticket.scheduledFor !== undefined && (kind === 'shipment' || isLate))
    texts.add(`For: ${showTime(ticket.scheduledFor, timezone)}`);
  texts.add(ticket.note);
  if (kind === 'shipment') {
    const placed = placeText(texts.text(), LIMITS.shipmentNote);
    return fulfilmentOf('SHIPMENT', { recipient, ...noteAs('shipping_note', placed) }, placed);
  }
  const placed = placeText(texts.text(), kind === 'pickup' ? LIMITS.pickupNote : LIMITS.deliveryNote);
  const when = kind === 'pickup' ? 'pickup_at' : 'deliver_at';
  const details = { recipient, ...writeTime(ticket, when, isLate, settings.prepMinutes), ...noteAs('note', placed) };
  return fulfilmentOf(kind === 'pickup' ? 'PICKUP' : 'DELIVERY', details, placed);
}

function fulfilmentOf(type: 'PICKUP' | 'DELIVERY' | 'SHIPMENT', details: object, placed: Placed): WrittenFulfilment {
  const fulfillment = { uid: 'f', type, state: 'PROPOSED', [`${type.toLowerCase()}_details`]: details };
  return { fulfillment, placed };
}

function noteAs(key: string, { note }: Placed): object {
  return note === '' ? {} : { [key]: note };
}

/** Whether a ticket was for later when it was placed; a time that had passed by then means "now". */
export function isForLater({ scheduledFor, placedAt }: Ticket): boolean {
  return scheduledFor !== undefined && scheduledFor > placedAt;
}

function writeTime(ticket: Ticket, key: string, isLate: boolean, prepMinutes: number): object {
  const { scheduledFor } = ticket;
  if (scheduledFor === undefined || isLate || !isForLater(ticket))
    return { schedule_type: 'ASAP', prep_time_duration: `PT${prepMinutes}M` };
  return { schedule_type: 'SCHEDULED', [key]: new Date(scheduledFor).toISOString() };
}

/** What Square has no way to say: every order looks like a pickup there. */
function writeWay({ fulfilment }: Ticket, isAddressed: boolean, texts: Texts): void {
  switch (fulfilment.kind) {
    case 'delivery':
      texts.add(`DELIVERY by ${fulfilment.by}`);
      if (fulfilment.address !== undefined && !isAddressed) texts.add(`Deliver to: ${lineOf(fulfilment.address)}`);
      if (fulfilment.instructions !== undefined) texts.add(`Delivery: ${fulfilment.instructions}`);
      return;
    case 'dine-in':
      texts.add(fulfilment.table === undefined ? 'DINE IN' : `DINE IN, table ${fulfilment.table}`);
      return;
    case 'in-store':
      texts.add('IN STORE');
      return;
    case 'waiting':
      texts.add('THE GUEST WAITS');
      return;
    // A pickup is what it is; any other kind is named in the ticket's note.
    case 'pickup':
    case 'other':
  }
}

function writeRecipient(customer: Customer | undefined, texts: Texts): object {
  const { firstName = '', lastName = '', phone = '', phonePin = '', email = '' } = customer ?? {};
  const name = texts.fit(`${firstName} ${lastName}`, LIMITS.recipient, 'Guest');
  const contact = {
    ...contactAs('phone_number', phone, PHONE, 'Phone', texts),
    ...contactAs('email_address', email, EMAIL, 'E-mail', texts),
  };
  if (phonePin !== '') texts.add(`Phone PIN: ${phonePin}`);
  return { display_name: name === '' ? 'Guest' : name, ...contact };
}

/** A phone or e-mail that Square would refuse stands in the text: an order is not lost over it. */
function contactAs(key: string, value: string, form: RegExp, label: string, texts: Texts): object {
  if (form.test(value) && value.length <= LIMITS.recipient) return { [key]: value };
  if (value !== '') texts.add(`${label}: ${value}`);
  return {};
}

function writeAddress({ lines, city = '', postalCode = '', country = '' }: Address, texts: Texts): object {
  const [first, second, ...more] = lines.filter((line) => line.trim() !== '');
  if (country !== '' && !COUNTRY.test(country)) texts.add(`Country: ${country}`);
  return {
    ...(first === undefined ? {} : { address_line_1: first }),
    ...(second === undefined ? {} : { address_line_2: second }),
    ...(more.length === 0 ? {} : { address_line_3: more.join(', ') }),
    ...(city === '' ? {} : { locality: city }),
    ...(postalCode === '' ? {} : { postal_code: postalCode }),
    ...(COUNTRY.test(country) ? { country } : {}),
  };
}

function lineOf({ lines, postalCode, city, country }: Address): string {
  return [...lines, postalCode, city, country].filter((part) => part !== undefined && part.trim() !== '').join(', ');
}
