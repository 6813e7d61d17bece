import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import Koa from 'koa';
import { adminRouter } from './admin/index.js';
import { catalogRoutes } from './api/catalog.js';
import { connectionRoutes } from './api/connections.js';
import { locationRoutes } from './api/locations.js';
import { orderRoutes } from './api/orders.js';
import { newRouter, type HubMiddleware, type HubRouter, type RequestState } from './http/context.js';
import { faulty, recording, refusals } from './http/layers.js';
import { Hub } from './hub.js';
import { connect } from './installs.js';
import { authorizeRoutes } from './oauth/authorize.js';
import { tokenRoutes } from './oauth/token.js';
import { omit } from './omit.js';
import type { HubOptions, StartedHub } from './options.js';
import { pageRouter } from './page/routes.js';
import { plant, scopes, seeded } from './seed.js';
import { readSettings } from './settings.js';

/**
 * Starts the simulated platform. Fails when the port is taken, when a setting is out of range, or when a secret is
 * shorter than 16 characters.
 */
export async function startHub(options: HubOptions = {}): Promise<StartedHub> {
  const { adminToken = secret(), clientSecret = secret(), clientId = seeded.clientId } = options;
  if (adminToken.length < 16 || clientSecret.length < 16)
    throw new Error('the admin token and the client secret must have 16 characters at least');
  const hub = new Hub(readSettings(settingsOf(options)), options.recordBytes ?? 256 * 1024 * 1024);
  plantApplication(hub, clientId, clientSecret, options);
  const reset = (): void => {
    hub.forget();
    if (options.installed === true) installEverywhere(hub, clientId);
  };
  const listener = requestListener(hub, adminToken, reset);
  const server = createServer((request, response) => void listener(request, response));
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  hub.url = options.publicUrl ?? addressOf(server.address());
  if (options.installed === true) installEverywhere(hub, clientId);
  return {
    ...{ url: hub.url, clientId, clientSecret, adminToken },
    ...{ accountId: seeded.accountId, locationIds: seeded.locationIds },
    close: async () => {
      hub.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const secret = (): string => randomBytes(32).toString('base64url');

function settingsOf(options: HubOptions): object {
  return omit(
    options,
    ...(['host', 'port', 'publicUrl', 'adminToken', 'clientId', 'clientSecret', 'redirectUris'] as const),
    ...(['webhookEndpoint', 'catalogSyncUrl', 'currency', 'timezone', 'installed', 'recordBytes'] as const),
  );
}

function plantApplication(hub: Hub, id: string, clientSecret: string, options: HubOptions): void {
  const { redirectUris = [], webhookEndpoint, catalogSyncUrl, currency, timezone } = options;
  hub.state.applications.set(id, {
    ...{ id, name: 'poshub-bridge', clientSecret, redirectUris, scopes: [...scopes] },
    ...(webhookEndpoint === undefined ? {} : { webhookEndpoint }),
    ...(catalogSyncUrl === undefined ? {} : { catalogSyncUrl }),
  });
  plant(hub.state, {
    ...(currency === undefined ? {} : { currency }),
    ...(timezone === undefined ? {} : { timezone }),
  });
}

function installEverywhere(hub: Hub, clientId: string): void {
  const application = hub.state.applications.get(clientId);
  if (application === undefined) return;
  for (const [index, id] of seeded.locationIds.entries()) {
    const location = hub.state.locations.get(id);
    if (location === undefined) continue;
    hub.state.exchanged.add(connect(hub, application, location, seeded.connectionIds[index]).id);
  }
}

function requestListener(hub: Hub, adminToken: string, reset: () => void): ReturnType<Koa['callback']> {
  const app = new Koa<RequestState>();
  app.silent = true;
  app.use(onlyFromApplications(recording(hub)));
  app.use(onlyFromApplications(faulty(hub)));
  app.use(refusals);
  for (const router of [apiRouter(hub), adminRouter(hub, adminToken, reset), pageRouter(hub, adminToken)])
    app.use(router.routes());
  return app.callback();
}

function apiRouter(hub: Hub): HubRouter {
  const router = newRouter();
  const base = '/v1/accounts/:accountId/locations/:locationId';
  tokenRoutes(router, hub);
  authorizeRoutes(router, hub);
  connectionRoutes(router, hub, base);
  locationRoutes(router, hub, base);
  catalogRoutes(router, hub, base);
  orderRoutes(router, hub, base);
  return router;
}

/** What applications call is recorded and meets faults; the admin's and the person's own calls are not. */
function onlyFromApplications(layer: HubMiddleware): HubMiddleware {
  return async (ctx, next) => {
    if (/^\/(v1|oauth2)\//.test(ctx.path)) await layer(ctx, next);
    else await next();
  };
}

function addressOf(address: string | { address: string; port: number; family: string } | null): string {
  if (address === null || typeof address === 'string') throw new Error('the simulator does not listen on a port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
