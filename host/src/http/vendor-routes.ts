import Router from '@koa/router';
import { headersOf, readBody } from './body.js';
import type { HttpDeps } from './deps.js';

/** The route that the till's system calls. Everything about it is the adapter's: signature, form, and the wanted reply. */
export function vendorRoutes({ services, log, bodyBytes, manifest }: HttpDeps): Router {
  const router = new Router();
  router.post('/vendor/webhooks', async (ctx) => {
    const body = await readBody(ctx, bodyBytes);
    const { events, reply } = await services.tillNews.receive({ headers: headersOf(ctx), body });
    log.info('till events received', { adapter: manifest.id, events: events.length });
    ctx.status = reply?.status ?? 200;
    ctx.type = reply?.contentType ?? 'text/plain';
    ctx.body = reply?.body ?? '';
  });
  return router;
}
