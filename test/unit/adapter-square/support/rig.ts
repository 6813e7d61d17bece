import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock, HttpClient, HttpRequest, PosSystem, StoreSession } from '@poshub-bridge/core';
import adapter, { type SquareSettings } from '@poshub-bridge/adapter-square';
import {
  startFakeSquare,
  type FakeSquareOptions,
  type RunningFakeSquare,
  type SquareTicket,
} from '@poshub-bridge/testkit';
import { createHttpClient } from '#host/outbound/http-client.js';
import { realClock } from '../../../support/clock.js';
import { CollectedLog } from '../../../support/log.js';

export const WEBHOOK_URL = 'https://bridge.example/vendor/webhooks';

/** Square’s own description of its API, where it lies beside the repository. */
export const DESCRIPTION = fileURLToPath(
  new URL('../../../../../../shared/vendors/square/openapi.json', import.meta.url),
);
export const isDescribed = existsSync(DESCRIPTION);

export const SETTINGS: SquareSettings = {
  environment: 'sandbox',
  applicationId: 'sandbox-sq0idb-test',
  applicationSecret: 'sandbox-sq0csb-test',
  webhookSignatureKey: 'asdf1234',
  pkce: false,
  delivery: 'pickup',
  unknownItems: 'reject',
  totalDifference: 'adjust',
  sourceName: 'POS Hub',
  prepMinutes: 15,
};

export interface Rig {
  readonly square: RunningFakeSquare;
  readonly system: PosSystem;
  /** The access to the store in Soho, GBP. */
  readonly soho: StoreSession;
  /** The same merchant’s store in Dublin, EUR. */
  readonly dublin: StoreSession;
  /** What the adapter sent, in its order. */
  readonly sent: HttpRequest[];
  /** How long an answer may take, in milliseconds. */
  patience: number;
  /** What happens before each of the adapter’s requests leaves; nothing, unless a test says so. */
  beforeSending?: (request: HttpRequest) => Promise<unknown>;
  /** The same Square with other settings. */
  systemWith(settings: Partial<SquareSettings>, clock?: Clock): PosSystem;
  admin(method: string, path: string, json?: unknown): Promise<unknown>;
  /** What the till’s screens show. */
  tickets(): Promise<readonly SquareTicket[]>;
  /** The ticket of an order; fails where the till shows none. */
  ticket(id: string): Promise<SquareTicket>;
  /** Every order that was made, shown or not. */
  orders(): Promise<readonly unknown[]>;
  payments(): Promise<readonly unknown[]>;
  fault(kind: string, more?: object): Promise<unknown>;
  close(): Promise<void>;
}

/** More than any answer takes, on a busy machine, too: for tests in which no answer is to be missed. */
export const PATIENCE = 30_000;

export interface Particulars {
  readonly options?: FakeSquareOptions;
}

/** A Square that runs, and the adapter over a real HTTP client. */
export async function startRig({ options = {} }: Particulars = {}): Promise<Rig> {
  const square = await startFakeSquare({
    applicationId: SETTINGS.applicationId,
    applicationSecret: SETTINGS.applicationSecret,
    ...(isDescribed ? { describe: DESCRIPTION } : {}),
    ...options,
  });
  const admin: Rig['admin'] = (method, path, json) => call(square, method, path, json);
  const sent: HttpRequest[] = [];
  const clientOf = (timeoutMs: number): HttpClient =>
    createHttpClient({ hosts: [new URL(square.url).host], allowPrivateAddresses: true, timeoutMs });
  const patient = clientOf(PATIENCE);
  const http: HttpClient = {
    send: async (request) => {
      sent.push(request);
      await rig.beforeSending?.(request);
      const client = rig.patience === PATIENCE ? patient : clientOf(rig.patience);
      return client.send(request);
    },
  };
  const systemWith: Rig['systemWith'] = (settings, clock = realClock) =>
    createSystem(http, { settings: { ...SETTINGS, baseUrl: square.url, ...settings }, clock });
  const credentials = credentialsFrom(await admin('POST', '/tokens', {}));
  const tickets: Rig['tickets'] = async () => listIn(await admin('GET', '/tickets'), 'tickets', isTicket);
  const rig: Rig = {
    square,
    system: systemWith({}),
    soho: { connectionId: 'C1', credentials, store: { ref: 'L_SOHO', currency: 'GBP', timezone: 'Europe/London' } },
    dublin: { connectionId: 'C2', credentials, store: { ref: 'L_DUBLIN', currency: 'EUR', timezone: 'Europe/Dublin' } },
    sent,
    patience: PATIENCE,
    systemWith,
    admin,
    tickets,
    ticket: async (id) => {
      const found = (await tickets()).find(({ order_id }) => order_id === id);
      if (found === undefined) throw new Error('the till shows no such ticket');
      return found;
    },
    orders: async () => listIn(await admin('GET', '/orders'), 'orders', isAnything),
    payments: async () => listIn(await admin('GET', '/payments'), 'payments', isAnything),
    fault: (kind, more = {}) => admin('POST', '/faults', { kind, ...more }),
    close: () => square.close(),
  };
  return rig;
}

/** The adapter alone, over any client. */
export function createSystem(
  http: HttpClient,
  { settings = SETTINGS, clock = realClock }: { readonly settings?: SquareSettings; readonly clock?: Clock } = {},
): PosSystem {
  return adapter.create({ settings, http, clock, log: new CollectedLog(), webhookUrl: WEBHOOK_URL });
}

async function call(square: RunningFakeSquare, method: string, path: string, json?: unknown): Promise<unknown> {
  const answer = await fetch(`${square.adminUrl}/admin${path}`, {
    method,
    headers: { authorization: `Bearer ${square.adminToken}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return body;
}

function credentialsFrom(tokens: unknown): Readonly<Record<string, unknown>> {
  return {
    merchantId: fieldOf(tokens, 'merchant_id'),
    accessToken: fieldOf(tokens, 'access_token'),
    refreshToken: fieldOf(tokens, 'refresh_token'),
    obtainedAt: Date.now(),
    expiresAt: Date.parse(String(fieldOf(tokens, 'expires_at'))),
    pkce: false,
  };
}

export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const fields: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return fieldOf(fields.find(([name]) => name === key)?.[1], ...rest);
}

export function listIn<T>(value: unknown, key: string, is: (one: unknown) => one is T): readonly T[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? Array.from<unknown>(list).filter(is) : [];
}

/** The ticket that an outcome or a view names. */
export function ticketIn(outcome: object | undefined): string {
  const ticket = fieldOf(outcome, 'ticket');
  if (typeof ticket !== 'string') throw new Error(`no ticket was made: ${JSON.stringify(outcome)}`);
  return ticket;
}

function isTicket(value: unknown): value is SquareTicket {
  return typeof fieldOf(value, 'order_id') === 'string';
}

function isAnything(value: unknown): value is unknown {
  return value !== undefined;
}
