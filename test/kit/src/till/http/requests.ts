import type { RouterContext } from '@koa/router';
import { TillError } from '../errors.js';

/** The largest body the till reads, in bytes. */
const LARGEST = 256 * 1024;
/** The largest catalog that an admin may put in at once. */
export const LARGEST_CATALOG = 32 * 1024 * 1024;

/** Reads the whole body. Throws `body_too_large`. */
export async function readBody(ctx: RouterContext, largest = LARGEST): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<unknown> = ctx.req.iterator({ destroyOnReturn: false });
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    if (size > largest) {
      ctx.set('Connection', 'close');
      throw new TillError(413, 'body_too_large', `A body may have ${largest} bytes.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Reads a JSON body. Throws `unsupported_media_type` or `invalid_json`. */
export async function readJson(ctx: RouterContext, largest = LARGEST): Promise<unknown> {
  if (ctx.is('application/json') === false) {
    throw new TillError(415, 'unsupported_media_type', 'Send JSON with Content-Type: application/json.');
  }
  const body = await readBody(ctx, largest);
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    throw new TillError(400, 'invalid_json', 'The body is not JSON.');
  }
}

/** A parameter of the route's path. */
export const param = (ctx: RouterContext, name: string): string => ctx.params[name] ?? '';

/** The query's parameters; throws `invalid_request` for one that is not allowed here or comes twice. */
export function queryOf(ctx: RouterContext, ...allowed: string[]): Record<string, string | undefined> {
  const query: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(ctx.query)) {
    if (!allowed.includes(name) || typeof value !== 'string') {
      throw new TillError(400, 'invalid_request', `${name.slice(0, 80)} is not known here, or comes twice.`, name);
    }
    query[name] = value;
  }
  return query;
}

/** A whole number of the query. Throws `invalid_request` outside of its range. */
export function whole(text: string | undefined, name: string, [least, most]: [number, number]): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  throw new TillError(400, 'invalid_request', `${name} is a whole number from ${least} to ${most}.`, name);
}
