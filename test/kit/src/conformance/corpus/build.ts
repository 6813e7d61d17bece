import {
  addMoney,
  sumOf,
  type Charge,
  type Money,
  type Order,
  type OrderLine,
  type OrderOption,
} from '@poshub-bridge/core';
import type {
  ExpectedChoice,
  ExpectedLine,
  ExpectedOption,
  ExpectedProduct,
  ExpectedSelection,
  ExpectedTicket,
  Key,
  Menu,
  MenuGroup,
  MenuProduct,
  OrderCase,
} from './types.js';

/** The currency of amounts before the runner puts the store's in its place: no currency (ISO 4217). */
export const NO_CURRENCY = 'XXX';

/** An amount of minor units, in whatever currency the store has. */
export function minor(amount: number): Money {
  return { amount, currency: NO_CURRENCY };
}

/** A line: `line('pizza', 1350, { quantity: 2, notes: 'well done', options: [option('olives', 120)] })`. */
export function line(item: Key, price: number, more: Partial<OrderLine> = {}): OrderLine {
  return { ref: item, name: item, quantity: 1, price: minor(price), options: [], ...more };
}

/** An option: its price and quantity are for one of what it belongs to. */
export function option(item: Key, price: number, more: Partial<OrderOption> = {}): OrderOption {
  return { ref: item, name: item, quantity: 1, price: minor(price), options: [], ...more };
}

export function charge(name: string, amount: number, kind: Charge['kind'] = 'other'): Charge {
  return { name, amount: minor(amount), kind };
}

/** 2 February 2026, noon in Greenwich. */
export const PLACED_AT = Date.UTC(2026, 1, 2, 12);

/**
 * An order for pickup by Ada, paid by card, with what a case says otherwise. Where a case does not say them, subtotal and
 * total are what the parts come to, and one card pays the total. The runner gives it a new id each time it is played.
 */
export function orderOf(lines: readonly OrderLine[], more: Partial<Order> = {}): Order {
  const parts: Order = {
    id: 'order',
    number: '42',
    channel: 'UBEREATS',
    placedAt: PLACED_AT,
    fulfilment: { kind: 'pickup' },
    customer: { firstName: 'Ada' },
    lines,
    charges: [],
    discounts: [],
    taxes: [],
    includedTaxes: [],
    tenders: [],
    paid: true,
    subtotal: minor(0),
    total: minor(0),
    ...more,
  };
  const subtotal = sumOf({ ...parts, charges: [], discounts: [], taxes: [] });
  const total = more.total ?? sumOf(parts);
  return {
    ...parts,
    subtotal: more.subtotal ?? subtotal,
    total,
    tenders: more.tenders ?? [{ kind: 'card', amount: total }],
  };
}

/**
 * Everything of an order, as it was ordered: each line, option, note, amount and name. A case states what is worth stating
 * on top: `{ ...asOrdered(order), texts: [...] }`.
 */
export function asOrdered(order: Order): ExpectedTicket {
  const { fulfilment, customer, charges } = order;
  const tips = charges.filter(({ kind }) => kind === 'tip').map(({ amount }) => amount);
  const address = fulfilment.kind === 'delivery' ? fulfilment.address : undefined;
  const texts = [
    order.notes,
    order.number,
    ...order.lines.map(({ notes }) => notes),
    ...(fulfilment.kind === 'delivery'
      ? [...(address?.lines ?? []), address?.postalCode, address?.city, fulfilment.instructions]
      : []),
    fulfilment.kind === 'dine-in' ? fulfilment.table : undefined,
    fulfilment.kind === 'other' ? fulfilment.name : undefined,
    ...[customer.firstName, customer.lastName, customer.phone, customer.phonePin],
  ];
  const [tip, ...more] = tips;
  return {
    lines: order.lines.map(expectedLine),
    texts: texts.flatMap((text) => (text === undefined || text.trim() === '' ? [] : [text.trim()])),
    charges: charges.filter(({ kind }) => kind !== 'tip').map(named),
    discounts: order.discounts.map(named),
    taxes: order.taxes.map(named),
    ...(tip === undefined ? {} : { tip: addMoney(tip, ...more).amount }),
    ...(sumOf(order).amount === order.total.amount ? { total: order.total.amount } : {}),
    paid: order.tenders.reduce((sum, { kind, amount }) => (kind === 'cash' ? sum : sum + amount.amount), 0),
    fulfilment: fulfilment.kind,
    ...(order.scheduledFor === undefined ? {} : { scheduledFor: order.scheduledFor }),
  };
}

function expectedLine({ notes = '', ...sold }: OrderLine): ExpectedLine {
  return { ...expectedOption(sold), ...(notes.trim() === '' ? {} : { note: notes.trim() }) };
}

function expectedOption({ ref, name, quantity, price, options }: OrderLine | OrderOption): ExpectedOption {
  return { item: ref ?? name, quantity, price: price.amount, options: options.map(expectedOption) };
}

function named({ name, amount }: { readonly name: string; readonly amount: Money }): { name: string; amount: number } {
  return { name, amount: amount.amount };
}

/** An order that must become a ticket: everything of it, with what is said by hand; its texts come on top. */
export function ordered(
  name: string,
  why: string,
  order: Order,
  { texts = [], ...byHand }: Partial<ExpectedTicket> = {},
): OrderCase & { readonly ticket: ExpectedTicket } {
  const all = asOrdered(order);
  return { name, why, order, ticket: { ...all, ...byHand, texts: [...all.texts, ...texts] } };
}

/** What POS Hub must be able to show of a menu: each product and variant that is not hidden, with what is to choose. */
export function catalogOf({ products, groups = [] }: Menu): readonly ExpectedProduct[] {
  const known = new Map(groups.map((group) => [group.key, group]));
  return products.flatMap((product): readonly ExpectedProduct[] => {
    const { key, name, price, variants = [], available = true, hidden = false } = product;
    const selections = (product.groups ?? []).flatMap((group) => selectionOf(known, group, product));
    const isOffered = available && !hidden;
    const forms = variants.map((variant) => ({
      item: variant.key,
      name: variant.name,
      price: variant.price,
      available: isOffered && variant.available !== false,
      selections,
    }));
    const isThere = price === undefined ? forms.some((form) => form.available) : isOffered;
    return [{ item: key, name, ...(price === undefined ? {} : { price }), available: isThere, selections }, ...forms];
  });
}

function selectionOf(
  known: ReadonlyMap<Key, MenuGroup>,
  key: Key,
  { limits = {}, prices = {} }: Pick<MenuProduct, 'limits' | 'prices'> = {},
): readonly ExpectedSelection[] {
  const group = known.get(key);
  if (group === undefined) return [];
  const choices = group.modifiers.map(({ key: item, name, price, available = true, groups = [] }): ExpectedChoice => ({
    item,
    name,
    price: prices[item] ?? price,
    available,
    selections: groups.flatMap((inner) => selectionOf(known, inner)),
  }));
  const { min, max } = limits[key] ?? group;
  return [{ group: key, min, max, choices }];
}
