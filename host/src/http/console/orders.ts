import type { Context } from 'koa';
import { SECOND, SETTLEMENTS, type Connection } from '@poshub-bridge/core';
import { queryOf } from '../body.js';
import { sendPage } from '../pages/layout.js';
import { PHASES } from '../phases.js';
import { resolveOrder, waysOutOf, type Resolution } from '../resolving.js';
import { readOwnForm } from './guarding.js';
import type { Site } from './site.js';
import { toldOf } from './told.js';
import { OrderPage } from './views/order-page.js';
import { OverviewPage } from './views/overview-page.js';

const ON_A_PAGE = 25;
const MOST_ATTENTIONS = 20;

/** How long the answer to a decision waits for it to take effect, in milliseconds: who has no script sees the effect at once. */
const PATIENCE = SECOND;

export async function showOverview(site: Site, ctx: Context): Promise<void> {
  const { ledger, gauges, clock } = site;
  const { phase, connection: connectionId = '', after, told } = queryOf(ctx);
  const wanted = {
    phase: PHASES.find((known) => known === phase),
    connectionId: connectionId === '' ? undefined : connectionId,
  };
  const [connections, attentions, orders] = await Promise.all([
    ledger.connections.list(),
    ledger.orders.list({ phase: 'attention', limit: MOST_ATTENTIONS }),
    ledger.orders.list({
      limit: ON_A_PAGE,
      ...(wanted.phase === undefined ? {} : { phase: wanted.phase }),
      ...(wanted.connectionId === undefined ? {} : { connectionId: wanted.connectionId }),
      ...(after === undefined ? {} : { after }),
    }),
  ]);
  const page = OverviewPage({
    place: site.placeOf(ctx),
    told: toldOf(told),
    connections: new Map(connections.map((one): [string, Connection] => [one.connectionId, one])),
    attentions,
    charts: { now: clock.now(), waiting: gauges.waiting, tickets: gauges.tickets },
    wanted,
    orders,
    isLater: after !== undefined,
  });
  sendPage(ctx, 200, page);
}

export async function showOrder(site: Site, ctx: Context, id: string): Promise<void> {
  const { ledger } = site;
  const record = await site.order(id);
  const [connection, timeline] = await Promise.all([
    ledger.connections.get(record.connectionId),
    ledger.orders.timeline(id),
  ]);
  const told = toldOf(queryOf(ctx)['told']);
  sendPage(ctx, 200, OrderPage({ place: site.placeOf(ctx), told, record, connection, timeline }));
}

/** Takes in what the operator decided about an order that needs them. */
export async function decide(site: Site, ctx: Context, id: string): Promise<void> {
  const sent = await readOwnForm(site, ctx);
  const record = await site.order(id);
  const way = waysOutOf(record).find((one) => one === sent.get('action'));
  const back = sent.get('from') === 'orders' ? '?' : `/orders/${encodeURIComponent(id)}?`;
  if (way === undefined) {
    site.goTo(ctx, `${back}told=moved-on`);
    return;
  }
  const isEffect = site.feed.next(
    (change) => change.kind === 'order' && change.id === id,
    (signal) => site.clock.sleep(PATIENCE, signal),
  );
  await resolveOrder(site, record, resolutionOf(way, sent.get('round')));
  await isEffect;
  site.goTo(ctx, `${back}told=${way}`);
}

function resolutionOf(way: string, round: string | undefined): Resolution {
  const settlement = SETTLEMENTS.find((one) => one === way);
  if (settlement !== undefined) return { action: 'settle', as: settlement };
  return round !== undefined && /^\d{1,6}$/.test(round)
    ? { action: 'retry', round: Number(round) }
    : { action: 'retry' };
}
