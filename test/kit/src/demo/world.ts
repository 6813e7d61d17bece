import { call, field, isRecord, list, numberOf, textOf } from './json.js';
import type { Sandbox } from './sandbox.js';

/** An order as POS Hub shows it. */
export interface HubView {
  readonly id: string;
  readonly status: string;
  readonly total: number;
}

type Json = Readonly<Record<string, unknown>>;

/** What can be seen and done in POS Hub, and as the host's operator. */
export class World {
  constructor(readonly sandbox: Pick<Sandbox, 'hub' | 'host'>) {}

  /** As POS Hub's admin. */
  async hub(method: string, path: string, body?: unknown): Promise<unknown> {
    const { url, adminToken } = this.sandbox.hub;
    return dataOf(await call(method, `${url}/admin${path}`, adminToken, body));
  }

  /** As the host's operator. */
  async operator(path: string): Promise<unknown> {
    return dataOf(await call('GET', `${this.sandbox.host.url}/api/v1${path}`, this.sandbox.host.apiToken));
  }

  /** Puts an order into POS Hub, as a guest does. */
  async order(draft: Json): Promise<HubView> {
    return orderOf(field(await this.hub('POST', '/orders', draft), 'order'));
  }

  async orderAtHub(id: string): Promise<HubView> {
    return orderOf(field(await this.hub('GET', `/orders/${id}`), 'order'));
  }

  /** The host's timeline of an order, a line a step. */
  async timeline(orderId: string): Promise<readonly string[]> {
    const steps = list(await this.operator(`/orders/${orderId}`), 'timeline');
    return steps.map((step) =>
      [textOf(step, 'step'), isRecord(step) && typeof step['detail'] === 'string' ? step['detail'] : '']
        .join(' ')
        .trim(),
    );
  }
}

/**
 * Looks again and again until there is something to see.
 * @throws Error that names what was waited for, after `patience` milliseconds
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>, patience = 60_000): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${patience / 1_000} s in vain for: ${what}`);
}

function orderOf(value: unknown): HubView {
  return { id: textOf(value, 'id'), status: textOf(value, 'status'), total: numberOf(value, 'total') };
}

function dataOf(value: unknown): unknown {
  return value === undefined ? undefined : field(value, 'data');
}
