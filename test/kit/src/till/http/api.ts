import { Router, type RouterContext, type RouterMiddleware } from '@koa/router';
import { TillError } from '../errors.js';
import { checkCancel, checkOrder, checkStatus, checkStock, checkSubscription } from '../schemas.js';
import type { State } from '../state/state.js';
import { bearer } from './answers.js';
import { param, queryOf, readJson, whole } from './requests.js';

const CATALOG_PAGE = 20;
const ORDERS_PAGE = 100;

/** The routes of clients, under /v1. `before` runs ahead of the check of the key. */
export function apiRoutes(state: State, before: RouterMiddleware[]): Router {
  const router = new Router({ prefix: '/v1' });
  for (const middleware of before) router.use(middleware);
  router.use(bearer((key) => state.keys.merchantOf(key) !== undefined));
  storeRoutes(router, state);
  orderRoutes(router, state);
  webhookRoutes(router, state);
  return router;
}

function storeRoutes(router: Router, { stores, catalog, stock }: State): void {
  router.get('/merchant', (ctx) => {
    ctx.body = stores.merchant;
  });
  router.get('/stores', (ctx) => {
    ctx.body = { data: stores.list() };
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

function webhookRoutes(router: Router, { stores, subscriptions }: State): void {
  router.get('/webhooks', (ctx) => {
    ctx.body = { url: subscriptions.get(stores.merchant.id)?.url ?? null };
  });
  router.put('/webhooks', async (ctx) => {
    const subscription = checkSubscription(await readJson(ctx));
    subscriptions.put(stores.merchant.id, subscription);
    ctx.body = { url: subscription.url };
  });
  router.delete('/webhooks', (ctx) => {
    subscriptions.remove(stores.merchant.id);
    ctx.status = 204;
  });
}

function idempotencyKey(ctx: RouterContext): string {
  const key = ctx.get('Idempotency-Key');
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new TillError(400, 'idempotency_key_missing', 'Send an Idempotency-Key of 1 to 255 visible characters.');
}
