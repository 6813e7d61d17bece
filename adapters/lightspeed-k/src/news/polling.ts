import { createHash } from 'node:crypto';
import { MINUTE, type AdapterContext, type Polled, type StoreSession, type VendorEvent } from '@poshub-bridge/core';
import { openChecks, referencesIn } from '../checks.js';
import { readMenus } from '../catalog/read-catalog.js';
import { read, refused, type LightspeedClient } from '../client.js';
import type { LightspeedSettings } from '../manifest.js';
import { isCheck, type Check } from '../wire.js';
import { orderIdIn } from '../references.js';
import { readCursor, writeCursor } from './cursor.js';
import { newsId, viewOfCheck } from './status.js';

/** So many checks that are open no more are looked at in one poll; the others in the next. */
const MOST_CLOSED = 20;

/**
 * What changed at a store since the cursor, as a fall-back for webhooks that got lost. Lightspeed lists open checks without
 * a time of their last change, so how a check that is no longer open ended is what can be seen; and menus have no version,
 * so now and then they are read and compared.
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
  const events: VendorEvent[] = [];
  for (const ticket of closed.slice(0, MOST_CLOSED)) events.push(...(await endEvents(client, session, ticket)));
  for (const check of known === undefined ? [] : checks)
    if (!known?.checks.includes(check.ikaccountId)) events.push(...takenEvents(check, ref));
  if (known !== undefined && menu !== known.menu)
    events.push({ type: 'catalog-changed', id: `menu:${ref}:${menu}`, store: ref });
  const left = closed.slice(MOST_CLOSED);
  const next = { checks: [...left, ...open], menu, menuAt: isDue ? now : known.menuAt };
  return { events, cursor: writeCursor(next), more: left.length > 0 };
}

/** How a check ended, where that is certain. */
async function endEvents(
  client: LightspeedClient,
  session: StoreSession,
  ticket: string,
): Promise<readonly VendorEvent[]> {
  const { ref } = session.store;
  const path = `/o/op/1/order/accounts/${encodeURIComponent(ticket)}?businessLocationId=${encodeURIComponent(ref)}`;
  const answer = await client.send(session, { method: 'GET', path });
  // What it can't read as the name of an account is the name of none.
  if (answer.refusal?.status === 404 || answer.refusal?.status === 400) return [];
  if (answer.refusal !== undefined) throw refused(answer.refusal);
  const view = viewOfCheck(ticket, read(answer.response, isCheck));
  if (view.status === 'accepted') return [];
  return [{ type: 'ticket', id: newsId(ref, ticket, view.status), store: ref, ...view }];
}

/** A check of an order that its payment names. */
function takenEvents(check: Check, store: string): readonly VendorEvent[] {
  const view = viewOfCheck(check.ikaccountId, check);
  const id = newsId(store, view.ticket, view.status);
  return referencesIn(check).map((reference) => ({
    ...{ type: 'ticket', id, store, orderId: orderIdIn(reference) },
    ...view,
  }));
}

function digestOf(catalog: object): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('base64url');
}
