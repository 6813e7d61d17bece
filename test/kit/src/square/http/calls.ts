import Router from '@koa/router';
import { invalid, unauthorized } from '../errors.js';
import type { Fake } from '../fake.js';
import type { State } from '../state/state.js';
import { sameSecret } from '../../till/http/answers.js';
import { readJson, type Context, type RequestState, type SquareRouter } from './context.js';

/** A call that was let in. */
export interface Call {
  fake: Fake;
  state: State;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  /** Undefined where the call has none. */
  body: unknown;
}

/** One route of the API. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  /** What the access token must allow; `application`: the application's own token; `none`: no token. */
  needs: string[] | 'application' | 'none';
  query?: string[];
  answer(call: Call): object;
}

export function routerOf(fake: Fake, routes: readonly Route[]): SquareRouter {
  const router = new Router<RequestState>();
  for (const route of routes)
    router[route.method](route.path, async (ctx: Context) => {
      admit(ctx, fake, route);
      const query = queryOf(ctx, route.query ?? []);
      const body = route.method === 'get' || route.method === 'delete' ? undefined : await readJson(ctx);
      ctx.body = route.answer({ fake, state: fake.state, params: ctx.params, query, body });
    });
  return router;
}

/** The token of an Authorization header. Throws 401. */
export function bearerOf(ctx: { get(header: string): string }, kind = 'Bearer'): string {
  const token = new RegExp(`^${kind} ([\\x21-\\x7e]{1,1024})$`).exec(ctx.get('Authorization'))?.[1];
  if (token !== undefined) return token;
  throw unauthorized('UNAUTHORIZED', `This request needs the header Authorization: ${kind} …`);
}

function admit(ctx: Context, fake: Fake, { needs }: Route): void {
  if (needs === 'none') return;
  const token = bearerOf(ctx);
  if (needs === 'application') {
    if (!sameSecret(token, fake.applicationToken))
      throw unauthorized('UNAUTHORIZED', 'This request needs the access token of the application itself.');
    return;
  }
  const { scopes } = fake.state.tokens.check(token);
  const missing = needs.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw unauthorized('INSUFFICIENT_SCOPES', `The merchant has not given: ${missing.join(', ')}.`, 403);
}

function queryOf(ctx: Context, allowed: string[]): Record<string, string | undefined> {
  const query: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(ctx.query)) {
    if (!allowed.includes(name) || typeof value !== 'string')
      throw invalid('UNKNOWN_QUERY_PARAMETER', 'The parameter is not known here, or comes twice.', name.slice(0, 80));
    query[name] = value;
  }
  return query;
}
