import { Fault, MINUTE, SECOND, type AdapterContext, type Credentials, type PosSystem } from '@poshub-bridge/core';
import { credentialsOf, judge, read, rootOf, wordsOf } from './client.js';
import type { LightspeedCredentials, LightspeedSettings } from './manifest.js';
import { isTokens } from './wire.js';

/** The most that a token is renewed before its end, in milliseconds. */
const MARGIN = 5 * MINUTE;

/** Where consent and tokens of a generation are. */
interface AuthPlaces {
  readonly authorize: string;
  readonly token: string;
  readonly scope: string;
}

/**
 * A client of the second generation has hosts of its own, and tokens that outlive the merchant's session only where
 * offline access was asked for.
 */
export function authPlaces(settings: LightspeedSettings): AuthPlaces {
  if (settings.authVersion === 1) {
    const root = (settings.authUrl ?? rootOf(settings)).replace(/\/+$/, '');
    return { authorize: `${root}/oauth/authorize`, token: `${root}/oauth/token`, scope: 'orders-api' };
  }
  const own = settings.environment === 'trial' ? 'https://auth.lsk-demo.app' : 'https://auth.lsk-prod.app';
  const root = `${(settings.authUrl ?? own).replace(/\/+$/, '')}/realms/k-series/protocol/openid-connect`;
  return { authorize: `${root}/auth`, token: `${root}/token`, scope: 'orders-api offline_access' };
}

type Onboarding = Required<Pick<PosSystem, 'oauth' | 'expiresAt' | 'refresh'>>;

/** How merchants give the bridge access, and how it is kept. */
export function createOnboarding({ settings, http, clock }: AdapterContext<LightspeedSettings>): Onboarding {
  const { clientId, clientSecret, authVersion } = settings;
  const places = authPlaces(settings);

  /** @throws Fault `credentials.invalid` for a code or a refresh token that is good no more; as the client */
  async function obtain(grant: Readonly<Record<string, string>>): Promise<Credentials> {
    const fields = { ...grant, client_id: clientId, client_secret: clientSecret };
    const asked = clock.now();
    // The first generation takes parameters of the address, the second a form.
    const request =
      authVersion === 1
        ? { url: `${places.token}?${new URLSearchParams(fields).toString()}` }
        : { url: places.token, form: fields };
    const answer = judge(await http.send({ method: 'POST', ...request }), false, asked);
    if (answer.refusal !== undefined) {
      const detail = wordsOf(answer.refusal);
      // What is wrong with the client itself is no merchant's business, and must not end all connections.
      throw new Fault(answer.refusal.code === 'invalid_grant' ? 'credentials.invalid' : 'vendor.refused', { detail });
    }
    const tokens = read(answer.response, isTokens);
    const ends = [tokens.expires_in, tokens.refresh_expires_in ?? 0].filter((life) => life > 0);
    const life = ends.length === 0 ? 0 : Math.min(...ends) * SECOND;
    const obtained: LightspeedCredentials = {
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      renewAt: asked + life - Math.min(MARGIN, Math.floor(life / 5)),
    };
    return { ...obtained };
  }

  return {
    oauth: {
      authorizeUrl: ({ state, redirectUri }) => {
        const query = new URLSearchParams({
          response_type: 'code',
          client_id: clientId,
          redirect_uri: redirectUri,
          scope: places.scope,
          state,
        });
        return `${places.authorize}?${query.toString()}`;
      },
      exchange: ({ code, redirectUri }) =>
        obtain({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    },

    expiresAt: (credentials) => credentialsOf({ credentials }).renewAt,

    refresh: (session) => obtain({ grant_type: 'refresh_token', refresh_token: credentialsOf(session).refreshToken }),
  };
}
