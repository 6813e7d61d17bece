import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';

/** What a proxy before the host may call a request; anything else might break a line of the log. */
const GIVEN = /^[A-Za-z0-9._-]{8,64}$/;

const ids = new WeakMap<object, string>();

/**
 * By which a request's lines in the log are found, and its answer (`X-Request-Id`). A proxy that is trusted may have named
 * it; otherwise it is made here.
 */
export function requestIdOf({ req, app }: Pick<Context, 'req' | 'app'>): string {
  const known = ids.get(req);
  if (known !== undefined) return known;
  const id = nameRequest(req, app.proxy);
  ids.set(req, id);
  return id;
}

/** The same for a request that is not asked for its name again. */
export function nameRequest({ headers }: IncomingMessage, trustProxy: boolean): string {
  const given = trustProxy ? headers['x-request-id'] : undefined;
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}
