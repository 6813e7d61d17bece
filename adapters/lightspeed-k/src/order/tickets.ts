import { Fault, type AdapterContext, type PosSystem } from '@poshub-bridge/core';
import { read, refused, wordsOf, type LightspeedClient } from '../client.js';
import { endpointOf } from '../endpoint.js';
import type { LightspeedSettings } from '../manifest.js';
import { viewOfCheck } from '../news/status.js';
import { isCheck, isTaken, isUsed } from '../wire.js';
import { rejectionOf } from './refusal.js';
import { writeOrder } from './write-order.js';

/** What the bridge does with tickets. Lightspeed takes an order at once, and tells later what came of it. */
export function createTickets(
  { settings, clock, webhookUrl }: AdapterContext<LightspeedSettings>,
  client: LightspeedClient,
): Pick<PosSystem, 'submit' | 'find' | 'read' | 'cancel'> {
  return {
    submit: async (session, ticket) => {
      const endpointId = endpointOf(session, webhookUrl);
      const { path, body, places } = writeOrder(ticket, { session, settings, endpointId, now: clock.now() });
      const answer = await client.send(session, { method: 'POST', path, json: body });
      if (answer.refusal === undefined) {
        read(answer.response, isTaken);
        return { kind: 'pending' };
      }
      const { refusal } = answer;
      if (refusal.status === 409) {
        read(refusal.response, isUsed);
        return { kind: 'duplicate' };
      }
      const fault = rejectionOf(refusal, places);
      if (fault !== undefined) return { kind: 'rejected', fault };
      throw refused(refusal);
    },

    find: () => {
      const detail = 'open checks do not say which order they are of, and closed ones are not listed';
      return Promise.reject(new Fault('vendor.unsupported', { detail }));
    },

    read: async (session, ticket) => {
      const query = `businessLocationId=${encodeURIComponent(session.store.ref)}`;
      const path = `/o/op/1/order/accounts/${encodeURIComponent(ticket)}?${query}`;
      const answer = await client.send(session, { method: 'GET', path });
      // What it can't read as the name of an account is the name of none.
      const isUnknown = answer.refusal?.status === 404 || answer.refusal?.status === 400;
      if (isUnknown) throw new Fault('vendor.order_unknown', { detail: wordsOf(answer.refusal) });
      if (answer.refusal !== undefined) throw refused(answer.refusal);
      return viewOfCheck(ticket, read(answer.response, isCheck));
    },

    cancel: () =>
      Promise.reject(new Fault('vendor.unsupported', { detail: 'Lightspeed cancels no orders by software' })),
  };
}
