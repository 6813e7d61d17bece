import { randomUUID } from 'node:crypto';
import type { Money, Ticket, TicketLine } from '@poshub-bridge/core';

export const gbp = (amount: number): Money => ({ amount, currency: 'GBP' });

/** A ticket of one line for a guest who has paid it by card, with what a test says differently. */
export function paidTicket(line: TicketLine, changes: Partial<Ticket> = {}): Ticket {
  return plainTicket(line, {
    customer: { firstName: 'Ann', lastName: 'Lee', phone: '+447700900123' },
    tenders: [{ kind: 'card', amount: changes.total ?? line.price }],
    ...changes,
  });
}

/** A ticket of one line without a guest's name or a payment, with what a test says differently. */
export function plainTicket(line: TicketLine, changes: Partial<Ticket> = {}): Ticket {
  const id = randomUUID();
  return {
    idempotencyKey: id,
    orderId: id,
    number: '42',
    channel: 'UBEREATS',
    placedAt: Date.UTC(2026, 1, 3, 12),
    fulfilment: { kind: 'pickup' },
    note: '',
    lines: [line],
    charges: [],
    discounts: [],
    taxes: [],
    tenders: [],
    total: line.price,
    ...changes,
  };
}
