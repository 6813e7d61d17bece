import type { Connection } from '../domain/connection.js';
import { asFault, Fault, isFault, reportFault, type FaultCode } from '../domain/fault.js';
import { MINUTE, type Instant } from '../domain/time.js';
import type { Credentials, StoreSession } from '../ports/pos-adapter.js';
import type { Job } from '../ports/work-queue.js';
import { alarm } from './alerting.js';
import { lockOf, type Bridge } from './context.js';

/**
 * Opens stores for use, and keeps merchants' credentials alive: refreshed before they end, one refresh at a time a
 * connection over all processes, stored before the first use, one repetition after "expired". Where an early renewal fails,
 * work goes on with what is still good. When the vendor says no for good, the connection fails and POS Hub is told.
 */
export interface Sessions {
  /**
   * Runs a task with the access to a connection's store.
   * @throws Fault `order.not_attached` when the connection is not connected; what the task throws
   */
  use<T>(connectionId: string, task: (session: StoreSession) => Promise<T>): Promise<T>;
  /**
   * Refreshes the credentials of a connection if their time has come, and once in this process registers its store at the
   * vendor; gives the time of the next look, if any.
   */
  renew(connectionId: string): Promise<number | undefined>;
}

/**
 * Credentials that end sooner than they come are not looked at more often than this, and a renewal in good time that failed
 * is not tried again before, in milliseconds.
 */
const SHORTEST_REST = MINUTE;

interface Access {
  readonly connection: Connection;
  readonly session: StoreSession;
}

export function createSessions(
  bridge: Pick<Bridge, 'ledger' | 'locks' | 'till' | 'clock' | 'log' | 'alerts' | 'chance'>,
): Sessions {
  const { ledger, locks, till, clock, log } = bridge;
  const attached = new Set<string>();
  /** When a renewal in good time that failed may be tried again, by the connection. */
  const rests = new Map<string, Instant>();

  async function open(connectionId: string): Promise<Access> {
    const [connection, read] = await Promise.all([
      ledger.connections.get(connectionId),
      // Whether it could be read counts only where the connection is of use.
      settled(ledger.vault.read(connectionId)),
    ]);
    if (connection?.status !== 'connected' || connection.store === undefined)
      throw new Fault('order.not_attached', {
        detail: `connection ${connectionId} is ${connection?.status ?? 'unknown'}`,
      });
    const credentials = read();
    if (credentials === undefined) throw new Fault('order.not_attached', { detail: 'its credentials were erased' });
    return { connection, session: { connectionId, credentials, store: connection.store } };
  }

  function isDue(credentials: Credentials): boolean {
    const end = till.expiresAt?.(credentials);
    return end !== undefined && clock.now() >= end;
  }

  function isResting(connectionId: string): boolean {
    return clock.now() < (rests.get(connectionId) ?? 0);
  }

  /**
   * One refresh at a time; who waited uses what the other one got.
   * @param isEarly the old credentials are still good, as far as the till said: they stay where it can't renew them now
   */
  async function refresh(stale: Access, isEarly: boolean): Promise<Access> {
    const { connectionId } = stale.session;
    return locks.withLock(lockOf(connectionId), async () => {
      const current = await open(connectionId);
      if (JSON.stringify(current.session.credentials) !== JSON.stringify(stale.session.credentials)) return current;
      if (isEarly && isResting(connectionId)) return current;
      const credentials = await renewed(current.session, isEarly);
      if (credentials === undefined) return current;
      await ledger.vault.write(connectionId, credentials);
      rests.delete(connectionId);
      log.info('credentials renewed', { connectionId });
      return { ...current, session: { ...current.session, credentials } };
    });
  }

  /** What the till gives for the old credentials; undefined where it does not now, and that is early enough. */
  async function renewed(session: StoreSession, isEarly: boolean): Promise<Credentials | undefined> {
    const { connectionId } = session;
    try {
      if (till.refresh === undefined)
        throw new Fault('credentials.invalid', { detail: 'the session ended and can’t be renewed' });
      return await till.refresh(session);
    } catch (error) {
      const { code, retryAfterMs = 0 } = asFault(error);
      if (!isEarly || isFinalNo(code)) throw error;
      rests.set(connectionId, clock.now() + Math.max(SHORTEST_REST, retryAfterMs));
      log.warn('credentials not renewed yet', { connectionId, code });
      return undefined;
    }
  }

  /** The vendor's "no" ends the connection, unless the merchant connected anew meanwhile. */
  function refuse({ session: { connectionId, credentials: refused } }: Access, fault: Fault): Promise<void> {
    return locks.withLock(lockOf(connectionId), async () => {
      const current = await ledger.connections.get(connectionId);
      const credentials = await ledger.vault.read(connectionId);
      if (current?.status !== 'connected' || JSON.stringify(credentials) !== JSON.stringify(refused)) return;
      const [failure, at] = [reportFault(fault), clock.now()];
      const { alerts, jobs } = alarm(bridge, { type: 'connection.failed', connectionId, at, fault: failure });
      const telling: Job = { topic: 'connection', key: connectionId, group: connectionId };
      await ledger.connections.save(
        { ...current, status: 'failed', failure, updatedAt: at },
        [telling, ...jobs],
        alerts,
      );
      log.error('connection failed', { connectionId, code: fault.code });
    });
  }

  async function attempt<T>(access: Access, task: (session: StoreSession) => Promise<T>): Promise<T> {
    let used = access;
    try {
      const { connectionId, credentials } = used.session;
      if (isDue(credentials) && !isResting(connectionId)) used = await refresh(used, true);
      return await task(used.session).catch(async (error: unknown) => {
        if (!isFault(error) || error.code !== 'credentials.expired') throw error;
        used = await refresh(used, false);
        return task(used.session);
      });
    } catch (error) {
      const fault = asFault(error);
      if (isFinalNo(fault.code)) await refuse(used, fault);
      throw fault;
    }
  }

  /** What is registered at the vendor may be gone since the last start; without it, news still come by polling. */
  async function attach(session: StoreSession): Promise<void> {
    const { connectionId } = session;
    if (attached.has(connectionId)) return;
    try {
      await till.attach?.(session);
    } catch (error) {
      const fault = asFault(error);
      if (fault.retry !== 'never' || fault.side === 'credentials') throw fault;
      log.warn('store not registered at the vendor', { connectionId, code: fault.code });
    }
    attached.add(connectionId);
  }

  return {
    use: async (connectionId, task) => attempt(await open(connectionId), task),
    renew: async (connectionId) => {
      const connection = await ledger.connections.get(connectionId);
      if (connection?.status !== 'connected') return undefined;
      const end = await attempt(await open(connectionId), async (session) => {
        await attach(session);
        return till.expiresAt?.(session.credentials);
      });
      return end === undefined ? undefined : Math.max(end, clock.now() + SHORTEST_REST);
    },
  };
}

/** Whether it is a no of the vendor's that stays. */
function isFinalNo(code: FaultCode): boolean {
  return code === 'credentials.invalid' || code === 'credentials.revoked';
}

/** Waits for the end of the work, whatever it is; who calls the answer gets the value, or the error. */
function settled<T>(work: Promise<T>): Promise<() => T> {
  return work.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
}
