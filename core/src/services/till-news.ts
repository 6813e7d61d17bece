import type { Connection } from '../domain/connection.js';
import { asFault } from '../domain/fault.js';
import { MINUTE, regularly, SECOND } from '../domain/time.js';
import type { InboxEvent, OrderRecord } from '../ports/ledger.js';
import type { EventKind, EventOutcome } from '../ports/meter.js';
import type { VendorDelivery, VendorEvent, VendorRequest } from '../ports/pos-adapter.js';
import type { JobResult } from '../ports/work-queue.js';
import { lockOf, syncOf, type Bridge } from './context.js';
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
  /** Brings news of tickets to their orders that came before their tickets were known; the job of the topic `ticket`. */
  match(connectionId: string): Promise<JobResult>;
}

/** How long news of a ticket wait for its order (milliseconds): longer than any call that makes a ticket. */
const TICKET_PATIENCE = 5 * MINUTE;
/** How often it is looked whether the ticket is known now, in milliseconds. */
const TICKET_PAUSE = 2 * SECOND;

/** So many submitted orders of a store are looked at; where there are more, a ticket may be any of theirs. */
const MOST_SUBMITTED = 100;

type TicketNews = Extract<VendorEvent, { type: 'ticket' | 'ticket-changed' }>;

/** What became of one event, or of its part for one connection. */
type Taken = Extract<EventOutcome, 'stored' | 'duplicate' | 'ignored'>;

export function createTillNews(
  bridge: Pick<
    Bridge,
    'ledger' | 'queue' | 'locks' | 'till' | 'clock' | 'chance' | 'log' | 'meter' | 'settings' | 'manifest'
  >,
  sessions: Sessions,
): TillNews {
  const { ledger, queue, locks, till, clock, chance, log, meter, settings } = bridge;

  async function record(
    event: VendorEvent,
    place: Pick<InboxEvent, 'topic' | 'subject' | 'connectionId'>,
  ): Promise<Taken> {
    // A ticket may be of several orders, and the same news are told of each.
    const about = place.topic === 'order' ? `${place.subject}:` : '';
    const id = `till:${place.connectionId}:${about}${event.id}`;
    const stored: InboxEvent = { id, ...place, receivedAt: clock.now(), news: { source: 'till', event } };
    return ledger.inbox.record(stored, jobOf(stored));
  }

  /** A ticket that nobody ordered through the bridge is not its business: tills take orders at the counter, too. */
  async function recordTicket(event: TicketNews, connectionIds: readonly string[]): Promise<Taken> {
    const waiting = new Set<string>();
    for (const connectionId of connectionIds) {
      // Looked at before the tickets: what is no longer awaited then has its ticket by then.
      if (await isTicketAwaited(event, connectionId)) waiting.add(connectionId);
      const order = await orderOf(event, connectionId);
      if (order !== undefined) return record(event, { topic: 'order', subject: order.id, connectionId });
    }
    for (const connectionId of waiting) await keep(event, connectionId);
    if (waiting.size > 0) return 'stored';
    log.debug('ticket of the till’s own', { eventId: event.id });
    return 'ignored';
  }

  async function orderOf(event: TicketNews, connectionId: string): Promise<OrderRecord | undefined> {
    const order =
      event.orderId === undefined
        ? await ledger.orders.findByTicket(connectionId, event.ticket)
        : await ledger.orders.get(event.orderId);
    return order?.connectionId === connectionId ? order : undefined;
  }

  /** Whether the ticket may be one that is being made just now: the till may tell of it before it answers. */
  async function isTicketAwaited({ orderId }: TicketNews, connectionId: string): Promise<boolean> {
    if (orderId !== undefined) return false;
    const { items, next } = await ledger.orders.list({ connectionId, phase: 'submitted', limit: MOST_SUBMITTED });
    // One that the till took for later is submitted for hours, but has its ticket.
    return next !== undefined || items.some(({ facts }) => facts.tickets.length === 0);
  }

  async function keep(event: TicketNews, connectionId: string): Promise<void> {
    const now = clock.now();
    const stored: InboxEvent = {
      id: `ticket:${connectionId}:${event.id}`,
      topic: 'ticket',
      subject: connectionId,
      connectionId,
      receivedAt: now,
      news: { source: 'till', event },
    };
    await ledger.inbox.record(stored, {
      topic: 'ticket',
      key: connectionId,
      group: connectionId,
      runAt: now + TICKET_PAUSE,
    });
  }

  /** Whether news of a ticket need to wait no more: they found their order, or they are the till's own. */
  async function isMatched({ news, connectionId, receivedAt }: InboxEvent): Promise<boolean> {
    if (news.source !== 'till' || !isTicketNews(news.event)) return true;
    const order = await orderOf(news.event, connectionId);
    if (order === undefined) return clock.now() - receivedAt >= TICKET_PATIENCE;
    await record(news.event, { topic: 'order', subject: order.id, connectionId });
    return true;
  }

  async function bring(event: VendorEvent, among?: string): Promise<Taken> {
    if (event.type === 'access-revoked') return revoke(event);
    const found =
      'store' in event
        ? await ledger.connections.findByStore(event.store)
        : await ledger.connections.findByMerchant(event.merchant);
    const connections = found.filter((one) => one.status === 'connected');
    const ids = connections.map((one) => one.connectionId).filter((id) => among === undefined || id === among);
    if (isTicketNews(event)) return recordTicket(event, ids);
    const taken: Taken[] = [];
    for (const connectionId of ids) {
      if (event.type === 'stock')
        taken.push(await record(event, { topic: 'stock', subject: connectionId, connectionId }));
      else taken.push(await askForCatalog(connectionId));
    }
    return wholeOf(taken);
  }

  async function askForCatalog(connectionId: string): Promise<'stored'> {
    await queue.add([syncOf(connectionId)]);
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

  /** The merchant may have chosen another store while this one was asked: its cursor is none of that one's. */
  async function saveCursor({ connectionId, store }: Connection, cursor: string): Promise<void> {
    await locks.withLock(lockOf(connectionId), async () => {
      const now = await ledger.connections.get(connectionId);
      if (now?.store?.ref === store?.ref) await ledger.catalogs.savePollCursor(connectionId, cursor);
    });
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
      if (polled.cursor !== cursor) await saveCursor(connection, polled.cursor);
      const rest = polled.more ? 0 : regularly(settings.pollEveryMs, chance.number());
      return { again: clock.now() + rest };
    },
    match: async (connectionId) => {
      const matched: string[] = [];
      const waiting = await ledger.inbox.unhandled('ticket', connectionId);
      for (const event of waiting) if (await isMatched(event)) matched.push(event.id);
      await ledger.inbox.markHandled(matched, clock.now());
      return matched.length === waiting.length ? { done: true } : { again: clock.now() + TICKET_PAUSE };
    },
  };
}

function isTicketNews(event: VendorEvent): event is TicketNews {
  return event.type === 'ticket' || event.type === 'ticket-changed';
}

/** What became of an event that several connections were told of. */
function wholeOf(taken: readonly Taken[]): Taken {
  return taken.find((one) => one === 'stored') ?? taken[0] ?? 'ignored';
}
