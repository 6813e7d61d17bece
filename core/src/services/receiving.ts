import { asFault, Fault } from '../domain/fault.js';
import type { HubEnvelope } from '../ports/pos-hub.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { EventKind } from '../ports/meter.js';
import type { Job } from '../ports/work-queue.js';
import type { Bridge } from './context.js';

/** Takes POS Hub's webhooks in. */
export interface Receiving {
  /**
   * Verifies an event and stores it with the work that it asks for. When this resolves, the event is durable.
   * @throws Fault `request.unauthenticated`, `request.unreadable`, `storage.unavailable`
   */
  receive(
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly envelope: HubEnvelope; readonly outcome: 'stored' | 'duplicate' }>;
}

export function createReceiving({
  wire,
  ledger,
  clock,
  meter,
}: Pick<Bridge, 'wire' | 'ledger' | 'clock' | 'meter'>): Receiving {
  return {
    receive: async (body, headers) => {
      let kind: EventKind = 'unread';
      try {
        if (!wire.isSigned(body, headers)) throw new Fault('request.unauthenticated');
        const envelope = wire.readEnvelope(body);
        kind = envelope.topic;
        const event: InboxEvent = {
          id: envelope.id,
          ...subjectOf(envelope),
          connectionId: envelope.connectionId,
          receivedAt: clock.now(),
          news: { source: 'hub', body },
        };
        const outcome = await ledger.inbox.record(event, jobOf(event));
        meter.eventReceived('hub', kind, outcome);
        return { envelope, outcome };
      } catch (error) {
        meter.eventReceived('hub', kind, asFault(error).code);
        throw error;
      }
    },
  };
}

function subjectOf(envelope: HubEnvelope): Pick<InboxEvent, 'topic' | 'subject'> {
  if (envelope.topic === 'order' && envelope.orderId !== undefined)
    return { topic: 'order', subject: envelope.orderId };
  return { topic: envelope.topic === 'connection' ? 'connection' : 'other', subject: envelope.connectionId };
}

/** The work that an event asks for. */
export function jobOf({ topic, subject, connectionId }: InboxEvent): Job | undefined {
  return topic === 'other' ? undefined : { topic, key: subject, group: connectionId };
}
