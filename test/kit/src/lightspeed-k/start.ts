import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { COURIER } from '../fake/courier.js';
import { Listener } from '../till/http/listener.js';
import { adminRouter } from './admin/routes.js';
import { Fake } from './fake.js';
import { routerOf } from './http/calls.js';
import type { RequestState } from './http/context.js';
import { dataRoutes } from './http/data.js';
import { described, recording, refusals } from './http/layers.js';
import { firstGeneration, secondGeneration } from './http/oauth.js';
import { orderRoutes } from './http/orders.js';
import { webhookRoutes } from './http/webhooks.js';
import type { FakeLightspeedOptions, RunningFakeLightspeed } from './options.js';
import { defaultSeed } from './seed/seed.js';

const secret = (): string => randomBytes(24).toString('base64url');

/** Starts the fake. Throws when a port is taken. */
export async function startFakeLightspeed(options: FakeLightspeedOptions = {}): Promise<RunningFakeLightspeed> {
  return (await openFakeLightspeed(options)).running;
}

/** As {@link startFakeLightspeed}, for who runs in the same process and looks into it. */
export async function openFakeLightspeed(
  options: FakeLightspeedOptions = {},
): Promise<{ running: RunningFakeLightspeed; fake: Fake }> {
  const { adminToken = secret(), host = '127.0.0.1', port = 0, authPort = 0, adminPort = 0 } = options;
  const fake = fakeOf(options);
  const [api, auth] = [routerOf(fake, [...dataRoutes, ...orderRoutes, ...webhookRoutes]), new Router<RequestState>()];
  firstGeneration(api, fake);
  secondGeneration(options.oneHost === true ? api : auth, fake);
  const door = new Listener(publicOf(fake, api), host, port);
  const authDoor = new Listener(publicOf(fake, auth), host, authPort);
  const adminDoor = new Listener(adminOf(fake, adminToken), '127.0.0.1', adminPort);
  const doors = [door, authDoor, adminDoor];
  const close = async (): Promise<void> => {
    fake.close();
    fake.faults.close();
    await Promise.all(doors.map((one) => one.shut()));
  };
  try {
    for (const one of doors) await one.open();
  } catch (error) {
    await close();
    throw error;
  }
  const { businesses } = fake.state;
  const running = {
    ...{ url: door.url, authUrl: options.oneHost === true ? door.url : authDoor.url, adminUrl: adminDoor.url, close },
    ...{ adminToken, clientId: fake.client.id, clientSecret: fake.client.secret, businessId: businesses[0]?.id ?? 0 },
    businessLocationIds: businesses.flatMap(({ locations }) => locations.map(({ id }) => id)),
  };
  return { running, fake };
}

function fakeOf({ authVersion: generation = 2, clientSecret = secret(), ...options }: FakeLightspeedOptions): Fake {
  const { clientId = generation === 2 ? 'devp-v2-poshub-bridge' : 'devp-poshub-bridge', lives = {} } = options;
  return new Fake({
    ...{ client: { id: clientId, secret: clientSecret, generation }, redirectUrl: options.redirectUrl },
    ...{ seed: options.seed ?? defaultSeed(), lives, describe: options.describe },
    courier: { ...COURIER, ...options.webhooks },
  });
}

function publicOf(fake: Fake, router: Router<RequestState>): RequestListener {
  const app = new Koa<RequestState>();
  app.use(recording(fake)).use(fake.faults.middleware).use(described(fake)).use(refusals);
  return handlerOf(app, router);
}

function adminOf(fake: Fake, adminToken: string): RequestListener {
  const app = new Koa<RequestState>();
  app.use(refusals);
  return handlerOf(app, adminRouter(fake, adminToken));
}

function handlerOf(app: Koa<RequestState>, router: Router<RequestState>): RequestListener {
  app.use(router.routes()).use(router.allowedMethods());
  app.silent = true;
  const handle = app.callback();
  return (request, response) => void handle(request, response);
}
