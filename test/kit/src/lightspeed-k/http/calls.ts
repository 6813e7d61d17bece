import Router from '@koa/router';
import { invalid, oauthError } from '../errors.js';
import type { Fake } from '../fake.js';
import type { State } from '../state/state.js';
import type { Location } from '../wire/place.js';
import { withoutNulls } from '../schemas/parts.js';
import { readJson, type Context, type LightspeedRouter, type RequestState } from './context.js';

/** A call that was let in. */
export interface Call {
  fake: Fake;
  state: State;
  params: Record<string, string>;
  query: Record<string, string[]>;
  /** Undefined where the call has none. */
  body: unknown;
}

/** One route of the API. All need the scope `orders-api`. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  query?: string[];
  /** Whether the call has a body; that of a `post` and `put` unless false. */
  body?: false;
  answer(call: Call): object;
}

export function routerOf(fake: Fake, routes: readonly Route[]): LightspeedRouter {
  const router = new Router<RequestState>();
  for (const route of routes)
    router[route.method](route.path, async (ctx: Context) => {
      fake.state.tokens.check(bearerOf(ctx), 'orders-api');
      const query = queryOf(ctx, route.query ?? []);
      const hasBody = route.body !== false && (route.method === 'post' || route.method === 'put');
      const body = hasBody ? withoutNulls(await readJson(ctx)) : undefined;
      ctx.body = route.answer({ fake, state: fake.state, params: ctx.params, query, body });
    });
  return router;
}

/** The token of an Authorization header. Throws 401. */
export function bearerOf(ctx: { get(header: string): string }): string {
  const token = /^Bearer ([\x21-\x7e]{1,4096})$/.exec(ctx.get('Authorization'))?.[1];
  if (token !== undefined) return token;
  throw oauthError(401, 'unauthorized', 'Full authentication is required to access this resource');
}

function queryOf(ctx: Context, allowed: string[]): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(ctx.query)) {
    if (!allowed.includes(name)) throw invalid('query', name.slice(0, 80), 'Unrecognized', 'is not known here');
    query[name] = value === undefined ? [] : [value].flat();
  }
  return query;
}

/** A whole number of a query or path. Throws 400 where it is none, or absent and without a default. */
export function numberIn(name: string, values: string[] | string | undefined, limits: Limits = {}): number {
  const [text, ...more] = values === undefined ? [] : [values].flat();
  const { usual, min = 0, max = Number.MAX_SAFE_INTEGER } = limits;
  if (text === undefined && usual !== undefined) return usual;
  const value = Number(text);
  if (text === undefined || more.length > 0 || !/^\d{1,16}$/.test(text) || value < min || value > max)
    throw invalid('query', name, 'typeMismatch', `must be a whole number from ${min} to ${max}`);
  return value;
}

export interface Limits {
  usual?: number;
  min?: number;
  max?: number;
}

/** A flag of a query. Throws 400. */
export function flagIn(name: string, values: string[] | undefined): boolean {
  const [text = 'false'] = values ?? [];
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid('query', name, 'typeMismatch', 'must be true or false');
}

/** The location that a query names. Throws 400 and 404. */
export const placeOf = ({ state, query }: Call): Location =>
  state.location(numberIn('businessLocationId', query['businessLocationId']));
