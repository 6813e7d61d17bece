import { asFault } from '../domain/fault.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { EventKind, EventOutcome } from '../ports/meter.js';
import type { VendorDelivery, VendorEvent, VendorRequest } from '../ports/pos-adapter.js';
import type { JobResult } from '../ports/work-queue.js';
import type { Bridge } from './context.js';
import { jobOf } from './receiving.js';
import type { Sessions } from './sessions.js';

/** Takes the till's news in, told by the vendor or asked for, and brings each to what it is about. */
export interface TillNews {
  /**
   * Verifies a vendor's call and stores its events. When this resolves, they are durable.
   * @throws Fault `request.unauthenticated`, `request.unreadable`, `storage.unavailable`
   */
  receive(request: VendorRequest): Promise<VendorDelivery>;
  /** Asks the till what is new at a connection's store; the job of the topic `poll`. */
  poll(connectionId: string): Promise<JobResult>;
}

type TicketNews = Extract<VendorEvent, { type: 'ticket' | 'ticket-changed' }>;

/** What became of one event, or of its part for one connection. */
type Taken = Extract<EventOutcome, 'stored' | 'duplicate' | 'ignored'>;

export function createTillNews(
  bridge: Pick<Bridge, 'ledger' | 'queue' | 'till' | 'clock' | 'log' | 'meter' | 'settings' | 'manifest'>,
  sessions: Sessions,
): TillNews {
  const { ledger, queue, till, clock, log, meter, settings } = bridge;

  async function record(
    event: VendorEvent,
    place: Pick<InboxEvent, 'topic' | 'subject' | 'connectionId'>,
  ): Promise<Taken> {
    const id = `till:${place.connectionId}:${event.id}`;
    const stored: InboxEvent = { id, ...place, receivedAt: clock.now(), news: { source: 'till', event } };
    return ledger.inbox.record(stored, jobOf(stored));
  }

  /** A ticket that nobody ordered through the bridge is not its business: tills take orders at the counter, too. */
  async function recordTicket(event: TicketNews, connectionIds: readonly string[]): Promise<Taken> {
    for (const connectionId of connectionIds) {
      const order =
        event.orderId === undefined
          ? await ledger.orders.findByTicket(connectionId, event.ticket)
          : await ledger.orders.get(event.orderId);
      if (order?.connectionId === connectionId)
        return record(event, { topic: 'order', subject: order.id, connectionId });
    }
    log.debug('ticket of the till’s own', { eventId: event.id });
    return 'ignored';
  }

  async function bring(event: VendorEvent, among?: string): Promise<Taken> {
    if (event.type === 'access-revoked') return revoke(event);
    const connections = (await ledger.connections.findByStore(event.store)).filter((one) => one.status === 'connected');
    const ids = connections.map((one) => one.connectionId).filter((id) => among === undefined || id === among);
    if (event.type === 'ticket' || event.type === 'ticket-changed') return recordTicket(event, ids);
    const taken: Taken[] = [];
    for (const connectionId of ids) {
      if (event.type === 'stock')
        taken.push(await record(event, { topic: 'stock', subject: connectionId, connectionId }));
      else taken.push(await askForCatalog(connectionId));
    }
    return wholeOf(taken);
  }

  async function askForCatalog(connectionId: string): Promise<'stored'> {
    await queue.add([{ topic: 'catalog', key: connectionId, group: connectionId }]);
    return 'stored';
  }

  /** Vendors repeat what they told; a merchant who connected anew since must not lose that access for the old one. */
  async function revoke(event: Extract<VendorEvent, { type: 'access-revoked' }>): Promise<Taken> {
    const taken: Taken[] = [];
    for (const { connectionId, status } of await ledger.connections.findByMerchant(event.merchant))
      if (status === 'connected')
        taken.push(await record(event, { topic: 'connection', subject: connectionId, connectionId }));
    return wholeOf(taken);
  }

  /** What a task comes to is counted, whether it ends well or not. */
  async function counted<T>(kind: EventKind, task: () => T | Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      meter.eventReceived('till', kind, asFault(error).code);
      throw error;
    }
  }

  async function take(event: VendorEvent, among?: string): Promise<void> {
    meter.eventReceived('till', event.type, await counted(event.type, () => bring(event, among)));
  }

  return {
    receive: async (request) => {
      const delivery = await counted('unread', () => till.receive(request));
      await Promise.all(delivery.events.map((event) => take(event)));
      return delivery;
    },
    poll: async (connectionId) => {
      const connection = await ledger.connections.get(connectionId);
      if (connection?.status !== 'connected' || !bridge.manifest.capabilities.polling) return { done: true };
      const cursor = await ledger.catalogs.pollCursor(connectionId);
      const polled = await sessions.use(connectionId, (session) => till.poll(session, cursor));
      for (const event of polled.events) await take(event, connectionId);
      if (polled.cursor !== cursor) await ledger.catalogs.savePollCursor(connectionId, polled.cursor);
      return { again: polled.more ? clock.now() : clock.now() + settings.pollEveryMs };
    },
  };
}

/** What became of an event that several connections were told of. */
function wholeOf(taken: readonly Taken[]): Taken {
  return taken.find((one) => one === 'stored') ?? taken[0] ?? 'ignored';
}
