import { queryOf, type Context } from '../http/context.js';
import { HubError } from '../http/errors.js';

/** The platform's answer to a list. */
export interface Page<T> {
  data: T[];
  hasNextPage: boolean;
  nextPageKey?: string;
}

/** `limit` of the query: 1 … 50, 50 where it is absent. Anything else is a 400. */
export function limitOf(ctx: Context): number {
  const given = queryOf(ctx, 'limit');
  if (given === undefined) return 50;
  const limit = /^[0-9]{1,4}$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > 50) throw new HubError(400, 'limit must be a whole number from 1 to 50');
  return limit;
}

/** What a page is taken from. */
export interface Listing<T> {
  readonly keyOf: (entry: T) => string;
  /** The entries behind the one with a key, or from the first on; undefined where no entry has that key. */
  readonly from: (key: string | undefined) => Iterable<T> | undefined;
  /** Whether an entry belongs to the list. */
  readonly fits: (entry: T) => boolean;
}

/** All entries of an array. */
export function listingOf<T>(entries: readonly T[], keyOf: (entry: T) => string): Listing<T> {
  return {
    keyOf,
    from: (key) => {
      if (key === undefined) return entries;
      const index = entries.findIndex((entry) => keyOf(entry) === key);
      return index === -1 ? undefined : entries.slice(index + 1);
    },
    fits: () => true,
  };
}

/**
 * One page of those entries that fit. The key names the last entry that was given, so entries that come, go or stop to fit
 * meanwhile neither hide nor repeat others; it holds characters that must be URL-encoded.
 */
export function pageOf<T>(ctx: Context, { keyOf, from, fits }: Listing<T>): Page<T> {
  const limit = limitOf(ctx);
  const rest = from(keyIn(queryOf(ctx, 'nextPageKey')));
  if (rest === undefined) throw new HubError(400, 'nextPageKey is not one of ours (was it URL-encoded?)');
  const data: T[] = [];
  for (const entry of rest) {
    if (!fits(entry)) continue;
    const last = data.at(-1);
    if (last !== undefined && data.length === limit)
      return { data, hasNextPage: true, nextPageKey: `+/${Buffer.from(keyOf(last)).toString('base64')}=` };
    data.push(entry);
  }
  return { data, hasNextPage: false };
}

/** The last entry's key; empty where it is none of ours. */
function keyIn(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  return Buffer.from(/^\+\/(.+)=$/s.exec(given)?.[1] ?? '', 'base64').toString('utf8');
}
