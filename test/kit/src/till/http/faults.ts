import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import { ajv, check } from '../check.js';
import { TillError, notFound } from '../errors.js';
import type { Listener } from './listener.js';

export type FaultKind = 'latency' | 'status' | 'refuse' | 'lost_answer' | 'rate_limit' | 'half_open';

/** What a fault is asked to be; docs/till.md says what each key means for each kind. */
export interface FaultWish {
  kind: FaultKind;
  match?: { method?: string; path?: string };
  /** Milliseconds. */
  ms?: number;
  status?: number;
  /** Seconds. */
  retry_after?: number;
  /** How many requests it hits before it ends; without it: until it is cleared. */
  times?: number;
}

export interface Fault extends FaultWish {
  id: string;
  hits: number;
}

const MEANING: Record<FaultKind, (keyof FaultWish)[]> = {
  latency: ['kind', 'match', 'times', 'ms'],
  status: ['kind', 'match', 'times', 'status'],
  refuse: ['kind', 'ms'],
  lost_answer: ['kind', 'match', 'times', 'ms'],
  rate_limit: ['kind', 'match', 'times', 'retry_after'],
  half_open: ['kind', 'match', 'times'],
};

const positive = (maximum: number): object => ({ type: 'integer', minimum: 1, maximum });

export const checkFault = check(
  ajv.compile<FaultWish>({
    type: 'object',
    additionalProperties: false,
    required: ['kind'],
    properties: {
      kind: { enum: Object.keys(MEANING) },
      match: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          method: { enum: ['GET', 'POST', 'PUT', 'DELETE'] },
          path: { type: 'string', pattern: '^/', maxLength: 200 },
        },
      },
      ms: positive(600_000),
      status: { type: 'integer', minimum: 400, maximum: 599 },
      retry_after: positive(3_600),
      times: positive(1_000_000),
    },
  }),
);

/** The faults that are asked for now; they are not kept in the state file. */
export class Faults {
  #faults: Fault[] = [];
  readonly #end = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(private readonly listener: () => Listener) {}

  list(): Fault[] {
    return this.#faults;
  }

  /** Throws `invalid_request` for a key that has no meaning for the kind. */
  async add(wish: FaultWish): Promise<Fault> {
    for (const key of Object.keys(wish)) {
      if (MEANING[wish.kind].some((known) => known === key)) continue;
      throw new TillError(400, 'invalid_request', `${key} has no meaning for ${wish.kind}.`, key);
    }
    if (wish.kind === 'latency' && wish.ms === undefined) {
      throw new TillError(400, 'invalid_request', 'latency needs ms.', 'ms');
    }
    const fault: Fault = { id: `flt_${randomBytes(6).toString('hex')}`, hits: 0, ...wish };
    this.#faults.push(fault);
    if (fault.kind === 'refuse') await this.#refuse(fault);
    return fault;
  }

  /** Ends one fault, or all. Throws `not_found`. */
  async clear(id?: string): Promise<void> {
    const ended = this.#faults.filter((fault) => id === undefined || fault.id === id);
    if (id !== undefined && ended.length === 0) throw notFound('fault');
    this.#faults = this.#faults.filter((fault) => !ended.includes(fault));
    if (ended.some(({ kind }) => kind === 'refuse') && !this.#faults.some(({ kind }) => kind === 'refuse')) {
      await this.listener().reopen();
    }
  }

  /** Ends all without opening the listener again. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#faults = [];
    this.#end.abort();
  }

  /** Puts the faults in the way of the requests that they match. */
  readonly middleware: Middleware = async (ctx, next) => {
    let lost: Fault | undefined;
    for (const fault of this.#faults.filter((one) => matches(one, ctx))) {
      this.#hit(fault);
      if (fault.kind === 'lost_answer') lost ??= fault;
      else if (await this.#strike(fault, ctx)) return;
    }
    if (lost) await this.#lose(lost, ctx, next);
    else await next();
  };

  /** Answers whether the request is done with. */
  async #strike({ kind, ...fault }: Fault, ctx: Context): Promise<boolean> {
    if (kind === 'latency') {
      await this.#wait(fault.ms ?? 0);
      return ctx.req.socket.destroyed;
    }
    if (kind === 'half_open') {
      ctx.respond = false;
      return true;
    }
    if (kind === 'rate_limit') {
      ctx.set('Retry-After', String(fault.retry_after ?? 1));
      throw new TillError(429, 'rate_limited', 'Too many requests: wait as long as Retry-After says.');
    }
    throw new TillError(fault.status ?? 503, 'unavailable', 'The till cannot answer now.');
  }

  /** Everything happens, only the answer never arrives. */
  async #lose(fault: Fault, ctx: Context, next: () => Promise<unknown>): Promise<void> {
    await next().catch(() => undefined);
    ctx.respond = false;
    await this.#wait(fault.ms ?? 0);
    ctx.req.socket.destroy();
  }

  #hit(fault: Fault): void {
    fault.hits += 1;
    if (fault.hits === fault.times) this.#faults = this.#faults.filter((one) => one !== fault);
  }

  async #refuse(fault: Fault): Promise<void> {
    await this.listener().shut();
    if (fault.ms === undefined) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.clear(fault.id).catch(() => undefined); // not found: somebody has cleared it before
    }, fault.ms);
    this.#timers.add(timer);
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#end.signal }).catch(() => undefined);
  }
}

function matches({ kind, match }: Fault, ctx: Context): boolean {
  if (kind === 'refuse') return false;
  if (match?.method !== undefined && match.method !== ctx.method) return false;
  return match?.path === undefined || ctx.path.startsWith(match.path);
}
