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

/**
 * One page of those entries that fit. The key names the last entry that was given, so entries that come, go or stop to fit
 * meanwhile neither hide nor repeat others; it holds characters that must be URL-encoded.
 */
export function pageOf<T>(
  ctx: Context,
  entries: readonly T[],
  keyOf: (entry: T) => string,
  fits: (entry: T) => boolean = () => true,
): Page<T> {
  const limit = limitOf(ctx);
  const rest = entries.slice(startOf(queryOf(ctx, 'nextPageKey'), entries, keyOf)).filter(fits);
  const data = rest.slice(0, limit);
  const last = data.at(-1);
  if (last === undefined || data.length === rest.length) return { data, hasNextPage: false };
  return { data, hasNextPage: true, nextPageKey: `+/${Buffer.from(keyOf(last)).toString('base64')}=` };
}

function startOf<T>(key: string | undefined, entries: readonly T[], keyOf: (entry: T) => string): number {
  if (key === undefined) return 0;
  const match = /^\+\/(.+)=$/s.exec(key);
  const last = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
  const index = entries.findIndex((entry) => keyOf(entry) === last);
  if (index === -1) throw new HubError(400, 'nextPageKey is not one of ours (was it URL-encoded?)');
  return index + 1;
}
