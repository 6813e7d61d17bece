import { addMoney, showMoney, timesMoney, type Money } from './money.js';
import type { Address, Adjustment, Order, Tender } from './order.js';
import type { TicketAbilities } from './ticket-abilities.js';
import { showTime } from './time.js';

/** Collects what goes into the ticket's note. */
export class Note {
  readonly #lines: string[] = [];
  readonly #folded = new Set<string>();

  /** What the guest wrote stands first, as it is. */
  guest(text: string | undefined): void {
    if (text !== undefined && text.trim() !== '') this.#lines.push(text.trim());
  }

  fold(part: string, line: string): void {
    this.#folded.add(part);
    this.#lines.push(line);
  }

  text(): string {
    return this.#lines.join('\n');
  }

  folded(): readonly string[] {
    return [...this.#folded];
  }
}

/** How the guest gets the food, where the till has no fields for it; times as a person in the store reads them. */
export function foldFulfilment(order: Order, abilities: TicketAbilities, timezone: string, note: Note): void {
  const { fulfilment, customer } = order;
  if (!abilities.fulfilments.includes(fulfilment.kind))
    note.fold('fulfilment', `Fulfilment: ${fulfilment.kind === 'other' ? fulfilment.name : fulfilment.kind}`);
  if (fulfilment.kind === 'dine-in' && fulfilment.table !== undefined && !abilities.fulfilments.includes('dine-in'))
    note.fold('table', `Table: ${fulfilment.table}`);
  if (fulfilment.kind === 'delivery' && !(abilities.address && abilities.fulfilments.includes('delivery')))
    foldDelivery(fulfilment, note);
  if (order.scheduledFor !== undefined && !abilities.scheduled)
    note.fold('scheduled time', `For: ${showTime(order.scheduledFor, timezone)}`);
  if (!abilities.customer) {
    const { firstName, lastName, phone, phonePin, email } = customer;
    const contact = [firstName, lastName, phone, phonePin, email].filter((part) => part !== undefined && part !== '');
    note.fold('customer', `Guest: ${contact.join(' ')}`);
  }
}

function foldDelivery(
  delivery: { readonly address?: Address; readonly instructions?: string; readonly by: string },
  note: Note,
): void {
  const { address } = delivery;
  if (address !== undefined) {
    const parts = [...address.lines, address.postalCode, address.city, address.country].filter(
      (part) => part !== undefined && part !== '',
    );
    note.fold('address', `Deliver to: ${parts.join(', ')}`);
  }
  if (delivery.instructions !== undefined) note.fold('delivery instructions', `Delivery: ${delivery.instructions}`);
  note.fold('courier', `Delivered by: ${delivery.by}`);
}

/** The guest's total, for a till that reckons with the prices of its own menu. */
export function foldTotal({ total }: Order, { prices }: TicketAbilities, note: Note): void {
  if (!prices) note.fold('prices', `Total in POS Hub: ${showMoney(total)}`);
}

/**
 * The payments other than in cash that were taken. POS Hub names payments whether they were taken or are to be: of an
 * order that it calls not paid, those that would cover all of it are how the guest is going to pay, with a card at the
 * door; those that leave a rest are a deposit. A guest who is asked in vain can show the receipt; what nobody asks for is
 * never paid.
 */
export function prepaid({ paid, total, tenders }: Order): readonly Tender[] {
  const cashless = tenders.filter(({ kind }) => kind !== 'cash');
  return paid === false && sumOfTenders(cashless, total).amount >= total.amount ? [] : cashless;
}

/**
 * What is still to be taken, for a till that counts every ticket as paid. Cash is taken when the food is handed over; where
 * POS Hub does not say whether an order is paid, no more than the cash that it names is asked for.
 */
export function foldDue(order: Order, { unpaid }: TicketAbilities, note: Note): void {
  const { paid, total, tenders } = order;
  if (unpaid || paid === true) return;
  const left = addMoney(total, timesMoney(sumOfTenders(prepaid(order), total), -1));
  const cash = sumOfTenders(
    tenders.filter(({ kind }) => kind === 'cash'),
    total,
  );
  const due = paid === undefined && cash.amount < left.amount ? cash : left;
  if (due.amount > 0) note.fold('what is not paid', `Not paid yet: ${showMoney(due)}`);
}

function sumOfTenders(tenders: readonly Tender[], { currency }: Money): Money {
  return addMoney({ amount: 0, currency }, ...tenders.map(({ amount }) => amount));
}

/** Amounts that the till has no field for, a line each. */
export function foldAmounts(
  part: string,
  label: string,
  amounts: readonly Adjustment[],
  able: boolean,
  note: Note,
): void {
  if (able) return;
  for (const { name, amount } of amounts) note.fold(part, `${label}: ${name} ${showMoney(amount)}`);
}
