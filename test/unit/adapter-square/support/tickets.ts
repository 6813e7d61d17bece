import type { Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';
import { gbp, paidTicket } from '../../../support/tickets.js';

export { gbp } from '../../../support/tickets.js';

/** A paid ticket for one Diavola in Soho, with what a test says differently. */
export function ticketOf(changes: Partial<Ticket> = {}): Ticket {
  return paidTicket(lineOf(), changes);
}

export function lineOf(changes: Partial<TicketLine> = {}): TicketLine {
  return { ref: 'VAR_DIAVOLA', name: 'Diavola', quantity: 1, price: gbp(1399), options: [], ...changes };
}

export function optionOf(changes: Partial<TicketOption> = {}): TicketOption {
  return { ref: 'MOD_OLIVES', name: 'Olives', quantity: 1, price: gbp(90), options: [], ...changes };
}

/** The same without a reference, as POS Hub sends what nobody linked to the catalog. */
export function unlinked<T extends { readonly ref?: string }>({ ref: _, ...rest }: T): Omit<T, 'ref'> {
  return rest;
}
