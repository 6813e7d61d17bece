import { Fault, type StoreSession, type Ticket } from '@poshub-bridge/core';
import { isPresent } from '../catalog/presence.js';
import { retrieve } from '../catalog/pages.js';
import type { SquareClient } from '../client.js';

/** Finds out which references of a ticket can be ordered at the location, so that the others are given by name and price. */
export async function findKnown(
  client: SquareClient,
  session: StoreSession,
  { lines }: Ticket,
): Promise<(ref: string) => boolean> {
  const refs = lines.flatMap((line) => [line.ref, ...line.options.map(({ ref }) => ref)]);
  const found = await retrieve(
    client,
    session,
    refs.filter((ref) => ref !== undefined),
  );
  const known = new Set(
    found
      .filter(({ type, is_deleted }) => is_deleted !== true && (type === 'ITEM_VARIATION' || type === 'MODIFIER'))
      .filter((object) => isPresent(object, session.store.ref))
      .map(({ id }) => id),
  );
  return (ref) => known.has(ref);
}

/** @throws Fault `menu.item_unreferenced` with the path of the first line or option without a reference */
export function demandReferences({ lines }: Ticket): void {
  for (const [index, { ref, options }] of lines.entries()) {
    const path = `lines[${index}]`;
    if (ref === undefined) throw new Fault('menu.item_unreferenced', { path });
    const place = options.findIndex((option) => option.ref === undefined);
    if (place >= 0) throw new Fault('menu.item_unreferenced', { path: `${path}.options[${place}]` });
  }
}
