import { redact } from '../../hub/record.js';
import { LightspeedError, springBody } from '../errors.js';
import type { Fake } from '../fake.js';
import { withoutNulls } from '../schemas/parts.js';
import type { LightspeedMiddleware } from './context.js';

const SECRETS = ['code', 'client_secret', 'refresh_token'];

/** Writes down each call, once it is answered. */
export const recording =
  ({ recorder }: Fake): LightspeedMiddleware =>
  async (ctx, next) => {
    const began = Date.now();
    await next();
    const { body, bytes = 0, fault } = ctx.state;
    const query = Object.fromEntries(
      Object.entries(ctx.query).map(([key, value]) => [key, SECRETS.includes(key) ? '…' : value]),
    );
    recorder.add(
      {
        ...{ at: new Date(began).toISOString(), method: ctx.method, path: ctx.path, ms: Date.now() - began },
        ...{ status: ctx.respond === false ? 0 : ctx.status, query },
        ...(body === undefined ? {} : { body: redact(body) }),
        ...(fault === undefined ? {} : { fault }),
        userAgent: ctx.get('user-agent'),
      },
      bytes,
    );
  };

/** Turns what is thrown further in, and what no route answers, into error bodies. */
export const refusals: LightspeedMiddleware = async (ctx, next) => {
  try {
    await next();
    const isAnswered = ctx.body !== undefined || ctx.respond === false || (ctx.status >= 300 && ctx.status < 400);
    if (!isAnswered) throw new LightspeedError(ctx.status, 'No message available');
  } catch (error) {
    const known = error instanceof LightspeedError ? error : failed(error);
    ctx.status = known.status;
    ctx.body = known.body ?? springBody(known.status, known.message, ctx.path, known.invalid);
  }
};

function failed(error: unknown): LightspeedError {
  process.stderr.write(`fake Lightspeed: ${error instanceof Error ? String(error.stack) : String(error)}\n`);
  return new LightspeedError(500, 'The fake failed; its log says why');
}

/** What no route answers, and OAuth, are not in the document. */
const isOfTheApi = ({ path, status, _matchedRoute }: Parameters<LightspeedMiddleware>[0]): boolean =>
  path.startsWith('/o/') && !(status === 404 && _matchedRoute === undefined);

/**
 * Holds each accepted call and each answer against the document, where the fake has it. A difference is written down,
 * told on stderr and makes the answer a 500, so that nobody builds on it.
 */
export const described =
  (fake: Fake): LightspeedMiddleware =>
  async (ctx, next) => {
    await next();
    const { description } = fake;
    if (!description || typeof ctx.body !== 'object' || !isOfTheApi(ctx)) return;
    const { method, path, status, query } = ctx;
    const answer: unknown = JSON.parse(JSON.stringify(ctx.body));
    const asked = status < 400 ? description.request(method, path, query, withoutNulls(ctx.state.body)) : [];
    const given = description.answer(method, path, status, answer);
    fake.violations.add('request', `${method} ${path}`, asked);
    fake.violations.add('answer', `${method} ${path}`, given);
    if (asked.length + given.length === 0) return;
    ctx.status = 500;
    const detail = `The fake differs from Lightspeed's document: ${[...asked, ...given].join('; ')}`;
    ctx.body = springBody(500, detail, path);
  };
