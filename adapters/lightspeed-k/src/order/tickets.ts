import { Fault, type AdapterContext, type Instant, type PosSystem } from '@poshub-bridge/core';
import { read, refused, type LightspeedClient } from '../client.js';
import { endpointOf } from '../endpoint.js';
import type { LightspeedSettings } from '../manifest.js';
import { isTaken, isUsed } from '../wire.js';
import { rejectionOf } from './refusal.js';
import type { OrderBody } from './wire-order.js';
import { writeOrder } from './write-order.js';

/** What the bridge does with tickets. Lightspeed takes an order at once, and tells later what came of it. */
export function createTickets(
  { settings, clock, webhookUrl }: AdapterContext<LightspeedSettings>,
  client: LightspeedClient,
): Pick<PosSystem, 'submit' | 'find' | 'read' | 'cancel'> {
  return {
    submit: async (session, ticket) => {
      const endpointId = endpointOf(session, webhookUrl);
      const now = clock.now();
      const { path, body, places } = writeOrder(ticket, { session, settings, endpointId, now });
      const answer = await client.send(session, { method: 'POST', path, json: body });
      if (answer.refusal === undefined) {
        read(answer.response, isTaken);
        return { kind: 'pending', until: resultBy(body, now) };
      }
      const { refusal } = answer;
      if (refusal.status === 409) {
        read(refusal.response, isUsed);
        return { kind: 'duplicate' };
      }
      const fault = rejectionOf(refusal, places);
      if (fault === undefined) throw refused(refusal);
      // It may look at the items before it looks at the reference: a repetition whose item is gone from the menu is refused
      // although there is a check. Polling finds that check, where its payment names the order.
      return { kind: 'rejected', fault, earlier: 'unknown' };
    },

    find: () => {
      const detail = 'open checks do not say which order they are of, and closed ones are not listed';
      return Promise.reject(new Fault('vendor.unsupported', { detail }));
    },

    read: () => {
      const detail = 'a check says whether it is open, and nothing of ready or cancelled';
      return Promise.reject(new Fault('vendor.unsupported', { detail }));
    },

    cancel: () =>
      Promise.reject(new Fault('vendor.unsupported', { detail: 'Lightspeed cancels no orders by software' })),
  };
}

/** When Lightspeed has told whether the point of sale took an order: it tries so long from when it sends it. */
function resultBy(order: OrderBody, now: Instant): Instant {
  const { scheduledTimeForOrderAsIso8601: held, maxTimeToAttemptOrderDeliverToPos: patience } = order;
  return (held === undefined ? now : Date.parse(held)) + patience;
}
