import { randomBytes } from 'node:crypto';
import type { Clock } from '../../fake/clock.js';
import { sameSecret } from '../../till/http/answers.js';
import { oauthError } from '../errors.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long things live, in milliseconds. */
export interface Lives {
  code: number;
  access: number;
  refresh: number;
}
export const LIVES: Lives = { code: 5 * MINUTE, access: 60 * MINUTE, refresh: 14 * DAY };

export interface Client {
  id: string;
  secret: string;
  /** The generation of its hosts. */
  generation: 1 | 2;
}

/** What a merchant agreed to once; a refresh token that comes twice ends all of it. */
interface Grant {
  scopes: string[];
  revoked: boolean;
}

/** What a token endpoint takes, wherever its parameters stand. */
export interface TokenRequest {
  grant_type?: string | undefined;
  code?: string | undefined;
  redirect_uri?: string | undefined;
  refresh_token?: string | undefined;
  client_id?: string | undefined;
  client_secret?: string | undefined;
}

export interface Issued {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
  scope: string;
  /** Seconds; 0 where it does not end. V2 alone tells it. */
  refresh_expires_in?: number;
}

const secret = (): string => randomBytes(32).toString('base64url');
const refused = (why: string): Error => oauthError(400, 'invalid_grant', why);

/** Authorization codes, access and refresh tokens of the one client at the one merchant. */
export class Tokens {
  readonly #codes = new Map<string, { scopes: string[]; redirectUri: string; ends: number }>();
  readonly #access = new Map<string, { grant: Grant; ends: number }>();
  readonly #refresh = new Map<string, { grant: Grant; ends: number; used: boolean }>();
  lives: Lives;

  constructor(
    private readonly clock: Clock,
    private readonly client: Client,
    lives: Partial<Lives>,
  ) {
    this.lives = { ...LIVES, ...lives };
  }

  /** Makes a code for who consented. */
  authorize(scopes: string[], redirectUri: string): string {
    const code = secret();
    this.#codes.set(code, { scopes, redirectUri, ends: this.clock.now() + this.lives.code });
    return code;
  }

  /** Issues tokens without a code, as for a test. */
  grant(scopes: string[]): Issued {
    return this.#issue({ scopes, revoked: false });
  }

  /** Answers the token endpoint of a generation. Throws 400 and 401. */
  obtain(request: TokenRequest, generation: 1 | 2): Issued {
    if (request.client_id !== this.client.id || generation !== this.client.generation)
      throw oauthError(401, 'invalid_client', 'Invalid client or Invalid client credentials');
    if (!sameSecret(request.client_secret ?? '', this.client.secret))
      throw oauthError(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');
    if (request.grant_type === 'authorization_code') return this.#exchange(request);
    if (request.grant_type === 'refresh_token') return this.#renew(request);
    throw oauthError(400, 'unsupported_grant_type', 'Unsupported grant_type');
  }

  /** Throws 401 for a token that is unknown or ended, 403 for one without the scope. */
  check(access: string, scope: string): void {
    const known = this.#access.get(access);
    if (!known || known.grant.revoked || known.ends <= this.clock.now())
      throw oauthError(401, 'invalid_token', 'The access token is not valid, or has expired');
    if (!known.grant.scopes.includes(scope))
      throw oauthError(403, 'insufficient_scope', `The token lacks the scope ${scope}`);
  }

  /** Ends every token, as a merchant does who removes the application. */
  revokeAll(): void {
    for (const { grant } of [...this.#access.values(), ...this.#refresh.values()]) grant.revoked = true;
  }

  /** Lets every access token expire now; refresh tokens stay. */
  expireAll(): void {
    for (const access of this.#access.values()) access.ends = Math.min(access.ends, this.clock.now());
  }

  #exchange({ code = '', redirect_uri }: TokenRequest): Issued {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    if (!known || known.ends <= this.clock.now()) throw refused('Code not valid');
    if (known.redirectUri !== redirect_uri) throw refused('Incorrect redirect_uri');
    return this.#issue({ scopes: known.scopes, revoked: false });
  }

  #renew({ refresh_token = '' }: TokenRequest): Issued {
    const known = this.#refresh.get(refresh_token);
    if (!known || known.grant.revoked) throw refused('Invalid refresh token');
    if (known.used) {
      known.grant.revoked = true;
      throw refused('Maximum allowed refresh token reuse exceeded');
    }
    if (known.ends <= this.clock.now()) throw refused('Token is not active');
    known.used = true;
    return this.#issue(known.grant);
  }

  #issue(grant: Grant): Issued {
    const { access, refresh } = this.lives;
    const endless = this.client.generation === 2 && grant.scopes.includes('offline_access');
    const issued = { access_token: secret(), refresh_token: secret() };
    const now = this.clock.now();
    this.#access.set(issued.access_token, { grant, ends: now + access });
    const ends = endless ? Number.MAX_SAFE_INTEGER : now + refresh;
    this.#refresh.set(issued.refresh_token, { grant, ends, used: false });
    return {
      ...issued,
      ...{ token_type: 'Bearer', expires_in: Math.floor(access / 1000), scope: grant.scopes.join(' ') },
      ...(this.client.generation === 2 ? { refresh_expires_in: endless ? 0 : Math.floor(refresh / 1000) } : {}),
    };
  }
}
