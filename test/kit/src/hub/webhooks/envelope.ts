import { randomUUID } from 'node:crypto';

export const objectTypes = [
  ...(['LOCATION', 'ORDER', 'ACCOUNT', 'MENU', 'DELIVERY', 'CONNECTION'] as const),
  ...(['CATALOG_PRODUCT', 'CATALOG_CATEGORY', 'CATALOG_MODIFIER_GROUP', 'CATALOG_MODIFIER'] as const),
] as const;
export type ObjectType = (typeof objectTypes)[number];
export type EventType = 'INSERT' | 'MODIFY' | 'REMOVE';

/** What happened, before it is addressed to an application. */
export interface Happening {
  objectType: ObjectType;
  eventType: EventType;
  accountId?: string;
  locationId?: string;
  orderId?: string;
  newState?: unknown;
  previousState?: unknown;
  eventId?: string;
  eventTime?: string;
}

/** The body of a webhook. */
export interface Envelope extends Happening {
  eventId: string;
  eventTime: string;
  clientId: string;
  connectionId: string;
}

export function address(happening: Happening, clientId: string, connectionId: string): Envelope {
  return {
    eventId: randomUUID(),
    eventTime: new Date().toISOString(),
    ...happening,
    clientId,
    connectionId,
  };
}

/** The bytes that go out. `snake` spells the two states `new_state` and `previous_state`. */
export function serialize(envelope: Envelope, snake: boolean): Buffer {
  if (!snake) return Buffer.from(JSON.stringify(envelope));
  const { newState, previousState, ...rest } = envelope;
  return Buffer.from(JSON.stringify({ ...rest, new_state: newState, previous_state: previousState }));
}
