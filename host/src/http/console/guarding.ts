import type { RouterMiddleware } from '@koa/router';
import type { Context, Next } from 'koa';
import { asFault, type Fault } from '@poshub-bridge/core';
import { readForm, type Parameters } from '../connect/parameters.js';
import { isLeftUnread, isOfFloods, setRetryAfter, statusOf } from '../faults.js';
import { loggedPath } from '../logged-path.js';
import { allowScript, setPageHeaders } from '../pages/headers.js';
import { sendPage } from '../pages/layout.js';
import type { Site } from './site.js';
import { STYLE } from './style.js';
import { FaultPage } from './views/fault-page.js';
import { SignInPage } from './views/sign-in-page.js';
import { requestIdOf } from '../request-id.js';

/** Gives every answer the headers of the console's pages, and answers what a route throws with a page. Strangers have few. */
export function answerWithPages(site: Site): RouterMiddleware {
  return async (ctx, next) => {
    setHeaders(site, ctx);
    try {
      if (site.sessions.of(ctx) === undefined) await site.limits.visit(ctx.ip);
      await next();
    } catch (error) {
      showFault(site, ctx, asFault(error));
    }
  };
}

function setHeaders(site: Site, ctx: Context): void {
  setPageHeaders(ctx, site.publicUrl);
  allowScript(ctx, STYLE);
}

function showFault(site: Site, ctx: Context, fault: Fault): void {
  const status = fault.code === 'request.unauthenticated' ? 403 : statusOf(fault);
  const fields = { requestId: requestIdOf(ctx), path: loggedPath(ctx), status, code: fault.code };
  if (isOfFloods(status, fault)) site.log.debug('page refused', fields);
  else if (status >= 500) site.log.error('page failed', fields, fault.cause ?? fault);
  else site.log.warn('page refused', fields);
  setHeaders(site, ctx);
  setRetryAfter(ctx, status, fault);
  if (isLeftUnread(status, fault)) ctx.set('Connection', 'close');
  sendPage(ctx, status, FaultPage({ fault, home: site.home }));
}

/** Lets pass who is signed in; everybody else is asked for the token. */
export function demandSignIn(site: Site): (ctx: Context, next: Next) => Promise<void> {
  return async (ctx, next) => {
    if (site.sessions.of(ctx) !== undefined) {
      await next();
      return;
    }
    const isPage = ctx.method === 'GET' && !ctx.path.endsWith('/live');
    const to = isPage ? `${ctx.path.slice('/console'.length)}${ctx.search}` : '';
    const problem = ctx.method === 'POST' ? 'You were signed out meanwhile. Nothing was changed.' : undefined;
    sendPage(ctx, 401, SignInPage({ place: site.placeOf(ctx), to, problem }));
  };
}

/** The fields of a form that this browser was shown. @throws Fault `request.…` */
export async function readOwnForm(site: Site, ctx: Context): Promise<Parameters> {
  const sent = await readForm(ctx, site.bodyBytes);
  site.sessions.demandOwnForm(ctx, sent.get('csrf'));
  return sent;
}
