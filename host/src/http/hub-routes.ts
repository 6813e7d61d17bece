import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import Router from '@koa/router';
import { asFault, Fault } from '@poshub-bridge/core';
import { headersOf, queryOf, readBody } from './body.js';
import type { HttpDeps } from './deps.js';
import { requestIdOf } from './request-id.js';
import { WEBHOOKS, type Webhooks } from './webhooks.js';

/** The routes that POS Hub calls: its events, and its wish for the catalog. */
export function hubRoutes(
  { services, ledger, wire, log, bodyBytes, catalogToken }: HttpDeps,
  webhooks: Webhooks,
): Router {
  const router = new Router();

  router.post(WEBHOOKS, async (ctx) => {
    ctx.type = 'json';
    ctx.body = await webhooks.take(ctx, requestIdOf(ctx));
  });

  router.post('/poshub/catalog', async (ctx) => {
    const body = await readBody(ctx, bodyBytes);
    const query = queryOf(ctx);
    const tokens = [bearerOf(ctx.get('authorization')), query['token']];
    if (!tokens.some((token) => isToken(token, catalogToken)) && !wire.isSigned(body, headersOf(ctx)))
      throw new Fault('request.unauthenticated');
    const wanted = wire.readSync(body, query);
    const connection =
      wanted.connectionId === undefined
        ? await ledger.connections.findByLocation(wanted.locationId ?? '')
        : await ledger.connections.get(wanted.connectionId);
    if (connection === undefined || (wanted.locationId !== undefined && connection.locationId !== wanted.locationId))
      throw new Fault('connection.unknown');
    const { connectionId } = connection;
    const { catalog, body: answer } = await services.syncing.answer(connectionId);
    const fields = { requestId: requestIdOf(ctx), connectionId };
    log.info('catalog answered', { ...fields, products: catalog.products.length });
    whenMissed(ctx.res, () => {
      log.warn('catalog answer not taken', fields);
      services.syncing.missed(connectionId).catch((fault: unknown) => {
        log.error('catalog answer not mended', { ...fields, code: asFault(fault).code });
      });
    });
    ctx.status = 200;
    ctx.body = answer;
  });

  return router;
}

/** Calls when the caller hangs up before the answer was sent, or did so already. */
function whenMissed(response: ServerResponse, tell: () => void): void {
  const { socket, closed } = response;
  if (closed) {
    tell();
    return;
  }
  let isSent = false;
  // What a connection drops when it breaks off counts as written, too.
  response.once('finish', () => (isSent = socket?.destroyed === false));
  response.once('close', () => {
    if (!isSent) tell();
  });
}

/** The token of an Authorization header, if it is of that kind. */
export function bearerOf(header: string): string | undefined {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(header)?.[1];
}

/** Compares in constant time, whatever the lengths; nothing equals a token that is not configured. */
export function isToken(given: string | undefined, expected: string | undefined): boolean {
  if (given === undefined || expected === undefined || expected === '') return false;
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
