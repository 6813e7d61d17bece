import { post } from '../hub/http/post.js';
import { WebhookFaults, type WebhookFaultPlan } from '../hub/webhooks/faults.js';

/** What goes wrong with webhooks until an admin says otherwise. */
export interface WebhookPlan extends Omit<WebhookFaultPlan, 'snake'> {
  /** Milliseconds until the first attempt. */
  delayMs?: number;
}

const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const share = { type: 'number', minimum: 0, maximum: 1 };

/** A {@link WebhookPlan} as JSON Schema. */
export const planSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    copies: { type: 'integer', minimum: 1, maximum: 20 },
    ...{
      delayMs: { type: 'integer', minimum: 0, maximum: 86_400_000 },
      badSignatures: count,
      seed: { type: 'integer' },
    },
    reorder: {
      ...{ type: 'object', additionalProperties: false, required: ['hold', 'order'] },
      properties: { hold: count, order: { enum: ['reverse', 'shuffle'] } },
    },
    drop: { type: 'object', additionalProperties: false, properties: { next: count, share } },
  },
};

/** One copy of an event on its way. */
export interface Delivery<Event> {
  event_id: string;
  type: string;
  url: string;
  state: 'held' | 'dropped' | 'pending' | 'delivered' | 'given up';
  attempts: { at: string; status?: number; error?: string }[];
  event: Event;
}

/** An event for one address. */
export interface Letter<Event> {
  id: string;
  type: string;
  url: string;
  event: Event;
  /** The headers of an attempt; `wrong` where they shall not prove who sent it. */
  headers(attempt: Attempt, wrong: boolean): Record<string, string>;
}

export interface Attempt {
  body: string;
  /** 0 is the first. */
  retry: number;
  /** Why it is tried again; '' at first. */
  reason: '' | 'http_error' | 'http_timeout' | 'other_error';
  /** When the first attempt was made, RFC 3339. */
  began: string;
}

export interface CourierOptions {
  /** How fast the schedule of retries runs: 0.001 makes a minute 60 ms. */
  timeScale: number;
  /** How long an answer may take, in milliseconds. */
  timeoutMs: number;
}
export const COURIER: CourierOptions = { timeScale: 1, timeoutMs: 10_000 };

const KEPT = 20_000;

/** Brings events to addresses until they are taken with a 2xx, or the schedule ends. A retry sends the same bytes. */
export class Courier<Event> {
  readonly deliveries: Delivery<Event>[] = [];
  readonly #faults = new WebhookFaults<() => void>();
  #delayMs = 0;
  readonly #timers = new Set<NodeJS.Timeout>();
  #stop = new AbortController();

  /** @param retries milliseconds until each next attempt */
  constructor(
    private readonly options: CourierOptions,
    private readonly retries: readonly number[],
  ) {}

  get plan(): WebhookPlan & { held: number } {
    return { ...this.#faults.plan, delayMs: this.#delayMs, held: this.#faults.held };
  }

  setPlan({ delayMs = 0, ...plan }: WebhookPlan): void {
    this.#delayMs = delayMs;
    this.#faults.set(plan);
  }

  /** Lets held deliveries go. */
  release(): void {
    for (const start of this.#faults.release()) start();
  }

  send(letter: Letter<Event>): void {
    if (this.#faults.drops()) {
      this.#note(letter, 'dropped');
      return;
    }
    const copies = Array.from({ length: this.#faults.plan.copies ?? 1 }, () => {
      const delivery = this.#note(letter, 'held');
      return () => this.#start(delivery, letter);
    });
    for (const start of this.#faults.pass(copies)) start();
  }

  /** Sends an event once more, whatever the plan says. */
  resend(letter: Letter<Event>): void {
    this.#start(this.#note(letter, 'held'), letter);
  }

  /** Stops what is under way and forgets everything. */
  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#faults.clear();
    this.#delayMs = 0;
    this.deliveries.length = 0;
  }

  #note({ id, type, url, event }: Letter<Event>, state: Delivery<Event>['state']): Delivery<Event> {
    const delivery = { event_id: id, type, url, state, attempts: [], event };
    this.deliveries.push(delivery);
    if (this.deliveries.length > KEPT) this.deliveries.shift();
    return delivery;
  }

  #start(delivery: Delivery<Event>, letter: Letter<Event>): void {
    delivery.state = 'pending';
    const { signal } = this.#stop;
    const body = JSON.stringify(delivery.event);
    const wrong = this.#faults.spoils();
    const began = new Date().toISOString();
    const attempt = async (retry: number, reason: Attempt['reason']): Promise<void> => {
      const headers = letter.headers({ body, retry, reason, began }, wrong);
      const outcome = await post(letter.url, headers, Buffer.from(body), {
        ...{ timeoutMs: this.options.timeoutMs, maxBytes: 1_000_000, signal },
      }).then(
        ({ status }) => ({ status }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : 'failed' }),
      );
      if (signal.aborted) return;
      delivery.attempts.push({ at: new Date().toISOString(), ...outcome });
      const isTaken = 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
      const wait = this.retries[retry];
      if (isTaken || wait === undefined) delivery.state = isTaken ? 'delivered' : 'given up';
      else this.#later(wait * this.options.timeScale, () => attempt(retry + 1, reasonOf(outcome)));
    };
    this.#later(this.#delayMs, () => attempt(0, ''));
  }

  #later(ms: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, ms);
    this.#timers.add(timer);
  }
}

function reasonOf(outcome: { status: number } | { error: string }): Attempt['reason'] {
  if ('status' in outcome) return 'http_error';
  return outcome.error === 'timeout' ? 'http_timeout' : 'other_error';
}
