import type { Context, Middleware, Next } from 'koa';
import { asFault, FAULTS, SECOND, type Fault, type FaultCode, type Log } from '@poshub-bridge/core';
import type { RequestLimits } from './limits.js';
import { loggedPath } from './logged-path.js';
import { requestIdOf } from './request-id.js';

const STATUSES: Partial<Record<FaultCode, number>> = {
  'request.unauthenticated': 401,
  'request.unreadable': 400,
  'request.too_large': 413,
  'request.unsupported_type': 415,
  'request.too_many': 429,
  'install.incomplete': 400,
  'install.not_allowed': 403,
  'install.expired': 403,
  'install.declined': 403,
  'connection.unknown': 404,
  'order.unknown': 404,
  'event.unknown': 404,
  'sync.unknown': 404,
  'event.not_replayable': 409,
  'order.not_resolvable': 409,
  'catalog.too_many_removed': 409,
  'store.unknown': 400,
  'store.currency_differs': 422,
  'store.incomplete': 422,
  'storage.backup_exists': 409,
  'storage.backup_elsewhere': 409,
};

/** How long a caller should wait before trying again, in seconds: POS Hub's own interval. */
const PAUSE = 30;

/** The status that a fault is answered with: what may pass by itself is 503, the rest is the bridge's mistake. */
export function statusOf(fault: Fault): number {
  return STATUSES[fault.code] ?? (fault.retry === 'never' ? 500 : 503);
}

/** Answers what a route throws in the form that POS Hub knows: `{"error": "…"}`. */
export function answerFaults(log: Log, limits: RequestLimits): Middleware {
  return async (ctx: Context, next: Next) => {
    // Asked for now, and kept by Koa: where a connection broke off, nobody can tell any more.
    const { ip } = ctx;
    try {
      await next();
    } catch (error) {
      const fault = await limits.refuse(ip, asFault(error));
      const status = statusOf(fault);
      const fields = { requestId: requestIdOf(ctx), path: loggedPath(ctx), status, code: fault.code };
      if (isOfFloods(status, fault)) log.debug('request refused', fields);
      else if (status >= 500) log.error('request failed', fields, fault.cause ?? error);
      else log.warn('request refused', fields);
      answer(ctx, status, fault);
    }
  };
}

/** What went wrong inside is for the log: paths, hosts and drivers' codes are nobody else's business. */
function messageOf(fault: Fault, status: number): string {
  const isInside = status >= 500 && (fault.side === 'bridge' || fault.side === 'configuration');
  return isInside ? FAULTS[fault.code].summary : fault.message;
}

/** Says when to come again, where that is worth a try. */
export function setRetryAfter(ctx: Context, status: number, { retryAfterMs }: Fault): void {
  if (status === 503) ctx.set('Retry-After', String(PAUSE));
  if (status === 429) ctx.set('Retry-After', String(Math.ceil((retryAfterMs ?? PAUSE * SECOND) / SECOND)));
}

/** Whether what is left of a request's body is not read, so that its connection ends with the answer. */
export function isLeftUnread(status: number, { code }: Fault): boolean {
  return status === 413 || status === 415 || status === 429 || code === 'request.no_room';
}

/** Whether a fault may come in floods, which must not fill the disk with lines about it. */
export function isOfFloods(status: number, { code }: Fault): boolean {
  return status === 429 || code === 'request.no_room';
}

function answer(ctx: Context, status: number, fault: Fault): void {
  ctx.status = status;
  ctx.body = { error: messageOf(fault, status), code: fault.code };
  setRetryAfter(ctx, status, fault);
  if (status === 401) ctx.set('WWW-Authenticate', 'Bearer');
  if (isLeftUnread(status, fault)) ctx.set('Connection', 'close');
}
