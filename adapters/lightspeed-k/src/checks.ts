import type { StoreSession } from '@poshub-bridge/core';
import type { LightspeedClient } from './client.js';
import { isChecks, type Check } from './wire.js';

/** Today's open checks of a store, the newest first. @throws Fault `store.unknown`; as the client */
export async function openChecks(client: LightspeedClient, session: StoreSession): Promise<readonly Check[]> {
  const path = `/o/op/1/order/table/getCheck?businessLocationId=${encodeURIComponent(session.store.ref)}`;
  const checks = await client.ask(session, { method: 'GET', path }, isChecks, 'store.unknown');
  return [...checks].sort((a, b) => (b.openDate ?? '').localeCompare(a.openDate ?? ''));
}

/**
 * A check does not say which order it is of, but its payments may repeat the order's reference: that is proof where it is
 * there, and nothing where it is not.
 */
export function referencesIn({ paymentEntries }: Check): readonly string[] {
  return (paymentEntries ?? []).flatMap(({ externalReference }) => externalReference ?? []);
}
