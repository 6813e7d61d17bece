import { changeOrder } from '../api/orders.js';
import { found } from '../api/guard.js';
import { pull } from '../api/pull.js';
import { param, queryOf, readJson, type HubRouter } from '../http/context.js';
import { HubError } from '../http/errors.js';
import type { Hub } from '../hub.js';
import { buildOrder } from '../orders/build.js';
import { isFinished } from '../orders/move.js';
import { onTheWire } from '../orders/wire.js';
import type { OrderDraft, StoredOrder } from '../orders/types.js';
import { readCancel, readDraft } from './read.js';

/** The customer's side of orders, and the catalogs they are chosen from. */
export function orderRoutes(router: HubRouter, hub: Hub): void {
  const { orders, catalogs } = hub.state;
  const one = (id: string): StoredOrder => found(orders.get(id), 'order');

  router.post('/orders', async (ctx) => {
    ctx.body = { data: placeOrder(hub, readDraft((await readJson(ctx)) ?? {})) };
  });
  router.get('/orders', (ctx) => {
    const location = queryOf(ctx, 'locationId');
    const after = Number(queryOf(ctx, 'after') ?? 0);
    const listed = [...orders.values()].filter(
      ({ order, sequence }) => sequence > after && order.locationId === (location ?? order.locationId),
    );
    ctx.body = { data: listed.slice(0, Number(queryOf(ctx, 'limit') ?? listed.length)) };
  });
  router.get('/orders/:id', (ctx) => {
    ctx.body = { data: one(param(ctx, 'id')) };
  });
  router.post('/orders/:id/cancel', async (ctx) => {
    const { reason } = readCancel((await readJson(ctx)) ?? {});
    ctx.body = { data: cancelOrder(hub, param(ctx, 'id'), reason) };
  });

  router.get('/locations/:id/catalog', (ctx) => {
    const catalog = found(catalogs.get(param(ctx, 'id')), 'catalog');
    ctx.body = {
      data: {
        ...{ imports: catalog.imports, importedAt: catalog.importedAt },
        ...{ categories: [...catalog.categories.values()], modifiers: [...catalog.modifiers.values()] },
        ...{ modifierGroups: [...catalog.modifierGroups.values()], products: [...catalog.products.values()] },
      },
    };
  });
  router.post('/locations/:id/sync', async (ctx) => {
    await syncLocation(hub, param(ctx, 'id'));
    ctx.status = 204;
  });
}

/** Puts an order in and announces it. The location is the first one where none is named. */
export function placeOrder(hub: Hub, draft: OrderDraft): StoredOrder {
  const [first] = hub.state.locations.keys();
  const location = found(hub.state.locations.get(draft.locationId ?? first ?? ''), 'location');
  const account = found(hub.state.accounts.get(location.accountId), 'account');
  const stored = buildOrder(hub, location, account, draft);
  const { id: orderId, accountId, locationId } = stored.order;
  hub.state.orders.set(stored);
  if (draft.announce !== false)
    hub.announce({
      ...{ objectType: 'ORDER', eventType: 'INSERT', accountId, locationId, orderId },
      newState: onTheWire(hub, stored.order),
    });
  return stored;
}

/** Cancels an order as its customer does. */
export function cancelOrder(hub: Hub, id: string, reason = 'CUSTOMER_CANCELLED'): StoredOrder {
  const stored = found(hub.state.orders.get(id), 'order');
  if (isFinished(stored.order.status)) throw new HubError(409, `the order is ${stored.order.status} already`);
  const customer = { id: stored.order.clientId, name: 'the customer' };
  return changeOrder(hub, stored, { status: 'CANCELLED', cancellationReason: reason }, customer);
}

/** Pulls the catalog from each application of a location, as a person's "sync" does. */
export async function syncLocation(hub: Hub, locationId: string): Promise<void> {
  const connections = hub.state.connectionsAt(locationId);
  if (connections.length === 0) throw new HubError(409, 'no application is installed at this location');
  for (const connection of connections) {
    const application = found(hub.state.applications.get(connection.applicationId), 'application');
    await pull(hub, application, connection);
  }
}
