import { invalid, unauthorized } from '../errors.js';
import type { Fake } from '../fake.js';
import { sameSecret } from '../../till/http/answers.js';
import { withoutNulls } from '../schemas/parts.js';
import { checkRevocation, checkTokenRequest } from '../schemas/payments.js';
import { bearerOf } from './calls.js';
import { readJson, type Context, type SquareRouter } from './context.js';

/** Where the merchant consents, and where tokens are had, asked about and ended. */
export function oauthRoutes(router: SquareRouter, fake: Fake): void {
  router.get('/oauth2/authorize', (ctx) => authorize(ctx, fake));
  router.post('/oauth2/token', async (ctx) => {
    ctx.body = fake.state.tokens.obtain(checkTokenRequest(withoutNulls(await readJson(ctx))));
  });
  router.post('/oauth2/token/status', (ctx) => {
    const { scopes, expires_at } = fake.state.tokens.check(bearerOf(ctx));
    ctx.body = { scopes, expires_at, client_id: fake.application.id, merchant_id: fake.state.merchant.id };
  });
  router.post('/oauth2/revoke', async (ctx) => {
    if (!sameSecret(bearerOf(ctx, 'Client'), fake.application.secret))
      throw unauthorized('UNAUTHORIZED', 'The application secret is not valid.');
    const all = fake.state.tokens.revoke(checkRevocation(withoutNulls(await readJson(ctx))));
    if (all) fake.state.events.revoked('APPLICATION');
    ctx.body = { success: true };
  });
}

/** The merchant consents, or not, without a page: the browser goes straight back. */
function authorize(ctx: Context, fake: Fake): void {
  const given = (name: string): string | undefined => {
    const value = ctx.query[name];
    return typeof value === 'string' ? value : undefined;
  };
  if (given('client_id') !== fake.application.id)
    throw invalid('INVALID_VALUE', 'The client_id is not known.', 'client_id');
  const asked = given('redirect_uri');
  const target = fake.redirectUrl ?? asked;
  if (target === undefined || (asked !== undefined && asked !== target) || !URL.canParse(target))
    throw invalid('INVALID_VALUE', 'The redirect_uri is not that of the application.', 'redirect_uri');
  const back = new URL(target);
  const state = given('state');
  if (fake.consent === 'deny') {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', 'user_denied');
  } else {
    const scopes = (given('scope') ?? 'MERCHANT_PROFILE_READ PAYMENTS_READ')
      .split(/[ +]/)
      .filter((scope) => scope !== '');
    const code = fake.state.tokens.authorize(scopes, asked, given('code_challenge'));
    back.searchParams.set('code', code);
    back.searchParams.set('response_type', 'code');
  }
  if (state !== undefined) back.searchParams.set('state', state);
  ctx.redirect(back.toString());
}
