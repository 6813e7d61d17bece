import type { State } from '../state/state.js';
import type { Delivery } from '../state/subscriptions.js';
import { signature } from './sign.js';

/** How webhooks are tried again; all in milliseconds but `attempts`. */
export interface WebhookPolicy {
  /** Until the second attempt; doubles from then on. */
  firstRetryMs: number;
  maxRetryMs: number;
  /** Attempts in all, after which a webhook is given up. */
  attempts: number;
  /** How long an answer may take. */
  timeoutMs: number;
}

export const WEBHOOK_POLICY: WebhookPolicy = {
  firstRetryMs: 1_000,
  maxRetryMs: 60_000,
  attempts: 12,
  timeoutMs: 5_000,
};

const AT_ONCE = 8;

/** Delivers the waiting webhooks of the state file, each at least once. */
export class Dispatcher {
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly state: State,
    private readonly policy: WebhookPolicy,
  ) {
    state.journal.listen(() => this.wake());
    this.wake();
  }

  /** Looks for work now. */
  wake(): void {
    if (this.#end.signal.aborted) return;
    this.#again = true;
    this.#running ??= this.#work().finally(() => (this.#running = undefined));
  }

  async close(): Promise<void> {
    this.#end.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #work(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#again && !this.#end.signal.aborted) {
      this.#again = false;
      const due = this.state.subscriptions.due(Date.now(), AT_ONCE);
      await Promise.all(due.map((delivery) => this.#deliver(delivery)));
      if (due.length > 0) this.#again = true;
    }
    this.#sleep();
  }

  #sleep(): void {
    if (this.#end.signal.aborted) return;
    const next = this.state.subscriptions.nextDue();
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(next - Date.now(), 1));
  }

  async #deliver({ id, merchantId, body, attempts }: Delivery): Promise<void> {
    const { subscriptions } = this.state;
    const subscription = subscriptions.get(merchantId);
    const taken = subscription !== undefined && (await this.#post(subscription.url, subscription.secret, body));
    if (this.#end.signal.aborted) return;
    if (taken) subscriptions.finish(id, 'delivered');
    else if (attempts + 1 >= this.policy.attempts) subscriptions.finish(id, 'failed');
    else {
      const wait = Math.min(this.policy.firstRetryMs * 2 ** attempts, this.policy.maxRetryMs);
      subscriptions.postpone(id, Date.now() + wait);
    }
  }

  /** Answers whether the subscriber took it: any 2xx. Redirects are not followed. */
  async #post(url: string, secret: string, body: string): Promise<boolean> {
    const headers = {
      'Content-Type': 'application/json',
      'Till-Signature': signature(secret, body, Math.floor(Date.now() / 1_000)),
    };
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(this.policy.timeoutMs)]);
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }
}
