import Router from '@koa/router';
import type { Context, Next } from 'koa';
import { Fault } from '@poshub-bridge/core';
import type { HttpDeps } from '../deps.js';
import { bearerOf, isToken } from '../hub-routes.js';
import { BACKUP_OPERATIONS } from './backups.js';
import { CATALOG_OPERATIONS } from './catalogs.js';
import { CONNECTION_OPERATIONS } from './connections.js';
import { describeApi } from './document.js';
import { EVENT_OPERATIONS } from './events.js';
import type { Operation } from './operation.js';
import { ORDER_OPERATIONS } from './orders.js';

const OPERATIONS: readonly Operation[] = [
  ...CONNECTION_OPERATIONS,
  ...CATALOG_OPERATIONS,
  ...ORDER_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...BACKUP_OPERATIONS,
  {
    ...{ method: 'get', path: '/openapi.json', id: 'getDocument', status: 200 },
    summary: 'This document.',
    answer: { type: 'object', required: ['openapi', 'info', 'paths'] },
    faults: [],
    run: () => DOCUMENT,
  },
];

/** The API in OpenAPI 3.1. */
export const DOCUMENT = describeApi(OPERATIONS);

/** What an operator sees and does, in POS Hub's own envelopes. It shows how orders fared, never who ordered what. */
export function apiRoutes(deps: HttpDeps): Router {
  const router = new Router({ prefix: '/api/v1' });
  router.use(async (ctx: Context, next: Next) => {
    if (!isToken(bearerOf(ctx.get('authorization')), deps.apiToken)) throw new Fault('request.unauthenticated');
    await next();
  });
  for (const { method, path, status, run } of OPERATIONS)
    router[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), async (ctx) => {
      ctx.body = await run(ctx, deps);
      ctx.status = status;
    });
  return router;
}
