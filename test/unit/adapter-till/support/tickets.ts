import type { Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';
import { gbp, plainTicket } from '../../../support/tickets.js';

export { gbp };

/** A ticket for one Diavola in Soho, with what a test says differently. */
export function ticketOf(changes: Partial<Ticket> = {}): Ticket {
  return plainTicket(lineOf(), changes);
}

export function lineOf(changes: Partial<TicketLine> = {}): TicketLine {
  return { ref: 'prd_diavola', name: 'Diavola', quantity: 1, price: gbp(1350), options: [], ...changes };
}

export function optionOf(changes: Partial<TicketOption> = {}): TicketOption {
  return { ref: 'mod_top_olives', name: 'Olives', quantity: 1, price: gbp(120), options: [], ...changes };
}

/** An option within an option within an option. */
export function nested(levels: number, innermost: Partial<TicketOption> = {}): TicketOption {
  return levels === 1 ? optionOf(innermost) : optionOf({ options: [nested(levels - 1, innermost)] });
}
