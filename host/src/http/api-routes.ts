import Router from '@koa/router';
import type { Context, Next } from 'koa';
import { Ajv } from 'ajv';
import { Fault, SETTLEMENTS, type Connection, type OrderRecord, type SyncRun } from '@poshub-bridge/core';
import { demandJson, queryOf, readBody } from './body.js';
import type { HttpDeps } from './deps.js';
import { bearerOf, isToken } from './hub-routes.js';
import { PHASES } from './phases.js';
import { resolveOrder, type Resolution } from './resolving.js';

const isResolution = new Ajv().compile<Resolution>({
  oneOf: [
    { type: 'object', additionalProperties: false, required: ['action'], properties: { action: { const: 'retry' } } },
    {
      type: 'object',
      additionalProperties: false,
      required: ['action', 'as'],
      properties: { action: { const: 'settle' }, as: { enum: SETTLEMENTS } },
    },
  ],
});

/** What an operator sees and does, in POS Hub's own envelopes. It shows how orders fared, never who ordered what. */
export function apiRoutes(deps: HttpDeps): Router {
  const { ledger, services } = deps;
  const router = new Router({ prefix: '/api/v1' });

  router.use(async (ctx: Context, next: Next) => {
    if (!isToken(bearerOf(ctx.get('authorization')), deps.apiToken)) throw new Fault('request.unauthenticated');
    await next();
  });

  router.get('/connections', async (ctx) => {
    ctx.body = { data: (await ledger.connections.list()).map(showConnection), hasNextPage: false };
  });

  router.get('/connections/:id/syncs', async (ctx) => {
    ctx.body = { data: (await ledger.catalogs.runs(ctx.params['id'] ?? '')).map(showRun), hasNextPage: false };
  });

  router.post('/connections/:id/sync', async (ctx) => {
    const run = await services.syncing.push(ctx.params['id'] ?? '', 'operator', queryOf(ctx)['force'] === 'true');
    ctx.body = { data: showRun(run) };
  });

  router.get('/orders', async (ctx) => {
    const { limit = '50', nextPageKey, connectionId, phase } = queryOf(ctx);
    const wanted = PHASES.find((known) => known === phase);
    if (!/^([1-9]|[1-4]\d|50)$/.test(limit)) throw new Fault('request.unreadable', { detail: 'limit is 1 to 50' });
    if (phase !== undefined && wanted === undefined)
      throw new Fault('request.unreadable', { detail: `phase is one of ${PHASES.join(', ')}` });
    const page = await ledger.orders.list({
      limit: Number(limit),
      ...(nextPageKey === undefined ? {} : { after: nextPageKey }),
      ...(connectionId === undefined ? {} : { connectionId }),
      ...(wanted === undefined ? {} : { phase: wanted }),
    });
    ctx.body = {
      data: page.items.map(showOrder),
      hasNextPage: page.next !== undefined,
      ...(page.next === undefined ? {} : { nextPageKey: page.next }),
    };
  });

  router.get('/orders/:id', async (ctx) => {
    const record = await knownOrder(ctx.params['id'] ?? '');
    const timeline = (await ledger.orders.timeline(record.id)).map(({ at, ...entry }) => ({
      at: new Date(at).toISOString(),
      ...entry,
    }));
    ctx.body = { data: { ...showOrder(record), timeline } };
  });

  router.post('/orders/:id/resolve', async (ctx) => {
    demandJson(ctx);
    const resolution = parse(await readBody(ctx, deps.bodyBytes));
    const record = await knownOrder(ctx.params['id'] ?? '');
    await resolveOrder(deps, record, resolution);
    ctx.status = 202;
    ctx.body = { data: { id: record.id } };
  });

  async function knownOrder(id: string): Promise<OrderRecord> {
    const record = await ledger.orders.get(id);
    if (record === undefined) throw new Fault('order.unknown');
    return record;
  }

  return router;
}

function parse(body: Uint8Array): Resolution {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isResolution(value)) return value;
  } catch (error) {
    throw new Fault('request.unreadable', { detail: 'the body is no JSON', cause: error });
  }
  throw new Fault('request.unreadable', {
    detail: `wanted {"action":"retry"} or {"action":"settle","as":one of ${SETTLEMENTS.join(', ')}}`,
  });
}

function showConnection({
  connectionId,
  accountId,
  locationId,
  status,
  announced,
  adapter,
  store,
  failure,
  createdAt,
  updatedAt,
}: Connection): object {
  const times = { createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
  return { id: connectionId, accountId, locationId, status, announced, adapter, store, failure, ...times };
}

function showRun({ startedAt, endedAt, ...run }: SyncRun): object {
  return { ...run, startedAt: new Date(startedAt).toISOString(), endedAt: new Date(endedAt).toISOString() };
}

function showOrder({
  id,
  connectionId,
  phase,
  attention,
  order,
  facts,
  receivedAt,
  deadlineAt,
  updatedAt,
}: OrderRecord): object {
  return {
    id,
    connectionId,
    phase,
    attention,
    number: order?.number,
    channel: order?.channel,
    fulfilment: order?.fulfilment.kind,
    total: order?.total,
    tickets: facts.tickets,
    rejected: facts.rejected,
    receivedAt: new Date(receivedAt).toISOString(),
    deadlineAt: new Date(deadlineAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
