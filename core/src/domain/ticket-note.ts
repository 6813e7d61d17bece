import { addMoney, showMoney, timesMoney } from './money.js';
import type { Address, Adjustment, Order } from './order.js';
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

/** What is still to be taken, for a till that counts every ticket as paid: cash is taken when the food is handed over. */
export function foldDue({ paid, total, tenders }: Order, { unpaid }: TicketAbilities, note: Note): void {
  if (unpaid || paid !== false) return;
  const taken = tenders.filter(({ kind }) => kind !== 'cash').map(({ amount }) => timesMoney(amount, -1));
  const due = addMoney(total, ...taken);
  if (due.amount > 0) note.fold('what is not paid', `Not paid yet: ${showMoney(due)}`);
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
