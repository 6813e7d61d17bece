import { randomUUID } from 'node:crypto';
import type { Money, Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';

export const gbp = (amount: number): Money => ({ amount, currency: 'GBP' });

/** A paid ticket for one garlic bread in London, with what a test says differently. */
export function ticketOf(changes: Partial<Ticket> = {}): Ticket {
  const id = randomUUID();
  const total = changes.total ?? gbp(495);
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
  return { ref: '21', name: 'Garlic bread', quantity: 1, price: gbp(495), options: [], ...changes };
}

export function optionOf(ref: string, price = 0, changes: Partial<TicketOption> = {}): TicketOption {
  return { ref, name: ref, quantity: 1, price: gbp(price), options: [], ...changes };
}
