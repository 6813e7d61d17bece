import { randomUUID } from 'node:crypto';
import type { Money, Ticket, TicketLine } from '@poshub-bridge/core';

export const gbp = (amount: number): Money => ({ amount, currency: 'GBP' });

/** A ticket of one line for a guest who has paid it by card, with what a test says differently. */
export function paidTicket(line: TicketLine, changes: Partial<Ticket> = {}): Ticket {
  const id = randomUUID();
  const total = changes.total ?? line.price;
  return {
    idempotencyKey: id,
    orderId: id,
    number: '42',
    channel: 'UBEREATS',
    placedAt: Date.UTC(2026, 1, 3, 12),
    fulfilment: { kind: 'pickup' },
    customer: { firstName: 'Ann', lastName: 'Lee', phone: '+447700900123' },
    note: '',
    lines: [line],
    charges: [],
    discounts: [],
    taxes: [],
    tenders: [{ kind: 'card', amount: total }],
    total,
    ...changes,
  };
}
