import { createHash } from 'node:crypto';
import { MINUTE, type AdapterContext, type Polled, type StoreSession, type VendorEvent } from '@poshub-bridge/core';
import { openChecks, referencesIn } from '../checks.js';
import { readMenus } from '../catalog/read-catalog.js';
import type { LightspeedClient } from '../client.js';
import type { LightspeedSettings } from '../manifest.js';
import type { Check } from '../wire.js';
import { orderIdIn } from '../references.js';
import { readCursor, writeCursor } from './cursor.js';
import { isOfOne, readEndings } from './endings.js';
import { newsId, viewOfCheck } from './status.js';

/** So many checks that are open no more are looked at in one poll; the others in the next. */
const MOST_CLOSED = 20;

/**
 * What changed at a store since the cursor, as a fall-back for webhooks that got lost. Lightspeed lists the open checks of
 * the day without a time of their last change, so how a check that is no longer listed ended is what can be seen; and menus
 * have no version, so now and then they are read and compared.
 */
export async function poll(
  { settings, clock, log }: Pick<AdapterContext<LightspeedSettings>, 'settings' | 'clock' | 'log'>,
  client: LightspeedClient,
  session: StoreSession,
  cursor: string | undefined,
): Promise<Polled> {
  const { ref } = session.store;
  const known = readCursor(cursor ?? '');

  /** What the menus are now; undefined where they can't be read, which must not hold up the news of orders. */
  async function readMenu(): Promise<string | undefined> {
    try {
      return digestOf(await readMenus(client, settings, session));
    } catch (error) {
      if (!isOfOne(error)) throw error;
      log.warn('menus can’t be read, tried again later', { connectionId: session.connectionId, code: error.code });
      return undefined;
    }
  }

  const checks = await openChecks(client, session);
  const now = clock.now();
  const isDue = known === undefined || now - known.menuAt >= settings.menuPollMinutes * MINUTE;
  const menu = (isDue ? await readMenu() : undefined) ?? known?.menu ?? '';
  const open = new Set(checks.map(({ ikaccountId }) => ikaccountId));
  const unlisted = (known?.checks ?? []).filter(({ check }) => !open.has(check));
  const due = unlisted.filter(({ again }) => again === undefined || again.at <= now);
  const endings = await readEndings({ client, clock, log }, session, due.slice(0, MOST_CLOSED));
  const followed = new Set(known?.checks.map(({ check }) => check));
  const taken = checks.filter(({ ikaccountId }) => known !== undefined && !followed.has(ikaccountId));
  const changed: readonly VendorEvent[] =
    known === undefined || menu === known.menu
      ? []
      : [{ type: 'catalog-changed', id: `menu:${ref}:${menu}`, store: ref }];
  const left = due.slice(MOST_CLOSED);
  const next = writeCursor({
    checks: [
      ...[...left, ...endings.left],
      ...[...open].map((check) => ({ check })),
      ...endings.again,
      ...unlisted.filter((one) => !due.includes(one)),
    ],
    ...{ menu, menuAt: isDue ? now : known.menuAt },
  });
  const lost = next.forgotten.filter(({ check }) => followed.has(check));
  if (lost.length > 0)
    log.warn('too many checks, some no longer followed', { connectionId: session.connectionId, count: lost.length });
  return {
    events: [...endings.events, ...taken.flatMap((check) => takenEvents(check, ref)), ...changed],
    cursor: next.cursor,
    more: left.length > 0 && endings.left.length === 0,
  };
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
