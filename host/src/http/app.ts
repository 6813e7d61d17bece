import Koa from 'koa';
import { apiRoutes } from './api/index.js';
import { connectRoutes } from './connect/index.js';
import { consoleRoutes } from './console/index.js';
import type { HttpDeps } from './deps.js';
import type { Entrance } from './door.js';
import { answerFaults } from './faults.js';
import { healthRoutes } from './health-routes.js';
import { hubRoutes } from './hub-routes.js';
import { metricsRoutes } from './metrics-routes.js';
import { requestIdOf } from './request-id.js';
import { demandReadableTarget } from './target.js';
import { vendorRoutes } from './vendor-routes.js';
import { createWebhooks } from './webhooks.js';

/** All routes of the host; those of Koa by its layers. */
export type App = Entrance & Pick<Koa, 'middleware'>;

export function createApp(deps: HttpDeps): App {
  const webhooks = createWebhooks(deps);
  // Only what the nearest proxy says of the caller is believed: what stands before it is the caller's own word.
  const app = new Koa({ proxy: deps.trustProxy === true, maxIpsCount: 1 });
  app.use(demandReadableTarget);
  app.use(answerFaults(deps.log, deps.limits));
  app.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Request-Id', requestIdOf(ctx));
    await next();
    // The router says 501 to a method that it never heard of; but nothing is wrong with the host.
    if (ctx.status !== 405 && ctx.status !== 501) return;
    ctx.body = { error: 'This method is not allowed here.' };
    ctx.status = 405;
  });
  const routers = [hubRoutes(deps, webhooks), vendorRoutes(deps), connectRoutes(deps), healthRoutes(deps)];
  if (deps.apiToken !== undefined) routers.push(apiRoutes(deps), consoleRoutes(deps));
  if (deps.metricsToken !== undefined) routers.push(metricsRoutes(deps));
  for (const router of routers) app.use(router.routes()).use(router.allowedMethods());
  app.use((ctx) => {
    ctx.status = 404;
    ctx.body = { error: 'There is nothing here.' };
  });
  app.on('error', (error: unknown) => {
    // A caller who hangs up in the middle of an answer is no event.
    deps.log.debug('connection broke off', { reason: error instanceof Error ? error.name : 'unknown' });
  });
  const usual = app.callback();
  return {
    middleware: app.middleware,
    callback: () => webhooks.before((request, response) => void usual(request, response)),
  };
}
