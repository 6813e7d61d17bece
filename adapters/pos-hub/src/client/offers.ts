import { Fault, isFault, type OfferChange } from '@poshub-bridge/core';
import { HIGHEST_PRICE } from '../catalog/schemas.js';
import { guard, id, open } from '../guard.js';
import { segment, type Api } from './api.js';
import { entries, nextKey, readPage } from './pages.js';

interface Listed {
  readonly id: string;
  readonly posReference: string;
}
const isListed = guard<Listed>(open({ id, posReference: { type: 'string' } }, 'id', 'posReference'));

/**
 * Changes a product or modifier that is known by the till's reference.
 * @param place the location's address
 * @throws Fault `hub.not_found`; `hub.refused` for a price that POS Hub can't take
 */
export async function changeOffer(
  api: Api,
  place: string,
  { kind, ref, available, price }: OfferChange,
): Promise<void> {
  if (price !== undefined && !(Number.isInteger(price.amount) && price.amount >= 0 && price.amount <= HIGHEST_PRICE))
    throw new Fault('hub.refused', { detail: `a price is not within 0 and ${HIGHEST_PRICE}, it was not sent` });
  if (available === undefined && price === undefined) return;
  const list = `${place}/catalog/${kind === 'product' ? 'products' : 'modifiers'}`;
  const found = await idOf(api, list, ref);
  if (found === undefined) throw new Fault('hub.not_found', { detail: `no ${kind} has the till’s reference` });
  await api.send({
    method: 'PATCH',
    path: `${list}/${segment(found)}`,
    json: {
      ...(available === undefined ? {} : { showOnline: available }),
      ...(price === undefined ? {} : { price: price.amount }),
    },
  });
}

/**
 * POS Hub's id of an entry. The filter by reference is younger than the document, so its answer is believed only where it
 * fits; otherwise the whole list is read.
 */
async function idOf(api: Api, list: string, ref: string): Promise<string | undefined> {
  const matches = (entry: unknown): entry is Listed => isListed(entry) && entry.posReference === ref;
  const filtered = await readPage(api, list, { posReference: ref }).catch((error: unknown) => {
    if (isFault(error) && error.code === 'hub.refused') return undefined;
    throw error;
  });
  const match = filtered?.data.find(matches);
  if (match !== undefined) return match.id;
  if (filtered !== undefined && filtered.data.length === 0 && nextKey(filtered) === undefined) return undefined;
  for await (const entry of entries(api, list, {})) if (matches(entry)) return entry.id;
  return undefined;
}
