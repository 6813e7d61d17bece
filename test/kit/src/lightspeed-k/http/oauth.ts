import { readText } from '../../fake/context.js';
import { oauthError } from '../errors.js';
import type { Fake } from '../fake.js';
import { unreadable, type Context, type LightspeedRouter } from './context.js';

const REALM = '/realms/k-series/protocol/openid-connect';

/** The host of the second generation: parameters of a token come in a form. */
export function secondGeneration(router: LightspeedRouter, fake: Fake): void {
  router.get(`${REALM}/auth`, (ctx) => authorize(ctx, fake, 2));
  router.post(`${REALM}/token`, async (ctx) => {
    if (ctx.is('application/x-www-form-urlencoded') === false)
      throw oauthError(400, 'invalid_request', 'The parameters belong into a form');
    if (Object.keys(ctx.query).length > 0)
      throw oauthError(400, 'invalid_request', 'The parameters belong into the body');
    const form = new URLSearchParams(await readText(ctx, unreadable));
    ctx.state.body = Object.fromEntries(form);
    issue(ctx, fake, 2, (name) => form.get(name) ?? undefined);
  });
}

/** The first generation, on the API's own host: parameters of a token come in the address. */
export function firstGeneration(router: LightspeedRouter, fake: Fake): void {
  router.get('/oauth/authorize', (ctx) => authorize(ctx, fake, 1));
  router.post('/oauth/token', (ctx) => issue(ctx, fake, 1, (name) => given(ctx, name)));
}

const given = (ctx: Context, name: string): string | undefined => {
  const value = ctx.query[name];
  return typeof value === 'string' ? value : undefined;
};

function issue(ctx: Context, fake: Fake, generation: 1 | 2, parameter: (name: string) => string | undefined): void {
  const [user, password] = basicOf(ctx);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = fake.state.tokens.obtain(
    {
      ...{ grant_type: parameter('grant_type'), code: parameter('code'), redirect_uri: parameter('redirect_uri') },
      ...{ refresh_token: parameter('refresh_token'), client_id: parameter('client_id') ?? user },
      client_secret: parameter('client_secret') ?? password,
    },
    generation,
  );
}

function basicOf(ctx: Context): [user?: string | undefined, password?: string] {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,4096})$/.exec(ctx.get('Authorization'))?.[1];
  if (encoded === undefined) return [];
  const [user, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [user, password.join(':')];
}

/** The merchant consents, or not, without a page: the browser goes straight back. */
function authorize(ctx: Context, fake: Fake, generation: 1 | 2): void {
  const { id, generation: own } = fake.client;
  if (given(ctx, 'client_id') !== id || generation !== own)
    throw oauthError(400, 'invalid_client', 'The client_id is not known here');
  if (given(ctx, 'response_type') !== 'code') throw oauthError(400, 'invalid_request', 'response_type must be code');
  const target = given(ctx, 'redirect_uri');
  if (target === undefined || !isRedirect(target) || target !== (fake.redirectUrl ?? target))
    throw oauthError(400, 'invalid_redirect_uri', 'Invalid parameter: redirect_uri');
  const scopes = (given(ctx, 'scope') ?? '').split(/[ +]/).filter((scope) => scope !== '');
  const back = new URL(target);
  const wrong = scopes.find((scope) => !KNOWN.includes(scope));
  if (fake.consent === 'deny') back.searchParams.set('error', 'access_denied');
  else if (wrong !== undefined || scopes.length === 0) back.searchParams.set('error', 'invalid_scope');
  else back.searchParams.set('code', fake.state.tokens.authorize(scopes, target));
  const state = given(ctx, 'state');
  if (state !== undefined) back.searchParams.set('state', state);
  ctx.redirect(back.toString());
}

const KNOWN = ['orders-api', 'items', 'financial-api', 'staff-api', 'offline_access'];

/** https, but for this machine. */
function isRedirect(target: string): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol, hostname } = new URL(target);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
