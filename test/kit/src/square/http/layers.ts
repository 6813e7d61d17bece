import { redact } from '../../hub/record.js';
import { SquareError, type ErrorItem } from '../errors.js';
import type { Fake } from '../fake.js';
import type { SquareMiddleware } from './context.js';

const VERSION = '2025-08-20';

/** Writes down each call, once it is answered. */
export const recording =
  ({ recorder }: Fake): SquareMiddleware =>
  async (ctx, next) => {
    const began = Date.now();
    await next();
    const { body, bytes = 0, fault } = ctx.state;
    const answered: unknown = ctx.body;
    recorder.add(
      {
        ...{ at: new Date(began).toISOString(), method: ctx.method, path: ctx.path, ms: Date.now() - began },
        status: ctx.respond === false ? 0 : ctx.status,
        query: Object.fromEntries(Object.entries(ctx.query).map(([key, value]) => [key, key === 'code' ? '…' : value])),
        ...(body === undefined ? {} : { body: redact(body) }),
        ...(isRefusal(answered) ? { error: answered.errors.map(({ code }) => code).join(', ') } : {}),
        ...(fault === undefined ? {} : { fault }),
        userAgent: ctx.get('user-agent'),
      },
      bytes,
    );
  };

const isRefusal = (value: unknown): value is { errors: ErrorItem[] } =>
  typeof value === 'object' && value !== null && 'errors' in value && Array.isArray(value.errors);

/** Answers in the version that was asked for. */
export const versioned: SquareMiddleware = async (ctx, next) => {
  const asked = ctx.get('Square-Version');
  ctx.set('Square-Version', asked === '' ? VERSION : asked);
  if (asked !== '' && (!/^\d{4}-\d{2}-\d{2}$/.test(asked) || Number.isNaN(Date.parse(asked)))) {
    const detail = 'The Square-Version header must be a date, as in 2025-08-20.';
    throw new SquareError(400, { category: 'INVALID_REQUEST_ERROR', code: 'INVALID_SQUARE_VERSION_FORMAT', detail });
  }
  await next();
};

function nowhere(status: number, where: string): SquareError {
  const [answered, code] = status === 405 ? [405, 'METHOD_NOT_ALLOWED'] : [404, 'NOT_FOUND'];
  return new SquareError(answered, { category: 'INVALID_REQUEST_ERROR', code, detail: `The fake has no ${where}.` });
}

/** Turns what is thrown further in, and what no route answers, into Square's error bodies. */
export const refusals: SquareMiddleware = async (ctx, next) => {
  try {
    await next();
    const isAnswered = ctx.body !== undefined || ctx.respond === false || (ctx.status >= 300 && ctx.status < 400);
    if (!isAnswered) throw nowhere(ctx.status, `${ctx.method} ${ctx.path}`);
  } catch (error) {
    const known = error instanceof SquareError ? error : undefined;
    if (!known) process.stderr.write(`fake Square: ${error instanceof Error ? String(error.stack) : String(error)}\n`);
    ctx.status = known?.status ?? 500;
    ctx.body = {
      errors: known?.errors ?? [
        { category: 'API_ERROR', code: 'INTERNAL_SERVER_ERROR', detail: 'The fake failed; its log says why.' },
      ],
    };
  }
};

/** What no route answers, and the page where a merchant consents, are not in the document. */
const isOfTheApi = (ctx: Parameters<SquareMiddleware>[0]): boolean =>
  ctx.path !== '/oauth2/authorize' && !(ctx.status === 404 && ctx._matchedRoute === undefined);

/**
 * Holds each accepted call and each answer against the document, where the fake has it. A difference is written down,
 * told on stderr and makes the answer a 500, so that nobody builds on it.
 */
export const described =
  (fake: Fake): SquareMiddleware =>
  async (ctx, next) => {
    await next();
    const { description } = fake;
    if (!description || typeof ctx.body !== 'object' || !isOfTheApi(ctx)) return;
    const where = `${ctx.method} ${ctx.path}`;
    const answer: unknown = JSON.parse(JSON.stringify(ctx.body));
    const asked = ctx.status < 400 ? description.request(ctx.method, ctx.path, ctx.query, ctx.state.body) : [];
    const given = description.answer(ctx.method, ctx.path, answer);
    fake.violations.add('request', where, asked);
    fake.violations.add('answer', where, given);
    if (asked.length + given.length === 0) return;
    const detail = `The fake differs from Square's document: ${[...asked, ...given].join('; ')}`;
    ctx.status = 500;
    ctx.body = { errors: [{ category: 'API_ERROR', code: 'INTERNAL_SERVER_ERROR', detail }] };
  };
