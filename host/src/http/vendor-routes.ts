import Router from '@koa/router';
import { demandPlainJson } from '@poshub-bridge/core';
import { headersOf, readBody } from './body.js';
import type { HttpDeps } from './deps.js';
import { requestIdOf } from './request-id.js';

/** `{`, `[`, and the blanks that may stand before them. */
const JSON_BEGINS: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b, 0x20, 0x09, 0x0a, 0x0d]);

/**
 * The route that the till's system calls. Everything about it is the adapter's: signature, form, and the wanted reply.
 * Only JSON that no parser should be given is refused before: an adapter may have to read it to find the signature.
 */
export function vendorRoutes({ services, log, bodyBytes, manifest }: HttpDeps): Router {
  const router = new Router();
  router.post('/vendor/webhooks', async (ctx) => {
    const body = await readBody(ctx, bodyBytes);
    if (JSON_BEGINS.has(body[0])) demandPlainJson(body);
    const { events, reply } = await services.tillNews.receive({ headers: headersOf(ctx), body });
    log.info('till events received', { requestId: requestIdOf(ctx), adapter: manifest.id, events: events.length });
    ctx.status = reply?.status ?? 200;
    ctx.type = reply?.contentType ?? 'text/plain';
    ctx.body = reply?.body ?? '';
  });
  return router;
}
