import { Fault } from '../domain/fault.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { Bridge } from './context.js';
import { jobOf } from './receiving.js';

/** Lets work be done once more because an operator asks for it. Who asks twice does no harm. */
export interface Replaying {
  /**
   * Takes an event in again. Only orders may hear the same thing at any time: what a stock event or the removal of a
   * connection told long ago is not true any more, so those are worked on again only while they wait.
   * @throws Fault `event.unknown`, `event.not_replayable`
   */
  event(id: string): Promise<InboxEvent>;
  /** Asks POS Hub for an order again and does the order's work. @throws Fault `order.unknown` */
  order(id: string): Promise<void>;
}

export function createReplaying({
  ledger,
  clock,
  chance,
  log,
}: Pick<Bridge, 'ledger' | 'clock' | 'chance' | 'log'>): Replaying {
  return {
    event: async (id) => {
      const event = await ledger.inbox.get(id);
      if (event === undefined) throw new Fault('event.unknown');
      const { topic, connectionId, handledAt } = event;
      const job = jobOf(event);
      if (job === undefined) throw new Fault('event.not_replayable', { detail: 'it needs no work' });
      if (handledAt !== undefined && topic !== 'order')
        throw new Fault('event.not_replayable', { detail: `it is about ${topic} and was handled` });
      await ledger.inbox.reopen(id, job);
      log.info('event replayed', { eventId: id, connectionId });
      return event;
    },
    order: async (orderId) => {
      const record = await ledger.orders.get(orderId);
      if (record === undefined) throw new Fault('order.unknown');
      const { connectionId } = record;
      const event: InboxEvent = {
        id: `replayed:${orderId}:${chance.id()}`,
        topic: 'order',
        subject: orderId,
        connectionId,
        receivedAt: clock.now(),
        news: { source: 'listed' },
      };
      await ledger.inbox.record(event, jobOf(event));
      log.info('order replayed', { orderId, connectionId });
    },
  };
}
