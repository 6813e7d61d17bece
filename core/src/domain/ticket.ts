import { Fault } from './fault.js';
import type { Reference } from './catalog.js';
import { addMoney, showMoney, timesMoney, type Money } from './money.js';
import type { TicketAbilities } from './ticket-abilities.js';
import { foldAmounts, foldDue, foldFulfilment, foldTotal, Note, prepaid } from './ticket-note.js';
import type { Adjustment, Charge, Customer, Fulfilment, Order, OrderLine, OrderOption, Tender } from './order.js';
import type { Instant } from './time.js';

export interface TicketOption {
  /** Absent only for a till that takes ad-hoc lines. */
  readonly ref?: Reference;
  readonly name: string;
  readonly quantity: number;
  readonly price: Money;
  readonly options: readonly TicketOption[];
}

export interface TicketLine {
  /** Absent only for a till that takes ad-hoc lines. */
  readonly ref?: Reference;
  readonly name: string;
  readonly quantity: number;
  readonly price: Money;
  readonly notes?: string;
  readonly options: readonly TicketOption[];
}

/** An order as it is given to a till: nothing in it that the till has no field for. */
export interface Ticket {
  /** The same for every attempt that must not make a second ticket; at most 45 characters of `A-Z a-z 0-9 -`. */
  readonly idempotencyKey: string;
  /** The order's id in POS Hub, for look-ups. */
  readonly orderId: string;
  readonly number: string;
  readonly channel: string;
  readonly placedAt: Instant;
  readonly scheduledFor?: Instant;
  readonly fulfilment: Fulfilment;
  readonly customer?: Customer;
  /** What the guest wrote, then what the till has no field for, a line each. */
  readonly note: string;
  readonly lines: readonly TicketLine[];
  readonly charges: readonly Charge[];
  readonly discounts: readonly Adjustment[];
  readonly taxes: readonly Adjustment[];
  readonly tip?: Money;
  /** How the order is paid; for a till that asks for the rest itself, only what was taken, and the cash that is not yet. */
  readonly tenders: readonly Tender[];
  readonly total: Money;
}

/** More of one option than this on one line is no dish but a mistake, and would fill the memory where it is repeated. */
const MOST_REPETITIONS = 100;

/** A ticket, and what of the order had to be written into its note. */
export interface ComposedTicket {
  readonly ticket: Ticket;
  /** The names of the parts that were folded: shown on the timeline. */
  readonly folded: readonly string[];
  /** The sum of the parts less the order's total, in minor units; 0 where they agree. */
  readonly difference: number;
}

/**
 * Makes the ticket of an order. Nothing of the order is dropped: what the till has no field for is written into the note.
 * Taxes within the prices go with the prices: a till reckons them by its own rates, nobody in the kitchen asks for them,
 * and no order is to be refused because a line about them made its note too long. They stay with the order that is stored.
 * @param key the number of the idempotency key, from the lifecycle's effect
 * @param timezone the store's, in which a person at the till reads a time: an IANA name
 * @throws Fault `menu.item_unreferenced` with the path, when an item or option lacks its reference; `order.unreadable`
 *   when the order has no lines; `order.too_long` when the note is longer, or an option more often taken, than the till
 *   can hold; `money.not_exact` when its amounts can't be summed.
 */
export function composeTicket(order: Order, abilities: TicketAbilities, key: number, timezone: string): ComposedTicket {
  if (order.lines.length === 0) throw new Fault('order.unreadable', { detail: 'it has no lines' });
  const note = new Note();
  note.guest(order.notes);
  const lines = order.lines.map((line, index) => ticketLine(line, `lines[${index}]`, abilities, note));
  const tips = order.charges.filter((charge) => charge.kind === 'tip');
  const charges = order.charges.filter((charge) => charge.kind !== 'tip');
  foldFulfilment(order, abilities, timezone, note);
  foldAmounts('charges', 'Charge', charges, abilities.charges, note);
  foldAmounts('tips', 'Tip', tips, abilities.tips, note);
  foldAmounts('discounts', 'Discount', order.discounts, abilities.discounts, note);
  foldAmounts('taxes', 'Tax', order.taxes, abilities.taxes, note);
  foldTotal(order, abilities, note);
  foldDue(order, abilities, note);
  if (order.utensils !== undefined) note.fold('cutlery', order.utensils ? 'Cutlery: yes' : 'Cutlery: no');
  const text = note.text();
  if (text.length > abilities.noteLength)
    throw new Fault('order.too_long', {
      detail: `its texts have ${text.length} characters, the till takes ${abilities.noteLength}`,
    });
  const [tip, ...more] = abilities.tips ? tips.map((charge) => charge.amount) : [];
  return {
    ticket: {
      idempotencyKey: key === 0 ? order.id : `${order.id}-${key}`,
      orderId: order.id,
      number: order.number,
      channel: order.channel,
      placedAt: order.placedAt,
      ...(order.scheduledFor !== undefined && abilities.scheduled ? { scheduledFor: order.scheduledFor } : {}),
      fulfilment: order.fulfilment,
      ...(abilities.customer ? { customer: order.customer } : {}),
      note: text,
      lines,
      charges: abilities.charges ? charges : [],
      discounts: abilities.discounts ? order.discounts : [],
      taxes: abilities.taxes ? order.taxes : [],
      ...(tip === undefined ? {} : { tip: addMoney(tip, ...more) }),
      tenders: ticketTenders(order, abilities),
      total: order.total,
    },
    folded: note.folded(),
    difference: sumOf(order).amount - order.total.amount,
  };
}

/**
 * The sum of an order's parts: lines with their options, charges and taxes on top, less discounts. Taxes within the prices
 * are in it with them.
 * @throws Fault `money.not_exact` when the amounts can't be summed
 */
export function sumOf(order: Order): Money {
  const zero: Money = { amount: 0, currency: order.total.currency };
  const lines = order.lines.map((line) =>
    timesMoney(addMoney(line.price, ...line.options.map(optionSum)), line.quantity),
  );
  const off = order.discounts.map((discount) => timesMoney(discount.amount, -1));
  return addMoney(
    zero,
    ...lines,
    ...order.charges.map((charge) => charge.amount),
    ...order.taxes.map((tax) => tax.amount),
    ...off,
  );
}

/**
 * How a till that asks for the rest itself is told what was taken. Of an order that POS Hub calls paid nothing is left, also
 * where it names no payments or less of them: the guest must not pay again.
 */
function ticketTenders(order: Order, { unpaid }: TicketAbilities): readonly Tender[] {
  const { paid, tenders, total } = order;
  if (!unpaid) return tenders;
  const taken = new Set(prepaid(order));
  if (paid !== true) return tenders.filter((tender) => tender.kind === 'cash' || taken.has(tender));
  const rest = addMoney(total, ...[...taken].map(({ amount }) => timesMoney(amount, -1)));
  return rest.amount > 0 ? [...taken, { kind: 'other', amount: rest }] : [...taken];
}

function optionSum(option: OrderOption): Money {
  return timesMoney(addMoney(option.price, ...option.options.map(optionSum)), option.quantity);
}

function ticketLine(line: OrderLine, path: string, abilities: TicketAbilities, note: Note): TicketLine {
  const label = `${line.quantity} × ${line.name}`;
  const notes = line.notes?.trim() ?? '';
  const fits = notes.length <= abilities.lineNoteLength;
  if (!fits) note.fold('line notes', `${label}: ${notes}`);
  return {
    ...reference(line, path, abilities),
    name: line.name,
    quantity: line.quantity,
    price: line.price,
    ...(notes !== '' && fits ? { notes } : {}),
    options: ticketOptions(line.options, path, label, abilities.optionDepth, abilities, note),
  };
}

function ticketOptions(
  options: readonly OrderOption[],
  path: string,
  label: string,
  depth: number,
  abilities: TicketAbilities,
  note: Note,
): readonly TicketOption[] {
  return options.flatMap((option, index): readonly TicketOption[] => {
    const place = `${path}.options[${index}]`;
    const name = `${label} > ${option.quantity === 1 ? '' : `${option.quantity} × `}${option.name}`;
    if (depth === 0) {
      note.fold('options', option.price.amount === 0 ? name : `${name} (${showMoney(option.price)})`);
      return ticketOptions(option.options, place, name, 0, abilities, note);
    }
    const one: TicketOption = {
      ...reference(option, place, abilities),
      name: option.name,
      quantity: option.quantity,
      price: option.price,
      options: ticketOptions(option.options, place, name, depth - 1, abilities, note),
    };
    return abilities.optionQuantities ? [one] : repeated(one, place);
  });
}

/** The option as often as it was taken, once each: for a till that knows no quantities of options. */
function repeated(option: TicketOption, path: string): readonly TicketOption[] {
  if (option.quantity > MOST_REPETITIONS)
    throw new Fault('order.too_long', { detail: `an option is taken ${option.quantity} times`, path });
  return Array.from({ length: option.quantity }, () => ({ ...option, quantity: 1 }));
}

function reference(
  { ref = '' }: OrderLine | OrderOption,
  path: string,
  { adHocLines }: TicketAbilities,
): { readonly ref?: Reference } {
  if (ref !== '') return { ref };
  if (adHocLines) return {};
  throw new Fault('menu.item_unreferenced', { path });
}
