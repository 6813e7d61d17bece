import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import Koa from 'koa';
import { Listener } from '../till/http/listener.js';
import { adminRouter } from './admin/routes.js';
import { Fake } from './fake.js';
import { routerOf } from './http/calls.js';
import type { RequestState } from './http/context.js';
import { catalogRoutes } from './http/catalog.js';
import { described, recording, refusals, versioned } from './http/layers.js';
import { oauthRoutes } from './http/oauth.js';
import { orderRoutes } from './http/orders.js';
import { subscriptionRoutes } from './http/subscriptions.js';
import type { FakeSquareOptions, RunningFakeSquare } from './options.js';
import { defaultSeed } from './seed/seed.js';
import { COURIER } from '../fake/courier.js';

const secret = (): string => randomBytes(24).toString('base64url');

/** Starts the fake. Throws when a port is taken. */
export async function startFakeSquare(options: FakeSquareOptions = {}): Promise<RunningFakeSquare> {
  const { adminToken = secret(), signatureKey = secret(), applicationToken = `EAAA${secret()}` } = options;
  const { applicationId = 'sandbox-sq0idb-poshub-bridge', applicationSecret = `sandbox-sq0csb-${secret()}` } = options;
  const fake = new Fake({
    ...{ application: { id: applicationId, secret: applicationSecret }, applicationToken },
    ...{ redirectUrl: options.redirectUrl, webhook: { url: options.webhookUrl, key: signatureKey } },
    ...{ seed: options.seed ?? defaultSeed(), lives: options.lives ?? {}, describe: options.describe },
    courier: { ...COURIER, ...options.webhooks },
  });
  const door = new Listener(handlerOf(apiOf(fake)), options.host ?? '127.0.0.1', options.port ?? 0);
  const adminDoor = new Listener(handlerOf(adminOf(fake, adminToken)), '127.0.0.1', options.adminPort ?? 0);
  const close = async (): Promise<void> => {
    fake.close();
    await Promise.all([door.shut(), adminDoor.shut()]);
  };
  try {
    await door.open();
    await adminDoor.open();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ url: door.url, adminUrl: adminDoor.url, adminToken, applicationId, applicationSecret, applicationToken },
    ...{ signatureKey, merchantId: fake.state.merchant.id, locationIds: [...fake.state.locations.keys()], close },
  };
}

function apiOf(fake: Fake): Koa<RequestState> {
  const app = new Koa<RequestState>();
  app.use(recording(fake)).use(fake.faults.middleware).use(described(fake)).use(refusals).use(versioned);
  const router = routerOf(fake, [...catalogRoutes, ...orderRoutes, ...subscriptionRoutes()]);
  oauthRoutes(router, fake);
  app.use(router.routes()).use(router.allowedMethods());
  return app;
}

function adminOf(fake: Fake, adminToken: string): Koa<RequestState> {
  const app = new Koa<RequestState>();
  app.use(refusals);
  const router = adminRouter(fake, adminToken);
  app.use(router.routes()).use(router.allowedMethods());
  return app;
}

function handlerOf(app: Koa<RequestState>): RequestListener {
  app.silent = true;
  const handle = app.callback();
  return (request, response) => void handle(request, response);
}
