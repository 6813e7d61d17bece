import {
  Fault,
  type JsonSchema,
  type Reference,
  type Session,
  type Store,
  type StoreSession,
} from '@poshub-bridge/core';
import type { LightspeedClient } from './client.js';
import { guard, having, idText, text, type Typed } from './guard.js';
import { isBusinesses, isProfiles, type Business, type Profile } from './wire.js';

/** The merchant's businesses, and every location of them. Lightspeed tells neither currency nor time zone. */
export async function readStores(
  client: LightspeedClient,
  session: Session,
): Promise<{ readonly merchant: Reference; readonly stores: readonly Store[] }> {
  const businesses = await client.ask(session, { method: 'GET', path: '/o/op/data/businesses' }, isBusinesses);
  const [first] = businesses.map(({ id }) => idText(id)).sort();
  if (first === undefined) throw new Fault('store.unknown', { detail: 'the access opens no business' });
  return { merchant: first, stores: businesses.flatMap(storesOf) };
}

function storesOf({ name: business, businessLocations }: Business): readonly Store[] {
  return (businessLocations ?? []).map(({ id, name }) => ({
    ref: idText(id),
    name: name || idText(id),
    ...(business ? { address: business } : {}),
  }));
}

/** The order profile for each way to get the food; empty or absent is Lightspeed's own choice. */
const choices = having({}, { pickupProfile: text, deliveryProfile: text, dineInProfile: text });
export type Choices = Typed<typeof choices>;
const isChoices = guard(choices);

/** What the merchant decided about the store of a session. */
export function choicesOf({ store }: StoreSession): Choices {
  return isChoices(store.choices) ? store.choices : {};
}

/** Asks which order profile is for what, where there are any. */
export async function readChoices(
  client: LightspeedClient,
  session: Session,
  store: Reference,
): Promise<JsonSchema | undefined> {
  const path = `/o/op/data/account-profiles?businessLocationId=${encodeURIComponent(store)}`;
  const { accountProfileList } = await client.ask(session, { method: 'GET', path }, isProfiles, 'store.unknown');
  if (accountProfileList.length === 0) return undefined;
  const question = (title: string, mode: string): object => {
    const fitting = accountProfileList.find(({ deliveryMode }) => deliveryMode === mode);
    return {
      type: 'string',
      title,
      oneOf: [...accountProfileList.map(choiceOf), { const: '', title: 'none: as Lightspeed decides' }],
      default: fitting?.code ?? '',
    };
  };
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      pickupProfile: question('Order profile for pickup', 'TAKE_AWAY'),
      deliveryProfile: question('Order profile for delivery', 'DELIVERY'),
      dineInProfile: question('Order profile for eating in', 'NONE'),
    },
  };
}

function choiceOf({ code, name }: Profile): object {
  return { const: code, title: name ? `${name} (${code})` : code };
}
