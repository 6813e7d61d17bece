import { Fault } from '@poshub-bridge/core';
import { MOST_PAGES, PAGE_LIMIT } from '../assumptions.js';
import { guard, open, orNull } from '../guard.js';
import type { Api } from './api.js';

export interface Page {
  readonly data: readonly unknown[];
  readonly hasNextPage?: boolean | null;
  readonly nextPageKey?: string | null;
}

const isPage = guard<Page>(
  open(
    {
      data: { type: 'array' },
      hasNextPage: orNull({ type: 'boolean' }),
      nextPageKey: orNull({ type: 'string', maxLength: 8_000 }),
    },
    'data',
  ),
);
const isWrapped = guard<{ readonly data: Readonly<Record<string, unknown>> }>(
  open({ data: { type: 'object' } }, 'data'),
);

/** The object of an answer `{data}`. @throws Fault `hub.unreadable` */
export function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (isWrapped(body)) return body.data;
  throw new Fault('hub.unreadable', { detail: 'the answer is not an object in data' });
}

/** One page of a list. @throws Fault `hub.unreadable` */
export async function readPage(api: Api, path: string, query: Readonly<Record<string, string>>): Promise<Page> {
  const body = await api.send({ method: 'GET', path, query: { ...query, limit: String(PAGE_LIMIT) } });
  if (isPage(body)) return body;
  throw new Fault('hub.unreadable', { detail: 'the answer is not a list in data' });
}

/**
 * The entries of a list, page after page, each as it came.
 * @throws Fault `hub.unreadable` when a page is none, when a key comes twice or the pages don't end
 */
export async function* entries(
  api: Api,
  path: string,
  query: Readonly<Record<string, string>>,
): AsyncGenerator<unknown, void, undefined> {
  const seen = new Set<string>();
  let key: string | undefined;
  do {
    const page = await readPage(api, path, key === undefined ? query : { ...query, nextPageKey: key });
    yield* page.data;
    key = nextKey(page);
    if (key === undefined) return;
    if (seen.has(key)) throw new Fault('hub.unreadable', { detail: 'a list repeats the key of a page' });
    seen.add(key);
  } while (seen.size < MOST_PAGES);
  throw new Fault('hub.unreadable', { detail: `a list has more than ${MOST_PAGES} pages` });
}

/** Where the next page begins: a list ends where it says so, and where it has no key. */
export function nextKey({ hasNextPage, nextPageKey }: Page): string | undefined {
  return hasNextPage === false ? undefined : (nextPageKey ?? '') || undefined;
}
