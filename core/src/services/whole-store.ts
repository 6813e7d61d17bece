import type { Store } from '../domain/catalog.js';
import type { ConnectedStore, Connection } from '../domain/connection.js';
import { asFault, Fault } from '../domain/fault.js';
import type { HubLocation } from '../ports/pos-hub.js';
import type { Bridge } from './context.js';

type Needs = Pick<Bridge, 'hub' | 'log'>;

/**
 * The store with its currency and time zone, by the till or else by POS Hub. Orders come in the location's currency and
 * go to the till in the store's: no amount is ever converted.
 * @throws Fault `store.currency_differs`, `store.incomplete`, `hub.…`
 */
export async function wholeStore(needs: Needs, connection: Connection, store: Store): Promise<ConnectedStore> {
  const location = await lookAt(needs, connection);
  const { currency = location?.currency, timezone = location?.timezone } = store;
  if (currency === undefined || timezone === undefined)
    throw new Fault('store.incomplete', { detail: currency === undefined ? 'no currency' : 'no time zone' });
  if (location?.currency !== undefined && location.currency !== currency)
    throw new Fault('store.currency_differs', {
      detail: `the store has ${currency}, the location ${location.currency}`,
    });
  return { ref: store.ref, name: store.name, currency, timezone };
}

/** What POS Hub says of the location; undefined where the application may not look at it. */
async function lookAt({ hub, log }: Needs, connection: Connection): Promise<HubLocation | undefined> {
  try {
    return await hub.location(connection);
  } catch (error) {
    if (asFault(error).retry !== 'never') throw error;
    log.warn('location not known', { connectionId: connection.connectionId, code: asFault(error).code });
    return undefined;
  }
}
