import type { Reference } from '../domain/catalog.js';
import { Fault, reportFault } from '../domain/fault.js';
import type { InboxEvent } from '../ports/ledger.js';
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

export function createTillNews(
  bridge: Pick<Bridge, 'ledger' | 'queue' | 'till' | 'clock' | 'log' | 'settings' | 'manifest'>,
  sessions: Sessions,
): TillNews {
  const { ledger, queue, till, clock, log, settings } = bridge;

  async function record(
    event: VendorEvent,
    place: Pick<InboxEvent, 'topic' | 'subject' | 'connectionId'>,
  ): Promise<void> {
    const id = `till:${place.connectionId}:${event.id}`;
    const stored: InboxEvent = { id, ...place, receivedAt: clock.now(), news: { source: 'till', event } };
    await ledger.inbox.record(stored, jobOf(stored));
  }

  /** A ticket that nobody ordered through the bridge is not its business: tills take orders at the counter, too. */
  async function recordTicket(event: TicketNews, connectionIds: readonly string[]): Promise<void> {
    for (const connectionId of connectionIds) {
      const order =
        event.orderId === undefined
          ? await ledger.orders.findByTicket(connectionId, event.ticket)
          : await ledger.orders.get(event.orderId);
      if (order?.connectionId === connectionId)
        return record(event, { topic: 'order', subject: order.id, connectionId });
    }
    log.debug('ticket of the till’s own', { eventId: event.id });
  }

  async function take(event: VendorEvent, among?: string): Promise<void> {
    if (event.type === 'access-revoked') return revoke(event.merchant);
    const connections = (await ledger.connections.findByStore(event.store)).filter((one) => one.status === 'connected');
    const ids = connections.map((one) => one.connectionId).filter((id) => among === undefined || id === among);
    if (event.type === 'ticket' || event.type === 'ticket-changed') return recordTicket(event, ids);
    for (const connectionId of ids) {
      if (event.type === 'catalog-changed')
        await queue.add([{ topic: 'catalog', key: connectionId, group: connectionId }]);
      else await record(event, { topic: 'stock', subject: connectionId, connectionId });
    }
  }

  async function revoke(merchant: Reference): Promise<void> {
    for (const connection of await ledger.connections.findByMerchant(merchant)) {
      if (connection.status !== 'connected') continue;
      const failure = reportFault(new Fault('credentials.revoked'));
      await ledger.connections.save({ ...connection, status: 'failed', failure, updatedAt: clock.now() }, [
        { topic: 'connection', key: connection.connectionId, group: connection.connectionId },
      ]);
      log.error('connection failed', { connectionId: connection.connectionId, code: failure.code });
    }
  }

  return {
    receive: async (request) => {
      const delivery = till.receive(request);
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
