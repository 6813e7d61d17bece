import { randomBytes } from 'node:crypto';

/** What a token or a code stands for. */
export interface Grant {
  applicationId: string;
  scopes: string[];
  /** The one location of a token that came from an authorization code; absent: every location of the application. */
  locationId?: string;
}

/** A code that waits to be exchanged. */
export interface CodeGrant extends Grant {
  locationId: string;
  connectionId: string;
  redirectUri: string;
}

interface Held<G> {
  grant: G;
  /** Milliseconds since 1970. */
  until: number;
}

/** Access tokens, refresh tokens and authorization codes: opaque, and only here. */
export class Tokens {
  readonly #access = new Map<string, Held<Grant>>();
  readonly #refresh = new Map<string, Grant>();
  readonly #codes = new Map<string, Held<CodeGrant>>();

  /** @param lifetime seconds */
  issue(grant: Grant, lifetime: number): string {
    const now = Date.now();
    for (const [token, { until }] of this.#access) if (until <= now) this.#access.delete(token);
    return keep(this.#access, { grant, until: now + lifetime * 1000 });
  }

  issueRefresh(grant: Grant): string {
    return keep(this.#refresh, grant);
  }

  issueCode(grant: CodeGrant, lifetime: number): string {
    return keep(this.#codes, { grant, until: Date.now() + lifetime * 1000 });
  }

  /** What a live access token stands for. */
  read(token: string): Grant | undefined {
    return live(this.#access.get(token));
  }

  /** Uses a refresh token up. */
  takeRefresh(token: string): Grant | undefined {
    const grant = this.#refresh.get(token);
    this.#refresh.delete(token);
    return grant;
  }

  /** Uses a code up, whether it still lives or not. */
  takeCode(code: string): CodeGrant | undefined {
    const held = this.#codes.get(code);
    this.#codes.delete(code);
    return live(held);
  }

  /** Ends all access tokens, of one application or of all, so that their next use is a 401. Refresh tokens by choice. */
  revoke(applicationId: string | undefined, refreshToo: boolean): number {
    const mine = (grant: Grant): boolean => applicationId === undefined || grant.applicationId === applicationId;
    let ended = 0;
    for (const [token, { grant }] of this.#access) if (mine(grant) && this.#access.delete(token)) ended += 1;
    if (refreshToo) for (const [token, grant] of this.#refresh) if (mine(grant)) this.#refresh.delete(token);
    return ended;
  }

  clear(): void {
    this.#access.clear();
    this.#refresh.clear();
    this.#codes.clear();
  }
}

function keep<V>(map: Map<string, V>, value: V): string {
  const token = randomBytes(32).toString('base64url');
  map.set(token, value);
  return token;
}

function live<G>(held: Held<G> | undefined): G | undefined {
  return held !== undefined && held.until > Date.now() ? held.grant : undefined;
}
