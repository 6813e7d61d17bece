import type { RouterMiddleware } from '@koa/router';
import type { Context, Next } from 'koa';
import { asFault, type Fault } from '@poshub-bridge/core';
import { isLeftUnread, isOfFloods, setRetryAfter } from '../faults.js';
import { loggedPath } from '../logged-path.js';
import { setPageHeaders } from '../pages/headers.js';
import { sendPage } from '../pages/layout.js';
import type { Site } from './site.js';
import { FaultPage } from './views/end-pages.js';
import { pageStatus } from './words.js';
import { requestIdOf } from '../request-id.js';

/** Faults after which no link leads back. */
const OVER = new Set(['connection.unknown', 'request.too_many']);

/** Gives every answer the headers of pages, and answers what a route throws with a page. No address opens pages without end. */
export function answerWithPages(site: Site): RouterMiddleware {
  return async (ctx, next) => {
    setPageHeaders(ctx, site.publicUrl);
    try {
      await site.limits.visit(ctx.ip);
      await next();
    } catch (error) {
      const fault = asFault(error);
      const connectionId = ctx.params['connectionId'];
      const isOver = connectionId === undefined || fault.code.startsWith('install.') || OVER.has(fault.code);
      showFault(site, ctx, fault, isOver ? undefined : site.pathOf(connectionId));
    }
  };
}

/** Opening these URLs uses up what they carry, so a HEAD request, which only looks, is refused. */
export async function refuseLooking(ctx: Context, next: Next): Promise<void> {
  if (ctx.method === 'HEAD') {
    ctx.status = 405;
    ctx.set('Allow', 'GET');
  } else await next();
}

/**
 * A page about a fault that can't be mended on a form.
 * @param back where the merchant can go on, if there is such a place
 */
export function showFault(site: Site, ctx: Context, fault: Fault, back?: string): void {
  const status = noteFault(site, ctx, fault);
  setPageHeaders(ctx, site.publicUrl);
  if (isLeftUnread(status, fault)) ctx.set('Connection', 'close');
  sendPage(ctx, status, FaultPage({ till: site.tillName, fault, ...(back === undefined ? {} : { back }) }));
}

/** Logs a fault that a page tells of, and gives the page's status. */
export function noteFault({ log }: Site, ctx: Context, fault: Fault): number {
  const status = pageStatus(fault);
  const fields = { requestId: requestIdOf(ctx), path: loggedPath(ctx), status, code: fault.code };
  if (isOfFloods(status, fault)) log.debug('page refused', fields);
  else if (status >= 500) log.error('page failed', fields, fault.cause ?? fault);
  else log.warn('page refused', fields);
  setRetryAfter(ctx, status, fault);
  return status;
}
