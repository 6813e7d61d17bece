import { Fault, HOUR, type AdapterContext, type Credentials, type PosSystem, type Session } from '@poshub-bridge/core';
import { credentialsOf, read, rootOf, wordsOf, type Refusal, type SquareClient } from './client.js';
import type { SquareCredentials, SquareSettings } from './manifest.js';
import { isRevoked, isTokens } from './wire.js';

/** What the bridge does at a merchant's, and nothing more. */
export const SCOPES = [
  'MERCHANT_PROFILE_READ',
  'ITEMS_READ',
  'INVENTORY_READ',
  'ORDERS_READ',
  'ORDERS_WRITE',
  'PAYMENTS_READ',
  'PAYMENTS_WRITE',
] as const;

/** What Square says where the application is at fault, and no merchant. */
const APPLICATION: ReadonlySet<string> = new Set(['CLIENT_DISABLED', 'APPLICATION_DISABLED', 'FORBIDDEN']);

const DAY = 24 * HOUR;
/** Square wants tokens renewed every seven days, although they last thirty. */
const OLDEST = 6 * DAY;
/** One that ends within the hour is as good as ended. */
const MARGIN = HOUR;

type Onboarding = Pick<PosSystem, 'detach'> & Required<Pick<PosSystem, 'oauth' | 'expiresAt' | 'refresh'>>;

/** How merchants give the bridge access, how it is kept, and how it ends. */
export function createOnboarding(
  { settings, clock }: Pick<AdapterContext<SquareSettings>, 'settings' | 'clock'>,
  client: SquareClient,
): Onboarding {
  const { applicationId: client_id, applicationSecret: client_secret, pkce } = settings;

  async function obtain(
    grant: object,
    isPkce: boolean,
    faultOf: (refusal: Refusal) => Promise<Fault> | Fault,
  ): Promise<Credentials> {
    const json = { client_id, ...(isPkce ? {} : { client_secret }), ...grant };
    const answer = await client.sendAs(undefined, { method: 'POST', path: '/oauth2/token', json });
    if (answer.refusal !== undefined) throw await faultOf(answer.refusal);
    const tokens = read(answer.response, isTokens);
    const obtained: SquareCredentials = {
      merchantId: tokens.merchant_id,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      obtainedAt: clock.now(),
      expiresAt: Date.parse(tokens.expires_at),
      pkce: isPkce,
    };
    return { ...obtained };
  }

  /**
   * Why an access is not renewed. Square says the same of a refresh token that is good no more and of a wrong secret of the
   * application, which is no merchant's business and must not end all connections: the access token tells them apart.
   */
  async function whyNotRenewed(session: Session, refusal: Refusal): Promise<Fault> {
    const { accessToken, pkce: isPkce } = credentialsOf(session);
    const detail = `the access could not be renewed: ${wordsOf(refusal)}`;
    if (refusal.status === 403 || APPLICATION.has(refusal.code)) return new Fault('vendor.refused', { detail });
    const question = { method: 'POST', path: '/oauth2/token/status', readOnly: true } as const;
    const code = (await client.sendAs(`Bearer ${accessToken}`, question)).refusal?.code;
    if (code === 'ACCESS_TOKEN_REVOKED') return new Fault('credentials.revoked', { detail });
    // With PKCE there is no secret that could be wrong, and Square knows neither token where both are unknown.
    return new Fault(isPkce || code === 'UNAUTHORIZED' ? 'credentials.invalid' : 'vendor.refused', { detail });
  }

  return {
    oauth: {
      authorizeUrl: ({ state, redirectUri, codeChallenge }) => {
        const query = new URLSearchParams({
          client_id,
          scope: SCOPES.join(' '),
          session: 'false',
          state,
          redirect_uri: redirectUri,
          ...(pkce ? { code_challenge: codeChallenge } : {}),
        });
        return `${rootOf(settings)}/oauth2/authorize?${query.toString()}`;
      },
      exchange: ({ code, redirectUri, codeVerifier }) => {
        const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
        return obtain(pkce ? { ...grant, code_verifier: codeVerifier } : grant, pkce, (refusal) => {
          return new Fault('credentials.invalid', { detail: `the code was not accepted: ${wordsOf(refusal)}` });
        });
      },
    },

    expiresAt: (credentials) => {
      const { obtainedAt, expiresAt } = credentialsOf({ connectionId: '', credentials });
      return Math.min(obtainedAt + OLDEST, expiresAt - MARGIN);
    },

    refresh: (session) => {
      const { refreshToken, pkce: isPkce } = credentialsOf(session);
      const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
      return obtain(grant, isPkce, (refusal) => whyNotRenewed(session, refusal));
    },

    /**
     * Ends this connection's token alone: Square would end the whole application's access otherwise, and the merchant's
     * other locations lose theirs.
     */
    detach: async (session) => {
      const json = { client_id, access_token: credentialsOf(session).accessToken, revoke_only_access_token: true };
      const answer = await client.sendAs(`Client ${client_secret}`, { method: 'POST', path: '/oauth2/revoke', json });
      if (answer.refusal !== undefined) throw new Fault('vendor.refused', { detail: wordsOf(answer.refusal) });
      read(answer.response, isRevoked);
    },
  };
}
