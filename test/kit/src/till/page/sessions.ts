import { createHash, randomBytes } from 'node:crypto';
import type { RouterContext } from '@koa/router';
import { TillError } from '../errors.js';
import { sameSecret } from '../http/answers.js';

const COOKIE = 'till_session';
const LASTS_MS = 12 * 3_600_000;
const MOST = 100;
const TRIES = 5;
const PAUSE_MS = 30_000;

export interface Session {
  /** Goes with every form, so that no other site can send one. */
  csrf: string;
  expires: number;
  /** Why the last form changed nothing; shown once. */
  problem: string | undefined;
}

/** Who has signed in to the page; forgotten when the till stops. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  #failures = 0;
  #pausedUntil = 0;

  constructor(private readonly secret: string) {}

  /** Sets the cookie. Throws `pin_wrong`, or `too_many_tries` for half a minute after five wrong ones. */
  signIn(ctx: RouterContext, pin: string): void {
    const now = Date.now();
    if (now < this.#pausedUntil) throw new TillError(429, 'too_many_tries', 'Too many wrong PINs: wait half a minute.');
    if (!sameSecret(pin, this.secret)) {
      this.#failures += 1;
      if (this.#failures % TRIES === 0) this.#pausedUntil = now + PAUSE_MS;
      throw new TillError(403, 'pin_wrong', 'That is not the PIN of this till.');
    }
    this.#failures = 0;
    for (const [id, { expires }] of this.#sessions) {
      if (expires < now || this.#sessions.size >= MOST) this.#sessions.delete(id);
    }
    const id = randomBytes(24).toString('base64url');
    this.#sessions.set(hash(id), {
      csrf: randomBytes(24).toString('base64url'),
      expires: now + LASTS_MS,
      problem: undefined,
    });
    ctx.cookies.set(COOKIE, id, { httpOnly: true, sameSite: 'strict', maxAge: LASTS_MS });
  }

  signOut(ctx: RouterContext): void {
    this.#sessions.delete(hash(ctx.cookies.get(COOKIE) ?? ''));
    ctx.cookies.set(COOKIE, null);
  }

  of(ctx: RouterContext): Session | undefined {
    const session = this.#sessions.get(hash(ctx.cookies.get(COOKIE) ?? ''));
    return session && session.expires > Date.now() ? session : undefined;
  }
}

/** Throws `form_refused` for a form that another site's page sent. */
export function checkOrigin(ctx: RouterContext): void {
  const origin = ctx.get('Origin');
  if (origin !== '' && origin !== `${ctx.protocol}://${ctx.host}`) throw refused();
}

/** Throws `form_refused` for a form that this session's page did not make. */
export function checkForm(ctx: RouterContext, session: Session, csrf: string): void {
  checkOrigin(ctx);
  if (!sameSecret(csrf, session.csrf)) throw refused();
}

const refused = (): TillError => new TillError(403, 'form_refused', 'This form was not made by the till.');
const hash = (id: string): string => createHash('sha256').update(id).digest('hex');
