import { readJsonOr, type Context, type Unreadable } from '../../fake/context.js';
import { LightspeedError } from '../errors.js';

export type {
  Context,
  RequestState,
  FakeRouter as LightspeedRouter,
  FakeMiddleware as LightspeedMiddleware,
} from '../../fake/context.js';

const STATUSES: Record<Unreadable, number> = { 'too large': 413, 'not JSON by its type': 415, 'not JSON': 400 };

export const unreadable = (why: Unreadable): LightspeedError =>
  new LightspeedError(STATUSES[why], `The body is ${why}`);

/** Reads a JSON body; nothing is an empty object. Throws 400, 413, 415. */
export const readJson = (ctx: Pick<Context, 'req' | 'is' | 'state'>): Promise<unknown> => readJsonOr(ctx, unreadable);
