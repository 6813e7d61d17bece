import { Fault, type StoreSession } from '@poshub-bridge/core';
import type { SquareClient } from '../client.js';
import { isFound, isPage, isRetrieved, type CatalogObject, type PlacedObject } from './wire-catalog.js';

/** The most ids that one call asks for. */
const MOST_IDS = 100;

interface Page {
  readonly objects: readonly CatalogObject[];
  readonly cursor?: string;
  /** How new the whole catalog is, as Square's clock says; of searches. */
  readonly latest?: string;
}

/** All objects of some types, page by page, without those that are deleted. While one page is used, the next one comes. */
export function listPages(client: SquareClient, session: StoreSession, types: string): AsyncGenerator<Page> {
  return ahead(async (cursor) => {
    const query = new URLSearchParams({ types, ...(cursor === undefined ? {} : { cursor }) });
    const path = `/v2/catalog/list?${query.toString()}`;
    const page = await client.ask(session, { method: 'GET', path }, isPage);
    return { objects: page.objects ?? [], ...cursorOf(page.cursor) };
  });
}

/** What changed after a time, page by page, with what was deleted. Without a time: everything there is. */
export function changedPages(
  client: SquareClient,
  session: StoreSession,
  types: readonly string[],
  after?: string,
  limit = 1000,
): AsyncGenerator<Page> {
  return ahead((cursor) => changedPage(client, session, types, { after, limit, cursor }));
}

async function changedPage(
  client: SquareClient,
  session: StoreSession,
  types: readonly string[],
  {
    after,
    limit,
    cursor,
  }: { readonly after?: string | undefined; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page> {
  const json = {
    object_types: types,
    ...(after === undefined ? {} : { include_deleted_objects: true, begin_time: after }),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const request = { method: 'POST', path: '/v2/catalog/search', json, readOnly: true } as const;
  const page = await client.ask(session, request, isFound);
  return {
    objects: page.objects ?? [],
    ...cursorOf(page.cursor),
    ...(typeof page.latest_time === 'string' ? { latest: page.latest_time } : {}),
  };
}

/** The time of the catalog's last change. Undefined where Square does not say. */
export async function latestTime(client: SquareClient, session: StoreSession): Promise<string | undefined> {
  return (await changedPage(client, session, ['ITEM'], { limit: 1 })).latest;
}

/** The objects that have these ids; what does not exist is left out. */
export async function retrieve(
  client: SquareClient,
  session: StoreSession,
  ids: Iterable<string>,
): Promise<readonly PlacedObject[]> {
  const wanted = [...new Set(ids)];
  const objects: PlacedObject[] = [];
  for (let start = 0; start < wanted.length; start += MOST_IDS) {
    const json = { object_ids: wanted.slice(start, start + MOST_IDS) };
    const request = { method: 'POST', path: '/v2/catalog/batch-retrieve', json, readOnly: true } as const;
    const found = await client.ask(session, request, isRetrieved);
    objects.push(...(found.objects ?? []));
  }
  return objects;
}

function cursorOf(cursor: string | null | undefined): { readonly cursor?: string } {
  return cursor ? { cursor } : {};
}

/** Asks for each page while the one before is used; never for two at once, so memory holds two at most. */
async function* ahead(fetch: (cursor?: string) => Promise<Page>): AsyncGenerator<Page> {
  let coming = fetch();
  for (;;) {
    const page = await coming;
    if (page.cursor === undefined) {
      yield page;
      return;
    }
    const { cursor } = page;
    coming = fetch(cursor).then((next) => {
      if (next.cursor === cursor)
        throw new Fault('vendor.unreadable', { detail: 'the catalog’s pages go round in a circle' });
      return next;
    });
    // Whoever stops reading before its end leaves this one's failure unseen.
    coming.catch(() => undefined);
    // Else that request would leave only when this page is worked through.
    await new Promise((leave) => setImmediate(leave));
    yield page;
  }
}
