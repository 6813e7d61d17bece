import { createHash } from 'node:crypto';
import type { Clock } from '../../fake/clock.js';
import { invalid, unauthorized } from '../errors.js';
import { token } from '../ids.js';
import type { SentRevocation, SentTokenRequest } from '../schemas/payments.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long things live, in milliseconds. */
export interface Lives {
  code: number;
  access: number;
  shortAccess: number;
  /** Of the refresh token of the PKCE flow; that of the code flow does not end. */
  refresh: number;
}
export const LIVES: Lives = { code: 5 * MINUTE, access: 30 * DAY, shortAccess: DAY, refresh: 90 * DAY };

interface Code {
  scopes: string[];
  redirectUri: string | undefined;
  challenge: string | undefined;
  ends: number;
}
interface Grant {
  scopes: string[];
  pkce: boolean;
  revoked: boolean;
}
interface Access {
  grant: Grant;
  ends: number;
  revoked: boolean;
}

/** What `POST /oauth2/token` answers. */
export interface Issued {
  access_token: string;
  token_type: 'bearer';
  expires_at: string;
  merchant_id: string;
  refresh_token: string;
  short_lived: boolean;
  refresh_token_expires_at?: string;
}

export interface Application {
  id: string;
  secret: string;
}

/** Authorization codes, access and refresh tokens of the one application at the one merchant. */
export class Tokens {
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, Access>();
  readonly #refresh = new Map<string, { grant: Grant; ends: number }>();
  lives: Lives;

  constructor(
    private readonly clock: Clock,
    private readonly application: Application,
    private readonly merchantId: string,
    lives: Partial<Lives>,
  ) {
    this.lives = { ...LIVES, ...lives };
  }

  /** Makes a code for who consented. */
  authorize(scopes: string[], redirectUri?: string, challenge?: string): string {
    const code = token('sq0cgp-');
    this.#codes.set(code, { scopes, redirectUri, challenge, ends: this.clock.now() + this.lives.code });
    return code;
  }

  /** Issues tokens without a code, as for a test. */
  grant(scopes: string[]): Issued {
    return this.#issue({ scopes, pkce: false, revoked: false }, false);
  }

  /** Answers `POST /oauth2/token`. Throws 401 for what is not valid (any more). */
  obtain(request: SentTokenRequest): Issued {
    if (request.client_id !== this.application.id) throw unauthorized('UNAUTHORIZED', 'The client_id is not known.');
    if (request.grant_type === 'authorization_code') return this.#exchange(request);
    if (request.grant_type === 'refresh_token') return this.#renew(request);
    throw invalid('INVALID_VALUE', 'grant_type is not supported.', 'grant_type');
  }

  /** The scopes of an access token. Throws 401 when it is unknown, expired or revoked. */
  check(access: string): { scopes: string[]; expires_at: string } {
    const known = this.#access.get(access);
    if (!known) throw unauthorized('UNAUTHORIZED', 'This request could not be authorized.');
    if (known.revoked || known.grant.revoked)
      throw unauthorized('ACCESS_TOKEN_REVOKED', 'The provided access token has been revoked.');
    if (known.ends <= this.clock.now())
      throw unauthorized('ACCESS_TOKEN_EXPIRED', 'The provided access token has expired.');
    return { scopes: known.grant.scopes, expires_at: new Date(known.ends).toISOString() };
  }

  /** Answers `POST /oauth2/revoke`: true when the whole authorization ended, false when only one access token did. */
  revoke({ client_id, access_token, merchant_id, revoke_only_access_token }: SentRevocation): boolean {
    if (client_id !== this.application.id) throw unauthorized('UNAUTHORIZED', 'The client_id is not known.');
    if ((access_token === undefined) === (merchant_id === undefined))
      throw invalid('CONFLICTING_PARAMETERS', 'Give either access_token or merchant_id.', 'access_token');
    const known = access_token === undefined ? undefined : this.#access.get(access_token);
    if (access_token !== undefined && !known)
      throw invalid('NOT_FOUND', 'The access token is not known.', 'access_token');
    if (merchant_id !== undefined && merchant_id !== this.merchantId)
      throw invalid('NOT_FOUND', 'The merchant is not known.', 'merchant_id');
    if (known && revoke_only_access_token === true) {
      known.revoked = true;
      return false;
    }
    this.revokeAll();
    return true;
  }

  /** Ends every token, as a merchant does who removes the application. */
  revokeAll(): void {
    for (const { grant } of this.#access.values()) grant.revoked = true;
    for (const { grant } of this.#refresh.values()) grant.revoked = true;
  }

  /** Lets every access token expire now; refresh tokens stay. */
  expireAll(): void {
    for (const access of this.#access.values()) access.ends = Math.min(access.ends, this.clock.now());
  }

  #exchange({ code, client_secret, redirect_uri, code_verifier, short_lived }: SentTokenRequest): Issued {
    const known = this.#codes.get(code ?? '');
    if (!known || known.ends <= this.clock.now())
      throw unauthorized('UNAUTHORIZED', 'The authorization code is not valid.');
    const pkce = known.challenge !== undefined;
    if (pkce && challengeOf(code_verifier ?? '') !== known.challenge)
      throw unauthorized('UNAUTHORIZED', 'The code_verifier does not match the code_challenge.');
    if (!pkce) this.#checkSecret(client_secret);
    if (known.redirectUri !== undefined && redirect_uri !== known.redirectUri)
      throw unauthorized('UNAUTHORIZED', 'The redirect_uri is not that of the authorization.');
    this.#codes.delete(code ?? '');
    return this.#issue({ scopes: known.scopes, pkce, revoked: false }, short_lived === true);
  }

  #renew({ refresh_token = '', client_secret, short_lived }: SentTokenRequest): Issued {
    const known = this.#refresh.get(refresh_token);
    if (!known || known.grant.revoked || known.ends <= this.clock.now())
      throw unauthorized('UNAUTHORIZED', 'The refresh token is not valid.');
    if (!known.grant.pkce) this.#checkSecret(client_secret);
    if (known.grant.pkce) this.#refresh.delete(refresh_token);
    return this.#issue(known.grant, short_lived === true, known.grant.pkce ? undefined : refresh_token);
  }

  #checkSecret(secret: string | undefined): void {
    if (secret !== this.application.secret) throw unauthorized('UNAUTHORIZED', 'The client_secret is not valid.');
  }

  #issue(grant: Grant, short: boolean, refresh = token('EQAA')): Issued {
    const access = token('EAAA');
    const ends = this.clock.now() + (short ? this.lives.shortAccess : this.lives.access);
    this.#access.set(access, { grant, ends, revoked: false });
    const refreshEnds = grant.pkce ? this.clock.now() + this.lives.refresh : Number.MAX_SAFE_INTEGER;
    this.#refresh.set(refresh, { grant, ends: refreshEnds });
    return {
      ...{ access_token: access, token_type: 'bearer', expires_at: new Date(ends).toISOString() },
      ...{ merchant_id: this.merchantId, refresh_token: refresh, short_lived: short },
      ...(grant.pkce ? { refresh_token_expires_at: new Date(refreshEnds).toISOString() } : {}),
    };
  }
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
