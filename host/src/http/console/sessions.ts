import type { Context } from 'koa';
import { Fault, HOUR, SECOND, type Clock, type Instant } from '@poshub-bridge/core';
import { demandFormToken, digestOf, newSecret } from '../connect/browser.js';
import { isToken } from '../hub-routes.js';
import { Tally } from '../limits.js';

/** How long a sign-in lasts, in milliseconds. */
const SESSION_LIFE = 12 * HOUR;
const MOST_SESSIONS = 100;

/** How often an address may give a wrong token within a minute. */
const MOST_TRIES = 10;

const SECRET = /^[A-Za-z0-9_-]{43}$/;

export type SignIn = 'done' | 'wrong' | { readonly retryAfterSeconds: number };

/** Who is signed in. A browser is known by a secret in its cookie; kept is its digest, and in memory only. */
export class OperatorSessions {
  readonly #ends = new Map<string, Instant>();
  readonly #tries = new Tally(MOST_TRIES);
  readonly #origin: string;
  readonly #cookie: string;
  readonly #flags: string;

  /** @param publicUrl where the outside reaches the host; the cookie stays within its console */
  constructor(
    publicUrl: string,
    home: string,
    private readonly token: string | undefined,
    private readonly clock: Clock,
  ) {
    const { origin, protocol } = new URL(publicUrl);
    const isSecure = protocol === 'https:';
    this.#origin = origin;
    this.#cookie = isSecure ? '__Secure-console' : 'console';
    // An alert's link comes from another site: without its cookie the browser would be taken for a new one, and given a
    // secret over that of the sign-in. Forms are proved by more than the cookie, and no page changes anything by being opened.
    this.#flags = `Path=${home}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** The browser's secret; one that has none is given one, so that its forms can be told from strangers'. */
  visitor(ctx: Context): string {
    const known = this.#secretOf(ctx);
    if (known !== undefined) return known;
    const secret = newSecret();
    this.#set(ctx, secret, SESSION_LIFE);
    return secret;
  }

  /** The digest of the browser's secret, where it is signed in. */
  of(ctx: Context): string | undefined {
    const secret = this.#secretOf(ctx);
    if (secret === undefined) return undefined;
    const digest = digestOf(secret);
    return this.isAlive(digest) ? digest : undefined;
  }

  isAlive(digest: string): boolean {
    return (this.#ends.get(digest) ?? 0) > this.clock.now();
  }

  /** Whether the token is the right one; if so, the browser has a new secret from now on. */
  async signIn(ctx: Context, token: string): Promise<SignIn> {
    // Counted before it is compared, so that many at once are not compared at once.
    const wait = await this.#tries.count(ctx.ip);
    if (wait !== undefined) return { retryAfterSeconds: Math.ceil(wait / SECOND) };
    if (!isToken(token, this.token)) return 'wrong';
    await this.#tries.forget(ctx.ip);
    this.#forgetOld();
    const secret = newSecret();
    this.#ends.set(digestOf(secret), this.clock.now() + SESSION_LIFE);
    this.#set(ctx, secret, SESSION_LIFE);
    return 'done';
  }

  signOut(ctx: Context): void {
    this.#ends.delete(digestOf(this.#secretOf(ctx) ?? ''));
    this.#set(ctx, '', 0);
  }

  /**
   * Proves that a form is one that this browser was shown.
   * @throws Fault `request.unauthenticated` where a page of another site sends it, or it is of an earlier sign-in
   */
  demandOwnForm(ctx: Context, csrf: string | undefined): void {
    const sender = ctx.get('origin');
    const site = ctx.get('sec-fetch-site');
    if ((sender !== '' && sender !== this.#origin) || (site !== '' && site !== 'same-origin'))
      throw new Fault('request.unauthenticated', { detail: 'the form was sent from elsewhere' });
    try {
      demandFormToken(this.#secretOf(ctx) ?? newSecret(), csrf);
    } catch (error) {
      throw new Fault('request.unauthenticated', { detail: 'the form carries no valid token', cause: error });
    }
  }

  #secretOf(ctx: Context): string | undefined {
    const value = ctx.cookies.get(this.#cookie, { signed: false });
    return value !== undefined && SECRET.test(value) ? value : undefined;
  }

  // Koa refuses secure cookies on the plain HTTP that a TLS proxy speaks to the host, so the header is written here.
  #set(ctx: Context, value: string, life: number): void {
    ctx.append('Set-Cookie', `${this.#cookie}=${value}; Max-Age=${life / SECOND}; ${this.#flags}`);
  }

  #forgetOld(): void {
    const now = this.clock.now();
    for (const [digest, end] of this.#ends)
      if (end <= now || this.#ends.size >= MOST_SESSIONS) this.#ends.delete(digest);
  }
}
