import { randomUUID } from 'node:crypto';
import type { Money, Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';

export const gbp = (amount: number): Money => ({ amount, currency: 'GBP' });

/** A paid ticket for one Diavola in Soho, with what a test says differently. */
export function ticketOf(changes: Partial<Ticket> = {}): Ticket {
  const id = randomUUID();
  const total = changes.total ?? gbp(1399);
  return {
    idempotencyKey: id,
    orderId: id,
    number: '42',
    channel: 'UBEREATS',
    placedAt: Date.UTC(2026, 1, 3, 12),
    fulfilment: { kind: 'pickup' },
    customer: { firstName: 'Ann', lastName: 'Lee', phone: '+447700900123' },
    note: '',
    lines: [lineOf()],
    charges: [],
    discounts: [],
    taxes: [],
    tenders: [{ kind: 'card', amount: total }],
    total,
    ...changes,
  };
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
