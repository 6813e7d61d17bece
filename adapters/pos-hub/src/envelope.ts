import { Fault, type HubEnvelope } from '@poshub-bridge/core';
import { guard, id, open, orNull, placeOf } from './guard.js';
import { instantOf, parseJson } from './json.js';

interface WireEnvelope {
  readonly eventId: string;
  readonly eventType: string;
  readonly objectType: string;
  readonly eventTime: string;
  readonly connectionId: string;
  readonly accountId?: string | null;
  readonly locationId?: string | null;
  readonly orderId?: string | null;
  readonly newState?: unknown;
  readonly new_state?: unknown;
}

const word = { type: 'string', pattern: '^\\w{1,64}$' };
const isEnvelope = guard<WireEnvelope>(
  open(
    {
      eventId: id,
      eventType: word,
      objectType: word,
      eventTime: { type: 'string', maxLength: 64 },
      connectionId: id,
      accountId: orNull(id),
      locationId: orNull(id),
      orderId: orNull(id),
    },
    ...['eventId', 'eventType', 'objectType', 'eventTime', 'connectionId'],
  ),
);
const hasId = guard<{ readonly id: string }>(open({ id }, 'id'));

/** An event read once: its outside, and the state that it tells of, not yet validated. */
export interface Opened {
  readonly envelope: HubEnvelope;
  readonly newState: unknown;
}

/**
 * Opens an event. Both spellings of the state's name are taken; kinds and changes that we do not know are let through.
 * @throws Fault `request.unreadable` naming the field
 */
export function openEvent(body: Uint8Array): Opened {
  const event = parseJson(body);
  if (!isEnvelope(event)) throw unreadable(placeOf(isEnvelope.errors));
  const at = instantOf(event.eventTime);
  if (at === undefined) throw unreadable('eventTime');
  const newState = event.newState ?? event.new_state;
  const { accountId, locationId } = event;
  const orderId = event.orderId ?? (hasId(newState) ? newState.id : undefined);
  const topic = topicOf(event.objectType);
  if (topic === 'order' && orderId === undefined) throw unreadable('orderId');
  const envelope: HubEnvelope = {
    id: event.eventId,
    connectionId: event.connectionId,
    topic,
    change: changeOf(event.eventType),
    objectType: event.objectType,
    at,
    ...(accountId ? { accountId } : {}),
    ...(locationId ? { locationId } : {}),
    ...(topic === 'order' && orderId !== undefined ? { orderId } : {}),
  };
  return { envelope, newState };
}

function topicOf(objectType: string): HubEnvelope['topic'] {
  return objectType === 'ORDER' ? 'order' : objectType === 'CONNECTION' ? 'connection' : 'other';
}

/** A kind of change that we do not know says that something is different now. */
function changeOf(eventType: string): HubEnvelope['change'] {
  return eventType === 'INSERT' ? 'insert' : eventType === 'REMOVE' ? 'remove' : 'modify';
}

function unreadable(field: string): Fault {
  return new Fault('request.unreadable', {
    detail: field === '' ? 'the event is not an object' : `the event’s ${field} is missing or not as documented`,
  });
}
