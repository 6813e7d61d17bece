import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTill, type TillOptions } from '#kit/till/index.js';
import { isCatalogObject, isOrder } from '#kit/till/schemas.js';
import type { CatalogObject, Order } from '#kit/till/wire.js';
import { type Answer, Client } from './client.js';

export const KEY = 'key_of_the_tests';
export const TOKEN = 'token_of_the_tests';

export interface Till {
  url: string;
  state: string;
  client: Client;
  admin: Client;
  close(): Promise<void>;
}

export interface ChildTill extends Till {
  process: ChildProcess;
  /** kill -9, and waits until the process is gone. */
  kill(): Promise<void>;
}

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));

/** The tills of one test, in a folder of their own: end them all with `close`. */
export class Tills {
  readonly folder = mkdtempSync(join(tmpdir(), 'till-test-'));
  readonly #open = new Set<() => Promise<void>>();

  /** Starts a till in this process. */
  async open(options: Partial<TillOptions> = {}): Promise<Till> {
    const all = this.#options(options);
    const till = await startTill(all);
    const close = async (): Promise<void> => {
      if (this.#open.delete(close)) await till.close();
    };
    this.#open.add(close);
    return { ...clients(till.url, till.adminUrl), url: till.url, state: all.state, close };
  }

  /** Starts a till as a process of its own. */
  async fork(options: Partial<TillOptions> = {}): Promise<ChildTill> {
    const all = this.#options(options);
    const child = fork(CHILD, [JSON.stringify(all)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      this.#open.delete(close);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    };
    const close = (): Promise<void> => end('SIGTERM');
    this.#open.add(close);
    const heard = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    const message: unknown = heard[0];
    if (!isListening(message)) throw new Error('The till did not start.');
    const { url, adminUrl } = message.listening;
    return { ...clients(url, adminUrl), url, state: all.state, close, kill: () => end('SIGKILL'), process: child };
  }

  async close(): Promise<void> {
    for (const close of [...this.#open]) await close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #options(options: Partial<TillOptions>): TillOptions {
    return { state: join(this.folder, 'till.db'), apiKey: KEY, adminToken: TOKEN, ...options };
  }
}

function clients(url: string, adminUrl: string): Pick<Till, 'client' | 'admin'> {
  return { client: new Client(url, KEY), admin: new Client(adminUrl, TOKEN) };
}

interface Listening {
  listening: { url: string; adminUrl: string };
}

function isListening(value: unknown): value is Listening {
  return typeof value === 'object' && value !== null && 'listening' in value;
}

/** An order of one Diavola, with whatever is said differently. */
export const anOrder = (rest: object = {}): object => ({
  reference: 'R-1',
  currency: 'GBP',
  fulfilment: { type: 'pickup' },
  lines: [{ product_id: 'prd_diavola', quantity: 1, unit_price: 1350 }],
  total: 1350,
  ...rest,
});

let keys = 0;

/** Sends an order to the store in Soho, with a fresh idempotency key unless one is given. */
export function send(till: Till, order: object = anOrder(), key = `key-${++keys}`): Promise<Answer> {
  return till.client.post('/v1/stores/str_soho/orders', order, { 'Idempotency-Key': key });
}

/** Sends an order that must be taken. */
export async function take(till: Till, order: object = anOrder(), key?: string): Promise<Order> {
  return orderOf(await send(till, order, key));
}

/** The order that an answer holds. */
export function orderOf({ status, body, text }: Answer): Order {
  if (isOrder(body)) return body;
  throw new Error(`No order but ${status}: ${text}`);
}

export interface ListPage<T> {
  data: T[];
  next_cursor: string | null;
}

/** The page of a list whose parts pass the guard. */
export function pageOf<T>({ body, text }: Answer, guard: (value: unknown) => value is T): ListPage<T> {
  if (typeof body === 'object' && body && 'data' in body && 'next_cursor' in body && Array.isArray(body.data)) {
    const { next_cursor } = body;
    if (next_cursor === null || typeof next_cursor === 'string') return { data: body.data.filter(guard), next_cursor };
  }
  throw new Error(`No page but ${text}`);
}

/** Reads all pages behind a path. Answers the parts and how many pages there were. */
export async function readAll<T>(
  client: Client,
  path: string,
  guard: (value: unknown) => value is T,
): Promise<{ data: T[]; pages: number }> {
  const data: T[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `${path.includes('?') ? '&' : '?'}cursor=${cursor}`;
    const page: ListPage<T> = pageOf(await client.get(path + query), guard);
    data.push(...page.data);
    cursor = page.next_cursor;
    pages += 1;
  }
  return { data, pages };
}

export async function readCatalog(till: Till, store = 'str_soho'): Promise<CatalogObject[]> {
  return (await readAll(till.client, `/v1/stores/${store}/catalog`, isCatalogObject)).data;
}
