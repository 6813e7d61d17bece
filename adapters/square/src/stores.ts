import type { Session, Store } from '@poshub-bridge/core';
import { credentialsOf, type SquareClient } from './client.js';
import { isLocations, type Location } from './wire.js';

/** The merchant's locations that are open for business. */
export async function readStores(
  client: SquareClient,
  session: Session,
): Promise<{ readonly merchant: string; readonly stores: readonly Store[] }> {
  const { locations } = await client.ask(session, { method: 'GET', path: '/v2/locations' }, isLocations);
  return { merchant: credentialsOf(session).merchantId, stores: (locations ?? []).flatMap(storeOf) };
}

/** A location without a currency or a time zone can't be ordered at: neither can be guessed. */
function storeOf({ id: ref, name, status, currency, timezone, address }: Location): readonly Store[] {
  if (status !== 'ACTIVE' || !currency || !timezone) return [];
  const { address_line_1, address_line_2, address_line_3, postal_code, locality } = address ?? {};
  const place = [address_line_1, address_line_2, address_line_3, postal_code, locality]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(', ');
  return [{ ref, name: name ?? ref, currency, timezone, ...(place === '' ? {} : { address: place }) }];
}
