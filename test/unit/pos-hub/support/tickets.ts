import { randomUUID } from 'node:crypto';
import { composeTicket, type ComposedTicket, type TicketAbilities } from '@poshub-bridge/core';
import { readOrder, STORE, type Fields } from './orders.js';

/** What the bridge gives to a till of some abilities, of an order as POS Hub writes it: each time another order. */
export function composedFrom(fields: Fields, abilities: TicketAbilities): ComposedTicket {
  return composeTicket({ ...readOrder(fields), id: randomUUID() }, abilities, 0, STORE.timezone);
}
