import type {
  Address,
  Adjustment,
  Customer,
  Fulfilment,
  Money,
  Ticket,
  TicketLine,
  TicketOption,
} from '@poshub-bridge/core';
import { idsOf } from '../references.js';

/**
 * A ticket as the body of the till's order. Lines and options keep their places, so that the till's complaints can be
 * traced back; every text and every amount of the ticket is in it.
 */
export function writeOrder(ticket: Ticket): object {
  const { tip, scheduledFor, customer } = ticket;
  return {
    reference: ticket.orderId,
    ...textAs('source', ticket.channel),
    ...textAs('display_number', ticket.number),
    currency: ticket.total.currency,
    placed_at: timeOf(ticket.placedAt),
    fulfilment: {
      ...writeFulfilment(ticket.fulfilment),
      ...(scheduledFor === undefined ? {} : { scheduled_for: timeOf(scheduledFor) }),
    },
    ...(customer === undefined ? {} : { customer: writeCustomer(customer) }),
    ...textAs('note', ticket.note),
    lines: ticket.lines.map(writeLine),
    charges: ticket.charges.map(({ name, kind, amount }) => named(name.trim() === '' ? kind : name, amount)),
    discounts: ticket.discounts.map((discount) => adjustment(discount, 'Discount')),
    // Core counts taxes on top of the lines; a till that took them as included would show another total.
    taxes: ticket.taxes.map((tax) => ({ ...adjustment(tax, 'Tax'), inclusive: false })),
    tips: tip === undefined ? [] : [named('Tip', tip)],
    payments: ticket.tenders.map(({ kind, amount }) => ({ method: kind, amount: amount.amount })),
    total: ticket.total.amount,
  };
}

function writeLine({ ref, quantity, price, notes, options }: TicketLine): object {
  return {
    ...idsOf(ref),
    quantity,
    unit_price: price.amount,
    ...textAs('note', notes),
    modifiers: options.map(writeOption),
  };
}

function writeOption({ ref, quantity, price, options }: TicketOption): object {
  const modifiers = options.map(writeOption);
  return {
    modifier_id: ref,
    quantity,
    unit_price: price.amount,
    ...(modifiers.length === 0 ? {} : { modifiers }),
  };
}

const TYPES = { pickup: 'pickup', 'in-store': 'in_store', waiting: 'waiting', 'dine-in': 'dine_in' } as const;

/** A kind that the till does not know is handed over the counter; its name is in the ticket's note. */
function writeFulfilment(fulfilment: Fulfilment): object {
  switch (fulfilment.kind) {
    case 'delivery': {
      const { address, by, instructions = '' } = fulfilment;
      return {
        type: 'delivery',
        ...(address === undefined ? {} : { address: writeAddress(address) }),
        // The till has no field for the courier, and whether to send their own is what the shop must know.
        instructions: [instructions.trim(), `Delivered by: ${by}`].filter((line) => line !== '').join('\n'),
      };
    }
    case 'dine-in':
      return { type: TYPES['dine-in'], ...textAs('table', fulfilment.table) };
    case 'other':
      return { type: TYPES.pickup };
    default:
      return { type: TYPES[fulfilment.kind] };
  }
}

/** The till has two lines and demands the first. */
function writeAddress({ lines, city, postalCode, country }: Address): object {
  const [line1 = [postalCode, city, country].find((part) => !isBlank(part)) ?? 'none', ...more] = lines.filter(
    (line) => !isBlank(line),
  );
  return {
    line1,
    ...textAs('line2', more.join(', ')),
    ...textAs('city', city),
    ...textAs('postal_code', postalCode),
    ...textAs('country', country),
  };
}

function writeCustomer({ firstName, lastName, phone, phonePin, email }: Customer): object {
  const name = [firstName, lastName].filter((part) => !isBlank(part)).join(' ');
  const call = [phone, isBlank(phonePin) ? undefined : `PIN ${phonePin ?? ''}`].filter((part) => !isBlank(part));
  return { name: name === '' ? 'Guest' : name, ...textAs('phone', call.join(', ')), ...textAs('email', email) };
}

function adjustment({ name, amount }: Adjustment, otherwise: string): object {
  return named(isBlank(name) ? otherwise : name, amount);
}

function named(name: string, { amount }: Money): object {
  return { name, amount };
}

/** A text under its key; nothing where there is nothing to say: the till refuses empty texts. */
function textAs(key: string, text: string | undefined): object {
  return isBlank(text) ? {} : { [key]: text };
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function timeOf(instant: number): string {
  return new Date(instant).toISOString();
}
