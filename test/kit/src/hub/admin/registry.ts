import { randomBytes, randomUUID } from 'node:crypto';
import { found } from '../api/guard.js';
import { param, readJson, type Context, type HubRouter } from '../http/context.js';
import { HubError } from '../http/errors.js';
import type { Hub } from '../hub.js';
import { install, startInstall, uninstall } from '../installs.js';
import { omit } from '../omit.js';
import { newAccount, newLocation, scopes } from '../seed.js';
import type { Application, Location } from '../state.js';
import { readAccount, readApplication, readApplicationPatch, readInstall, readLocation, readRevoke } from './read.js';

/** Applications, accounts, locations, and the connections between them. */
export function registryRoutes(router: HubRouter, hub: Hub): void {
  const { state } = hub;
  applicationRoutes(router, hub);

  router.get('/accounts', (ctx) => {
    ctx.body = { data: [...state.accounts.values()] };
  });
  router.post('/accounts', async (ctx) => {
    const account = newAccount(readAccount((await readJson(ctx)) ?? {}));
    state.accounts.set(account.id, account);
    ctx.body = { data: account };
  });

  router.get('/locations', (ctx) => {
    ctx.body = { data: [...state.locations.values()] };
  });
  router.post('/locations', async (ctx) => {
    const { accountId, ...facts } = readLocation((await readJson(ctx)) ?? {});
    const account = found(state.accounts.get(accountId ?? [...state.accounts.keys()][0] ?? ''), 'account');
    const location = newLocation(account, facts);
    state.locations.set(location.id, location);
    ctx.body = { data: location };
  });

  router.post('/installs', async (ctx) => {
    const { application, location } = await readTarget(ctx, hub);
    ctx.body = { data: startInstall(hub, application, location) };
  });

  router.get('/connections', (ctx) => {
    ctx.body = { data: [...state.connections.values()] };
  });
  router.post('/connections', async (ctx) => {
    const { application, location, status } = await readTarget(ctx, hub);
    const pending = install(hub, application, location);
    const connection = { ...pending, status: status ?? pending.status };
    state.connections.set(connection.id, connection);
    state.exchanged.add(connection.id);
    ctx.body = { data: connection };
  });
  router.delete('/connections/:id', (ctx) => {
    uninstall(hub, found(state.connections.get(param(ctx, 'id')), 'connection'));
    ctx.status = 204;
  });
}

function applicationRoutes(router: HubRouter, hub: Hub): void {
  const { applications } = hub.state;
  const shown = (application: Application): Omit<Application, 'clientSecret'> => omit(application, 'clientSecret');

  router.get('/applications', (ctx) => {
    ctx.body = { data: [...applications.values()].map(shown) };
  });
  router.post('/applications', async (ctx) => {
    const application: Application = {
      ...{ id: randomUUID(), name: 'Application', clientSecret: randomBytes(32).toString('base64url') },
      ...{ redirectUris: [], scopes: [...scopes] },
      ...readApplication((await readJson(ctx)) ?? {}),
    };
    if (applications.has(application.id)) throw new HubError(409, 'there is an application with this id');
    applications.set(application.id, application);
    ctx.body = { data: application };
  });
  router.patch('/applications/:id', async (ctx) => {
    const before = found(applications.get(param(ctx, 'id')), 'application');
    const after = { ...before, ...readApplicationPatch(await readJson(ctx)) };
    applications.set(after.id, after);
    ctx.body = { data: shown(after) };
  });
  router.post('/tokens/revoke', async (ctx) => {
    const { applicationId, refreshTokens = false } = readRevoke((await readJson(ctx)) ?? {});
    ctx.body = { data: { revoked: hub.tokens.revoke(applicationId, refreshTokens) } };
  });
}

async function readTarget(
  ctx: Context,
  hub: Hub,
): Promise<{ application: Application; location: Location; status?: 'PENDING' | 'COMPLETED' }> {
  const { applicationId, locationId, ...rest } = readInstall(await readJson(ctx));
  const [first] = hub.state.applications.values();
  const application = found(hub.state.applications.get(applicationId ?? first?.id ?? ''), 'application');
  return { application, location: found(hub.state.locations.get(locationId), 'location'), ...rest };
}
