import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials, HttpClient, PosSystem, StoreSession, TicketView } from '@poshub-bridge/core';
import adapter, { type TillSettings } from '@poshub-bridge/adapter-till';
import { startTill, type RunningTill } from '@poshub-bridge/testkit';
import { createHttpClient } from '#host/outbound/http-client.js';
import { isCatalogObject, isOrder } from '#kit/till/schemas.js';
import type { CatalogObject, Order } from '#kit/till/wire.js';
import { realClock } from '../../../support/clock.js';
import { CollectedLog } from '../../../support/log.js';

export const SECRET = 'a secret of the webhooks';
export const WEBHOOK_URL = 'http://127.0.0.1:9/vendor/webhooks';

export interface Rig {
  readonly till: RunningTill;
  readonly system: PosSystem;
  readonly log: CollectedLog;
  /** The access to the store in London, GBP. */
  readonly soho: StoreSession;
  /** The access to the store in Berlin, EUR. */
  readonly kreuzberg: StoreSession;
  /** Calls the till's own API, past the adapter. */
  api(method: string, path: string, json?: unknown): Promise<unknown>;
  admin(method: string, path: string, json?: unknown): Promise<unknown>;
  /** An order as the till has it. */
  order(id: string): Promise<Order>;
  /** How many orders the till has taken. */
  taken(): Promise<number>;
  close(): Promise<void>;
}

interface Particulars {
  readonly webhookUrl?: string;
  readonly timeoutMs?: number;
}

/** A till that runs, and the adapter over a real HTTP client. */
export async function startRig({ webhookUrl = WEBHOOK_URL, timeoutMs = 5_000 }: Particulars = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'adapter-till-'));
  const till = await startTill({ state: join(folder, 'till.db'), webhooks: { firstRetryMs: 20, maxRetryMs: 50 } });
  const settings: TillSettings = { baseUrl: till.url, webhookSecret: SECRET };
  const http = createHttpClient({ hosts: adapter.hosts(settings), allowPrivateAddresses: true, timeoutMs });
  const log = new CollectedLog();
  const system = createSystem(http, { settings, webhookUrl, log });
  const credentials: Credentials = { apiKey: till.apiKey };
  const api: Rig['api'] = (method, path, json) => call(till.url, till.apiKey, method, path, json);
  const admin: Rig['admin'] = (method, path, json) => call(till.adminUrl, till.adminToken, method, path, json);
  return {
    till,
    system,
    log,
    soho: { connectionId: 'C1', credentials, store: { ref: 'str_soho', currency: 'GBP', timezone: 'Europe/London' } },
    kreuzberg: {
      connectionId: 'C2',
      credentials,
      store: { ref: 'str_kreuzberg', currency: 'EUR', timezone: 'Europe/Berlin' },
    },
    api,
    admin,
    order: async (id) => orderIn(await api('GET', `/v1/orders/${id}`)),
    taken: async () => Number(fieldOf(await admin('GET', '/admin/stats'), 'orders')),
    close: async () => {
      await till.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The adapter alone, over any client. */
export function createSystem(
  http: HttpClient,
  {
    settings = { baseUrl: 'http://127.0.0.1:1', webhookSecret: SECRET },
    webhookUrl = WEBHOOK_URL,
    log = new CollectedLog(),
    clock = realClock,
  } = {},
): PosSystem {
  return adapter.create({ settings, http, clock, log, webhookUrl });
}

async function call(root: string, token: string, method: string, path: string, json?: unknown): Promise<unknown> {
  const answer = await fetch(root + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `rig-${Math.random()}`,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return body;
}

export function orderIn(value: unknown): Order {
  if (isOrder(value)) return value;
  throw new Error('the till gave no order');
}

export function fieldOf(value: unknown, key: string): unknown {
  const fields: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return fields.find(([name]) => name === key)?.[1];
}

/** All that the till's catalog holds, read past the adapter. */
export async function catalogOf(rig: Rig, store: string): Promise<readonly CatalogObject[]> {
  const objects: CatalogObject[] = [];
  let cursor: unknown = '';
  while (typeof cursor === 'string') {
    const page = await rig.api('GET', `/v1/stores/${store}/catalog${cursor === '' ? '' : `?cursor=${cursor}`}`);
    const data = fieldOf(page, 'data');
    const list: readonly unknown[] = Array.isArray(data) ? data : [];
    objects.push(...list.filter((object) => isCatalogObject(object)));
    cursor = fieldOf(page, 'next_cursor');
  }
  return objects;
}

/** The ticket that an outcome or a view names. */
export function ticketIn(outcome: { readonly ticket?: string } | TicketView | undefined): string {
  if (outcome?.ticket === undefined) throw new Error('no ticket was made');
  return outcome.ticket;
}
