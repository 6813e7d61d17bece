import Router from '@koa/router';
import { Fault } from '@poshub-bridge/core';
import type { HttpDeps } from './deps.js';
import { bearerOf, isToken } from './hub-routes.js';

/** What Prometheus scrapes. The numbers tell how a business fares, so they are for whoever has the token. */
export function metricsRoutes({ ledger, queue, clock, log, manifest, isReady, ...deps }: HttpDeps): Router {
  const router = new Router();
  const { metrics, metricsToken } = deps;
  if (metrics === undefined || metricsToken === undefined) return router;
  const scrape = metrics.observe({ ledger, queue, clock, log, manifest, isReady });
  router.get('/metrics', async (ctx) => {
    if (!isToken(bearerOf(ctx.get('authorization')), metricsToken)) throw new Fault('request.unauthenticated');
    ctx.set('Cache-Control', 'no-store');
    ctx.type = metrics.contentType;
    ctx.body = await scrape();
  });
  return router;
}
