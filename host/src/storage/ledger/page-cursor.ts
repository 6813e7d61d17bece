import { Fault, type Instant } from '@poshub-bridge/core';

/** Where a page of orders ended: the next one begins after it. */
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
