import { Fault, type PosSystem, type Reference, type SubmitOutcome } from '@poshub-bridge/core';
import { placeOf, read, refused, type Refusal, type TillClient } from '../client.js';
import { viewOf } from '../news/news.js';
import { isOrder, isOrderPage, type Order } from '../wire.js';
import { rejectionOf } from './refusal.js';
import { writeOrder } from './write-order.js';

/** More tickets than this for one order are not looked through. */
const MOST_TICKETS = 100;

/** What the bridge does with tickets. */
export function createTickets(client: TillClient): Pick<PosSystem, 'submit' | 'find' | 'read' | 'cancel'> {
  return {
    submit: async (session, ticket) => {
      const answer = await client.send(session, {
        method: 'POST',
        path: `${placeOf(session)}/orders`,
        headers: { 'idempotency-key': ticket.idempotencyKey },
        json: writeOrder(ticket),
      });
      if (answer.refusal !== undefined) return reject(answer.refusal);
      const isReplay = answer.response.headers['idempotent-replayed'] === 'true';
      return outcomeOf(read(answer.response, isOrder), isReplay);
    },

    find: async (session, orderId) => {
      const path = `${placeOf(session)}/orders?reference=${encodeURIComponent(orderId)}&limit=${MOST_TICKETS}`;
      const page = await client.get(session, path, isOrderPage, 'store.unknown');
      const found = page.data.findLast(isAlive) ?? page.data.at(-1);
      return found === undefined ? undefined : viewOf(found);
    },

    read: async (session, ticket) => viewOf(await client.get(session, pathOf(ticket), isOrder, 'vendor.order_unknown')),

    cancel: async (session, ticket, reason) => {
      const path = `${pathOf(ticket)}/cancel`;
      const answer = await client.send(session, { method: 'POST', path, json: { reason } });
      if (answer.refusal === undefined) {
        // A page of somebody between does not say that nobody cooks.
        read(answer.response, isOrder);
        return;
      }
      const { refusal } = answer;
      if (refusal.code === 'order_finished')
        throw new Fault('order.cancel_refused', { detail: 'the till says order_finished' });
      throw refused(refusal, 'vendor.order_unknown');
    },
  };
}

function pathOf(ticket: Reference): string {
  return `/v1/orders/${encodeURIComponent(ticket)}`;
}

/** The till never takes an order that it refuses. @throws Fault `store.unknown`, `vendor.refused` */
function reject(refusal: Refusal): SubmitOutcome {
  const fault = rejectionOf(refusal);
  if (fault === undefined) throw refused(refusal, 'store.unknown');
  return { kind: 'rejected', fault };
}

/** A replay tells how the ticket stood at first; while it waited then, nothing says that it was accepted since. */
function outcomeOf({ id: ticket, status }: Order, isReplay: boolean): SubmitOutcome {
  if (status === 'new') return { kind: 'pending', ticket };
  return { kind: isReplay ? 'duplicate' : 'accepted', ticket };
}

/** An operator's retry makes a second ticket of one order: what counts is the one that the kitchen works on. */
function isAlive({ status }: Order): boolean {
  return status !== 'rejected' && status !== 'cancelled';
}
