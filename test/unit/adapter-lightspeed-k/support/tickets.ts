import type { Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';
import { gbp, paidTicket } from '../../../support/tickets.js';

export { gbp } from '../../../support/tickets.js';

/** A paid ticket for one garlic bread in London, with what a test says differently. */
export function ticketOf(changes: Partial<Ticket> = {}): Ticket {
  return paidTicket(lineOf(), changes);
}

export function lineOf(changes: Partial<TicketLine> = {}): TicketLine {
  return { ref: '21', name: 'Garlic bread', quantity: 1, price: gbp(495), options: [], ...changes };
}

export function optionOf(ref: string, price = 0, changes: Partial<TicketOption> = {}): TicketOption {
  return { ref, name: ref, quantity: 1, price: gbp(price), options: [], ...changes };
}
