import { Fault, type Instant } from '@poshub-bridge/core';
import type { Parameter } from './operation.js';

/** What a query says, by name. */
export type Query = Readonly<Record<string, string>>;

/** The most that a page holds. */
export const MOST = 100;
const USUAL = 50;

export const LIMIT: Parameter = {
  name: 'limit',
  in: 'query',
  description: 'How many entries a page holds.',
  schema: { type: 'integer', minimum: 1, maximum: MOST, default: USUAL },
};

export const PAGE_KEY: Parameter = {
  name: 'nextPageKey',
  in: 'query',
  description: 'The nextPageKey of the page before, with the same other parameters.',
  schema: { type: 'string' },
};

export const CONNECTION: Parameter = {
  name: 'connectionId',
  in: 'query',
  description: 'Only those of this connection.',
  schema: { type: 'string' },
};

export const FROM: Parameter = {
  name: 'from',
  in: 'query',
  description: 'Received at this time or later.',
  schema: { type: 'string', format: 'date-time' },
};

export const TO: Parameter = {
  name: 'to',
  in: 'query',
  description: 'Received before this time.',
  schema: { type: 'string', format: 'date-time' },
};

/** The page that is wanted. @throws Fault `request.unreadable` */
export function readPage({ limit = String(USUAL), nextPageKey }: Query): {
  readonly limit: number;
  readonly after?: string;
} {
  if (!/^([1-9]\d?|100)$/.test(limit)) throw unreadable(`limit is 1 to ${MOST}`);
  return { limit: Number(limit), ...(nextPageKey === undefined ? {} : { after: nextPageKey }) };
}

/** The span of time that is wanted. @throws Fault `request.unreadable` */
export function readTimes(query: Query): { readonly from?: Instant; readonly to?: Instant } {
  const [from, to] = [readTime(query, 'from'), readTime(query, 'to')];
  if (from !== undefined && to !== undefined && to < from) throw unreadable('to is before from');
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A date, or a date and time of which the zone is said: no two people should read it differently. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

function readTime(query: Query, name: 'from' | 'to'): Instant | undefined {
  const text = query[name];
  if (text === undefined) return undefined;
  // A + that was not encoded has become a space.
  const written = text.replace(' ', '+');
  const at = TIME.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(at)) throw unreadable(`${name} is a time as in ISO 8601: 2026-03-01T12:00:00Z`);
  return at;
}

/** One of a few words, where it is said. @throws Fault `request.unreadable` */
export function readWord<T extends string>(query: Query, name: string, words: readonly T[]): T | undefined {
  const text = query[name];
  const word = words.find((known) => known === text);
  if (text !== undefined && word === undefined) throw unreadable(`${name} is one of ${words.join(', ')}`);
  return word;
}

/** @throws Fault `request.unreadable` */
export function readFlag(query: Query, name: string): boolean | undefined {
  const word = readWord(query, name, ['true', 'false']);
  return word === undefined ? undefined : word === 'true';
}

/** A page of what is in memory anyway; the key of the next one is the name of the last entry. */
export function pageWithin<T>(
  all: readonly T[],
  nameOf: (entry: T) => string,
  { limit, after }: ReturnType<typeof readPage>,
): { readonly items: readonly T[]; readonly next?: string } {
  const start = after === undefined ? 0 : all.findIndex((entry) => keyOf(nameOf(entry)) === after) + 1;
  if (after !== undefined && start === 0) throw unreadable('no such page: begin at the first one');
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return start + limit < all.length && last !== undefined ? { items, next: keyOf(nameOf(last)) } : { items };
}

function keyOf(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function unreadable(detail: string): Fault {
  return new Fault('request.unreadable', { detail });
}
