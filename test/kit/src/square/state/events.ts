import { randomUUID } from 'node:crypto';
import type { Clock } from '../../fake/clock.js';
import type { InventoryCount } from '../wire/catalog.js';
import type { Payment, Refund } from '../wire/payment.js';
import type { Entry } from './order-book.js';
import type { Move } from './fulfillments.js';

/** A webhook's body. */
export interface WebhookEvent {
  merchant_id: string;
  location_id?: string | undefined;
  type: string;
  event_id: string;
  created_at: string;
  data: { type: string; id: string; object?: Record<string, unknown> | undefined };
}

/** Tells subscribers what happened. Events are thin: who wants to know more reads it. */
export class Events {
  constructor(
    private readonly clock: Clock,
    private readonly merchantId: string,
    private readonly send: (event: WebhookEvent) => void,
  ) {}

  orderCreated(entry: Entry): void {
    const { updated_at: _, ...head } = headOf(entry);
    this.#tell('order.created', 'order_created', entry.id, { order_created: head });
  }

  orderUpdated(entry: Entry): void {
    this.#tell('order.updated', 'order_updated', entry.id, { order_updated: headOf(entry) });
  }

  fulfillmentUpdated(entry: Entry, moves: Move[]): void {
    const fulfillment_update = moves.map(({ uid, from, to }) => ({
      ...{ fulfillment_uid: uid, old_state: from, new_state: to },
    }));
    this.#tell('order.fulfillment.updated', 'order_fulfillment_updated', entry.id, {
      order_fulfillment_updated: { ...headOf(entry), fulfillment_update },
    });
  }

  payment(change: 'created' | 'updated', payment: Payment): void {
    this.#tell(`payment.${change}`, 'payment', payment.id, { payment });
  }

  refund(change: 'created' | 'updated', refund: Refund): void {
    this.#tell(`refund.${change}`, 'refund', refund.id, { refund });
  }

  catalogUpdated(updated_at: string): void {
    this.#tell('catalog.version.updated', 'catalog_version', randomUUID(), { catalog_version: { updated_at } });
  }

  stockUpdated(inventory_counts: InventoryCount[]): void {
    this.#tell('inventory.count.updated', 'inventory_counts', randomUUID(), { inventory_counts });
  }

  /** The one event that names its object without holding it. */
  locationUpdated(location: string): void {
    this.#tell('location.updated', 'location', location, undefined, location);
  }

  revoked(revoker_type: 'APPLICATION' | 'MERCHANT'): void {
    this.#tell('oauth.authorization.revoked', 'revocation', randomUUID(), {
      revocation: { revoked_at: this.clock.stamp(), revoker_type },
    });
  }

  #tell(type: string, kind: string, id: string, object?: Record<string, unknown>, location_id?: string): void {
    const data = { type: kind, id, object: object && structuredClone(object) };
    const created_at = this.clock.stamp();
    this.send({ merchant_id: this.merchantId, location_id, type, event_id: randomUUID(), created_at, data });
  }
}

function headOf({ id, version, draft, state, created_at, updated_at }: Entry): Record<string, unknown> {
  return { order_id: id, version, location_id: draft.location_id, state, created_at, updated_at };
}
