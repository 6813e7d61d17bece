import Router from '@koa/router';
import type { Context } from 'koa';
import type { HttpDeps } from '../deps.js';
import { sendPage } from '../pages/layout.js';
import { askToDisconnect, disconnect, showConnection, showConnections, sync } from './connections.js';
import { answerWithPages, demandSignIn, readOwnForm } from './guarding.js';
import { decide, showOrder, showOverview } from './orders.js';
import { SCRIPT } from './script.js';
import { createSite, type Site } from './site.js';
import { SignInPage } from './views/sign-in-page.js';
import { requestIdOf } from '../request-id.js';

/** The operator's console: pages behind the API token that work without a script and move by themselves with it. */
export function consoleRoutes(deps: HttpDeps): Router {
  const site = createSite(deps);
  const router = new Router({ prefix: '/console' });
  const signedIn = demandSignIn(site);
  const id = (ctx: { readonly params: Readonly<Record<string, string>> }): string => ctx.params['id'] ?? '';
  router.use(answerWithPages(site));

  router.get('/script.js', (ctx) => {
    ctx.type = 'text/javascript; charset=utf-8';
    ctx.body = SCRIPT;
  });
  router.post('/sign-in', (ctx) => signIn(site, ctx));
  router.post('/sign-out', (ctx) => signOut(site, ctx));

  router.get('/', signedIn, (ctx) => showOverview(site, ctx));
  router.get('/live', signedIn, (ctx) => listen(site, ctx));
  router.get('/orders/:id', signedIn, (ctx) => showOrder(site, ctx, id(ctx)));
  router.post('/orders/:id', signedIn, (ctx) => decide(site, ctx, id(ctx)));
  router.get('/connections', signedIn, (ctx) => showConnections(site, ctx));
  router.get('/connections/:id', signedIn, (ctx) => showConnection(site, ctx, id(ctx)));
  router.post('/connections/:id/sync', signedIn, (ctx) => sync(site, ctx, id(ctx)));
  router.get('/connections/:id/disconnect', signedIn, (ctx) => askToDisconnect(site, ctx, id(ctx)));
  router.post('/connections/:id/disconnect', signedIn, (ctx) => disconnect(site, ctx, id(ctx)));
  return router;
}

function listen({ sessions, streams }: Site, ctx: Context): void {
  const session = sessions.of(ctx);
  streams.open(ctx, () => session !== undefined && sessions.isAlive(session));
}

async function signIn(site: Site, ctx: Context): Promise<void> {
  const sent = await readOwnForm(site, ctx);
  const to = ownPath(sent.get('to'));
  const result = await site.sessions.signIn(ctx, sent.get('token') ?? '');
  if (result === 'done') {
    site.log.info('operator signed in', { requestId: requestIdOf(ctx) });
    site.goTo(ctx, to);
    return;
  }
  const place = site.placeOf(ctx);
  if (result === 'wrong') {
    site.log.warn('sign-in refused', { requestId: requestIdOf(ctx), reason: 'wrong token' });
    sendPage(ctx, 403, SignInPage({ place, to, problem: 'That is not the API token of this bridge.' }));
    return;
  }
  site.log.warn('sign-in refused', { requestId: requestIdOf(ctx), reason: 'too many tries' });
  ctx.set('Retry-After', String(result.retryAfterSeconds));
  const problem = `Too many tries. Wait ${result.retryAfterSeconds} seconds, then sign in again.`;
  sendPage(ctx, 429, SignInPage({ place, to, problem }));
}

async function signOut(site: Site, ctx: Context): Promise<void> {
  await readOwnForm(site, ctx);
  site.sessions.signOut(ctx);
  site.streams.review();
  site.goTo(ctx, '');
}

/** A path below the console's, and nothing else that a browser could be led to. */
function ownPath(path: string | undefined): string {
  return path !== undefined && /^(\/[a-z][\w/.:%-]*)?(\?[\w=&.%+:-]*)?$/i.test(path) ? path : '';
}
