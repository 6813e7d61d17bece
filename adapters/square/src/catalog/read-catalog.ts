import type { CatalogPart, CatalogWarning, Clock, StoreSession } from '@poshub-bridge/core';
import type { SquareClient } from '../client.js';
import { isLocationAnswer } from '../wire.js';
import { kitchensPrint } from './categories.js';
import { changesSince } from './changes.js';
import { openingsOf } from './hours.js';
import { offerOf } from './items.js';
import { readMark, seenUntil, sooner, writeMark } from './mark.js';
import { ModifierLists, type Place } from './modifier-lists.js';
import { latestTime, listPages } from './pages.js';
import { collectImages, partOf, typed } from './parts.js';
import { isItem } from './wire-catalog.js';

/**
 * A location's catalog: what changed since the mark where that tells everything, else all of it. First comes what others
 * point at, then the items, page by page, so that memory holds no more than lists and image addresses.
 * @throws Fault `store.unknown`, `vendor.unreadable` for an object of a known type in another form; as the client
 */
export async function* readCatalog(
  client: SquareClient,
  clock: Clock,
  session: StoreSession,
  since?: string,
): AsyncGenerator<CatalogPart> {
  const hours = await readHours(client, session);
  const known = readMark(since);
  const isOpen = hours.hours !== undefined;
  // Changes can't say that there are no hours any more.
  const isTold = isOpen || known?.hours !== true;
  if (known !== undefined && isTold && (known.until ?? Infinity) > clock.now()) {
    const changes = await changesSince(client, clock, session, { ...known, hours: isOpen });
    if (changes !== undefined) {
      yield { ...hours, ...changes };
      return;
    }
  }
  yield hours;
  yield* readAll(client, clock, session, isOpen);
}

async function readHours(client: SquareClient, session: StoreSession): Promise<CatalogPart> {
  const path = `/v2/locations/${encodeURIComponent(session.store.ref)}`;
  const { location } = await client.ask(session, { method: 'GET', path }, isLocationAnswer, 'store.unknown');
  const periods = location.business_hours?.periods ?? [];
  return periods.length === 0 ? {} : { hours: openingsOf(periods) };
}

async function* readAll(
  client: SquareClient,
  clock: Clock,
  session: StoreSession,
  hours: boolean,
): AsyncGenerator<CatalogPart> {
  // Asked before anything is read: what changes meanwhile is told next time.
  const askedAt = clock.now();
  const latest = await latestTime(client, session);
  const warnings: CatalogWarning[] = [];
  const images = new Map<string, string>();
  const { ref: location, currency } = session.store;
  const place: Place = { location, currency, images, kitchens: new Set(), warnings };
  const lists = new ModifierLists(place);
  for await (const { objects } of listPages(client, session, 'IMAGE')) collectImages(objects, images);
  for await (const { objects } of listPages(client, session, 'CATEGORY,MODIFIER_LIST,TAX'))
    yield { ...partOf(objects, place, lists), warnings: warnings.splice(0) };
  let until: number | undefined;
  for await (const { objects } of listPages(client, session, 'ITEM')) {
    const menu = { ...place, lists, now: clock.now() };
    const offers = objects.map((object) => offerOf(typed(object, isItem), menu));
    for (const offer of offers) until = sooner(until, offer.until);
    yield { products: offers.flatMap(({ products }) => products), warnings: warnings.splice(0) };
  }
  if (latest === undefined) return;
  const time = seenUntil(latest, askedAt);
  const kitchens = kitchensPrint(place.kitchens);
  yield { mark: writeMark({ time, hours, kitchens, ...(until === undefined ? {} : { until }) }) };
}
