import { isSameLocation, isSuccessor, type Connection } from '../domain/connection.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { Bridge } from './context.js';
import type { OrderWork } from './order-work.js';

/** Where an order belongs, although connections come and go. */
export interface Places {
  /**
   * The connection of the order. Where its application was removed and installed again, the order goes on under the new
   * connection as soon as that leads to the same store: its ticket is there, and news of it come from there.
   */
  of(work: OrderWork): Promise<Connection | undefined>;
  /** Whether an event is told by the order's own connection (`place`), or by another one of its location. */
  has(event: InboxEvent, work: OrderWork, place: Connection | undefined): Promise<boolean>;
}

export function createPlaces({ ledger, clock, log }: Pick<Bridge, 'ledger' | 'clock' | 'log'>): Places {
  return {
    of: async (work) => {
      const known = await ledger.connections.get(work.record.connectionId);
      if (known?.status !== 'removed') return known;
      const newer = await ledger.connections.findByLocation(known.locationId);
      if (newer === undefined || !isSuccessor(newer, known)) return known;
      work.move(newer.connectionId, clock.now());
      log.info('order goes on under another connection', { orderId: work.record.id, connectionId: newer.connectionId });
      return newer;
    },
    has: async ({ connectionId }, { record }, place) => {
      if (connectionId === record.connectionId) return true;
      const other = await ledger.connections.get(connectionId);
      return other !== undefined && place !== undefined && isSameLocation(other, place);
    },
  };
}
