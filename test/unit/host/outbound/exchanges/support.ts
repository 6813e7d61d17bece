import { composeTicket, type Ticket } from '@poshub-bridge/core';
import { anOrder } from '../../../../support/fake-hub.js';
import { fakeManifest } from '../../../../support/fake-till.js';

export function aTicket(orderId: string): Ticket {
  return composeTicket(anOrder(orderId), fakeManifest().capabilities.orders, 0, 'Europe/London').ticket;
}
