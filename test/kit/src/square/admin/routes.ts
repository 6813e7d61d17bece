import Router from '@koa/router';
import { sameSecret } from '../../till/http/answers.js';
import { invalid, notFound, unauthorized } from '../errors.js';
import type { Fake } from '../fake.js';
import { bearerOf } from '../http/calls.js';
import { readJson, type RequestState, type SquareRouter } from '../http/context.js';
import * as admin from '../schemas/admin.js';
import { letterOf } from '../webhooks/courier.js';
import { adminCatalog } from './catalog.js';
import { adminOrders } from './orders.js';

const EVERY_SCOPE = [
  ...['MERCHANT_PROFILE_READ', 'ITEMS_READ', 'INVENTORY_READ', 'ORDERS_READ', 'ORDERS_WRITE', 'PAYMENTS_READ'],
  ...['PAYMENTS_WRITE', 'CUSTOMERS_READ', 'CUSTOMERS_WRITE'],
];

/** The routes under /admin, for who holds the admin token: what happens at the merchant's, and what goes wrong. */
export function adminRouter(fake: Fake, adminToken: string): SquareRouter {
  const router = new Router<RequestState>({ prefix: '/admin' });
  router.use(async (ctx, next) => {
    if (!sameSecret(bearerOf(ctx), adminToken)) throw unauthorized('UNAUTHORIZED', 'The admin token is wrong.');
    await next();
  });
  router.post('/reset', (ctx) => {
    fake.reset();
    ctx.body = {};
  });
  router.get('/requests', (ctx) => {
    ctx.body = { requests: fake.recorder.requests };
  });
  router.get('/violations', (ctx) => {
    ctx.body = { violations: fake.violations.all };
  });
  router.post('/clock', async (ctx) => {
    fake.clock.advance(admin.checkAdvance(await readJson(ctx)).ms);
    ctx.body = { now: new Date(fake.clock.now()).toISOString() };
  });
  faultRoutes(router, fake);
  webhookRoutes(router, fake);
  tokenRoutes(router, fake);
  adminCatalog(router, fake);
  adminOrders(router, fake);
  return router;
}

function faultRoutes(router: SquareRouter, { faults }: Fake): void {
  router.get('/faults', (ctx) => {
    ctx.body = { faults: faults.list() };
  });
  router.post('/faults', async (ctx) => {
    ctx.body = faults.add(admin.checkFault(await readJson(ctx)));
  });
  router.delete('/faults', (ctx) => {
    faults.clear();
    ctx.body = {};
  });
  router.delete('/faults/:fault', (ctx) => {
    faults.clear(Number(ctx.params['fault']));
    ctx.body = {};
  });
}

function webhookRoutes(router: SquareRouter, fake: Fake): void {
  const { courier, subscriptions } = fake;
  router.put('/webhooks', async (ctx) => {
    const { url } = admin.checkWebhook(await readJson(ctx));
    if (!URL.canParse(url)) throw invalid('INVALID_VALUE', 'url is not an address.', 'url');
    fake.subscribe(url);
    ctx.body = {};
  });
  router.get('/webhooks/deliveries', (ctx) => {
    ctx.body = { deliveries: courier.deliveries };
  });
  router.get('/webhooks/faults', (ctx) => {
    ctx.body = courier.plan;
  });
  router.put('/webhooks/faults', async (ctx) => {
    courier.setPlan(admin.checkPlan(await readJson(ctx)));
    ctx.body = {};
  });
  router.post('/webhooks/release', (ctx) => {
    courier.release();
    ctx.body = {};
  });
  router.post('/webhooks/resend', async (ctx) => {
    const { event_id } = admin.checkResend(await readJson(ctx));
    const known = courier.deliveries.find((delivery) => delivery.event_id === event_id);
    if (!known) throw notFound('There is no such event.', 'event_id');
    for (const subscription of subscriptions.list()) courier.resend(letterOf(known.event, subscription));
    ctx.body = {};
  });
}

function tokenRoutes(router: SquareRouter, fake: Fake): void {
  router.post('/tokens', async (ctx) => {
    const { scopes = EVERY_SCOPE } = admin.checkScopes(await readJson(ctx));
    ctx.body = fake.state.tokens.grant(scopes);
  });
  router.post('/tokens/expire', (ctx) => {
    fake.state.tokens.expireAll();
    ctx.body = {};
  });
  router.post('/revoke', (ctx) => {
    fake.state.tokens.revokeAll();
    fake.state.events.revoked('MERCHANT');
    ctx.body = {};
  });
  router.patch('/settings', async (ctx) => {
    const { consent = fake.consent, redirectUrl = fake.redirectUrl, lives } = admin.checkSettings(await readJson(ctx));
    fake.consent = consent;
    fake.redirectUrl = redirectUrl;
    fake.state.tokens.lives = { ...fake.state.tokens.lives, ...lives };
    ctx.body = {};
  });
}
