import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { TillError } from '../errors.js';

/** Turns what is thrown further in, and what no route answers, into the till's error bodies. */
export const errorAnswers: Middleware = async (ctx, next) => {
  try {
    await next();
    if (ctx.respond === false || ctx.body !== undefined) return;
    if (ctx.status === 404) throw new TillError(404, 'not_found', 'There is no such address.');
    if (ctx.status === 405) throw new TillError(405, 'method_not_allowed', 'This address has no such method.');
  } catch (error) {
    if (error instanceof TillError) {
      ctx.status = error.status;
      ctx.body = error.body;
    } else if (!ctx.req.socket.destroyed) {
      ctx.status = 500;
      ctx.body = new TillError(500, 'internal', 'The till has failed. The order may or may not be taken.').body;
      ctx.app.emit('error', error, ctx);
    }
  }
};

/** The bearer token of a request. */
export const tokenOf = (ctx: Context): string | undefined =>
  /^Bearer ([\x21-\x7e]{1,256})$/i.exec(ctx.get('Authorization'))?.[1];

/** Lets only requests with a bearer token on for which `valid` is true. Throws `key_invalid`. */
export const bearer =
  (valid: (token: string) => boolean): Middleware =>
  async (ctx, next) => {
    const token = tokenOf(ctx);
    if (token === undefined || !valid(token)) {
      ctx.set('WWW-Authenticate', 'Bearer');
      throw new TillError(401, 'key_invalid', 'Send a valid key as Authorization: Bearer <key>.');
    }
    await next();
  };

/** Compares secrets in a time that doesn't depend on them. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
