import { randomUUID } from 'node:crypto';
import { HubError } from './http/errors.js';
import type { Hub } from './hub.js';
import type { Application, Connection, Location } from './state.js';

/** Connects an application to a location and tells it. One that is there already keeps its id and goes back to PENDING. */
export function install(hub: Hub, application: Application, location: Location, connectionId?: string): Connection {
  const before = hub.state.connectionOf(application.id, location.id);
  const connection = connect(hub, application, location, connectionId);
  hub.tell(connection, {
    objectType: 'CONNECTION',
    eventType: before === undefined ? 'INSERT' : 'MODIFY',
    accountId: connection.accountId,
    locationId: connection.locationId,
    newState: connection,
    ...(before === undefined ? {} : { previousState: before }),
  });
  return connection;
}

/** The same without telling anybody, for connections that are there from the start. */
export function connect(
  hub: Hub,
  application: Application,
  location: Location,
  connectionId: string = randomUUID(),
): Connection {
  const now = new Date().toISOString();
  const before = hub.state.connectionOf(application.id, location.id);
  const connection: Connection = {
    id: before?.id ?? connectionId,
    applicationId: application.id,
    accountId: location.accountId,
    locationId: location.id,
    resellerId: location.resellerId,
    status: 'PENDING',
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  hub.state.connections.set(connection.id, connection);
  return connection;
}

/** Ends a connection; its application is told by a CONNECTION REMOVE event. */
export function uninstall(hub: Hub, connection: Connection): void {
  hub.tell(connection, {
    objectType: 'CONNECTION',
    eventType: 'REMOVE',
    accountId: connection.accountId,
    locationId: connection.locationId,
    previousState: connection,
  });
  hub.state.connections.delete(connection.id);
  hub.state.exchanged.delete(connection.id);
}

/** Starts an installation as the platform's own "Connect" button does: the address to open, and the ids it will have. */
export function startInstall(
  hub: Hub,
  application: Application,
  location: Location,
): { authorizeUrl: string; connectionId: string; state: string } {
  const redirectUri = application.redirectUris[0];
  if (redirectUri === undefined) throw new HubError(400, 'the application has no redirect URI yet');
  const connectionId = hub.state.connectionOf(application.id, location.id)?.id ?? randomUUID();
  const state = randomUUID();
  hub.state.started.set(state, { applicationId: application.id, locationId: location.id, connectionId });
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: application.id,
    redirect_uri: redirectUri,
    scope: application.scopes.join(' '),
    state,
  });
  return { authorizeUrl: `${hub.url}/oauth2/authorize?${query.toString()}`, connectionId, state };
}
