import Koa from 'koa';

/** What a server hands requests to. */
export type Entrance = Pick<Koa, 'callback'>;

/** The host's entrance, which stands before there is anybody behind it. */
export interface Door extends Entrance {
  /** From now on the requests go to the application. */
  open(app: Entrance): void;
}

/** How long a caller should wait while the host starts, in seconds. */
const PAUSE = 5;

/**
 * A door that is closed: the process is live, but takes nothing while the storage is opened and migrated. POS Hub and the
 * till are told to come again, which is better than not being answered.
 */
export function createDoor(): Door {
  let handle = startingApp().callback();
  return {
    callback: () => (request, response) => handle(request, response),
    open: (app) => {
      handle = app.callback();
    },
  };
}

function startingApp(): Koa {
  const app = new Koa();
  app.use((ctx) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    if (ctx.method === 'GET' && ctx.path === '/health/live') {
      ctx.body = { data: { status: 'live' } };
      return;
    }
    ctx.status = 503;
    ctx.set('Retry-After', String(PAUSE));
    ctx.body = ctx.path === '/health/ready' ? { data: { status: 'starting' } } : { error: 'The host is starting.' };
  });
  return app;
}
