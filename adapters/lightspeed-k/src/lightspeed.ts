import type { AdapterContext, PosSystem } from '@poshub-bridge/core';
import { readMenus } from './catalog/read-catalog.js';
import { createClient } from './client.js';
import { createEndpoints } from './endpoint.js';
import type { LightspeedSettings } from './manifest.js';
import { poll } from './news/polling.js';
import { createReceiver } from './news/webhook.js';
import { createOnboarding } from './onboarding.js';
import { createTickets } from './order/tickets.js';
import { readChoices, readStores } from './stores.js';

/** Lightspeed Restaurant as the bridge sees it. It keeps nothing between calls. */
export function createLightspeed(context: AdapterContext<LightspeedSettings>): PosSystem {
  const client = createClient(context);
  return {
    ...createOnboarding(context),
    stores: (session) => readStores(client, session),
    choices: (session, store) => readChoices(client, session, store),
    ...createEndpoints(context, client),
    catalog: async function* (session) {
      yield await readMenus(client, context.settings, session);
    },
    ...createTickets(context, client),
    receive: createReceiver(context),
    poll: (session, cursor) => poll(context, client, session, cursor),
  };
}
