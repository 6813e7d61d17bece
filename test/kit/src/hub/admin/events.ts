import { found } from '../api/guard.js';
import { param, readJson, type HubRouter } from '../http/context.js';
import { HubError } from '../http/errors.js';
import type { Hub } from '../hub.js';
import type { Connection } from '../state.js';
import { exampleState } from '../webhooks/examples.js';
import { readEvent } from './read.js';

/** Any event at all, and the same event again. */
export function eventRoutes(router: HubRouter, hub: Hub): void {
  router.post('/events', async (ctx) => {
    const { applicationId, locationId, ...event } = readEvent(await readJson(ctx));
    const connection = connectionFor(hub, applicationId, locationId);
    const state = exampleState(hub, connection, event.objectType, event.orderId);
    const states =
      event.newState === undefined && event.previousState === undefined
        ? { [event.eventType === 'REMOVE' ? 'previousState' : 'newState']: state }
        : {};
    const orderId = event.orderId ?? (event.objectType === 'ORDER' ? idOf(event.newState ?? state) : undefined);
    const eventId = hub.tell(connection, {
      ...{ accountId: connection.accountId, locationId: connection.locationId },
      ...event,
      ...states,
      ...(orderId === undefined ? {} : { orderId }),
    });
    ctx.body = { data: { eventId } };
  });

  router.post('/events/:id/resend', (ctx) => {
    const delivery = found(
      hub.courier.deliveries.find(({ eventId }) => eventId === param(ctx, 'id')),
      'event',
    );
    const application = found(hub.state.applications.get(delivery.applicationId), 'application');
    hub.courier.send(delivery.event, application);
    ctx.body = { data: { eventId: delivery.eventId } };
  });
}

function connectionFor(hub: Hub, applicationId: string | undefined, locationId: string | undefined): Connection {
  const connection = [...hub.state.connections.values()].find(
    (one) =>
      one.applicationId === (applicationId ?? one.applicationId) && one.locationId === (locationId ?? one.locationId),
  );
  if (connection === undefined) throw new HubError(409, 'no application is installed there');
  return connection;
}

function idOf(state: unknown): string | undefined {
  return typeof state === 'object' && state !== null && 'id' in state && typeof state.id === 'string'
    ? state.id
    : undefined;
}
