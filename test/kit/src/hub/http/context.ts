import type { IncomingMessage } from 'node:http';
import Router, { type RouterContext } from '@koa/router';
import type { Middleware } from 'koa';
import { HubError } from './errors.js';

/** What the layers of the server tell each other about a request. */
export interface RequestState {
  /** The parsed body, once it was read. */
  body?: unknown;
  /** Its size in bytes. */
  bytes?: number;
  /** The application whose token the request carries. */
  clientId?: string;
  error?: string;
  fault?: string;
}

export type Context = RouterContext<RequestState>;
export type HubRouter = Router<RequestState>;
export type HubMiddleware = Middleware<RequestState>;

export const newRouter = (): HubRouter => new Router<RequestState>();

const limit = 64 * 1024 * 1024;

async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > limit) throw new HubError(413, `the body is larger than ${limit} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Reads the body as JSON. An absent body is `undefined`; anything that is not JSON is a 400. */
export async function readJson(ctx: Pick<Context, 'req' | 'is' | 'state'>): Promise<unknown> {
  const raw = await readRaw(ctx.req);
  ctx.state.bytes = raw.length;
  if (raw.length === 0) return undefined;
  const told = raw.toString('utf8');
  ctx.state.body = told.slice(0, 10_000);
  if (ctx.is('application/json') === false) throw new HubError(400, 'the body must be application/json');
  try {
    const body: unknown = JSON.parse(told);
    ctx.state.body = body;
    return body;
  } catch {
    throw new HubError(400, 'the body is not JSON');
  }
}

/** Reads the body of a form (`application/x-www-form-urlencoded`), the last value of each key. */
export async function readForm(ctx: Pick<Context, 'req' | 'state'>): Promise<Record<string, string>> {
  const raw = await readRaw(ctx.req);
  ctx.state.bytes = raw.length;
  const body = Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  ctx.state.body = body;
  return body;
}

/** A parameter of the path. */
export function param(ctx: Pick<Context, 'params'>, name: string): string {
  return ctx.params[name] ?? '';
}

/** A query parameter, where a repeated one counts once. */
export function queryOf(ctx: Pick<Context, 'query'>, name: string): string | undefined {
  const value = ctx.query[name];
  return Array.isArray(value) ? value[0] : value;
}
