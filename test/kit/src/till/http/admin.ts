import { Router } from '@koa/router';
import {
  checkCatalog,
  checkMerchant,
  checkNewProduct,
  checkNewStore,
  checkProductEdit,
  checkRevocation,
  checkStoreSettings,
} from '../schemas.js';
import { notFound } from '../errors.js';
import type { State } from '../state/state.js';
import { bearer, sameSecret } from './answers.js';
import { checkFault, type Faults } from './faults.js';
import { LARGEST_CATALOG, param, readJson } from './requests.js';
import type { Stats } from './stats.js';

export interface AdminParts {
  state: State;
  faults: Faults;
  stats: Stats;
  adminToken: string;
}

/** The routes of whoever runs the till, under /admin, on a port of their own. */
export function adminRoutes({ state, faults, stats, adminToken }: AdminParts): Router {
  const router = new Router({ prefix: '/admin' });
  router.use(bearer((token) => sameSecret(token, adminToken)));
  faultRoutes(router, faults);
  keyRoutes(router, state);
  merchantRoutes(router, state);
  router.post('/reset', async (ctx) => {
    await faults.clear();
    state.reset();
    ctx.status = 204;
  });
  router.get('/stats', (ctx) => {
    ctx.body = { ...state.orders.count(), requests: stats.requests, webhooks: state.subscriptions.count() };
  });
  return router;
}

function faultRoutes(router: Router, faults: Faults): void {
  router.post('/faults', async (ctx) => {
    ctx.body = await faults.add(checkFault(await readJson(ctx)));
    ctx.status = 201;
  });
  router.get('/faults', (ctx) => {
    ctx.body = { data: faults.list() };
  });
  router.delete('/faults', async (ctx) => {
    await faults.clear();
    ctx.status = 204;
  });
  router.delete('/faults/:fault', async (ctx) => {
    await faults.clear(param(ctx, 'fault'));
    ctx.status = 204;
  });
}

function keyRoutes(router: Router, { keys, stores }: State): void {
  router.get('/keys', (ctx) => {
    ctx.body = { data: keys.list() };
  });
  router.post('/keys', (ctx) => {
    ctx.status = 201;
    ctx.body = keys.add(stores.merchant().id);
  });
  router.post('/keys/revoke', async (ctx) => {
    const { id } = checkRevocation(await readJson(ctx));
    const revoked = keys.revoke(id);
    if (id !== undefined && !keys.list().some((key) => key.id === id)) throw notFound('key');
    ctx.body = { revoked };
  });
}

function merchantRoutes(router: Router, { keys, stores, catalog }: State): void {
  router.post('/merchants', async (ctx) => {
    const merchant = checkMerchant(await readJson(ctx));
    stores.addMerchant(merchant);
    ctx.body = { ...merchant, key: keys.add(merchant.id).key };
    ctx.status = 201;
  });
  router.post('/stores', async (ctx) => {
    const wanted = checkNewStore(await readJson(ctx));
    ctx.body = stores.add(wanted);
    catalog.replace(wanted.id, catalog.all(wanted.like));
    ctx.status = 201;
  });
  router.patch('/stores/:store', async (ctx) => {
    ctx.body = stores.edit(param(ctx, 'store'), checkStoreSettings(await readJson(ctx)));
  });
  router.put('/stores/:store/catalog', async (ctx) => {
    catalog.replace(param(ctx, 'store'), checkCatalog(await readJson(ctx, LARGEST_CATALOG)).data);
    ctx.status = 204;
  });
  router.post('/stores/:store/products', async (ctx) => {
    ctx.body = catalog.addProduct(param(ctx, 'store'), checkNewProduct(await readJson(ctx)));
    ctx.status = 201;
  });
  router.patch('/stores/:store/products/:product', async (ctx) => {
    const edit = checkProductEdit(await readJson(ctx));
    ctx.body = catalog.editProduct(param(ctx, 'store'), param(ctx, 'product'), edit);
  });
  router.delete('/stores/:store/products/:product', (ctx) => {
    catalog.removeProduct(param(ctx, 'store'), param(ctx, 'product'));
    ctx.status = 204;
  });
}
