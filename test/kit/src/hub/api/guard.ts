import { param, type Context } from '../http/context.js';
import { HubError } from '../http/errors.js';
import type { Hub } from '../hub.js';
import type { Grant } from '../oauth/tokens.js';
import type { Account, Application, Connection, Location } from '../state.js';

/** Who calls, and about which location. */
export interface Access {
  application: Application;
  account: Account;
  location: Location;
  connection: Connection;
}

/**
 * Lets a call about a location through, or refuses it: 401 without a live token, 403 without one of the scopes or where
 * the application is not installed, 404 where there is no such location.
 */
export function enter(hub: Hub, ctx: Context, ...scopes: string[]): Access {
  const { application, grant } = authenticate(hub, ctx);
  if (!scopes.some((scope) => grant.scopes.includes(scope)))
    throw new HubError(403, `the token lacks the scope ${scopes.join(' or ')}`);
  const account = found(hub.state.accounts.get(param(ctx, 'accountId')), 'account');
  const location = found(hub.state.locations.get(param(ctx, 'locationId')), 'location');
  if (location.accountId !== account.id) throw new HubError(404, 'no such location in this account');
  const connection = hub.state.connectionOf(application.id, location.id);
  if (connection === undefined || (grant.locationId ?? location.id) !== location.id)
    throw new HubError(403, 'the application is not installed at this location');
  if (hub.settings.exchangeRequired && !hub.state.exchanged.has(connection.id))
    throw new HubError(403, 'the code of this installation was not exchanged yet');
  return { application, account, location, connection };
}

function authenticate(hub: Hub, ctx: Context): { application: Application; grant: Grant } {
  const [scheme = '', token = ''] = ctx.get('authorization').split(' ');
  const grant = scheme.toLowerCase() === 'bearer' ? hub.tokens.read(token) : undefined;
  const application = hub.state.applications.get(grant?.applicationId ?? '');
  if (grant === undefined || application === undefined)
    throw new HubError(401, 'the access token is missing, unknown, expired or revoked');
  ctx.state.clientId = application.id;
  return { application, grant };
}

/** The entity, or a 404. */
export function found<T>(entity: T | undefined, what: string): T {
  if (entity === undefined) throw new HubError(404, `no such ${what}`);
  return entity;
}
