import { HubError } from '../http/errors.js';
import { post, type Answer } from '../http/post.js';
import type { Hub } from '../hub.js';
import type { Application, Connection } from '../state.js';
import { sign } from '../webhooks/sign.js';
import { takeIn } from './imports.js';

const largest = 64 * 1024 * 1024;

/**
 * Asks the application for its catalog, as the platform's "sync" does: a POST with the three ids to its sync endpoint. The
 * answer must be 200 with a bare CatalogImport. Every outcome is noted; a bad one is a 400 to who asked.
 */
export async function pull(hub: Hub, application: Application, connection: Connection): Promise<void> {
  const note = { at: new Date().toISOString(), connectionId: connection.id };
  try {
    const { status, body } = await ask(hub, application, connection);
    if (status !== 200) throw new HubError(400, `the sync endpoint answered ${status}, 200 was expected`);
    takeIn(hub, connection, parse(body));
    hub.state.pulls.push({ ...note, status });
  } catch (error) {
    const told = error instanceof Error ? error.message : 'failed';
    hub.state.pulls.push({ ...note, status: 0, error: told });
    throw new HubError(400, `the catalog could not be pulled: ${told}`);
  }
}

async function ask(hub: Hub, application: Application, connection: Connection): Promise<Answer> {
  if (application.catalogSyncUrl === undefined) throw new HubError(400, 'the application has no sync endpoint');
  const { id: connectionId, accountId, locationId } = connection;
  const body = Buffer.from(JSON.stringify({ connectionId, accountId, locationId }));
  const signature = hub.settings.signPull
    ? { 'x-webhook-signature': sign(body, application.clientSecret, hub.settings) }
    : {};
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...signature };
  return post(application.catalogSyncUrl, headers, body, {
    ...{ timeoutMs: hub.settings.pullTimeoutMs, maxBytes: largest, signal: hub.closing },
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new HubError(400, 'its answer is not JSON');
  }
}
