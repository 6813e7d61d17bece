import {
  Fault,
  isFault,
  type Clock,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Instant,
} from '@poshub-bridge/core';
import { RENEW_EARLY_MS } from '../assumptions.js';
import { guard, open, orNull } from '../guard.js';
import type { HubSettings } from '../settings.js';
import { asHubFault, faultOf } from './faults.js';

interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string | null;
  readonly expires_in?: number | string | null;
}

const secret = { type: 'string', minLength: 1, maxLength: 20_000 };
const isTokenAnswer = guard<TokenAnswer>(
  open(
    {
      access_token: { ...secret, pattern: '^[\\x21-\\x7e]+$' },
      refresh_token: orNull({ type: 'string', maxLength: 20_000 }),
      expires_in: { type: ['number', 'string'], nullable: true },
    },
    'access_token',
  ),
);
const isOAuthError = guard<{ readonly error: string }>(
  open({ error: { type: 'string', pattern: '^[a-z_]{1,64}$' } }, 'error'),
);

interface Token {
  readonly value: string;
  readonly refresh: string | undefined;
  readonly renewAt: Instant;
}

export interface TokenKeeper {
  /** The token; a new one shortly before its end. However many wait, one request is under way. */
  current(): Promise<string>;
  /** Another token than the one that was refused. */
  after(refused: string): Promise<string>;
  /**
   * Trades the code of an installation; gives the access token that comes of it, which is good for this location. One of the
   * application's own serves all locations, a new one from then on.
   * @throws Fault `install.not_allowed` when POS Hub refuses the code
   */
  exchange(code: string): Promise<string>;
}

/** Keeps the application's token: the one for all locations. */
export function createTokenKeeper(settings: HubSettings, http: HttpClient, clock: Clock): TokenKeeper {
  const url = `${settings.baseUrl.replace(/\/+$/, '')}/oauth2/token`;
  let token: Token | undefined;
  let pending: Promise<Token> | undefined;

  const ask = async (grant: Readonly<Record<string, string>>): Promise<Token> => {
    const fields = { ...grant, client_id: settings.clientId, client_secret: settings.clientSecret };
    const response = await answerTo({
      method: 'POST',
      url,
      headers: { accept: 'application/json' },
      ...(settings.tokenEncoding === 'json' ? { json: fields } : { form: fields }),
      timeoutMs: settings.timeoutMs,
      readOnly: true,
    });
    const fault = tokenFault(response, clock.now());
    if (fault !== undefined) throw fault;
    return readToken(response.body, clock.now(), settings);
  };

  const answerTo = async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      return await http.send(request);
    } catch (error) {
      throw asHubFault(error);
    }
  };

  const own = (): Promise<Token> =>
    ask({
      grant_type: 'client_credentials',
      ...(settings.scope === undefined ? {} : { scope: settings.scope }),
    });

  const renew = async (refresh: string | undefined): Promise<Token> => {
    if (refresh === undefined) return own();
    try {
      const next = await ask({ grant_type: 'refresh_token', refresh_token: refresh });
      return { ...next, refresh: next.refresh ?? refresh };
    } catch (error) {
      if (isFault(error) && error.code === 'hub.unauthorized') return own();
      throw error;
    }
  };

  const next = (refresh: string | undefined): Promise<Token> => {
    pending ??= renew(refresh)
      .then((fresh) => (token = fresh))
      .finally(() => (pending = undefined));
    return pending;
  };

  return {
    current: async () =>
      token !== undefined && clock.now() < token.renewAt ? token.value : (await next(token?.refresh)).value,
    after: async (refused) => {
      if (token?.value === refused) token = undefined;
      return token?.value ?? (await next(undefined)).value;
    },
    exchange: async (code) => {
      const { redirectUri } = settings;
      const repeat = redirectUri === undefined ? {} : { redirect_uri: redirectUri };
      const given = await ask({ grant_type: 'authorization_code', code, ...repeat }).catch((error: unknown) => {
        throw asRefusedCode(error);
      });
      await pending?.catch(() => undefined);
      token = undefined;
      return given.value;
    },
  };
}

/** Of the token endpoint's answers its codes are told, its texts are not: they may repeat a code or a token. */
function tokenFault(response: HttpResponse, now: Instant): Fault | undefined {
  const fault = faultOf(response, now, undefined);
  const passes = fault?.code === 'hub.unavailable' || fault?.code === 'hub.rate_limited';
  if (fault === undefined || passes || response.status < 400) return fault;
  const detail = isOAuthError(response.body) ? response.body.error : `status ${response.status}`;
  return new Fault('hub.unauthorized', { detail });
}

/** A code that is wrong, used or too old ends the installation; a wrong client secret is another matter. */
function asRefusedCode(error: unknown): unknown {
  if (!isFault(error) || error.code !== 'hub.unauthorized' || error.detail === 'invalid_client') return error;
  return new Fault('install.not_allowed', {
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    cause: error,
  });
}

function readToken(body: unknown, now: Instant, settings: HubSettings): Token {
  if (!isTokenAnswer(body)) throw new Fault('hub.unreadable', { detail: 'the answer to a token request has no token' });
  const seconds = Number(body.expires_in ?? NaN);
  const life = (seconds > 0 ? seconds : settings.tokenLifeSeconds) * 1_000;
  return {
    value: body.access_token,
    refresh: body.refresh_token === '' ? undefined : (body.refresh_token ?? undefined),
    renewAt: now + Math.max(life - RENEW_EARLY_MS, life / 2),
  };
}
