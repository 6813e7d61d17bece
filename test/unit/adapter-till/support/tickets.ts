import { randomUUID } from 'node:crypto';
import type { Money, Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';

export const gbp = (amount: number): Money => ({ amount, currency: 'GBP' });

/** A ticket for one Diavola in Soho, with what a test says differently. */
export function ticketOf(changes: Partial<Ticket> = {}): Ticket {
  const id = randomUUID();
  return {
    idempotencyKey: id,
    orderId: id,
    number: '42',
    channel: 'UBEREATS',
    placedAt: Date.UTC(2026, 1, 3, 12),
    fulfilment: { kind: 'pickup' },
    note: '',
    lines: [lineOf()],
    charges: [],
    discounts: [],
    taxes: [],
    tenders: [],
    total: gbp(1350),
    ...changes,
  };
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
