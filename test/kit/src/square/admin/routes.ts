import Router from '@koa/router';
import { adminBasics } from '../../fake/admin.js';
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
  const { clock, recorder, violations, faults, courier } = fake;
  const needs = { clock, recorder, violations, faults, courier };
  const reset = (): void => fake.reset();
  const advance = (ms: number): void => clock.advance(ms);
  adminBasics(router, { ...needs, reset, advance }, { ...admin, readJson });
  webhookRoutes(router, fake);
  tokenRoutes(router, fake);
  adminCatalog(router, fake);
  adminOrders(router, fake);
  return router;
}

function webhookRoutes(router: SquareRouter, fake: Fake): void {
  const { courier, subscriptions } = fake;
  router.put('/webhooks', async (ctx) => {
    const { url } = admin.checkWebhook(await readJson(ctx));
    if (!URL.canParse(url)) throw invalid('INVALID_VALUE', 'url is not an address.', 'url');
    fake.subscribe(url);
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
