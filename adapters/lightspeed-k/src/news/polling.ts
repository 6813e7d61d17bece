import { createHash } from 'node:crypto';
import { MINUTE, type AdapterContext, type Polled, type StoreSession, type VendorEvent } from '@poshub-bridge/core';
import { readMenus } from '../catalog/read-catalog.js';
import type { LightspeedClient } from '../client.js';
import type { LightspeedSettings } from '../manifest.js';
import { isChecks, type Check } from '../wire.js';
import { orderIdIn } from '../references.js';
import { readCursor, writeCursor } from './cursor.js';
import { viewOfCheck } from './status.js';

/**
 * What changed at a store since the cursor, as a fall-back for webhooks that got lost. Lightspeed lists open checks without
 * a time of their last change, so a check that is no longer open is what can be seen; and menus have no version, so now and
 * then they are read and compared.
 */
export async function poll(
  { settings, clock }: Pick<AdapterContext<LightspeedSettings>, 'settings' | 'clock'>,
  client: LightspeedClient,
  session: StoreSession,
  cursor: string | undefined,
): Promise<Polled> {
  const { ref } = session.store;
  const known = readCursor(cursor ?? '');
  const checks = await openChecks(client, session);
  const now = clock.now();
  const isDue = known === undefined || now - known.menuAt >= settings.menuPollMinutes * MINUTE;
  const menu = isDue ? digestOf(await readMenus(client, settings, session)) : known.menu;
  const open = new Set(checks.map(({ ikaccountId }) => ikaccountId));
  const closed = (known?.checks ?? []).filter((ticket) => !open.has(ticket));
  const events: VendorEvent[] = closed.map((ticket) => ({
    type: 'ticket-changed',
    id: `closed:${ref}:${ticket}`,
    store: ref,
    ticket,
  }));
  for (const check of known === undefined ? [] : checks)
    if (!known?.checks.includes(check.ikaccountId)) events.push(...takenEvents(check, ref));
  if (known !== undefined && menu !== known.menu)
    events.push({ type: 'catalog-changed', id: `menu:${ref}:${menu}`, store: ref });
  const next = { checks: [...open], menu, menuAt: isDue ? now : known.menuAt };
  return { events, cursor: writeCursor(next), more: false };
}

/**
 * A check does not say which order it is of, but its payment may repeat the order's reference: that is proof where it is
 * there, and nothing where it is not.
 */
function takenEvents(check: Check, store: string): readonly VendorEvent[] {
  const references = (check.paymentEntries ?? []).flatMap(({ externalReference }) => externalReference ?? []);
  return references.map((reference) => ({
    type: 'ticket',
    id: `open:${store}:${check.ikaccountId}:${reference}`,
    store,
    orderId: orderIdIn(reference),
    ...viewOfCheck(check.ikaccountId, check),
  }));
}

/** Today's open checks, the newest first. */
async function openChecks(client: LightspeedClient, session: StoreSession): Promise<readonly Check[]> {
  const path = `/o/op/1/order/table/getCheck?businessLocationId=${encodeURIComponent(session.store.ref)}`;
  const checks = await client.ask(session, { method: 'GET', path }, isChecks, 'store.unknown');
  return [...checks].sort((a, b) => (b.openDate ?? '').localeCompare(a.openDate ?? ''));
}

function digestOf(catalog: object): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('base64url');
}
