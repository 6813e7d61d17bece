import { asFault, type Fault } from '../domain/fault.js';
import { isFinal } from '../domain/order.js';
import { regularly } from '../domain/time.js';
import type { Connection, ConnectedStore } from '../domain/connection.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { HubOrder } from '../ports/pos-hub.js';
import type { JobResult } from '../ports/work-queue.js';
import type { Bridge } from './context.js';
import { jobOf } from './receiving.js';

/**
 * Finds what webhooks did not bring. POS Hub gives up a webhook after 10 minutes; after a longer outage its list of orders
 * is the only place that knows.
 */
export interface Reconciling {
  /** Compares POS Hub's open orders of a connection with the ledger; the job of the topic `reconcile`. */
  work(connectionId: string): Promise<JobResult>;
}

/**
 * So many open orders of a connection are looked up at POS Hub at a time, the oldest first. Where there are more, as where
 * the till never tells the end of any, the next run goes on behind them: no run is longer than what comes in.
 */
const MOST_LOOKED_UP = 500;

/** After so many failures in a row it is POS Hub that fails and not an order: the next run goes on behind them. */
const MOST_FAILED = 3;

/** So many orders are taken at a time, because events of a moment share a commit; few, because work on orders goes on. */
const TAKEN_TOGETHER = 8;

type Listed = Pick<HubOrder, 'orderId' | 'at'>;

export function createReconciling({
  ledger,
  hub,
  clock,
  chance,
  log,
  meter,
  settings,
}: Pick<Bridge, 'ledger' | 'hub' | 'clock' | 'chance' | 'log' | 'meter' | 'settings'>): Reconciling {
  /** The last order that was looked up, by connection; absent where the next run begins with the oldest. */
  const lookedUp = new Map<string, string>();

  async function take(orderId: string, connectionId: string, at: number): Promise<boolean> {
    const event: InboxEvent = {
      id: `listed:${orderId}:${at}`,
      topic: 'order',
      subject: orderId,
      connectionId,
      receivedAt: clock.now(),
      news: { source: 'listed' },
    };
    return (await ledger.inbox.record(event, jobOf(event))) === 'stored';
  }

  async function takeIfUnseen({ orderId, at }: Listed, connectionId: string): Promise<boolean> {
    const known = await ledger.orders.get(orderId);
    return (known === undefined || known.orderAt < at) && take(orderId, connectionId, at);
  }

  /**
   * Orders that POS Hub shows as new and the ledger does not have, or has as they were before. The oldest are taken first,
   * because they have waited longest and are worked on in the order in which they are taken; POS Hub lists in any order.
   */
  async function takeUnseen(connection: Connection, store: ConnectedStore): Promise<number> {
    const { listed, broken } = await list(connection, store);
    listed.sort((one, other) => one.at - other.at);
    let found = 0;
    for (let begin = 0; begin < listed.length; begin += TAKEN_TOGETHER) {
      const some = listed.slice(begin, begin + TAKEN_TOGETHER);
      const taken = await Promise.all(some.map((one) => takeIfUnseen(one, connection.connectionId)));
      found += taken.filter(Boolean).length;
    }
    if (broken !== undefined) throw broken.cause;
    return found;
  }

  /** What POS Hub lists as new; where the list breaks off, what came before is worth as much. */
  async function list(
    connection: Connection,
    store: ConnectedStore,
  ): Promise<{ readonly listed: Listed[]; readonly broken?: { readonly cause: unknown } }> {
    const listed: Listed[] = [];
    try {
      for (const status of ['new', 'placed'] as const)
        for await (const { orderId, at } of hub.orders(connection, status, store)) listed.push({ orderId, at });
    } catch (cause) {
      return { listed, broken: { cause } };
    }
    return { listed };
  }

  /**
   * Orders that ended at POS Hub, while the ledger believes them open. One that can't be looked up does not hide the others:
   * what went wrong first is told behind them.
   */
  async function takeEnded(
    connection: Connection,
    store: ConnectedStore,
  ): Promise<{ readonly found: number; readonly broken?: Fault }> {
    let [found, failed] = [0, 0];
    let last: string | undefined;
    let broken: Fault | undefined;
    const { connectionId } = connection;
    const after = lookedUp.get(connectionId);
    const page = { most: MOST_LOOKED_UP, ...(after === undefined ? {} : { after }) };
    const ids = await ledger.orders.open(connectionId, page);
    for (const id of ids) {
      if (failed >= MOST_FAILED) break;
      last = id;
      const told = await hub.order(connection, id, store).catch((error: unknown) => {
        const { code } = asFault(error);
        if (code === 'order.unreadable') log.warn('open order unreadable', { orderId: id, code });
        // What POS Hub lost or spoiled stays so, whoever asks again.
        if (code === 'order.unreadable' || code === 'hub.not_found') return undefined;
        broken ??= asFault(error);
        return 'failed';
      });
      failed = told === 'failed' ? failed + 1 : 0;
      if (told === 'failed') continue;
      if (told !== undefined && isFinal(told.status) && (await take(id, connectionId, told.at))) found += 1;
    }
    const isMore = ids.length === MOST_LOOKED_UP || last !== ids.at(-1);
    if (last !== undefined && isMore) lookedUp.set(connectionId, last);
    else lookedUp.delete(connectionId);
    return { found, ...(broken === undefined ? {} : { broken }) };
  }

  return {
    work: async (connectionId) => {
      const connection = await ledger.connections.get(connectionId);
      if (connection?.status !== 'connected' || connection.store === undefined) return { done: true };
      const unseen = await takeUnseen(connection, connection.store);
      meter.ordersFound('unseen', unseen);
      const ended = await takeEnded(connection, connection.store);
      meter.ordersFound('ended', ended.found);
      const found = unseen + ended.found;
      if (found > 0) log.warn('orders found by listing', { connectionId, found });
      if (ended.broken !== undefined) throw ended.broken;
      return { again: clock.now() + regularly(settings.reconcileEveryMs, chance.number()) };
    },
  };
}
