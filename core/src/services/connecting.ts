import type { Connection } from '../domain/connection.js';
import { FAULTS } from '../domain/fault.js';
import type { JobResult } from '../ports/work-queue.js';
import type { HubWire } from '../ports/pos-hub.js';
import type { Bridge } from './context.js';
import { routineOf } from './installing.js';

/** Keeps POS Hub's view of connections like the bridge's, and ends those that were removed there. */
export interface Connecting {
  /** Takes in what POS Hub said of a connection, and tells it the connection's status; the job of the topic `connection`. */
  work(connectionId: string): Promise<JobResult>;
  /** Asks for everything that goes on by itself, for every connected location; called when the host starts. */
  resume(): Promise<void>;
}

export function createConnecting({
  ledger,
  queue,
  hub,
  wire,
  till,
  clock,
  log,
}: Pick<Bridge, 'ledger' | 'queue' | 'hub' | 'wire' | 'till' | 'clock' | 'log'>): Connecting {
  /** The merchant took the application out: revoke what can be revoked, erase the rest. */
  async function remove(connection: Connection): Promise<void> {
    const { connectionId } = connection;
    const credentials = await ledger.vault.read(connectionId);
    if (credentials !== undefined) {
      await till.detach?.({ connectionId, credentials }).catch((error: unknown) => {
        log.warn('access not revoked at the vendor', {
          connectionId,
          reason: error instanceof Error ? error.name : 'unknown',
        });
      });
    }
    await ledger.vault.erase(connectionId);
    await ledger.connections.save(
      { ...connection, status: 'removed', announced: 'removed', updatedAt: clock.now() },
      [],
    );
    log.info('connection removed', { connectionId });
  }

  async function announce(connection: Connection): Promise<void> {
    if (
      connection.status === connection.announced ||
      connection.status === 'pending' ||
      connection.status === 'removed'
    )
      return;
    if (connection.status === 'connected') {
      await hub.setConnection(connection, { status: 'completed' });
      if (connection.store !== undefined) await hub.setLocation(connection, connection.store);
    } else {
      await hub.setConnection(connection, { status: 'failed', reason: reasonOf(connection) });
    }
    // It may have changed while POS Hub was told; then it is told again.
    const latest = await ledger.connections.get(connection.connectionId);
    if (latest === undefined) return;
    const job = { topic: 'connection', key: latest.connectionId, group: latest.connectionId } as const;
    await ledger.connections.save(
      { ...latest, announced: connection.status },
      latest.status === connection.status ? [] : [job],
    );
  }

  return {
    work: async (connectionId) => {
      const news = await ledger.inbox.unhandled('connection', connectionId);
      const isRemoved = news.some(
        (event) => event.news.source === 'hub' && changeOf(wire, event.news.body) === 'remove',
      );
      const connection = await ledger.connections.get(connectionId);
      if (connection !== undefined)
        await (isRemoved && connection.status !== 'removed' ? remove(connection) : announce(connection));
      await ledger.inbox.markHandled(
        news.map((event) => event.id),
        clock.now(),
      );
      return { done: true };
    },
    resume: async () => {
      for (const { connectionId, status, announced } of await ledger.connections.list()) {
        if (status === 'connected') await queue.add(routineOf(connectionId));
        if (status !== announced) await queue.add([{ topic: 'connection', key: connectionId, group: connectionId }]);
      }
    },
  };
}

function changeOf(wire: HubWire, body: string): string {
  return wire.readEnvelope(new TextEncoder().encode(body)).change;
}

/** What the merchant reads in POS Hub: what happened and what to do. */
function reasonOf({ failure }: Connection): string {
  return failure === undefined ? 'The till could not be connected.' : `${failure.message} ${FAULTS[failure.code].hint}`;
}
