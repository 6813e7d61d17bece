import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { Fault } from '@poshub-bridge/core';
import { Room, SPARED } from './room.js';

/** A request, in Koa's hands or before it. */
export interface Requested {
  readonly req: IncomingMessage;
}

/** The one of this process. */
const ROOM = new Room();

/**
 * The raw bytes of a request, bounded before they are read. Compressed bodies are refused: nobody who calls the bridge
 * needs them, and they unfold without bound.
 * @throws Fault `request.too_large`, `request.unsupported_type`, `request.unreadable` when the sender breaks off,
 *   `request.no_room` when it is the one that is read for longest, and more is sent at once than is held
 */
export function readBody({ req }: Requested, most: number, room = ROOM): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const { 'content-encoding': encoding = '', 'content-length': announced } = req.headers;
    if (encoding !== '' && encoding !== 'identity')
      throw new Fault('request.unsupported_type', { detail: 'it is compressed' });
    if (Number(announced) > most) throw tooLarge(most);
    // By events: Node's iterator costs as much as all the rest of a request.
    const chunks: Buffer[] = [];
    let length = 0;
    const leave = (): void => {
      fail(new Fault('request.no_room'));
    };
    const end = (): void => {
      if (length > SPARED) room.giveBack(leave);
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length));
    };
    const fail = (fault: Fault): void => {
      req.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
      if (length > SPARED) room.giveBack(leave);
      chunks.length = 0;
      // Whoever is refused may break off as they like.
      req.on('error', () => undefined).pause();
      reject(fault);
    };
    const breakOff = (cause?: unknown): void => {
      if (!req.readableEnded || cause !== undefined)
        fail(new Fault('request.unreadable', { detail: 'the sender broke off', cause }));
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > most) {
        fail(tooLarge(most));
        return;
      }
      chunks.push(chunk);
      if (length > SPARED) room.take(leave, Math.min(chunk.length, length - SPARED), LEAST * most);
    };
    req.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff);
    if (req.destroyed) breakOff();
  });
}

/** So many of the largest bodies find room in any case. */
const LEAST = 4;

function tooLarge(most: number): Fault {
  return new Fault('request.too_large', { detail: `more than ${most} bytes` });
}

/** @throws Fault `request.unsupported_type` unless the body is declared as JSON */
export function demandJson({ req }: Requested): void {
  if (!/^application\/([a-z.+-]+\+)?json\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    throw new Fault('request.unsupported_type');
}

/** The request's headers by name in lower case; one that came more than once has its last value. */
export function headersOf({ req }: Requested): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const name in req.headers) {
    const value = req.headers[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : (value.at(-1) ?? '');
  }
  return headers;
}

/** The query's parameters; one that came more than once has its first value. */
export function queryOf(ctx: Context): Readonly<Record<string, string>> {
  const pairs = [...new URLSearchParams(ctx.querystring)].reverse();
  return Object.fromEntries(pairs);
}
