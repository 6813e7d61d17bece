import { readJson, type HubRouter } from '../http/context.js';
import type { Hub } from '../hub.js';
import { receivedSchemas } from '../schemas/index.js';
import type { Location } from '../state.js';
import { ajv, checker } from '../validate.js';
import { enter, found } from './guard.js';

const readPatch = checker(ajv.compile<Partial<Location>>(receivedSchemas.LocationPatchEntity));

/** The location: read and PATCH. */
export function locationRoutes(router: HubRouter, hub: Hub, base: string): void {
  router.get(base, (ctx) => {
    ctx.body = { data: enter(hub, ctx, 'locations.read').location };
  });

  router.patch(base, async (ctx) => {
    const { location, application } = enter(hub, ctx, 'locations.write');
    const patch = readPatch(await readJson(ctx));
    ctx.body = { data: changeLocation(hub, location.id, patch, application.id) };
  });
}

/** Changes a location and tells the other applications that are installed there. */
export function changeLocation(hub: Hub, locationId: string, patch: Partial<Location>, by: string): Location {
  const before = found(hub.state.locations.get(locationId), 'location');
  const after: Location = { ...before, ...patch, updatedAt: new Date().toISOString() };
  hub.state.locations.set(locationId, after);
  hub.announce(
    {
      ...{ objectType: 'LOCATION', eventType: 'MODIFY', newState: after, previousState: before },
      ...{ accountId: after.accountId, locationId },
    },
    by,
  );
  return after;
}
