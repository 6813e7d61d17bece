import type { Context } from 'koa';
import { Fault, type Connection, type OrderRecord } from '@poshub-bridge/core';
import { formToken } from '../connect/browser.js';
import type { HttpDeps } from '../deps.js';
import { BETWEEN_READINGS, Gauges } from './gauges.js';
import { ChangeFeed } from './feed.js';
import { OperatorSessions } from './sessions.js';
import { LiveStreams } from './streams.js';
import type { Place } from './views/frame.js';

/** What the console's pages share. */
export interface Site extends Pick<
  HttpDeps,
  'services' | 'ledger' | 'manifest' | 'clock' | 'chance' | 'log' | 'limits'
> {
  readonly publicUrl: string;
  readonly bodyBytes: number;
  readonly sessions: OperatorSessions;
  readonly streams: LiveStreams;
  readonly gauges: Gauges;
  readonly feed: ChangeFeed;
  /** The path of the console as browsers see it. */
  readonly home: string;
  /** What a page needs to know to lead to others. */
  placeOf(ctx: Context): Place;
  /** Sends the browser on to a page of the console. */
  goTo(ctx: Context, path: string): void;
  /** @throws Fault `order.unknown` */
  order(id: string): Promise<OrderRecord>;
  /** @throws Fault `connection.unknown` */
  connection(id: string): Promise<Connection>;
}

export function createSite(deps: HttpDeps): Site {
  const { services, ledger, queue, clock, log, publicUrl, feed = new ChangeFeed() } = deps;
  const stopping = deps.stopping ?? new AbortController().signal;
  const home = `${new URL(publicUrl).pathname.replace(/\/$/, '')}/console`;
  const sessions = new OperatorSessions(publicUrl, home, deps.apiToken, clock);
  const gauges = new Gauges(queue, clock, log);
  const streams = new LiveStreams(stopping);
  goOn({ feed, gauges, streams, progress: services.syncing.progress, stopping });
  return {
    ...deps,
    feed,
    sessions,
    streams,
    gauges,
    home,
    placeOf: (ctx) => ({
      home,
      csrf: formToken(sessions.visitor(ctx)),
      now: clock.now(),
    }),
    goTo: (ctx, path) => {
      // After a form 303 makes the browser ask with GET.
      ctx.status = 303;
      ctx.set('Location', `${home}${path}`);
      ctx.body = '';
    },
    order: async (id) => {
      const record = await ledger.orders.get(id);
      if (record === undefined) throw new Fault('order.unknown');
      return record;
    },
    connection: async (id) => {
      const connection = await ledger.connections.get(id);
      if (connection === undefined) throw new Fault('connection.unknown');
      return connection;
    },
  };
}

/** Keeps gauges and streams current until the host stops. */
function goOn(parts: {
  readonly feed: ChangeFeed;
  readonly gauges: Gauges;
  readonly streams: LiveStreams;
  readonly progress: Site['services']['syncing']['progress'];
  readonly stopping: AbortSignal;
}): void {
  const { feed, gauges, streams, progress, stopping } = parts;
  const unlisten = feed.listen((change) => {
    if (change.kind === 'order' && change.ticketAfter !== undefined) gauges.ticketAfter(change.ticketAfter);
    streams.tell(change);
  });
  const unwatch = progress.watch((id) => feed.tell({ kind: 'sync', id }));
  const read = (): void => void gauges.read().then(() => feed.tell({ kind: 'gauges' }));
  const timer = setInterval(read, BETWEEN_READINGS).unref();
  read();
  stopping.addEventListener(
    'abort',
    () => {
      clearInterval(timer);
      unlisten();
      unwatch();
    },
    { once: true },
  );
}
