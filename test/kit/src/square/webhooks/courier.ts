import { Courier, type Attempt, type CourierOptions, type Delivery, type Letter } from '../../fake/courier.js';
import type { WebhookEvent } from '../state/events.js';
import { signatureOf } from './sign.js';
import type { Subscription } from './subscriptions.js';

export type SquareDelivery = Delivery<WebhookEvent>;

const MINUTE = 60_000;
/** Until each next attempt; all of it is 24 hours. */
const RETRIES = [1, 2, 4, 8, 15, 30, 60, 120, 240, 360, 600].map((minutes) => minutes * MINUTE);

/** Brings events to subscriptions for 24 hours. */
export const squareCourier = (options: CourierOptions): Courier<WebhookEvent> => new Courier(options, RETRIES);

/** An event for one subscription. */
export const letterOf = (
  event: WebhookEvent,
  { notification_url: url, signature_key }: Subscription,
): Letter<WebhookEvent> => ({
  ...{ id: event.event_id, type: event.type, url, event },
  headers: ({ body, retry, reason, began }: Attempt, wrong: boolean) => ({
    ...{ 'content-type': 'application/json', 'user-agent': 'Square Connect v2', 'square-environment': 'Sandbox' },
    'x-square-hmacsha256-signature': signatureOf(wrong ? `not ${signature_key}` : signature_key, url, body),
    'square-version': '2025-08-20',
    ...(retry === 0
      ? {}
      : {
          ...{ 'square-retry-number': String(retry), 'square-retry-reason': reason },
          'square-initial-delivery-timestamp': began,
        }),
  }),
});
