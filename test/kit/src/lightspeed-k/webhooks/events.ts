import { randomUUID } from 'node:crypto';
import type { Letter } from '../../fake/courier.js';
import type { Endpoint } from '../state/endpoints.js';

/** The body of a webhook. */
export type Hook = Record<string, unknown>;

/** The kind of an event, as the document names it. */
export type HookKind =
  'orderNotification' | 'paymentNotification' | 'itemAvailabilityNotification' | 'readinessNotification';

/** An event for one endpoint. Every attempt and copy has the same key. */
export function letterOf(type: HookKind, event: Hook, endpoint: Endpoint, id: string = randomUUID()): Letter<Hook> {
  const { url, withBasicAuth, username = '', password = '' } = endpoint;
  const basic = (secret: string): string => `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
  return {
    ...{ id, type, url, event },
    headers: (_, wrong) => ({
      ...{ 'content-type': 'application/json', 'user-agent': 'Lightspeed-Webhooks' },
      'x-lightspeed-idempotency-key': id,
      ...(withBasicAuth === true ? { authorization: basic(wrong ? `not ${password}` : password) } : {}),
    }),
  };
}
