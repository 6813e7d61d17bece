import Koa from 'koa';
import { apiRoutes } from './api-routes.js';
import { connectRoutes } from './connect/index.js';
import { consoleRoutes } from './console/index.js';
import type { HttpDeps } from './deps.js';
import { answerFaults } from './faults.js';
import { healthRoutes } from './health-routes.js';
import { hubRoutes } from './hub-routes.js';
import { metricsRoutes } from './metrics-routes.js';
import { vendorRoutes } from './vendor-routes.js';

/** All routes of the host. */
export function createApp(deps: HttpDeps): Koa {
  const app = new Koa();
  app.use(answerFaults(deps.log));
  app.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
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
