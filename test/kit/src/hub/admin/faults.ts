import { readJson, type HubRouter } from '../http/context.js';
import type { Hub } from '../hub.js';
import { readApiFault, readWebhookFaults } from './read.js';

/** Faults on demand: of webhooks, and of the API. */
export function faultRoutes(router: HubRouter, hub: Hub): void {
  router.get('/faults', (ctx) => {
    ctx.body = { data: { api: hub.faults.list(), webhooks: hub.courier.faults.plan, held: hub.courier.faults.held } };
  });
  router.delete('/faults', (ctx) => {
    hub.faults.clear();
    hub.courier.release();
    hub.courier.setFaults({});
    ctx.status = 204;
  });
  router.post('/faults/api', async (ctx) => {
    hub.faults.add(readApiFault(await readJson(ctx)));
    ctx.body = { data: hub.faults.list() };
  });
  router.put('/faults/webhooks', async (ctx) => {
    hub.courier.setFaults(readWebhookFaults(await readJson(ctx)));
    ctx.body = { data: hub.courier.faults.plan };
  });
  router.post('/faults/webhooks/release', (ctx) => {
    ctx.body = { data: { released: hub.courier.release() } };
  });
}
