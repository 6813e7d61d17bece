import { Fault, type Instant, type Page } from '@poshub-bridge/core';

/** The largest page of anything. */
export const MOST_ON_A_PAGE = 100;

/** What was asked for, within bounds. */
export function atMost(most: number, limit: number): number {
  return Math.min(Math.max(Math.trunc(limit), 1), most);
}

/** A page of what was read, which is one more than the page holds where there is more. */
export function pageOf<T extends PageEnd>(read: readonly T[], limit: number): Page<T> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return read.length > limit && last !== undefined ? { items, next: writeCursor(last) } : { items };
}

/** Where a page ended: the next one begins after it. */
export interface PageEnd {
  readonly receivedAt: Instant;
  readonly id: string;
}

/** Opaque to whoever gets it; safe in a URL. */
export function writeCursor(end: PageEnd): string {
  return Buffer.from(`${end.receivedAt}:${end.id}`).toString('base64url');
}

/** @throws Fault `request.unreadable` when the text was not made by {@link writeCursor}. */
export function readCursor(cursor: string): PageEnd {
  const [, time = '', id = ''] = /^(\d{1,16}):(.+)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (id === '') throw new Fault('request.unreadable', { detail: 'no such page: the cursor is not one of ours' });
  return { receivedAt: Number(time), id };
}
