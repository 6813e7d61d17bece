import { newRouter, readJson, type HubRouter } from '../http/context.js';
import { HubError } from '../http/errors.js';
import { same } from '../http/secrets.js';
import type { Hub } from '../hub.js';
import { readSettings } from '../settings.js';
import { eventRoutes } from './events.js';
import { faultRoutes } from './faults.js';
import { orderRoutes } from './orders.js';
import { recordRoutes } from './records.js';
import { registryRoutes } from './registry.js';

/** The routes under `/admin`, for who holds the admin token. */
export function adminRouter(hub: Hub, adminToken: string, reset: () => void): HubRouter {
  const router = newRouter();
  router.prefix('/admin');
  router.use(async (ctx, next) => {
    if (!same(ctx.get('authorization'), `Bearer ${adminToken}`))
      throw new HubError(401, 'the admin token is missing or wrong');
    await next();
  });
  router.get('/settings', (ctx) => {
    ctx.body = { data: hub.settings };
  });
  router.patch('/settings', async (ctx) => {
    hub.settings = { ...hub.settings, ...readSettings(await readJson(ctx)) };
    ctx.body = { data: hub.settings };
  });
  router.post('/reset', (ctx) => {
    reset();
    ctx.status = 204;
  });
  registryRoutes(router, hub);
  orderRoutes(router, hub);
  eventRoutes(router, hub);
  faultRoutes(router, hub);
  recordRoutes(router, hub);
  return router;
}
