import { randomBytes } from 'node:crypto';
import { queryOf, readForm, type Context, type HubRouter } from '../http/context.js';
import { HubError, OAuthError } from '../http/errors.js';
import type { Hub } from '../hub.js';
import { install } from '../installs.js';
import { consentPage } from '../page/consent.js';
import { sendPage } from '../page/send.js';
import type { Application, Location } from '../state.js';
import { narrow } from './token.js';

interface Asked {
  application: Application;
  redirectUri: string;
  scopes: string[];
  state: string;
}

const ticketLife = 600_000;

/** `GET /oauth2/authorize` and the consent that follows it. */
export function authorizeRoutes(router: HubRouter, hub: Hub): void {
  const tickets = new Map<string, Asked & { until: number }>();

  router.get('/oauth2/authorize', (ctx) => {
    const asked = readQuery(ctx, hub);
    const started = hub.state.started.get(asked.state);
    const chosen = hub.state.locations.get(started?.locationId ?? '');
    const locations = chosen === undefined ? [...hub.state.locations.values()] : [chosen];
    if (hub.settings.autoConsent) {
      const [location] = locations;
      if (location === undefined) throw new HubError(400, 'there is no location to install into');
      ctx.redirect(agree(hub, asked, location));
      return;
    }
    const ticket = randomBytes(16).toString('base64url');
    for (const [old, { until }] of tickets) if (until < Date.now()) tickets.delete(old);
    tickets.set(ticket, { ...asked, until: Date.now() + ticketLife });
    const { application, scopes, redirectUri } = asked;
    sendPage(
      ctx,
      consentPage({ application: application.name, scopes, locations, ticket }),
      new URL(redirectUri).origin,
    );
  });

  router.post('/oauth2/consent', async (ctx) => {
    const form = await readForm(ctx);
    const asked = tickets.get(form.ticket ?? '');
    tickets.delete(form.ticket ?? '');
    if (asked === undefined || asked.until < Date.now())
      throw new HubError(400, 'this consent page was used already or is too old: start again');
    const location = hub.state.locations.get(form.location ?? '');
    ctx.status = 303;
    if (form.answer !== 'allow')
      ctx.redirect(withQuery(asked.redirectUri, { error: 'access_denied', state: asked.state }));
    else if (location === undefined) throw new HubError(400, 'choose a location');
    else ctx.redirect(agree(hub, asked, location));
  });
}

function readQuery(ctx: Context, hub: Hub): Asked {
  const [type, clientId, redirectUri, scope, state] = (
    ['response_type', 'client_id', 'redirect_uri', 'scope', 'state'] as const
  ).map((name) => {
    const value = queryOf(ctx, name);
    if (value === undefined || value === '') throw new OAuthError('invalid_request', `${name} is missing`);
    return value;
  });
  if (type !== 'code') throw new OAuthError('invalid_request', 'response_type must be "code"');
  const application = hub.state.applications.get(clientId ?? '');
  if (application === undefined) throw new OAuthError('invalid_client', 'client_id is unknown');
  if (redirectUri === undefined || !application.redirectUris.includes(redirectUri))
    throw new OAuthError('invalid_request', 'redirect_uri is not registered with the application');
  return { application, redirectUri, scopes: narrow(scope, application.scopes), state: state ?? '' };
}

/** Installs the application and gives back where the browser goes next. */
function agree(hub: Hub, { application, redirectUri, scopes, state }: Asked, location: Location): string {
  const started = hub.state.started.get(state);
  hub.state.started.delete(state);
  const connection = install(hub, application, location, started?.connectionId);
  const code = hub.tokens.issueCode(
    { applicationId: application.id, scopes, locationId: location.id, connectionId: connection.id, redirectUri },
    hub.settings.codeLifetime,
  );
  const spelling = hub.settings.redirectSpelling;
  const camel = spelling === 'camelCase';
  const snake = spelling === 'snake_case';
  return withQuery(redirectUri, {
    code,
    [camel ? 'accountId' : 'account_id']: location.accountId,
    [camel ? 'locationId' : 'location_id']: location.id,
    [snake ? 'application_id' : 'applicationId']: application.id,
    [snake ? 'connection_id' : 'connectionId']: connection.id,
    ...(hub.settings.echoState ? { state } : {}),
  });
}

function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return url.href;
}
