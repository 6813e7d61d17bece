import { Router, type RouterContext } from '@koa/router';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { TillError } from '../errors.js';
import { param, readBody } from '../http/requests.js';
import { checkStatus } from '../schemas.js';
import type { State } from '../state/state.js';
import { Board, SignIn } from './board.js';
import { ICON } from './icon.js';
import { SCRIPT } from './script.js';
import { type Session, Sessions, checkForm, checkOrigin } from './sessions.js';
import { STYLE } from './style.js';
import { type Shown, addressOf, viewOf } from './view.js';

const HEARTBEAT_MS = 15_000;
const TICKETS = 100;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The page at /: tickets and stock, live, for who knows the PIN. */
export function pageRoutes(state: State, pin: string): Router {
  const router = new Router();
  const sessions = new Sessions(pin);
  router.use(async (ctx, next) => {
    ctx.set({ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    ctx.set('Referrer-Policy', 'same-origin');
    await next();
  });
  assetRoutes(router);
  signRoutes(router, sessions);
  boardRoutes(router, state, sessions);
  formRoutes(router, state, sessions);
  return router;
}

function assetRoutes(router: Router): void {
  const assets = [
    ['style.css', 'text/css', STYLE],
    ['script.js', 'text/javascript', SCRIPT],
    ['icon.svg', 'image/svg+xml', ICON],
  ] as const;
  for (const [name, type, content] of assets) {
    router.get(`/page/${name}`, (ctx) => {
      ctx.type = type;
      ctx.body = content;
    });
  }
}

function signRoutes(router: Router, sessions: Sessions): void {
  router.post('/page/sign-in', async (ctx) => {
    checkOrigin(ctx);
    const form = new URLSearchParams(await readBody(ctx));
    try {
      sessions.signIn(ctx, form.get('pin') ?? '');
      seeOther(ctx, '/');
    } catch (error) {
      if (!(error instanceof TillError)) throw error;
      ctx.status = error.status;
      html(ctx, renderToString(h(SignIn, { problem: error.message })));
    }
  });
  router.post('/page/sign-out', async (ctx) => {
    const session = sessions.of(ctx);
    const form = new URLSearchParams(await readBody(ctx));
    if (session) checkForm(ctx, session, form.get('csrf') ?? '');
    sessions.signOut(ctx);
    seeOther(ctx, '/');
  });
}

function boardRoutes(router: Router, state: State, sessions: Sessions): void {
  router.get('/', (ctx) => {
    const session = sessions.of(ctx);
    if (!session) {
      html(ctx, renderToString(h(SignIn, { problem: undefined })));
      return;
    }
    const stores = state.stores.list();
    const wanted = ctx.URL.searchParams.get('store');
    const store = stores.find(({ id }) => id === wanted) ?? stores[0];
    if (!store) return;
    const view = viewOf(store, shownOf(ctx.URL.searchParams), session.csrf);
    const board = h(Board, {
      ...{ merchant: state.stores.merchant().name, stores, view },
      orders: state.orders.newest(store.id, TICKETS),
      stock: view.shown === 'stock' ? state.stock.list(store.id) : [],
      problem: session.problem,
    });
    session.problem = undefined;
    html(ctx, renderToString(board));
  });
  router.get('/page/live', (ctx) => {
    signedIn(ctx, sessions);
    live(ctx, state, ctx.URL.searchParams.get('store') ?? '');
  });
}

function formRoutes(router: Router, state: State, sessions: Sessions): void {
  const form = (path: string, act: (ctx: RouterContext, form: URLSearchParams) => void): void => {
    router.post(path, async (ctx) => {
      const session = signedIn(ctx, sessions);
      const sent = new URLSearchParams(await readBody(ctx));
      checkForm(ctx, session, sent.get('csrf') ?? '');
      const back = addressOf(encodeURIComponent(sent.get('store') ?? ''), shownOf(sent));
      try {
        act(ctx, sent);
      } catch (error) {
        if (!(error instanceof TillError)) throw error;
        session.problem = error.message;
      }
      seeOther(ctx, back);
    });
  };
  form('/page/orders/:order/status', (ctx, sent) => {
    const reason = sent.get('reason');
    const move = checkStatus({ status: sent.get('status'), ...(reason === null ? {} : { reason }) });
    state.orders.move(param(ctx, 'order'), { ...move, by: 'till' });
  });
  form('/page/stores/:store/stock/:item', (ctx, sent) => {
    state.stock.set(param(ctx, 'store'), param(ctx, 'item'), sent.get('in_stock') === 'yes');
  });
  form('/page/stores/:store/open', (ctx, sent) => {
    const open = sent.get('open') === 'yes';
    state.stores.edit(param(ctx, 'store'), { open, closed_reason: open ? null : 'closed at the till' });
  });
}

/** Throws `signed_out`. */
function signedIn(ctx: RouterContext, sessions: Sessions): Session {
  const session = sessions.of(ctx);
  if (!session) throw new TillError(401, 'signed_out', 'Sign in to the till first.');
  return session;
}

/** Server-sent events: one for each change of the store, and a comment now and then that keeps the line open. */
function live(ctx: RouterContext, { journal }: State, storeId: string): void {
  ctx.type = 'text/event-stream';
  ctx.status = 200;
  ctx.respond = false;
  const { res } = ctx;
  const unlisten = journal.listen(({ store_id, type, sequence, data }) => {
    if (store_id !== storeId) return;
    const number = type === 'order.updated' ? data.number : null;
    const isNew = type === 'order.updated' && data.history.length === 1;
    res.write(`event: change\nid: ${sequence}\ndata: ${JSON.stringify({ type, number, is_new: isNew })}\n\n`);
  });
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  res.on('close', () => {
    unlisten();
    clearInterval(heartbeat);
  });
  res.write('retry: 1000\n\n');
}

const shownOf = (values: URLSearchParams): Shown => (values.get('view') === 'stock' ? 'stock' : 'tickets');

function html(ctx: RouterContext, markup: string): void {
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!doctype html>${markup}`;
}

function seeOther(ctx: RouterContext, to: string): void {
  ctx.redirect(to);
  ctx.status = 303;
}
