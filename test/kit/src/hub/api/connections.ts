import { param, readJson, type Context, type HubRouter } from '../http/context.js';
import type { Hub } from '../hub.js';
import { uninstall } from '../installs.js';
import { receivedSchemas } from '../schemas/index.js';
import type { Connection } from '../state.js';
import { ajv, checker } from '../validate.js';
import { enter, found, type Access } from './guard.js';
import { listingOf, pageOf } from './paging.js';
import { pull } from './pull.js';

const readPatch = checker(
  ajv.compile<Partial<Pick<Connection, 'status' | 'failureReason'>>>(receivedSchemas.ConnectionPatchEntity),
);

/** Connections of a location: list, read, PATCH, pull; and the end of an installation. */
export function connectionRoutes(router: HubRouter, hub: Hub, base: string): void {
  router.get(`${base}/connections`, (ctx) => {
    const { connection } = enter(hub, ctx, 'audits.read', 'connections.read', 'locations.read');
    ctx.body = pageOf(
      ctx,
      listingOf([connection], ({ id }) => id),
    );
  });

  router.get(`${base}/connections/:connectionId`, (ctx) => {
    ctx.body = { data: mine(ctx, enter(hub, ctx, 'locations.read', 'connections.read')) };
  });

  router.patch(`${base}/connections/:connectionId`, async (ctx) => {
    const access = enter(hub, ctx, 'locations.read', 'connections.write');
    const patch = readPatch(await readJson(ctx));
    const before = mine(ctx, access);
    const { failureReason, ...kept } = before;
    const cleared = patch.status !== undefined && patch.status !== 'FAILED';
    const after: Connection = {
      ...kept,
      ...(failureReason === undefined || cleared ? {} : { failureReason }),
      ...patch,
      updatedAt: new Date().toISOString(),
    };
    hub.state.connections.set(after.id, after);
    if (hub.settings.echo)
      hub.tell(after, {
        ...{ objectType: 'CONNECTION', eventType: 'MODIFY', newState: after, previousState: before },
        ...{ accountId: after.accountId, locationId: after.locationId },
      });
    ctx.body = { data: after };
  });

  router.post(`${base}/connections/:connectionId/pull`, async (ctx) => {
    const access = enter(hub, ctx, 'catalogs.write');
    await readJson(ctx);
    await pull(hub, access.application, mine(ctx, access));
    ctx.status = 204;
  });

  router.delete(`${base}/applications/:applicationId`, (ctx) => {
    const { application, connection } = enter(hub, ctx, 'applications.write');
    found(param(ctx, 'applicationId') === application.id ? application : undefined, 'application at this location');
    uninstall(hub, connection);
    ctx.status = 204;
  });
}

function mine(ctx: Context, { connection }: Access): Connection {
  return found(param(ctx, 'connectionId') === connection.id ? connection : undefined, 'connection');
}
