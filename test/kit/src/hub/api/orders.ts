import { param, queryOf, readJson, type Context, type HubRouter } from '../http/context.js';
import type { Hub } from '../hub.js';
import { onTheWire } from '../orders/wire.js';
import { move } from '../orders/move.js';
import type { OrderPatch, StoredOrder } from '../orders/types.js';
import { receivedSchemas } from '../schemas/index.js';
import { ajv, checker } from '../validate.js';
import { enter, found, type Access } from './guard.js';
import { pageOf } from './paging.js';

const readPatch = checker(ajv.compile<OrderPatch>(receivedSchemas.OrderPatchEntity));

/** Orders of a location: list (the newest first), read, PATCH. */
export function orderRoutes(router: HubRouter, hub: Hub, base: string): void {
  router.get(`${base}/orders`, (ctx) => {
    const { location } = enter(hub, ctx, 'orders.read');
    const { orders } = hub.state;
    const page = pageOf(ctx, {
      keyOf: ({ order }) => order.id,
      from: (last) => {
        const behind = last === undefined ? undefined : orders.get(last);
        return last !== undefined && behind?.order.locationId !== location.id
          ? undefined
          : orders.newest(location.id, behind);
      },
      fits: fitting(ctx),
    });
    ctx.body = { ...page, data: page.data.map((stored) => onTheWire(hub, stored.order)) };
  });

  router.get(`${base}/orders/:orderId`, (ctx) => {
    ctx.body = { data: onTheWire(hub, mine(ctx, hub, enter(hub, ctx, 'orders.read')).order) };
  });

  router.patch(`${base}/orders/:orderId`, async (ctx) => {
    const access = enter(hub, ctx, 'orders.write');
    const patch = readPatch(await readJson(ctx));
    const before = mine(ctx, hub, access);
    const after = changeOrder(hub, before, patch, access.application);
    ctx.body = { data: onTheWire(hub, after.order) };
  });
}

/** Moves an order and tells the applications at its location, except the one that did it. */
export function changeOrder(
  hub: Hub,
  before: StoredOrder,
  patch: OrderPatch,
  by: { id: string; name: string },
): StoredOrder {
  const after = move(before, patch, by, hub.settings.transitions);
  const { id: orderId, accountId, locationId } = after.order;
  hub.state.orders.set(after);
  hub.announce(
    {
      ...{ objectType: 'ORDER', eventType: 'MODIFY', accountId, locationId, orderId },
      eventTime: after.order.updatedAt,
      ...{ newState: onTheWire(hub, after.order), previousState: onTheWire(hub, before.order) },
    },
    by.id,
  );
  return after;
}

/** Whether an order is one of those that a list is asked for. */
function fitting(ctx: Context): (stored: StoredOrder) => boolean {
  const [status, partner, method] = [
    queryOf(ctx, 'status'),
    queryOf(ctx, 'partnerId'),
    queryOf(ctx, 'fulfillmentMethod'),
  ];
  const text = queryOf(ctx, 'query')?.toLowerCase();
  return ({ order }) => {
    const { customer, partnerId, orderNumber, freindlyId } = order;
    const searched = [order.id, customer.firstName, customer.lastName, partnerId, orderNumber, freindlyId];
    return (
      (status === undefined || status === order.status) &&
      (partner === undefined || partner === partnerId) &&
      (method === undefined || method === order.fulfillmentType) &&
      (text === undefined || searched.some((value) => (value ?? '').toLowerCase().includes(text)))
    );
  };
}

function mine(ctx: Context, hub: Hub, { location }: Access): StoredOrder {
  const stored = hub.state.orders.get(param(ctx, 'orderId'));
  return found(stored?.order.locationId === location.id ? stored : undefined, 'order');
}
