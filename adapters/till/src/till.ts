import type { AdapterContext, PosSystem, Store as CoreStore } from '@poshub-bridge/core';
import { readCatalog } from './catalog/read-catalog.js';
import { createClient, refused } from './client.js';
import type { TillSettings } from './manifest.js';
import { poll } from './news/polling.js';
import { createReceiver } from './news/webhook.js';
import { createTickets } from './order/tickets.js';
import { isMerchant, isStoreList, isSubscription, type Store } from './wire.js';

/** The local till as the bridge sees it. It keeps nothing between calls. */
export function createTill(context: AdapterContext<TillSettings>): PosSystem {
  const { settings, webhookUrl, log } = context;
  const client = createClient(context);
  return {
    stores: async (session) => {
      const merchant = await client.get(session, '/v1/merchant', isMerchant);
      const stores = await client.get(session, '/v1/stores', isStoreList);
      return { merchant: merchant.id, stores: stores.data.map(storeOf) };
    },

    attach: async (session) => {
      const json = { url: webhookUrl, secret: settings.webhookSecret };
      const { refusal } = await client.send(session, { method: 'PUT', path: '/v1/webhooks', json });
      if (refusal === undefined) return;
      if (refusal.code !== 'webhook_url_refused') throw refused(refusal);
      // It calls its own machine only. Polling finds everything, just later.
      log.warn('webhooks refused by the till, its news come by polling', { connectionId: session.connectionId });
    },

    /** The till has one subscription a merchant: only ours is ended. */
    detach: async (session) => {
      const { url } = await client.get(session, '/v1/webhooks', isSubscription);
      if (url !== webhookUrl) return;
      const { refusal } = await client.send(session, { method: 'DELETE', path: '/v1/webhooks' });
      if (refusal !== undefined) throw refused(refusal);
    },

    catalog: (session) => readCatalog(client, session),
    ...createTickets(client),
    receive: createReceiver(context),
    poll: (session, cursor) => poll(client, session, cursor),
  };
}

function storeOf({ id, name, currency, timezone, address }: Store): CoreStore {
  const lines = [address.line1, address.line2, address.postal_code, address.city];
  return {
    ref: id,
    name,
    currency,
    timezone,
    address: lines.filter((line) => line !== undefined && line !== '').join(', '),
  };
}
