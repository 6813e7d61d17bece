import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware, ParameterizedContext } from 'koa';
import { seeded } from '../hub/random.js';
import type { RequestState } from './context.js';

/** A fault of a vendor's API that an admin orders. */
export interface OrderedFault {
  /**
   * `status`: an error of the server. `rate_limit`: 429. `lost_answer`: the effect is there, the connection is cut.
   * `half_open`: nothing is ever answered. `malformed`: JSON that breaks off. `html`: a page of somebody's proxy.
   * `expired`: 401, as if the token had just expired. `slow`: the answer comes late.
   */
  kind: 'status' | 'rate_limit' | 'lost_answer' | 'half_open' | 'malformed' | 'html' | 'expired' | 'slow';
  method?: string;
  /** The whole path; `*` stands for one part, `**` at the end for the rest. */
  path?: string;
  /** Whether the call has had its effect: `before` (the default) it had none. `lost_answer` is always `after`. */
  when?: 'before' | 'after';
  /** How many calls it hits before it ends; without it: until it is cleared. */
  times?: number;
  /** How many matching calls it lets pass first. */
  skip?: number;
  /** The share of matching calls that it hits, 0 to 1, by a chance that `seed` repeats. */
  share?: number;
  seed?: number;
  /** 503 unless given. */
  status?: number;
  /** Seconds, sent as `Retry-After`; without it there is no such header. */
  retryAfter?: number;
  /** Of `slow`, in milliseconds. */
  ms?: number;
}

const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };

/** What an admin may order, as JSON Schema. */
export const faultSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind'],
  properties: {
    kind: { enum: ['status', 'rate_limit', 'lost_answer', 'half_open', 'malformed', 'html', 'expired', 'slow'] },
    method: { enum: ['GET', 'POST', 'PUT', 'DELETE'] },
    path: { type: 'string', minLength: 1, maxLength: 300 },
    when: { enum: ['before', 'after'] },
    ...{ times: count, skip: count, share: { type: 'number', minimum: 0, maximum: 1 }, seed: { type: 'integer' } },
    ...{ status: { type: 'integer', minimum: 400, maximum: 599 }, retryAfter: count },
    ms: { type: 'integer', minimum: 0, maximum: 86_400_000 },
  },
};

/** Why a call is refused by a fault; each vendor says it in its own words. */
export interface FaultRefusal {
  kind: 'status' | 'rate_limit' | 'expired';
  status: number;
  path: string;
}

interface Armed extends OrderedFault {
  id: number;
  hits: number;
  seen: number;
  chance: () => number;
}

/** The faults that are ordered, in their order; the first that fits a call is used. */
export class OrderedFaults {
  #armed: Armed[] = [];
  #next = 1;
  readonly #end = new AbortController();

  /** @param bodyOf the body with which the vendor refuses a call */
  constructor(private readonly bodyOf: (refusal: FaultRefusal) => object) {}

  list(): (OrderedFault & { id: number; hits: number })[] {
    return this.#armed.map(({ chance: _, seen: __, ...fault }) => fault);
  }

  add(fault: OrderedFault): { id: number } {
    const id = this.#next++;
    this.#armed.push({ ...fault, id, hits: 0, seen: 0, chance: seeded(fault.seed ?? 1) });
    return { id };
  }

  /** Ends one fault, or all. */
  clear(id?: number): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((fault) => fault.id !== id);
  }

  close(): void {
    this.clear();
    this.#end.abort();
  }

  readonly middleware: Middleware<RequestState> = async (ctx, next) => {
    const fault = this.#take(ctx.method, ctx.path);
    if (!fault) {
      await next();
      return;
    }
    ctx.state.fault = fault.kind;
    const after = fault.when === 'after' || fault.kind === 'lost_answer' || fault.kind === 'slow';
    if (fault.kind === 'slow')
      await sleep(fault.ms ?? 1000, undefined, { signal: this.#end.signal }).catch(() => undefined);
    if (after) await next();
    this.#strike(fault, ctx);
  };

  #take(method: string, path: string): Armed | undefined {
    const fault = this.#armed.find((one) => hits(one, method, path));
    if (!fault) return undefined;
    fault.hits += 1;
    if (fault.hits === fault.times) this.#armed = this.#armed.filter((one) => one !== fault);
    return fault;
  }

  #strike(fault: OrderedFault, ctx: ParameterizedContext<RequestState>): void {
    const refuse = (kind: FaultRefusal['kind'], status: number): void => {
      ctx.status = status;
      ctx.body = this.bodyOf({ kind, status, path: ctx.path });
    };
    switch (fault.kind) {
      case 'slow':
        return;
      case 'status':
        refuse('status', fault.status ?? 503);
        return;
      case 'rate_limit':
        if (fault.retryAfter !== undefined) ctx.set('Retry-After', String(fault.retryAfter));
        refuse('rate_limit', 429);
        return;
      case 'expired':
        refuse('expired', 401);
        return;
      case 'html':
        ctx.status = fault.status ?? 502;
        ctx.type = 'text/html';
        ctx.body = '<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>';
        return;
      case 'malformed': {
        const whole = JSON.stringify(ctx.body ?? { order: { id: 'broken off' } });
        ctx.status = 200;
        ctx.type = 'application/json';
        ctx.body = whole.slice(0, Math.floor(whole.length / 2));
        return;
      }
      case 'half_open':
        ctx.respond = false;
        return;
      case 'lost_answer':
        ctx.respond = false;
        ctx.req.socket.destroy();
    }
  }
}

function hits(fault: Armed, method: string, path: string): boolean {
  if ((fault.method ?? method) !== method || !fits(fault.path ?? '/**', path)) return false;
  fault.seen += 1;
  return fault.seen > (fault.skip ?? 0) && (fault.share === undefined || fault.chance() < fault.share);
}

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.at(-1) === '**') return wanted.slice(0, -1).every((part, index) => part === '*' || part === given[index]);
  return wanted.length === given.length && wanted.every((part, index) => part === '*' || part === given[index]);
}
