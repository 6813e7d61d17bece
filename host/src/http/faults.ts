import type { Context, Middleware, Next } from 'koa';
import { asFault, FAULTS, type Fault, type FaultCode, type Log } from '@poshub-bridge/core';

const STATUSES: Partial<Record<FaultCode, number>> = {
  'request.unauthenticated': 401,
  'request.unreadable': 400,
  'request.too_large': 413,
  'request.unsupported_type': 415,
  'install.incomplete': 400,
  'install.not_allowed': 403,
  'install.expired': 403,
  'install.declined': 403,
  'connection.unknown': 404,
  'order.unknown': 404,
  'catalog.too_many_removed': 409,
  'store.unknown': 400,
};

/** How long a caller should wait before trying again, in seconds: POS Hub's own interval. */
const PAUSE = 30;

/** The status that a fault is answered with: what may pass by itself is 503, the rest is the bridge's mistake. */
export function statusOf(fault: Fault): number {
  return STATUSES[fault.code] ?? (fault.retry === 'never' ? 500 : 503);
}

/** Answers what a route throws in the form that POS Hub knows: `{"error": "…"}`. */
export function answerFaults(log: Log): Middleware {
  return async (ctx: Context, next: Next) => {
    try {
      await next();
    } catch (error) {
      const fault = asFault(error);
      const status = statusOf(fault);
      if (status >= 500)
        log.error('request failed', { path: ctx.path, status, code: fault.code }, fault.cause ?? error);
      else log.warn('request refused', { path: ctx.path, status, code: fault.code });
      answer(ctx, status, fault);
    }
  };
}

/** What went wrong inside is for the log: paths, hosts and drivers' codes are nobody else's business. */
function messageOf(fault: Fault, status: number): string {
  const isInside = status >= 500 && (fault.side === 'bridge' || fault.side === 'configuration');
  return isInside ? FAULTS[fault.code].summary : fault.message;
}

function answer(ctx: Context, status: number, fault: Fault): void {
  ctx.status = status;
  ctx.body = { error: messageOf(fault, status), code: fault.code };
  if (status === 503) ctx.set('Retry-After', String(PAUSE));
  if (status === 401) ctx.set('WWW-Authenticate', 'Bearer');
  // What is left of a body that was refused is not read.
  if (status === 413 || status === 415) ctx.set('Connection', 'close');
}
