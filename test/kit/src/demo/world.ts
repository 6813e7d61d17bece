import type { Sandbox } from './sandbox.js';

/** An order as POS Hub shows it. */
export interface HubView {
  readonly id: string;
  readonly status: string;
  readonly total: number;
}

/** A ticket as the till shows it. */
export interface TicketView {
  readonly id: string;
  readonly status: string;
  readonly text: string;
  readonly total: number;
  readonly difference: number;
}

type Json = Readonly<Record<string, unknown>>;

/** What can be seen and done on both sides of the host: in POS Hub, at the till, and as the host's operator. */
export class World {
  constructor(readonly sandbox: Sandbox) {}

  /** As POS Hub's admin. */
  async hub(method: string, path: string, body?: unknown): Promise<unknown> {
    const { url, adminToken } = this.sandbox.hub;
    return dataOf(await call(method, `${url}/admin${path}`, adminToken, body));
  }

  /** As somebody who works at the till. */
  async till(method: string, path: string, body?: unknown): Promise<unknown> {
    return call(method, `${this.sandbox.till.url}/v1${path}`, this.sandbox.till.apiKey, body);
  }

  /** As whoever breaks the till on purpose. */
  async tillAdmin(method: string, path: string, body?: unknown): Promise<unknown> {
    return call(method, `${this.sandbox.till.adminUrl}/admin${path}`, this.sandbox.till.adminToken, body);
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

  /** The tickets that the till has for an order. */
  async tickets(store: string, orderId: string): Promise<readonly TicketView[]> {
    const page = await this.till('GET', `/stores/${store}/orders?reference=${orderId}`);
    return list(page, 'data').map((ticket) => ({
      id: textOf(ticket, 'id'),
      status: textOf(ticket, 'status'),
      text: JSON.stringify(ticket),
      total: numberOf(field(ticket, 'totals'), 'total'),
      difference: numberOf(field(ticket, 'totals'), 'difference'),
    }));
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
export async function until<T>(what: string, look: () => Promise<T | undefined>, patience = 15_000): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${patience / 1_000} s in vain for: ${what}`);
}

async function call(method: string, url: string, token: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 300)}`);
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  return parsed;
}

function orderOf(value: unknown): HubView {
  return { id: textOf(value, 'id'), status: textOf(value, 'status'), total: numberOf(value, 'total') };
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** @throws Error when the answer is of another form than documented */
export function field(value: unknown, key: string): unknown {
  if (isRecord(value) && key in value) return value[key];
  throw new Error(`an answer lacks "${key}"`);
}

export function list(value: unknown, key: string): readonly unknown[] {
  return listOf(field(value, key));
}

/** @throws Error when it is no list */
export function listOf(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  throw new Error('an answer is no list');
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function textOf(value: unknown, key: string): string {
  const found = field(value, key);
  if (typeof found === 'string') return found;
  throw new Error(`"${key}" is no text`);
}

function numberOf(value: unknown, key: string): number {
  const found = field(value, key);
  if (typeof found === 'number') return found;
  throw new Error(`"${key}" is no number`);
}

function dataOf(value: unknown): unknown {
  return value === undefined ? undefined : field(value, 'data');
}
