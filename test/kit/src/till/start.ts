import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Router } from '@koa/router';
import Koa from 'koa';
import { adminRoutes } from './http/admin.js';
import { errorAnswers } from './http/answers.js';
import { apiRoutes } from './http/api.js';
import { Faults } from './http/faults.js';
import { Listener } from './http/listener.js';
import { Stats } from './http/stats.js';
import type { RunningTill, TillOptions } from './options.js';
import { pageRoutes } from './page/routes.js';
import { State } from './state/state.js';
import { Dispatcher, WEBHOOK_POLICY } from './webhooks/dispatcher.js';

/** Opens the state file and starts to listen. Throws when the file is in use by another till or a port is taken. */
export async function startTill(options: TillOptions): Promise<RunningTill> {
  const state = new State(options.state);
  const adminToken = options.adminToken ?? randomBytes(12).toString('base64url');
  const apiKey = state.keys.add(state.stores.merchant().id, options.apiKey).key;
  const stats = new Stats();
  const faults: Faults = new Faults(() => door);

  const app = new Koa().use(errorAnswers);
  mount(app, apiRoutes(state, [stats.middleware, faults.middleware]));
  mount(app, pageRoutes(state, adminToken));
  const admin = new Koa().use(errorAnswers);
  mount(admin, adminRoutes({ state, faults, stats, adminToken }));

  const door = new Listener(handlerOf(app), options.host ?? '127.0.0.1', options.port ?? 0);
  const adminDoor = new Listener(handlerOf(admin), '127.0.0.1', options.adminPort ?? 0);
  const dispatcher = new Dispatcher(state, { ...WEBHOOK_POLICY, ...options.webhooks });
  const close = async (): Promise<void> => {
    faults.close();
    await Promise.all([door.shut(), adminDoor.shut(), dispatcher.close()]);
    state.close();
  };
  try {
    await door.open();
    await adminDoor.open();
  } catch (error) {
    await close();
    throw error;
  }
  return { url: door.url, adminUrl: adminDoor.url, apiKey, adminToken, close };
}

function mount(app: Koa, router: Router): void {
  app.use(router.routes()).use(router.allowedMethods());
}

/** Koa's handler as node's: it answers by itself and reports its own errors. */
function handlerOf(app: Koa): RequestListener {
  const handle = app.callback();
  return (request, response) => void handle(request, response);
}
