import { randomBytes } from 'node:crypto';
import type { Clock } from '../../fake/clock.js';
import { invalid, notFound } from '../errors.js';
import type { SentSubscription } from '../schemas/payments.js';

/** Where events go. */
export interface Subscription {
  id: string;
  name: string;
  enabled: boolean;
  event_types: string[];
  notification_url: string;
  api_version: string;
  signature_key: string;
  created_at: string;
  updated_at: string;
}

/** What the fake tells of. */
export const EVENT_TYPES = [
  ...['order.created', 'order.updated', 'order.fulfillment.updated', 'payment.created', 'payment.updated'],
  ...['refund.created', 'refund.updated', 'catalog.version.updated', 'inventory.count.updated', 'location.updated'],
  'oauth.authorization.revoked',
];

/** The application's subscriptions to webhooks. */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();

  constructor(private readonly clock: Clock) {}

  list(): Subscription[] {
    return [...this.#all.values()];
  }

  /** Throws 404. */
  get(id: string): Subscription {
    const known = this.#all.get(id);
    if (known) return known;
    throw notFound('The subscription was not found.', 'subscription_id');
  }

  add(sent: SentSubscription, key = randomBytes(16).toString('base64url')): Subscription {
    const { notification_url, event_types = [], name = 'webhook', enabled = true, api_version = '2025-08-20' } = sent;
    if (notification_url === undefined)
      throw invalid('MISSING_REQUIRED_PARAMETER', 'notification_url is required.', 'subscription.notification_url');
    if (!URL.canParse(notification_url))
      throw invalid('INVALID_VALUE', 'notification_url is not an address.', 'subscription.notification_url');
    const stamp = this.clock.stamp();
    const subscription: Subscription = {
      ...{ id: `wbhk_${randomBytes(16).toString('hex')}`, name, enabled, event_types, notification_url, api_version },
      ...{ signature_key: key, created_at: stamp, updated_at: stamp },
    };
    this.#all.set(subscription.id, subscription);
    return subscription;
  }

  /** Throws 404. */
  edit(id: string, changes: SentSubscription): Subscription {
    const edited = { ...this.get(id), ...changes, updated_at: this.clock.stamp() };
    this.#all.set(id, edited);
    return edited;
  }

  /** Throws 404. */
  remove(id: string): void {
    this.get(id);
    this.#all.delete(id);
  }
}
