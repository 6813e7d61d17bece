import type { Connection } from '../domain/connection.js';
import { asFault, Fault, isFault, reportFault } from '../domain/fault.js';
import type { Credentials, StoreSession } from '../ports/pos-adapter.js';
import type { Bridge } from './context.js';

/**
 * Opens stores for use, and keeps merchants' credentials alive: refreshed before they end, one refresh at a time a
 * connection over all processes, stored before the first use, one repetition after "expired". When the vendor says no for
 * good, the connection fails and POS Hub is told.
 */
export interface Sessions {
  /**
   * Runs a task with the access to a connection's store.
   * @throws Fault `order.not_attached` when the connection is not connected; what the task throws
   */
  use<T>(connectionId: string, task: (session: StoreSession) => Promise<T>): Promise<T>;
  /** Refreshes the credentials of a connection if their time has come; gives the time of the next look, if any. */
  renew(connectionId: string): Promise<number | undefined>;
}

interface Access {
  readonly connection: Connection;
  readonly session: StoreSession;
}

export function createSessions({
  ledger,
  locks,
  till,
  clock,
  log,
}: Pick<Bridge, 'ledger' | 'locks' | 'till' | 'clock' | 'log'>): Sessions {
  async function open(connectionId: string): Promise<Access> {
    const connection = await ledger.connections.get(connectionId);
    if (connection?.status !== 'connected' || connection.store === undefined)
      throw new Fault('order.not_attached', {
        detail: `connection ${connectionId} is ${connection?.status ?? 'unknown'}`,
      });
    const credentials = await ledger.vault.read(connectionId);
    if (credentials === undefined) throw new Fault('order.not_attached', { detail: 'its credentials were erased' });
    return { connection, session: { connectionId, credentials, store: connection.store } };
  }

  function isDue(credentials: Credentials): boolean {
    const end = till.expiresAt?.(credentials);
    return end !== undefined && clock.now() >= end;
  }

  /** One refresh at a time; who waited uses what the other one got. */
  async function refresh(stale: Access): Promise<Access> {
    const { connectionId } = stale.session;
    return locks.withLock(`credentials:${connectionId}`, async () => {
      const current = await open(connectionId);
      if (JSON.stringify(current.session.credentials) !== JSON.stringify(stale.session.credentials)) return current;
      if (till.refresh === undefined)
        throw new Fault('credentials.invalid', { detail: 'the session ended and can’t be renewed' });
      const credentials = await till.refresh(current.session);
      await ledger.vault.write(connectionId, credentials);
      log.info('credentials renewed', { connectionId });
      return { ...current, session: { ...current.session, credentials } };
    });
  }

  /** The vendor's "no" ends the connection, unless the merchant connected anew meanwhile. */
  async function refuse({ connection, session }: Access, fault: Fault): Promise<void> {
    const current = await ledger.connections.get(connection.connectionId);
    const credentials = await ledger.vault.read(connection.connectionId);
    if (current?.status !== 'connected' || JSON.stringify(credentials) !== JSON.stringify(session.credentials)) return;
    const failed: Connection = { ...current, status: 'failed', failure: reportFault(fault), updatedAt: clock.now() };
    await ledger.connections.save(failed, [
      { topic: 'connection', key: current.connectionId, group: current.connectionId },
    ]);
    log.error('connection failed', { connectionId: current.connectionId, code: fault.code });
  }

  async function attempt<T>(access: Access, task: (session: StoreSession) => Promise<T>): Promise<T> {
    try {
      const ready = isDue(access.session.credentials) ? await refresh(access) : access;
      return await task(ready.session).catch(async (error: unknown) => {
        if (!isFault(error) || error.code !== 'credentials.expired') throw error;
        return task((await refresh(ready)).session);
      });
    } catch (error) {
      const fault = asFault(error);
      if (fault.code === 'credentials.invalid' || fault.code === 'credentials.revoked')
        await refuse(await latest(access), fault);
      throw fault;
    }
  }

  /** The access as it is stored now: a refresh may have changed it since. */
  async function latest(access: Access): Promise<Access> {
    const credentials = await ledger.vault.read(access.session.connectionId);
    return credentials === undefined ? access : { ...access, session: { ...access.session, credentials } };
  }

  return {
    use: async (connectionId, task) => attempt(await open(connectionId), task),
    renew: async (connectionId) => {
      const connection = await ledger.connections.get(connectionId);
      if (connection?.status !== 'connected') return undefined;
      return attempt(await open(connectionId), (session) => Promise.resolve(till.expiresAt?.(session.credentials)));
    },
  };
}
