import type { Context } from 'koa';
import { Fault } from '@poshub-bridge/core';

/**
 * The raw bytes of a request, bounded before they are read. Compressed bodies are refused: nobody who calls the bridge
 * needs them, and they unfold without bound.
 * @throws Fault `request.too_large`, `request.unsupported_type`, `request.unreadable` when the sender breaks off
 */
export async function readBody(ctx: Context, most: number): Promise<Uint8Array> {
  const encoding = ctx.get('content-encoding');
  if (encoding !== '' && encoding !== 'identity')
    throw new Fault('request.unsupported_type', { detail: 'it is compressed' });
  if (Number(ctx.get('content-length')) > most)
    throw new Fault('request.too_large', { detail: `more than ${most} bytes` });
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of ctx.req) {
      const bytes = bytesOf(chunk);
      length += bytes.length;
      if (length > most) throw new Fault('request.too_large', { detail: `more than ${most} bytes` });
      chunks.push(bytes);
    }
  } catch (error) {
    throw error instanceof Fault
      ? error
      : new Fault('request.unreadable', { detail: 'the sender broke off', cause: error });
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}

function bytesOf(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

/** @throws Fault `request.unsupported_type` unless the body is declared as JSON */
export function demandJson(ctx: Context): void {
  if (!/^application\/([a-z.+-]+\+)?json\s*(;|$)/i.test(ctx.get('content-type')))
    throw new Fault('request.unsupported_type');
}

/** The request's headers by name in lower case; one that came more than once has its last value. */
export function headersOf(ctx: Context): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(ctx.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? (value.at(-1) ?? '') : value;
  return headers;
}

/** The query's parameters; one that came more than once has its first value. */
export function queryOf(ctx: Context): Readonly<Record<string, string>> {
  const pairs = [...new URLSearchParams(ctx.querystring)].reverse();
  return Object.fromEntries(pairs);
}
