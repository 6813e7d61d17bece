import Router from '@koa/router';
import { adminBasics } from '../../fake/admin.js';
import { sameSecret } from '../../till/http/answers.js';
import { notFound, oauthError } from '../errors.js';
import type { Fake } from '../fake.js';
import { bearerOf } from '../http/calls.js';
import { readJson, type LightspeedRouter, type RequestState } from '../http/context.js';
import * as admin from '../schemas/admin.js';
import { letterOf, type HookKind } from '../webhooks/events.js';
import { adminPos } from './pos.js';

const KINDS: Record<string, HookKind> = {
  orderNotification: 'orderNotification',
  paymentNotification: 'paymentNotification',
  itemAvailabilityNotification: 'itemAvailabilityNotification',
  readinessNotification: 'readinessNotification',
};

/** The routes under /admin, for who holds the admin token: what happens at the merchant's, and what goes wrong. */
export function adminRouter(fake: Fake, adminToken: string): LightspeedRouter {
  const router = new Router<RequestState>({ prefix: '/admin' });
  router.use(async (ctx, next) => {
    if (!sameSecret(bearerOf(ctx), adminToken)) throw oauthError(401, 'unauthorized', 'The admin token is wrong.');
    await next();
  });
  adminBasics(router, fake, { ...admin, readJson });
  webhookRoutes(router, fake);
  tokenRoutes(router, fake);
  adminPos(router, fake);
  return router;
}

function webhookRoutes(router: LightspeedRouter, fake: Fake): void {
  const { courier } = fake;
  router.get('/webhooks', (ctx) => {
    ctx.body = {
      endpoints: fake.state.endpoints.list().map((one) => ({ ...one, locations: [...one.locations.keys()] })),
    };
  });
  router.post('/webhooks/resend', async (ctx) => {
    const { event_id } = admin.checkResend(await readJson(ctx));
    const known = courier.deliveries.find((delivery) => delivery.event_id === event_id);
    const endpoint = fake.state.endpoints.list().find(({ url }) => url === known?.url);
    const kind = KINDS[known?.type ?? ''];
    if (!known || !endpoint || !kind) throw notFound('There is no such event, or no such endpoint any more.');
    courier.resend(letterOf(kind, known.event, endpoint, event_id));
    ctx.body = {};
  });
}

function tokenRoutes(router: LightspeedRouter, fake: Fake): void {
  router.post('/tokens', async (ctx) => {
    const { scopes = ['orders-api', 'offline_access'] } = admin.checkScopes(await readJson(ctx));
    ctx.body = fake.state.tokens.grant(scopes);
  });
  router.post('/tokens/expire', (ctx) => {
    fake.state.tokens.expireAll();
    ctx.body = {};
  });
  router.post('/revoke', (ctx) => {
    fake.state.tokens.revokeAll();
    ctx.body = {};
  });
  router.patch('/settings', async (ctx) => {
    const settings = admin.checkSettings(await readJson(ctx));
    fake.consent = settings.consent ?? fake.consent;
    fake.redirectUrl = settings.redirectUrl ?? fake.redirectUrl;
    fake.state.tokens.lives = { ...fake.state.tokens.lives, ...settings.lives };
    fake.state.pos.delayMs = settings.posDelayMs ?? fake.state.pos.delayMs;
    ctx.body = {};
  });
}
