import { Fault, type AdapterContext, type PosSystem } from '@poshub-bridge/core';
import { readCatalog } from './catalog/read-catalog.js';
import { createClient } from './client.js';
import type { SquareSettings } from './manifest.js';
import { poll } from './news/polling.js';
import { viewOf } from './news/status.js';
import { createReceiver } from './news/webhook.js';
import { createOnboarding } from './onboarding.js';
import { cancelOrder } from './order/cancel.js';
import { getOrder } from './order/orders.js';
import { submitTicket } from './order/submit.js';
import { readStores } from './stores.js';

/** Square as the bridge sees it. It keeps nothing between calls. */
export function createSquare(context: AdapterContext<SquareSettings>): PosSystem {
  const { settings, clock } = context;
  const client = createClient(context);
  return {
    ...createOnboarding(context, client),
    stores: (session) => readStores(client, session),
    catalog: (session, since) => readCatalog(client, clock, session, since),
    submit: (session, ticket) => submitTicket(client, settings, session, ticket, clock.now()),
    // Square’s search has no filter for references: it can’t say for certain that there is none.
    find: () =>
      Promise.reject(new Fault('vendor.unsupported', { detail: 'Square can’t look up an order by its reference' })),
    read: async (session, ticket) => {
      const view = viewOf(await getOrder(client, session, ticket));
      if (view === undefined) throw new Fault('vendor.order_unknown', { detail: 'it was made and never paid' });
      return view;
    },
    cancel: (session, ticket, reason) => cancelOrder(client, session, ticket, reason),
    receive: createReceiver(context),
    poll: (session, cursor) => poll(client, session, cursor),
  };
}
