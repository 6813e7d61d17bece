import {
  Fault,
  MINUTE,
  showMoney,
  showTime,
  type Adjustment,
  type Charge,
  type Money,
  type StoreSession,
  type Ticket,
} from '@poshub-bridge/core';
import { LIMITS, type LightspeedSettings } from '../manifest.js';
import { referenceOf } from '../references.js';
import { choicesOf } from '../stores.js';
import { placeDiscounts } from './discounts.js';
import { writeCustomer, writeDelivery, writeTable } from './guest.js';
import { decimalOf, Items, unitPrice } from './items.js';
import { writeTimes } from './times.js';
import type { OrderBody } from './wire-order.js';

export interface WrittenOrder {
  readonly path: '/o/op/1/order/toGo' | '/o/op/1/order/local';
  readonly body: OrderBody;
  /** Which place of the ticket each item came from: `items[0].subItems[1]` to `lines[0].options[2]`. */
  readonly places: ReadonlyMap<string, string>;
}

interface Around {
  readonly session: StoreSession;
  readonly settings: LightspeedSettings;
  readonly endpointId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A ticket as Lightspeed takes it. What has no field there, or no item in the settings, stands in the note.
 * @throws Fault `menu.…` with the place of what can't be ordered; `order.too_long`; `store.unknown`; `store.currency_differs`
 */
export function writeOrder(ticket: Ticket, { session, settings, endpointId, now }: Around): WrittenOrder {
  const { fulfilment } = ticket;
  if (ticket.total.currency !== session.store.currency)
    throw new Fault('store.currency_differs', { detail: `the order is in ${ticket.total.currency}` });
  const notes: string[] = [ticket.note];
  const note = (line: string): void => void notes.push(line);
  const isLocal = fulfilment.kind === 'dine-in';
  const items = new Items();
  const { discountCode } = settings;
  const discounts =
    discountCode === undefined
      ? { lines: [], left: sum(ticket.discounts) }
      : placeDiscounts(ticket.discounts, ticket.lines);
  ticket.lines.forEach((line, index) => {
    items.line(line, index, discounts.lines[index] ?? [], discountCode ?? '');
  });
  const leftCharges = writeCharges(ticket.charges, settings, items);
  for (const charge of ticket.charges)
    if (leftCharges.includes(charge) || !isShown(charge.name, settings)) note(`Charge: ${named(charge)}`);
  // Lightspeed shows a discount by its own name.
  for (const discount of ticket.discounts) note(`Discount: ${named(discount)}`);
  const off = sum(ticket.discounts) - discounts.left;
  const onCheck = worth(ticket.lines) + sum(ticket.charges) - sum(leftCharges) - off;
  const payment = writePayment(ticket, settings, onCheck, note);
  const profile = profileOf(session, fulfilment.kind);
  const collectionCode = ticket.number.length <= LIMITS.collectionCode ? ticket.number : '';
  note(`Order ${ticket.number}, ${ticket.channel}`);
  const customerInfo = writeCustomer(ticket.customer ?? { firstName: '' }, note);
  const body: OrderBody = {
    businessLocationId: locationNumber(session.store.ref),
    thirdPartyReference: referenceOf(ticket),
    endpointId,
    ...(profile ? { accountProfileCode: profile } : {}),
    customerInfo,
    maxTimeToAttemptOrderDeliverToPos: settings.deliverMinutes * MINUTE,
    ...writeTimes(ticket.scheduledFor, settings.holdMinutes, now, (time) => {
      note(`For: ${showTime(time, session.store.timezone)}`);
    }),
    ...(collectionCode === '' ? {} : { collectionCode }),
    ...(fulfilment.kind === 'dine-in' ? writeTable(fulfilment.table, note) : {}),
    ...(fulfilment.kind === 'delivery' ? writeDelivery(fulfilment, note) : {}),
    items: items.list,
    ...(payment === undefined ? {} : { payment }),
    ...writeNote(notes),
  };
  return { path: isLocal ? '/o/op/1/order/local' : '/o/op/1/order/toGo', body, places: items.places };
}

/** @throws Fault `order.too_long`: nothing of a note is ever cut */
function writeNote(lines: readonly string[]): Pick<OrderBody, 'orderNote'> {
  const orderNote = lines.filter((line) => line.trim() !== '').join('\n');
  if (orderNote.length > LIMITS.note)
    throw new Fault('order.too_long', {
      detail: `its texts have ${orderNote.length} characters, the till takes ${LIMITS.note}`,
    });
  return orderNote === '' ? {} : { orderNote };
}

function profileOf(session: StoreSession, kind: Ticket['fulfilment']['kind']): string | null | undefined {
  const { pickupProfile, deliveryProfile, dineInProfile } = choicesOf(session);
  if (kind === 'delivery') return deliveryProfile;
  return kind === 'dine-in' ? dineInProfile : pickupProfile;
}

/** Charges are items there, of a price that is set. Gives back those for which the settings name no item. */
function writeCharges(charges: readonly Charge[], settings: LightspeedSettings, items: Items): readonly Charge[] {
  const { deliveryChargeSku: delivery, serviceChargeSku: service, otherChargeSku: other } = settings;
  const skus = { delivery, service, other, tip: other };
  return charges.filter(({ kind, name, amount }) => {
    const sku = skus[kind];
    if (sku === undefined || amount.amount === 0) return true;
    items.charge(sku, isShown(name, settings) ? name.trim() : undefined, amount);
    return false;
  });
}

/** Whether an item for charges may bear a name. */
function isShown(name: string, { chargeNames }: LightspeedSettings): boolean {
  return chargeNames && name.trim() !== '' && name.trim().length <= LIMITS.itemName;
}

/**
 * What was paid, with the tip in it; cash is still to be taken. Lightspeed fails an order that pays more than its check: no
 * payment is recorded unless the settings ask for it, and what only stands in the note is no part of the check. What is
 * not recorded is told in words.
 * @param onCheck what the items come to at POS Hub's prices, minor units
 */
function writePayment(
  ticket: Ticket,
  { recordPayment, paymentMethod }: LightspeedSettings,
  onCheck: number,
  note: (line: string) => void,
): OrderBody['payment'] {
  const { total, tenders, tip } = ticket;
  const money = (amount: number): Money => ({ amount, currency: total.currency });
  const paid = tenders.filter(({ kind }) => kind !== 'cash').reduce((all, { amount }) => all + amount.amount, 0);
  if (paid < total.amount) note(`Not paid: ${showMoney(money(total.amount - paid))} to collect`);
  const tipped = tip?.amount ?? 0;
  const amount = recordPayment ? Math.min(paid, onCheck + tipped) : 0;
  const fits = amount > 0 && tipped <= amount;
  if (tipped > 0 && !fits) note(`Tip: ${showMoney(money(tipped))}`);
  if (amount !== paid) note(`Paid in POS Hub: ${showMoney(money(paid))}`);
  if (amount <= 0) return undefined;
  const paymentAmount = decimalOf(money(amount));
  return { paymentMethod, paymentAmount, ...(tipped > 0 && fits ? { tipAmount: decimalOf(money(tipped)) } : {}) };
}

/** A location's id is a number to Lightspeed, and text to the bridge. @throws Fault `store.unknown` */
function locationNumber(ref: string): number {
  const id = Number(ref);
  if (Number.isSafeInteger(id) && String(id) === ref) return id;
  throw new Fault('store.unknown', { detail: 'the store’s id is no number that can be sent exactly' });
}

/** What lines cost, minor units. */
function worth(lines: Ticket['lines']): number {
  return lines.reduce((all, line) => all + line.quantity * unitPrice(line), 0);
}

function sum(amounts: readonly Adjustment[]): number {
  return amounts.reduce((all, { amount }) => all + amount.amount, 0);
}

function named({ name, amount }: Adjustment): string {
  return `${name} ${showMoney(amount)}`;
}
