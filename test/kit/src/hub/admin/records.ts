import { queryOf, type Context, type HubRouter } from '../http/context.js';
import type { Hub } from '../hub.js';

/** What was received and what was sent. */
export function recordRoutes(router: HubRouter, hub: Hub): void {
  router.get('/requests', (ctx) => {
    const after = Number(queryOf(ctx, 'after') ?? 0);
    const path = queryOf(ctx, 'path') ?? '';
    const data = hub.recorder.requests.filter(
      (request) => request.id > after && same(ctx, 'method', request.method) && request.path.includes(path),
    );
    ctx.body = { data };
  });
  router.get('/deliveries', (ctx) => {
    const data = hub.courier.deliveries.filter(
      (delivery) =>
        same(ctx, 'state', delivery.state) &&
        same(ctx, 'eventId', delivery.eventId) &&
        same(ctx, 'orderId', delivery.orderId) &&
        same(ctx, 'objectType', delivery.objectType),
    );
    ctx.body = { data };
  });
  router.get('/taken', (ctx) => {
    const after = Number(queryOf(ctx, 'after') ?? 0);
    ctx.body = { data: hub.courier.taken.filter(({ number }) => number > after), counts: hub.courier.counts };
  });
  router.get('/pulls', (ctx) => {
    ctx.body = { data: hub.state.pulls };
  });
}

const same = (ctx: Context, name: string, value: string | undefined): boolean =>
  (queryOf(ctx, name) ?? value) === value;
