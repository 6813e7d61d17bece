import type Router from '@koa/router';
import type { RouterContext } from '@koa/router';
import type { Middleware } from 'koa';

/** What the layers of a fake's server tell each other about a request. */
export interface RequestState {
  body?: unknown;
  bytes?: number;
  fault?: string;
}
export type Context = RouterContext<RequestState>;
export type FakeRouter = Router<RequestState>;
export type FakeMiddleware = Middleware<RequestState>;

const LARGEST = 4 * 1024 * 1024;

/** What keeps a body from being read. */
export type Unreadable = 'too large' | 'not JSON by its type' | 'not JSON';

/**
 * Reads a JSON body; nothing is an empty object.
 * @param refusal what is thrown, in the vendor's words
 */
export async function readJsonOr(
  ctx: Pick<Context, 'req' | 'is' | 'state'>,
  refusal: (why: Unreadable) => Error,
): Promise<unknown> {
  const text = await readText(ctx, refusal);
  if (text === '') return (ctx.state.body = {});
  if (ctx.is('application/json') === false) throw refusal('not JSON by its type');
  try {
    const body: unknown = JSON.parse(text);
    ctx.state.body = body;
    return body;
  } catch {
    throw refusal('not JSON');
  }
}

/** Reads a body as text. */
export async function readText(
  ctx: Pick<Context, 'req' | 'state'>,
  refusal: (why: Unreadable) => Error,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stream: AsyncIterable<unknown> = ctx.req.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > LARGEST) throw refusal('too large');
    chunks.push(chunk);
  }
  ctx.state.bytes = bytes;
  return Buffer.concat(chunks).toString('utf8');
}
