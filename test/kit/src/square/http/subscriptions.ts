import { Idempotency } from '../state/idempotency.js';
import { withoutNulls } from '../schemas/parts.js';
import { checkSubscription } from '../schemas/payments.js';
import type { Subscription } from '../webhooks/subscriptions.js';
import { EVENT_TYPES } from '../webhooks/subscriptions.js';
import type { Call, Route } from './calls.js';

const needs = 'application';
const path = '/v2/webhooks/subscriptions';
const one = `${path}/:subscription`;
const idOf = ({ params }: Call): string => params['subscription'] ?? '';

/** The application's subscriptions to webhooks, for its own token. */
export function subscriptionRoutes(): Route[] {
  const made = new Idempotency<Subscription>();
  return [
    {
      ...{ method: 'get', path: '/v2/webhooks/event-types', needs, query: ['api_version'] },
      answer: () => ({
        event_types: EVENT_TYPES,
        metadata: EVENT_TYPES.map((event_type) => ({
          event_type,
          api_version_introduced: '2020-08-26',
          release_status: 'PUBLIC',
        })),
      }),
    },
    {
      ...{ method: 'get', path, needs, query: ['cursor', 'include_disabled', 'sort_order', 'limit'] },
      answer: ({ fake, query }) => ({
        subscriptions: fake.subscriptions
          .list()
          .filter(({ enabled }) => enabled || query['include_disabled'] === 'true')
          .map(({ signature_key: _, ...shown }) => shown),
      }),
    },
    {
      ...{ method: 'post', path, needs },
      answer: ({ fake, body }) => {
        const { idempotency_key, subscription } = checkSubscription(withoutNulls(body));
        return { subscription: made.once(idempotency_key, subscription, () => fake.subscriptions.add(subscription)) };
      },
    },
    { method: 'get', path: one, needs, answer: (call) => ({ subscription: call.fake.subscriptions.get(idOf(call)) }) },
    {
      ...{ method: 'put', path: one, needs },
      answer: (call) => {
        const { subscription } = checkSubscription(withoutNulls(call.body));
        return { subscription: call.fake.subscriptions.edit(idOf(call), subscription) };
      },
    },
    {
      ...{ method: 'delete', path: one, needs },
      answer: (call) => {
        call.fake.subscriptions.remove(idOf(call));
        return {};
      },
    },
  ];
}
