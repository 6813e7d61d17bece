import { readJsonOr, type Context, type Unreadable } from '../../fake/context.js';
import { invalid, SquareError } from '../errors.js';

export type {
  Context,
  RequestState,
  FakeRouter as SquareRouter,
  FakeMiddleware as SquareMiddleware,
} from '../../fake/context.js';

/** Reads a JSON body; nothing is an empty object. Throws 400, 413, 415. */
export const readJson = (ctx: Pick<Context, 'req' | 'is' | 'state'>): Promise<unknown> => readJsonOr(ctx, refusalOf);

function refusalOf(why: Unreadable): SquareError {
  if (why === 'not JSON') return invalid('EXPECTED_JSON_BODY', 'The body is not JSON.');
  const [status, code, detail] =
    why === 'too large'
      ? ([413, 'REQUEST_ENTITY_TOO_LARGE', 'The body is too large.'] as const)
      : ([415, 'UNSUPPORTED_MEDIA_TYPE', 'Send Content-Type: application/json.'] as const);
  return new SquareError(status, { category: 'INVALID_REQUEST_ERROR', code, detail });
}
