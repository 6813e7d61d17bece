import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';

/** What a proxy before the host may call a request; anything else might break a line of the log. */
const GIVEN = /^[A-Za-z0-9._-]{8,64}$/;

const ids = new WeakMap<object, string>();

/**
 * By which a request's lines in the log are found, and its answer (`X-Request-Id`). A proxy that is trusted may have named
 * it; otherwise it is made here.
 */
export function requestIdOf(ctx: Pick<Context, 'req' | 'app' | 'get'>): string {
  const known = ids.get(ctx.req);
  if (known !== undefined) return known;
  const given = ctx.app.proxy ? ctx.get('x-request-id') : '';
  const id = GIVEN.test(given) ? given : randomUUID();
  ids.set(ctx.req, id);
  return id;
}
