import { Router, type RouterContext, type RouterMiddleware } from '@koa/router';
import { notFound, TillError } from '../errors.js';
import { checkCancel, checkOrder, checkStatus, checkStock, checkSubscription } from '../schemas.js';
import type { State } from '../state/state.js';
import { bearer, tokenOf } from './answers.js';
import { param, queryOf, readJson, whole } from './requests.js';

const CATALOG_PAGE = 20;
const ORDERS_PAGE = 100;

/** The routes of clients, under /v1. `before` runs ahead of the check of the key. */
export function apiRoutes(state: State, before: RouterMiddleware[]): Router {
  const router = new Router({ prefix: '/v1' });
  for (const middleware of before) router.use(middleware);
  router.use(bearer((key) => state.keys.merchantOf(key) !== undefined));
  fence(router, state);
  storeRoutes(router, state);
  orderRoutes(router, state);
  webhookRoutes(router, state);
  return router;
}

const merchantOf = (ctx: RouterContext, { keys }: State): string => keys.merchantOf(tokenOf(ctx) ?? '') ?? '';

/** What belongs to another merchant is not there. */
function fence(router: Router, state: State): void {
  const { stores, orders } = state;
  router.param('store', (id, ctx, next) => {
    if (stores.get(id).merchant_id !== merchantOf(ctx, state)) throw notFound('store');
    return next();
  });
  router.param('order', (id, ctx, next) => {
    if (stores.get(orders.get(id).store_id).merchant_id !== merchantOf(ctx, state)) throw notFound('order');
    return next();
  });
}

function storeRoutes(router: Router, state: State): void {
  const { stores, catalog, stock } = state;
  router.get('/merchant', (ctx) => {
    ctx.body = stores.merchant(merchantOf(ctx, state));
  });
  router.get('/stores', (ctx) => {
    ctx.body = { data: stores.list(merchantOf(ctx, state)) };
  });
  router.get('/stores/:store', (ctx) => {
    ctx.body = stores.get(param(ctx, 'store'));
  });
  router.get('/stores/:store/catalog', (ctx) => {
    const { cursor } = queryOf(ctx, 'cursor');
    ctx.body = catalog.page(param(ctx, 'store'), cursor, CATALOG_PAGE);
  });
  router.get('/stores/:store/stock', (ctx) => {
    ctx.body = { data: stock.list(param(ctx, 'store')) };
  });
  router.put('/stores/:store/stock/:item', async (ctx) => {
    const { in_stock } = checkStock(await readJson(ctx));
    ctx.body = stock.set(param(ctx, 'store'), param(ctx, 'item'), in_stock);
  });
}

function orderRoutes(router: Router, { orders }: State): void {
  router.post('/stores/:store/orders', async (ctx) => {
    const key = idempotencyKey(ctx);
    const { order, replayed } = orders.take(param(ctx, 'store'), key, checkOrder(await readJson(ctx)));
    if (replayed) ctx.set('Idempotent-Replayed', 'true');
    ctx.status = 201;
    ctx.body = order;
  });
  router.get('/stores/:store/orders', (ctx) => {
    const { reference, updated_since, cursor, limit } = queryOf(ctx, 'reference', 'updated_since', 'cursor', 'limit');
    ctx.body = orders.page(param(ctx, 'store'), {
      reference,
      updated_since: whole(updated_since, 'updated_since', [0, Number.MAX_SAFE_INTEGER]),
      cursor,
      limit: whole(limit, 'limit', [1, ORDERS_PAGE]) ?? CATALOG_PAGE,
    });
  });
  router.get('/orders/:order', (ctx) => {
    ctx.body = orders.get(param(ctx, 'order'));
  });
  router.post('/orders/:order/status', async (ctx) => {
    ctx.body = orders.move(param(ctx, 'order'), { ...checkStatus(await readJson(ctx)), by: 'api' });
  });
  router.post('/orders/:order/cancel', async (ctx) => {
    const { reason } = checkCancel(await readJson(ctx));
    ctx.body = orders.move(param(ctx, 'order'), { status: 'cancelled', reason, by: 'api' });
  });
}

function webhookRoutes(router: Router, state: State): void {
  const { subscriptions } = state;
  router.get('/webhooks', (ctx) => {
    ctx.body = { url: subscriptions.get(merchantOf(ctx, state))?.url ?? null };
  });
  router.put('/webhooks', async (ctx) => {
    const subscription = checkSubscription(await readJson(ctx));
    subscriptions.put(merchantOf(ctx, state), subscription);
    ctx.body = { url: subscription.url };
  });
  router.delete('/webhooks', (ctx) => {
    subscriptions.remove(merchantOf(ctx, state));
    ctx.status = 204;
  });
}

function idempotencyKey(ctx: RouterContext): string {
  const key = ctx.get('Idempotency-Key');
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new TillError(400, 'idempotency_key_missing', 'Send an Idempotency-Key of 1 to 255 visible characters.');
}
