import { readForm, readJson, type Context, type HubRouter } from '../http/context.js';
import { OAuthError } from '../http/errors.js';
import { same } from '../http/secrets.js';
import type { Hub } from '../hub.js';
import type { Application } from '../state.js';
import type { Grant } from './tokens.js';

interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  scope: string;
  expires_in?: number;
  refresh_token?: string;
}

/** `POST /oauth2/token`, form-encoded or JSON. */
export function tokenRoutes(router: HubRouter, hub: Hub): void {
  router.post('/oauth2/token', async (ctx) => {
    const request = await readRequest(ctx);
    const application = authenticate(hub, request);
    ctx.state.clientId = application.id;
    ctx.set('cache-control', 'no-store');
    ctx.body = grantToken(hub, application, request);
  });
}

async function readRequest(ctx: Context): Promise<Record<string, string>> {
  if (ctx.is('application/x-www-form-urlencoded') !== false && ctx.is('application/x-www-form-urlencoded') !== null)
    return readForm(ctx);
  const body = await readJson(ctx).catch((error: unknown) => {
    throw new OAuthError('invalid_request', error instanceof Error ? error.message : 'the body can not be read');
  });
  if (typeof body !== 'object' || body === null) throw new OAuthError('invalid_request', 'the body must be an object');
  return Object.fromEntries(
    Object.entries(body).map(([key, value]: [string, unknown]) => {
      if (typeof value !== 'string') throw new OAuthError('invalid_request', `${key} must be a string`);
      return [key, value];
    }),
  );
}

function authenticate(hub: Hub, request: Record<string, string>): Application {
  const { client_id: id, client_secret: secret } = request;
  if (request.grant_type === undefined) throw new OAuthError('invalid_request', 'grant_type is missing');
  if (id === undefined) throw new OAuthError('invalid_request', 'client_id is missing');
  const application = hub.state.applications.get(id);
  if (application === undefined || secret === undefined || !same(secret, application.clientSecret))
    throw new OAuthError('invalid_client', 'client_id or client_secret is wrong');
  return application;
}

function grantToken(hub: Hub, application: Application, request: Record<string, string>): TokenAnswer {
  switch (request.grant_type) {
    case 'client_credentials': {
      const scopes = narrow(request.scope, application.scopes);
      return answer(hub, { applicationId: application.id, scopes }, hub.settings.refreshTokens);
    }
    case 'refresh_token': {
      if (request.refresh_token === undefined) throw new OAuthError('invalid_request', 'refresh_token is missing');
      const grant = hub.tokens.takeRefresh(request.refresh_token);
      if (grant?.applicationId !== application.id)
        throw new OAuthError('invalid_grant', 'the refresh token is unknown, used up or not yours');
      return answer(hub, { ...grant, scopes: narrow(request.scope, grant.scopes) }, true);
    }
    case 'authorization_code':
      return exchange(hub, application, request);
    default:
      throw new OAuthError('unsupported_grant_type', `grant_type "${request.grant_type ?? ''}" is not supported`);
  }
}

function exchange(hub: Hub, application: Application, request: Record<string, string>): TokenAnswer {
  if (request.code === undefined) throw new OAuthError('invalid_request', 'code is missing');
  const grant = hub.tokens.takeCode(request.code);
  if (grant?.applicationId !== application.id)
    throw new OAuthError('invalid_grant', 'the code is unknown, used up, too old or not yours');
  if (request.redirect_uri !== undefined && request.redirect_uri !== grant.redirectUri)
    throw new OAuthError('invalid_grant', 'redirect_uri is not the one that the code was sent to');
  hub.state.exchanged.add(grant.connectionId);
  const { applicationId, scopes, locationId } = grant;
  return answer(hub, { applicationId, scopes, locationId }, true);
}

/** The scopes that are asked for, which must be among those that are there; all of them if none is asked for. */
export function narrow(asked: string | undefined, there: readonly string[]): string[] {
  const scopes = (asked ?? '').split(' ').filter((scope) => scope !== '');
  const beyond = scopes.filter((scope) => !there.includes(scope));
  if (beyond.length > 0) throw new OAuthError('invalid_scope', `not allowed: ${beyond.join(' ')}`);
  return scopes.length === 0 ? [...there] : scopes;
}

function answer(hub: Hub, grant: Grant, withRefresh: boolean): TokenAnswer {
  const { expiresIn, omitExpiresIn } = hub.settings;
  return {
    access_token: hub.tokens.issue(grant, expiresIn),
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
    ...(omitExpiresIn ? {} : { expires_in: expiresIn }),
    ...(withRefresh ? { refresh_token: hub.tokens.issueRefresh(grant) } : {}),
  };
}
