import {
  addMoney,
  timesMoney,
  type Adjustment,
  type Money,
  type Ticket,
  type TicketLine,
  type TicketOption,
} from '@poshub-bridge/core';
import { LIMITS, type SquareSettings } from '../manifest.js';
import { writeFulfilment } from './fulfilment.js';
import { Texts } from './texts.js';
import { DIFFERENCE } from './wire-order.js';

/** An order as it is sent, and what it should cost. */
export interface WrittenOrder {
  readonly order: object;
  /** The total that POS Hub says, without the tip that goes with the payment. */
  readonly expected: Money;
  /** What goes with the payment; 0 where there is nothing to pay and the tip is a part of the order. */
  readonly tip: Money;
}

/** Where and how an order is written. */
export interface Desk {
  readonly location: string;
  readonly timezone: string;
  readonly settings: SquareSettings;
  /** Whether the catalog has a reference; lines and options that it has not are given by name and price. */
  readonly isKnown: (ref: string) => boolean;
  /** Whether the time that was asked for has passed. */
  readonly isLate: boolean;
}

/**
 * A ticket as Square's order: lines and options keep their places, so that complaints can be traced back; every text and
 * every amount is in it. All prices are POS Hub's, and nothing is added by Square's own rules.
 */
export function writeOrder(ticket: Ticket, desk: Desk): WrittenOrder {
  const texts = new Texts();
  const zero: Money = { amount: 0, currency: ticket.total.currency };
  const tip = ticket.tip ?? zero;
  const due = addMoney(ticket.total, timesMoney(tip, -1));
  // A tip goes with a payment, and where nothing is to be paid there is none.
  const isTipOrdered = tip.amount > 0 && due.amount <= 0;
  const extras = extrasOf(ticket, isTipOrdered ? tip : zero, texts);
  const discounts = named(ticket.discounts, 'Discount', LIMITS.discountName, texts);
  const lines = ticket.lines.map((line, index) => writeLine(line, index, desk, texts));
  const expected = isTipOrdered ? ticket.total : due;
  // Square takes discounts off lines only: one that is more than they cost must find charges among them. What POS Hub's
  // total is less than its parts may become one.
  const dishes = ticket.lines.reduce((all, line) => all + costOf(line), 0);
  const areLines = Math.max(sum(discounts), dishes + sum(extras) - expected.amount) > dishes;
  const name = texts.fit(nameOf(ticket), LIMITS.ticketName, 'Order');
  const { fulfillment, placed } = writeFulfilment(ticket, desk, texts);
  const notes = placed.lines.map((line, index) => ({
    uid: `n${index}`,
    ...line,
    quantity: '1',
    base_price_money: zero,
  }));
  return {
    order: {
      location_id: desk.location,
      ...(ticket.orderId.length <= LIMITS.reference ? { reference_id: ticket.orderId } : {}),
      source: { name: `${desk.settings.sourceName} (${ticket.channel})` },
      ticket_name: name,
      line_items: [...lines, ...(areLines ? extras.map(asLine) : []), ...notes],
      ...listAs('service_charges', areLines ? [] : extras.map(asCharge)),
      ...listAs('discounts', discounts.map(asDiscount)),
      fulfillments: [fulfillment],
      metadata: metadataOf(ticket),
      pricing_options: { auto_apply_taxes: false, auto_apply_discounts: false },
    },
    expected,
    tip: isTipOrdered ? zero : tip,
  };
}

/** What makes up for a difference, as a change of the order. */
export function writeDifference(difference: Money): object {
  const amount = { ...difference, amount: Math.abs(difference.amount) };
  const part = { name: 'Difference to POS Hub', amount };
  return difference.amount > 0
    ? { service_charges: [{ ...asCharge(part, 0), uid: DIFFERENCE }] }
    : { discounts: [{ ...asDiscount(part, 0), uid: DIFFERENCE }] };
}

function writeLine(line: TicketLine, index: number, { isKnown }: Desk, texts: Texts): object {
  const { ref, name, quantity, price, notes = '', options } = line;
  return {
    uid: `l${index}`,
    ...(ref !== undefined && isKnown(ref)
      ? { catalog_object_id: ref }
      : { name: texts.fit(name, LIMITS.lineName, `Line ${index + 1}`) || 'Item' }),
    quantity: String(quantity),
    base_price_money: price,
    ...(notes.trim() === '' ? {} : { note: notes }),
    ...listAs(
      'modifiers',
      options.map((option, place) => writeOption(option, `l${index}m${place}`, index, isKnown, texts)),
    ),
  };
}

function writeOption(
  { ref, name, quantity, price }: TicketOption,
  uid: string,
  index: number,
  isKnown: Desk['isKnown'],
  texts: Texts,
): object {
  return {
    uid,
    ...(ref !== undefined && isKnown(ref)
      ? { catalog_object_id: ref }
      : { name: texts.fit(name, LIMITS.modifierName, `Option of line ${index + 1}`) || 'Option' }),
    quantity: String(quantity),
    base_price_money: price,
  };
}

/**
 * Charges, taxes and a tip that nothing is paid with. Square's own taxes are percentages, so POS Hub's, which are amounts,
 * are charges that say what they are.
 */
function extrasOf({ charges, taxes }: Ticket, tip: Money, texts: Texts): readonly Adjustment[] {
  const taxed = taxes.map((tax) => ({ ...tax, name: `Tax: ${tax.name}` }));
  const tips = tip.amount === 0 ? [] : [{ name: 'Tip', amount: tip }];
  return named([...charges, ...taxed, ...tips], 'Charge', LIMITS.chargeName, texts);
}

/** Adjustments with names that fit. One of nothing is no adjustment at Square, but a text. */
function named(list: readonly Adjustment[], otherwise: string, limit: number, texts: Texts): readonly Adjustment[] {
  return list.flatMap(({ name, amount }): readonly Adjustment[] => {
    const shown = texts.fit(name.trim() === '' ? otherwise : name, limit, otherwise);
    if (amount.amount !== 0) return [{ name: shown, amount }];
    texts.add(`${otherwise}: ${shown}, nothing`);
    return [];
  });
}

function asCharge({ name, amount }: Adjustment, index: number): object {
  return { uid: `c${index}`, name, amount_money: amount, calculation_phase: 'TOTAL_PHASE', taxable: false };
}

function asLine({ name, amount }: Adjustment, index: number): object {
  return { uid: `c${index}`, name, quantity: '1', base_price_money: amount };
}

function asDiscount({ name, amount }: Adjustment, index: number): object {
  return { uid: `d${index}`, name, type: 'FIXED_AMOUNT', amount_money: amount, scope: 'ORDER' };
}

/** What the kitchen calls the order: number, table, channel. */
function nameOf({ number, channel, fulfilment }: Ticket): string {
  const table = fulfilment.kind === 'dine-in' && fulfilment.table !== undefined ? `Table ${fulfilment.table}` : '';
  return [number, table, channel].filter((part) => part.trim() !== '').join(' ') || 'Order';
}

/** For programs that read the order later; the till shows none of it. */
function metadataOf({ orderId, number, channel, placedAt }: Ticket): object {
  const entries = {
    poshub_order: orderId,
    poshub_number: number,
    poshub_channel: channel,
    placed_at: new Date(placedAt).toISOString(),
  };
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== '' && value.length <= LIMITS.metadata),
  );
}

function costOf({ price, quantity, options }: TicketLine): number {
  return (price.amount + options.reduce((all, option) => all + option.price.amount * option.quantity, 0)) * quantity;
}

function sum(list: readonly Adjustment[]): number {
  return list.reduce((all, { amount }) => all + amount.amount, 0);
}

function listAs(key: string, list: readonly object[]): object {
  return list.length === 0 ? {} : { [key]: list };
}
