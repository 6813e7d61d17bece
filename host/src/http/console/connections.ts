import type { Context } from 'koa';
import { asFault, type Connection } from '@poshub-bridge/core';
import { queryOf } from '../body.js';
import { sendPage } from '../pages/layout.js';
import { readOwnForm } from './guarding.js';
import type { Site } from './site.js';
import { toldOf } from './told.js';
import { ConnectionPage, DisconnectPage } from './views/connection-page.js';
import { ConnectionsPage, type Standing } from './views/connections-page.js';
import { requestIdOf } from '../request-id.js';

const ON_A_PAGE = 20;

export async function showConnections(site: Site, ctx: Context): Promise<void> {
  const { page = '1', told } = queryOf(ctx);
  const all = (await site.ledger.connections.list()).toSorted((one, other) => rank(one) - rank(other));
  const pages = Math.max(1, Math.ceil(all.length / ON_A_PAGE));
  const at = /^[1-9]\d{0,5}$/.test(page) ? Math.min(pages, Number(page)) : 1;
  const shown = all.slice((at - 1) * ON_A_PAGE, at * ON_A_PAGE);
  const view = ConnectionsPage({
    place: site.placeOf(ctx),
    told: toldOf(told),
    standings: await Promise.all(shown.map((connection) => standingOf(site, connection))),
    newer: at > 1 ? at - 1 : undefined,
    older: at < pages ? at + 1 : undefined,
  });
  sendPage(ctx, 200, view);
}

/** Those that need somebody come first, those that are over last. */
function rank({ status }: Connection): number {
  return ['failed', 'pending', 'connected', 'removed'].indexOf(status);
}

async function standingOf({ ledger, services }: Site, connection: Connection): Promise<Standing> {
  const { connectionId } = connection;
  const runs = await ledger.catalogs.runs(connectionId);
  return { connection, runs, running: services.syncing.progress.running(connectionId) };
}

export async function showConnection(site: Site, ctx: Context, id: string): Promise<void> {
  const standing = await standingOf(site, await site.connection(id));
  const told = toldOf(queryOf(ctx)['told']);
  sendPage(ctx, 200, ConnectionPage({ place: site.placeOf(ctx), told, ...standing }));
}

/** Begins a sync; it goes on after the answer. */
export async function sync(site: Site, ctx: Context, id: string): Promise<void> {
  const sent = await readOwnForm(site, ctx);
  const { status } = await site.connection(id);
  const back = sent.get('from') === 'connections' ? '/connections?' : `/connections/${encodeURIComponent(id)}?`;
  if (status !== 'connected') {
    site.goTo(ctx, `${back}told=not-connected`);
    return;
  }
  site.services.syncing.push(id, 'operator', sent.get('force') === 'yes').catch((error: unknown) => {
    // What went wrong is in the sync's report.
    site.log.debug('sync asked for in the console failed', { connectionId: id, code: asFault(error).code });
  });
  site.log.info('sync asked for', { requestId: requestIdOf(ctx), connectionId: id });
  site.goTo(ctx, `${back}told=sync-begun`);
}

export async function askToDisconnect(site: Site, ctx: Context, id: string): Promise<void> {
  sendPage(ctx, 200, DisconnectPage({ place: site.placeOf(ctx), connection: await site.connection(id) }));
}

export async function disconnect(site: Site, ctx: Context, id: string): Promise<void> {
  await readOwnForm(site, ctx);
  const { status } = await site.connection(id);
  const back = `/connections/${encodeURIComponent(id)}?`;
  if (status === 'removed') {
    site.goTo(ctx, `${back}told=not-connected`);
    return;
  }
  await site.services.connecting.disconnect(id);
  site.goTo(ctx, `${back}told=disconnected`);
}
