import Koa from 'koa';
import { apiRoutes } from './api/index.js';
import { connectRoutes } from './connect/index.js';
import { consoleRoutes } from './console/index.js';
import type { HttpDeps } from './deps.js';
import { answerFaults } from './faults.js';
import { healthRoutes } from './health-routes.js';
import { hubRoutes } from './hub-routes.js';
import { metricsRoutes } from './metrics-routes.js';
import { requestIdOf } from './request-id.js';
import { vendorRoutes } from './vendor-routes.js';

/** All routes of the host. */
export function createApp(deps: HttpDeps): Koa {
  // Only what the nearest proxy says of the caller is believed: what stands before it is the caller's own word.
  const app = new Koa({ proxy: deps.trustProxy === true, maxIpsCount: 1 });
  app.use(answerFaults(deps.log, deps.limits));
  app.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Request-Id', requestIdOf(ctx));
    await next();
    const { status } = ctx;
    if (status !== 405 && status !== 501) return;
    ctx.body = { error: 'This method is not allowed here.' };
    ctx.status = status;
  });
  const routers = [hubRoutes(deps), vendorRoutes(deps), connectRoutes(deps), healthRoutes(deps)];
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
  return app;
}
