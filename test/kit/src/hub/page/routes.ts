import { cancelOrder, placeOrder, syncLocation } from '../admin/orders.js';
import { found } from '../api/guard.js';
import { newRouter, param, readForm, type Context, type HubRouter } from '../http/context.js';
import { HubError } from '../http/errors.js';
import { same } from '../http/secrets.js';
import type { Hub } from '../hub.js';
import { startInstall } from '../installs.js';
import type { SampleName } from '../orders/types.js';
import { styleSheet } from './layout.js';
import { overviewPage, signInPage } from './overview.js';
import { sendPage } from './send.js';
import { genuine, Sessions } from './sessions.js';

const samples: readonly SampleName[] = ['pickup', 'delivery', 'dine-in', 'in-store', 'waiting'];

/** The page for a person: signing in, the overview, and its buttons. */
export function pageRouter(hub: Hub, adminToken: string): HubRouter {
  const router = newRouter();
  const sessions = new Sessions();

  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.body = styleSheet;
  });
  router.get('/', (ctx) => {
    const session = sessions.of(ctx);
    if (session === undefined) {
      sendPage(ctx, signInPage(false));
      return;
    }
    sendPage(ctx, overviewPage(hub, session.csrf, session.notice));
    delete session.notice;
  });
  router.post('/sign-in', async (ctx) => {
    const { token = '' } = await readForm(ctx);
    if (!same(token, adminToken)) {
      sendPage(ctx, signInPage(true));
      ctx.status = 401;
      return;
    }
    sessions.open(ctx);
    home(ctx);
  });
  router.get('/connect/:id', (ctx) => {
    if (sessions.of(ctx) === undefined) {
      home(ctx);
      return;
    }
    const [application] = hub.state.applications.values();
    const location = found(hub.state.locations.get(param(ctx, 'id')), 'location');
    ctx.redirect(startInstall(hub, found(application, 'application'), location).authorizeUrl);
  });
  buttonRoutes(router, hub, sessions);
  return router;
}

function buttonRoutes(router: HubRouter, hub: Hub, sessions: Sessions): void {
  const button = (path: string, act: (ctx: Context) => unknown): void => {
    router.post(path, async (ctx) => {
      const session = sessions.of(ctx);
      if (session === undefined || !genuine(session, await readForm(ctx)))
        throw new HubError(403, 'this form is not from a page of yours: load the page again');
      try {
        await act(ctx);
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        session.notice = error.message;
      }
      home(ctx);
    });
  };
  button('/do/sign-out', (ctx) => sessions.close(ctx));
  button('/do/sync/:id', (ctx) => syncLocation(hub, param(ctx, 'id')));
  button('/do/cancel/:id', (ctx) => cancelOrder(hub, param(ctx, 'id')));
  button('/do/order/:id/:sample', (ctx) => {
    const sample = samples.find((name) => name === param(ctx, 'sample'));
    placeOrder(hub, { locationId: param(ctx, 'id'), sample: found(sample, 'sample') });
  });
}

function home(ctx: Context): void {
  ctx.status = 303;
  ctx.redirect('/');
}
