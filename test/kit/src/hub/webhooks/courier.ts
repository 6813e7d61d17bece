import { randomUUID } from 'node:crypto';
import { post } from '../http/post.js';
import type { Settings } from '../settings.js';
import type { Application } from '../state.js';
import { serialize, type Envelope } from './envelope.js';
import { WebhookFaults, type WebhookFaultPlan } from './faults.js';
import { sign } from './sign.js';

/** One try at a delivery. `status` is the answer's; `error` says why there was none. */
export interface Attempt {
  at: string;
  status?: number;
  error?: string;
  /** Milliseconds. */
  ms: number;
}

/** One copy of an event on its way to an application. */
export interface Delivery {
  id: string;
  eventId: string;
  applicationId: string;
  objectType: string;
  eventType: string;
  orderId?: string;
  url: string;
  state: 'held' | 'dropped' | 'pending' | 'delivered' | 'given up' | 'no endpoint';
  attempts: Attempt[];
  event: Envelope;
}

const interval = 30_000;
const duration = 600_000;
/** An event that an application answered with 2xx. */
export interface Taken {
  /** Grows with each. */
  number: number;
  at: string;
  eventId: string;
  connectionId: string;
  orderId?: string;
}

const kept = 20_000;
const takenKept = 200_000;

/**
 * Brings webhooks to applications: at once, then every 30 s until 10 minutes after the first failure (both scaled), until
 * an answer 2xx. A retry sends the same bytes.
 */
export class Courier {
  readonly deliveries: Delivery[] = [];
  /** What was answered with 2xx, oldest first; a copy counts too. */
  readonly taken: Taken[] = [];
  /** How often each end came, since the start: `dropped`, `delivered`, `given up`; and `attempts` that were made. */
  readonly counts: Record<string, number> = {};
  readonly #faults = new WebhookFaults<() => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #waiting: (() => Promise<void>)[] = [];
  #stop = new AbortController();
  #active = 0;

  constructor(private readonly settings: () => Settings) {}

  get faults(): { plan: WebhookFaultPlan; held: number } {
    return { plan: this.#faults.plan, held: this.#faults.held };
  }

  setFaults(plan: WebhookFaultPlan): void {
    this.#faults.set(plan);
  }

  /** Lets held deliveries go. Gives back how many there were. */
  release(): number {
    const { held } = this.#faults;
    for (const start of this.#faults.release()) start();
    return held;
  }

  /** Sends an event to an application's endpoint, subject to the faults that are ordered. */
  send(event: Envelope, application: Application): void {
    const url = application.webhookEndpoint;
    if (url === undefined) this.#note(event, application.id, '', 'no endpoint');
    else if (this.#faults.drops()) {
      this.#note(event, application.id, url, 'dropped');
      this.#count('dropped');
    } else {
      const body = serialize(event, this.#faults.plan.snake === true);
      const copies = Array.from({ length: this.#faults.copies() }, () => {
        const delivery = this.#note(event, application.id, url, 'held');
        return () => this.#start(delivery, body, application.clientSecret);
      });
      for (const start of this.#faults.pass(copies)) start();
    }
  }

  /** Stops what is under way and forgets everything. */
  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.length = 0;
    this.#faults.clear();
    this.deliveries.length = 0;
    this.taken.length = 0;
  }

  #note(event: Envelope, applicationId: string, url: string, state: Delivery['state']): Delivery {
    const { eventId, objectType, eventType, orderId } = event;
    const delivery: Delivery = {
      ...{ id: randomUUID(), eventId, applicationId, objectType, eventType, url, state, attempts: [], event },
      ...(orderId === undefined ? {} : { orderId }),
    };
    this.deliveries.push(delivery);
    if (this.deliveries.length > kept) this.deliveries.shift();
    return delivery;
  }

  #start(delivery: Delivery, body: Buffer, secret: string): void {
    delivery.state = 'pending';
    const { signal } = this.#stop;
    const signature = sign(body, this.#faults.spoils() ? `not ${secret}` : secret, this.settings());
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': signature };
    let firstFailure: number | undefined;
    const attempt = async (): Promise<void> => {
      const began = Date.now();
      const outcome = await post(delivery.url, headers, body, {
        ...{ timeoutMs: this.settings().webhookTimeoutMs, maxBytes: 1_000_000, signal },
      }).then(
        ({ status }) => ({ status }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : 'failed' }),
      );
      if (signal.aborted) return;
      delivery.attempts.push({ at: new Date(began).toISOString(), ...outcome, ms: Date.now() - began });
      this.#count('attempts');
      if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) {
        delivery.state = 'delivered';
        this.#take(delivery.event);
        return;
      }
      firstFailure ??= Date.now();
      this.#retry(delivery, firstFailure, attempt);
    };
    this.#enqueue(attempt);
  }

  /** The slack of half an interval keeps the last attempt, which is due exactly at the end, whatever timers drift. */
  #retry(delivery: Delivery, firstFailure: number, attempt: () => Promise<void>): void {
    const scale = this.settings().timeScale;
    const gap = interval * scale;
    if (Date.now() + gap > firstFailure + duration * scale + gap / 2) {
      delivery.state = 'given up';
      this.#count('given up');
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(attempt);
    }, gap);
    this.#timers.add(timer);
  }

  #take({ eventId, connectionId, orderId }: Envelope): void {
    this.#count('delivered');
    const number = (this.taken.at(-1)?.number ?? 0) + 1;
    const at = new Date().toISOString();
    this.taken.push({ ...{ number, at, eventId, connectionId }, ...(orderId === undefined ? {} : { orderId }) });
    if (this.taken.length > takenKept) this.taken.shift();
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #enqueue(attempt: () => Promise<void>): void {
    this.#waiting.push(attempt);
    this.#next();
  }

  #next(): void {
    while (this.#active < this.settings().webhookConcurrency) {
      const attempt = this.#waiting.shift();
      if (attempt === undefined) return;
      this.#active += 1;
      void attempt().finally(() => {
        this.#active -= 1;
        this.#next();
      });
    }
  }
}
