import type { Store } from '../domain/catalog.js';
import {
  isSuccessor,
  stagedUnder,
  type ConnectedStore,
  type Connection,
  type HubIds,
  type InstallAttempt,
} from '../domain/connection.js';
import { asFault, Fault, reportFault } from '../domain/fault.js';
import { MINUTE } from '../domain/time.js';
import type { Ledger } from '../ports/ledger.js';
import type { Credentials, JsonSchema, OAuthOnboarding } from '../ports/pos-adapter.js';
import type { HubLocation, InstallRequest, PosHub } from '../ports/pos-hub.js';
import type { Job } from '../ports/work-queue.js';
import { alarm } from './alerting.js';
import { lockOf, type Bridge } from './context.js';
import { wholeStore } from './whole-store.js';

/** How long a merchant has for the connect pages, in milliseconds. */
export const ATTEMPT_LIFE = 10 * MINUTE;

/** Leads a merchant from POS Hub's redirect to a connected store. Every step proves the attempt first. */
export interface Installing {
  /**
   * Begins: POS Hub must confirm the installation.
   * @param attemptId the digest of the secret that the merchant's browser is given
   * @throws Fault `install.not_allowed`, `hub.…`
   */
  begin(request: InstallRequest, attemptId: string): Promise<void>;
  /** The attempt, if it is alive. @throws Fault `install.expired` */
  attempt(attemptId: string, connectionId?: string): Promise<InstallAttempt>;
  /** What POS Hub says of the location, so that merchants see what they connect. @throws Fault `connection.unknown`, `hub.…` */
  location(attempt: InstallAttempt): Promise<HubLocation>;
  /** Notes what the vendor's redirect must bring back: the digest of the state, and the PKCE verifier. */
  sendAway(attempt: InstallAttempt, state: string, verifier: string): Promise<void>;
  /**
   * Trades the code that the vendor's redirect brought.
   * @param state the digest of the state that came back; each is good once
   * @throws Fault `install.expired`, `credentials.invalid`, `vendor.…`
   */
  comeBack(attempt: InstallAttempt, state: string, code: string, redirectUri: string): Promise<readonly Store[]>;
  /** Proves credentials at the vendor and keeps them for the choice of the store. @throws Fault `credentials.invalid`, `vendor.…` */
  present(attempt: InstallAttempt, credentials: Credentials): Promise<readonly Store[]>;
  /** The stores that proved credentials open. @throws Fault `install.expired` where none were proved */
  stores(attempt: InstallAttempt): Promise<readonly Store[]>;
  /**
   * What the merchant must decide about a store before it can be connected, as the schema of a form; undefined where nothing.
   * @throws Fault `install.expired`, `vendor.…`
   */
  choices(attempt: InstallAttempt, store: string): Promise<JsonSchema | undefined>;
  /**
   * Ends the way: the store is connected, and POS Hub is told COMPLETED.
   * @param choices what the merchant decided, of the shape of `choices`
   * @throws Fault `store.unknown`, `store.currency_differs`, `store.incomplete`, `install.expired`, `hub.…`
   */
  choose(attempt: InstallAttempt, store: string, choices?: Readonly<Record<string, unknown>>): Promise<Connection>;
  /** The merchant or the vendor said no: POS Hub is told FAILED with the reason. */
  decline(attempt: InstallAttempt, fault: Fault): Promise<void>;
}

export function createInstalling(bridge: Bridge): Installing {
  const { ledger, locks, hub, till, clock, log, manifest } = bridge;
  const { connections, vault } = ledger;
  const staged = ({ id }: InstallAttempt): string => stagedUnder(id);

  /**
   * The connection as it goes on from here: a working one keeps working until new credentials are proved. Another one keeps
   * the store that it had: without its currency nothing could be read that POS Hub tells of the orders from that time.
   */
  async function pending({ connectionId, accountId, locationId }: HubIds): Promise<Connection> {
    const now = clock.now();
    const known = await connections.get(connectionId);
    if (known !== undefined && (known.accountId !== accountId || known.locationId !== locationId))
      throw new Fault('install.not_allowed', { detail: 'the connection belongs to another location' });
    if (known?.status === 'connected') return known;
    const status = { status: 'pending', announced: 'pending', adapter: manifest.id, updatedAt: now } as const;
    if (known === undefined) return { connectionId, accountId, locationId, ...status, createdAt: now };
    const { failure: _past, ...rest } = known;
    return { ...rest, ...status };
  }

  function oauth(): OAuthOnboarding {
    if (till.oauth === undefined) throw new Fault('vendor.unsupported', { detail: 'this till connects by a form' });
    return till.oauth;
  }

  async function prove(
    { connectionId }: InstallAttempt,
    credentials: Credentials,
  ): Promise<{ readonly merchant: string; readonly stores: readonly Store[] }> {
    const found = await till.stores({ connectionId, credentials });
    if (found.stores.length === 0) throw new Fault('store.unknown', { detail: 'the credentials open no store' });
    return found;
  }

  function fail({ connectionId }: InstallAttempt, fault: Fault): Promise<void> {
    return locks.withLock(lockOf(connectionId), async () => {
      const known = await connections.get(connectionId);
      if (known === undefined || known.status === 'connected' || known.status === 'removed') return;
      const [failure, at] = [reportFault(fault), clock.now()];
      // Who tries again and again on the pages is told of each time there; whoever watches, once.
      const cause = { type: 'connection.failed', connectionId, at, fault: failure } as const;
      const { alerts, jobs } = alarm(bridge, known.status === 'failed' ? undefined : cause);
      const failed: Connection = { ...known, status: 'failed', failure, updatedAt: at };
      await connections.save(failed, [announce(connectionId), ...jobs], alerts);
      log.warn('connection not made', { connectionId, code: fault.code });
    });
  }

  /** Proves the credentials that are gained, and keeps them for the choice. */
  async function present(attempt: InstallAttempt, gain: () => Promise<Credentials>): Promise<readonly Store[]> {
    try {
      const credentials = await gain();
      const { stores } = await prove(attempt, credentials);
      await vault.write(staged(attempt), credentials);
      return stores;
    } catch (error) {
      const fault = asFault(error);
      if (fault.retry === 'never') await fail(attempt, fault);
      throw fault;
    }
  }

  async function stagedCredentials(attempt: InstallAttempt): Promise<Credentials> {
    const credentials = await vault.read(staged(attempt));
    if (credentials === undefined) throw new Fault('install.expired', { detail: 'no credentials were given yet' });
    return credentials;
  }

  /** Makes the connection, with its credentials, in one piece: no refresh or removal comes between. */
  function connect(
    { connectionId }: InstallAttempt,
    credentials: Credentials,
    merchant: string,
    store: ConnectedStore,
  ): Promise<Connection> {
    return locks.withLock(lockOf(connectionId), async () => {
      const { failure: _past, ...known } = await installed(connectionId);
      await vault.write(connectionId, credentials);
      const connected: Connection = {
        ...known,
        status: 'connected',
        announced: 'pending',
        adapter: manifest.id,
        store,
        merchant,
        updatedAt: clock.now(),
      };
      const waiting = (await openOrders(ledger, connected)).map((key): Job => ({
        topic: 'order',
        key,
        group: connectionId,
      }));
      await connections.save(connected, [announce(connectionId), ...routineOf(connectionId), ...waiting]);
      return connected;
    });
  }

  async function installed(connectionId: string): Promise<Connection> {
    const known = await connections.get(connectionId);
    if (known === undefined || known.status === 'removed') throw new Fault('connection.unknown');
    return known;
  }

  return {
    begin: async (request, attemptId) => {
      await confirm(hub, request);
      await locks.withLock(lockOf(request.connectionId), async () => connections.save(await pending(request), []));
      await connections.saveAttempt({
        id: attemptId,
        connectionId: request.connectionId,
        expiresAt: clock.now() + ATTEMPT_LIFE,
      });
      log.info('install begun', { connectionId: request.connectionId });
    },
    attempt: async (attemptId, connectionId) => {
      const attempt = await connections.attempt(attemptId);
      const isMine = attempt !== undefined && (connectionId === undefined || attempt.connectionId === connectionId);
      if (!isMine) throw new Fault('install.expired');
      if (clock.now() < attempt.expiresAt) return attempt;
      await vault.erase(staged(attempt));
      throw new Fault('install.expired');
    },
    location: async ({ connectionId }) => {
      const connection = await connections.get(connectionId);
      if (connection === undefined) throw new Fault('connection.unknown');
      return hub.location(connection);
    },
    sendAway: (attempt, state, verifier) => connections.saveAttempt({ ...attempt, state, verifier }),
    comeBack: async (attempt, state, code, redirectUri) => {
      const codeVerifier = await takeVerifier(bridge, attempt, state);
      return present(attempt, () => oauth().exchange({ code, redirectUri, codeVerifier }));
    },
    present: (attempt, credentials) => present(attempt, () => Promise.resolve(credentials)),
    stores: async (attempt) => (await prove(attempt, await stagedCredentials(attempt))).stores,
    choices: async (attempt, store) => {
      const { connectionId } = attempt;
      return till.choices?.({ connectionId, credentials: await stagedCredentials(attempt) }, store);
    },
    choose: async (attempt, ref, choices) => {
      const credentials = await stagedCredentials(attempt);
      const { merchant, stores } = await prove(attempt, credentials);
      const store = stores.find((one) => one.ref === ref);
      if (store === undefined)
        throw new Fault('store.unknown', { detail: 'it is none of the stores that the credentials open' });
      const connection = await installed(attempt.connectionId);
      const { connectionId } = connection;
      const chosen = {
        ...(await wholeStore(bridge, connection, store)),
        ...(choices === undefined ? {} : { choices }),
      };
      await till.attach?.({ connectionId, credentials, store: chosen });
      if (!(await connections.endAttempt(attempt.id)))
        throw new Fault('install.expired', { detail: 'the choice was made already' });
      const connected = await connect(attempt, credentials, merchant, chosen);
      await vault.erase(staged(attempt));
      log.info('connected', { connectionId, store: store.ref });
      return connected;
    },
    decline: async (attempt, fault) => {
      await fail(attempt, fault);
      await connections.endAttempt(attempt.id);
      await vault.erase(staged(attempt));
    },
  };
}

/** POS Hub must know the installation, and know it by the ids that the redirect named. */
async function confirm(hub: PosHub, request: InstallRequest): Promise<void> {
  try {
    await hub.completeInstall(request);
    const known = await hub.connection(request);
    if (
      known.connectionId !== request.connectionId ||
      known.locationId !== request.locationId ||
      known.accountId !== request.accountId
    )
      throw new Fault('install.not_allowed', { detail: 'POS Hub names other ids for this connection' });
  } catch (error) {
    const fault = asFault(error);
    throw fault.side === 'hub' && fault.retry === 'never' && fault.code !== 'install.not_allowed'
      ? new Fault('install.not_allowed', { detail: fault.code, cause: fault })
      : fault;
  }
}

/** Uses a state up, so that of several redirects with it one alone gets on; gives the verifier that belongs to it. */
function takeVerifier(
  { ledger: { connections }, locks }: Pick<Bridge, 'ledger' | 'locks'>,
  { id }: InstallAttempt,
  state: string,
): Promise<string> {
  return locks.withLock(stagedUnder(id), async () => {
    const known = await connections.attempt(id);
    if (known?.verifier === undefined || known.state !== state)
      throw new Fault('install.expired', { detail: 'the state is not the one that was sent' });
    const { state: _spent, verifier, ...rest } = known;
    await connections.saveAttempt(rest);
    return verifier;
  });
}

/** The open orders that go on under a connection: its own, and those of removed ones of the same location and store. */
async function openOrders({ connections, orders }: Ledger, connection: Connection): Promise<readonly string[]> {
  const removed = (await connections.list()).filter((one) => isSuccessor(connection, one));
  return (await Promise.all([connection, ...removed].map((one) => orders.open(one.connectionId)))).flat();
}

function announce(connectionId: string): Job {
  return { topic: 'connection', key: connectionId, group: connectionId };
}

/** What is done for a connected location again and again; asked for when it is connected and when the host starts. */
export function routineOf(connectionId: string): readonly Job[] {
  return (['catalog', 'poll', 'reconcile', 'renew'] as const).map((topic): Job => ({
    topic,
    key: connectionId,
    group: connectionId,
  }));
}
