import { randomBytes } from 'node:crypto';
import type { Context } from '../http/context.js';
import { same } from '../http/secrets.js';

/** A signed-in browser. `csrf` is in each form of its pages; `notice` is shown to it once. */
export interface Session {
  csrf: string;
  until: number;
  notice?: string;
}

const life = 12 * 3_600_000;
const cookie = 'poshub_simulator';

/** The signed-in browsers. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  open(ctx: Context): void {
    const id = randomBytes(32).toString('base64url');
    for (const [old, { until }] of this.#sessions) if (until < Date.now()) this.#sessions.delete(old);
    this.#sessions.set(id, { csrf: randomBytes(32).toString('base64url'), until: Date.now() + life });
    ctx.cookies.set(cookie, id, { httpOnly: true, sameSite: 'strict', overwrite: true, signed: false });
  }

  /** The session of a request, while it lasts. */
  of(ctx: Context): Session | undefined {
    const session = this.#sessions.get(ctx.cookies.get(cookie) ?? '');
    return session !== undefined && session.until > Date.now() ? session : undefined;
  }

  close(ctx: Context): void {
    this.#sessions.delete(ctx.cookies.get(cookie) ?? '');
    ctx.cookies.set(cookie, null, { httpOnly: true, sameSite: 'strict', signed: false });
  }
}

/** Whether a form comes from a page of this session. */
export const genuine = (session: Session, form: Record<string, string>): boolean => same(form.csrf ?? '', session.csrf);
