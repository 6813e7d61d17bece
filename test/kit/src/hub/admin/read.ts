import { closed, flag, integer, list, oneOf, text, time, uri, uuid } from '../schemas/parts.js';
import { orderDraft } from '../schemas/order.js';
import { countryCode, currencyCode, phone, timezone } from '../schemas/location.js';
import type { OrderDraft } from '../orders/types.js';
import type { ApiFault } from '../faults.js';
import type { Application } from '../state.js';
import { ajv, checker } from '../validate.js';
import { objectTypes, type EventType, type ObjectType } from '../webhooks/envelope.js';
import type { WebhookFaultPlan } from '../webhooks/faults.js';

/** Reads what an admin sends; each refuses (400) what it doesn't know. */

const urls = { redirectUris: list(uri), webhookEndpoint: uri, catalogSyncUrl: uri };
const application = { name: text, clientSecret: { ...text, minLength: 8 }, scopes: list(text), ...urls };
export const readApplication = checker(ajv.compile<Partial<Application>>(closed({ id: uuid, ...application })));
export const readApplicationPatch = checker(ajv.compile<Partial<Application>>(closed(application)));

export const readAccount = checker(
  ajv.compile<{ name?: string; currency?: string; countryCode?: string; timezone?: string }>(
    closed({ name: text, currency: currencyCode, countryCode, timezone }),
  ),
);

export const readLocation = checker(
  ajv.compile<{
    accountId?: string;
    name?: string;
    currency?: string;
    timezone?: string;
    phoneNumber?: string;
  }>(closed({ accountId: uuid, name: text, currency: currencyCode, timezone, phoneNumber: phone })),
);

export const readInstall = checker(
  ajv.compile<{ applicationId?: string; locationId: string; status?: 'PENDING' | 'COMPLETED' }>(
    closed({ applicationId: uuid, locationId: uuid, status: oneOf('PENDING', 'COMPLETED') }, ['locationId']),
  ),
);

export const readDraft = checker(ajv.compile<OrderDraft>(orderDraft));
export const readCancel = checker(
  ajv.compile<{ reason?: string }>(
    closed({ reason: oneOf('OUT_OF_STOCK', 'STORE_CLOSED', 'TOO_BUSY', 'CUSTOMER_CANCELLED', 'OTHER') }),
  ),
);

export const readEvent = checker(
  ajv.compile<{
    objectType: ObjectType;
    eventType: EventType;
    locationId?: string;
    applicationId?: string;
    orderId?: string;
    eventId?: string;
    eventTime?: string;
    newState?: unknown;
    previousState?: unknown;
  }>(
    closed(
      {
        objectType: oneOf(...objectTypes),
        eventType: oneOf('INSERT', 'MODIFY', 'REMOVE'),
        ...{ locationId: uuid, applicationId: uuid, orderId: uuid, eventId: uuid, eventTime: time },
        ...{ newState: {}, previousState: {} },
      },
      ['objectType', 'eventType'],
    ),
  ),
);

const count = { ...integer, minimum: 0 };
export const readWebhookFaults = checker(
  ajv.compile<WebhookFaultPlan>(
    closed({
      copies: { ...integer, minimum: 1, maximum: 1000 },
      copyShare: { type: 'number', minimum: 0, maximum: 1 },
      reorder: closed({ hold: { ...integer, minimum: 2 }, order: oneOf('reverse', 'shuffle') }, ['hold', 'order']),
      drop: closed({ next: count, share: { type: 'number', minimum: 0, maximum: 1 } }),
      snake: flag,
      badSignatures: count,
      seed: integer,
    }),
  ),
);

const apiFault = checker(
  ajv.compile<Partial<ApiFault> & { kind: ApiFault['kind'] }>(
    closed(
      {
        ...{ method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE'), path: text, times: { ...integer, minimum: 1 } },
        ...{ when: oneOf('before', 'after'), kind: oneOf('status', 'hang', 'reset', 'delay') },
        status: { ...integer, minimum: 400, maximum: 599 },
        retryAfter: count,
        ms: count,
      },
      ['kind'],
    ),
  ),
);

export const readApiFault = (value: unknown): ApiFault => ({ times: 1, when: 'before', ...apiFault(value) });

export const readRevoke = checker(
  ajv.compile<{ applicationId?: string; refreshTokens?: boolean }>(
    closed({ applicationId: uuid, refreshTokens: flag }),
  ),
);
