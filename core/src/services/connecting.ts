import type { Connection } from '../domain/connection.js';
import { asFault, Fault, FAULTS, reportFault } from '../domain/fault.js';
import type { Job, JobResult } from '../ports/work-queue.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { Credentials } from '../ports/pos-adapter.js';
import type { HubWire } from '../ports/pos-hub.js';
import { alarm } from './alerting.js';
import { FORGETTING } from './forgetting.js';
import { lockOf, type Bridge } from './context.js';
import { routineOf } from './installing.js';

/** So many events of a connection are taken in at a time: nobody who sends very many fills the memory. */
const MOST_NEWS = 100;

/** Keeps POS Hub's view of connections like the bridge's, and ends those that were removed there. */
export interface Connecting {
  /** Takes in what POS Hub and the vendor said of a connection, and tells POS Hub the connection's status; the job of the topic `connection`. */
  work(connectionId: string): Promise<JobResult>;
  /**
   * Ends a connection because the operator wants it: as its removal in POS Hub does, except that POS Hub is told FAILED.
   * @throws Fault `connection.unknown` where there is none, or none any more
   */
  disconnect(connectionId: string): Promise<void>;
  /** Asks for everything that goes on by itself, for the host and every connected location; called when the host starts. */
  resume(): Promise<void>;
}

export function createConnecting(
  bridge: Pick<Bridge, 'ledger' | 'queue' | 'locks' | 'hub' | 'wire' | 'till' | 'clock' | 'log' | 'alerts' | 'chance'>,
): Connecting {
  const { ledger, queue, locks, hub, wire, till, clock, log } = bridge;
  /** Credentials whose key is lost can't be revoked any more, but erased. */
  async function readable(connectionId: string): Promise<Credentials | undefined> {
    return ledger.vault.read(connectionId).catch((error: unknown) => {
      if (asFault(error).code === 'credentials.unreadable') return undefined;
      throw error;
    });
  }

  /** Ends a connection: revoke what can be revoked, erase the rest. */
  async function end(
    connection: Connection,
    how: Partial<Pick<Connection, 'announced' | 'failure'>>,
    jobs: readonly Job[],
  ): Promise<void> {
    const { connectionId } = connection;
    const credentials = await readable(connectionId);
    if (credentials !== undefined) {
      await till.detach?.({ connectionId, credentials }).catch((error: unknown) => {
        log.warn('access not revoked at the vendor', {
          connectionId,
          reason: error instanceof Error ? error.name : 'unknown',
        });
      });
    }
    await ledger.vault.erase(connectionId);
    await ledger.connections.save({ ...connection, status: 'removed', ...how, updatedAt: clock.now() }, jobs);
    log.info('connection removed', { connectionId, code: how.failure?.code });
  }

  /** The merchant withdrew the access at the vendor. */
  async function revoke(connection: Connection): Promise<Connection> {
    const failure = reportFault(new Fault('credentials.revoked'));
    const { connectionId } = connection;
    const failed: Connection = { ...connection, status: 'failed', failure, updatedAt: clock.now() };
    const cause = { type: 'connection.failed', connectionId, at: failed.updatedAt, fault: failure } as const;
    const { alerts, jobs } = alarm(bridge, cause);
    await ledger.connections.save(failed, jobs, alerts);
    log.error('connection failed', { connectionId, code: failure.code });
    return failed;
  }

  /** What is to be told of the connection afterwards, if anything, and the events that were taken in: no more of them is kept. */
  async function takeIn(connectionId: string): Promise<{ connection?: Connection; ids: readonly string[] }> {
    const [connection, news] = await Promise.all([
      ledger.connections.get(connectionId),
      ledger.inbox.unhandled('connection', connectionId, MOST_NEWS),
    ]);
    const ids = news.map((event) => event.id);
    if (connection === undefined || (connection.status === 'removed' && connection.announced === 'removed'))
      return { ids };
    if (news.some((event) => isRemoval(event, wire))) {
      // The merchant took the application out; POS Hub knows.
      await end(connection, { announced: 'removed' }, []);
      return { ids };
    }
    const isRevoked = connection.status === 'connected' && news.some(isRevocation);
    return { connection: isRevoked ? await revoke(connection) : connection, ids };
  }

  async function announce(connection: Connection): Promise<void> {
    if (connection.status === connection.announced || connection.status === 'pending') return;
    if (connection.status === 'connected') {
      await hub.setConnection(connection, { status: 'completed' });
      if (connection.store !== undefined) await hub.setLocation(connection, connection.store);
    } else {
      await hub
        .setConnection(connection, { status: 'failed', reason: reasonOf(connection) })
        .catch((error: unknown) => {
          // Of a connection that is gone on both sides nothing is left to tell.
          if (connection.status !== 'removed' || asFault(error).code !== 'hub.not_found') throw error;
        });
    }
    await locks.withLock(lockOf(connection.connectionId), async () => {
      const latest = await ledger.connections.get(connection.connectionId);
      // It may have changed while POS Hub was told; whoever changed it asked that POS Hub be told again.
      if (latest?.status === connection.status && latest.store?.ref === connection.store?.ref)
        await ledger.connections.save({ ...latest, announced: connection.status }, []);
    });
  }

  return {
    work: async (connectionId) => {
      const { connection, ids } = await locks.withLock(lockOf(connectionId), () => takeIn(connectionId));
      await ledger.inbox.markHandled(ids, clock.now());
      if (connection !== undefined) await announce(connection);
      return ids.length < MOST_NEWS ? { done: true } : { again: clock.now() };
    },
    resume: async () => {
      await queue.add([FORGETTING]);
      for (const { connectionId, status, announced } of await ledger.connections.list()) {
        if (status === 'connected') await queue.add(routineOf(connectionId));
        if (status !== announced) await queue.add([telling(connectionId)]);
      }
    },
    disconnect: (connectionId) =>
      locks.withLock(lockOf(connectionId), async () => {
        const connection = await ledger.connections.get(connectionId);
        if (connection === undefined || connection.status === 'removed') throw new Fault('connection.unknown');
        const failure = reportFault(new Fault('connection.disconnected'));
        await end(connection, { failure }, [telling(connectionId)]);
      }),
  };
}

function telling(connectionId: string): Job {
  return { topic: 'connection', key: connectionId, group: connectionId };
}

function isRemoval({ news }: InboxEvent, wire: HubWire): boolean {
  return news.source === 'hub' && wire.readEnvelope(news.body).change === 'remove';
}

function isRevocation({ news }: InboxEvent): boolean {
  return news.source === 'till' && news.event.type === 'access-revoked';
}

/** What the merchant reads in POS Hub: what happened and what to do. */
function reasonOf({ failure }: Connection): string {
  return failure === undefined ? 'The till could not be connected.' : `${failure.message} ${FAULTS[failure.code].hint}`;
}
