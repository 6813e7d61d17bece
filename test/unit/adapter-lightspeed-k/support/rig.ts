import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type {
  Clock,
  HttpClient,
  HttpRequest,
  PosSystem,
  StoreSession,
  VendorEvent,
  VendorRequest,
} from '@poshub-bridge/core';
import adapter, { type LightspeedSettings } from '@poshub-bridge/adapter-lightspeed-k';
import {
  startFakeLightspeed,
  type FakeLightspeedOptions,
  type LightspeedTicket,
  type RunningFakeLightspeed,
} from '@poshub-bridge/testkit';
import { createHttpClient } from '#host/outbound/http-client.js';
import { realClock } from '../../../support/clock.js';
import { CollectedLog } from '../../../support/log.js';
import { until } from '../../../support/until.js';

/** An extract of Lightspeed’s own description of its API, where it lies beside the repository. */
export const DESCRIPTION = fileURLToPath(
  new URL('../../../../../../shared/vendors/lightspeed-k/order-and-pay.yaml', import.meta.url),
);
export const isDescribed = existsSync(DESCRIPTION);

export const SETTINGS: LightspeedSettings = {
  environment: 'trial',
  authVersion: 2,
  clientId: 'devp-v2-test',
  clientSecret: 'a-secret-of-the-client',
  deliveryChargeSku: 'DELIVERY-FEE',
  serviceChargeSku: 'SERVICE',
  otherChargeSku: 'CHARGE',
  chargeNames: true,
  discountCode: 'MANUAL',
  recordPayment: false,
  paymentMethod: 'OOPAYMENT',
  deliverMinutes: 5,
  menuPollMinutes: 0,
};

export interface Rig {
  readonly lightspeed: RunningFakeLightspeed;
  readonly system: PosSystem;
  /** The access to the store in London, GBP. */
  readonly london: StoreSession;
  /** What the adapter sent, in its order. */
  readonly sent: HttpRequest[];
  /** What Lightspeed called, as it came. */
  readonly called: VendorRequest[];
  /** What the adapter wrote into its log. */
  readonly log: CollectedLog;
  /** Where it calls. */
  readonly webhookUrl: string;
  systemWith(settings: Partial<LightspeedSettings>, clock?: Clock): PosSystem;
  /** The same where one setting is left out. */
  systemWithout(setting: 'deliveryChargeSku' | 'discountCode', settings?: Partial<LightspeedSettings>): PosSystem;
  admin(method: string, path: string, json?: unknown): Promise<unknown>;
  /** What the point of sale shows. */
  tickets(): Promise<readonly LightspeedTicket[]>;
  /** The check that an order became; waits for it. */
  ticket(reference: string): Promise<LightspeedTicket>;
  /** The news of an order, as the adapter reads them, once there are so many. */
  news(orderId: string, count: number): Promise<readonly VendorEvent[]>;
  fault(kind: string, more?: object): Promise<unknown>;
  close(): Promise<void>;
}

/** A Lightspeed that runs, the adapter over a real HTTP client, and somebody who takes the webhooks. */
export async function startRig(options: FakeLightspeedOptions = {}, timeoutMs = 5_000): Promise<Rig> {
  const { clientSecret } = SETTINGS;
  const authVersion = options.authVersion ?? 2;
  const clientId = authVersion === 2 ? SETTINGS.clientId : 'devp-test';
  const lightspeed = await startFakeLightspeed({
    clientId,
    clientSecret,
    ...(isDescribed ? { describe: DESCRIPTION } : {}),
    ...options,
  });
  const called: VendorRequest[] = [];
  const hooks = await listen(called);
  const webhookUrl = `${addressOf(hooks)}/vendor/webhooks`;
  const sent: HttpRequest[] = [];
  const { url, authUrl, businessLocationIds } = lightspeed;
  const real = createHttpClient({
    hosts: [new URL(url).host, new URL(authUrl).host],
    allowPrivateAddresses: true,
    timeoutMs,
  });
  const http: HttpClient = {
    send: (request) => {
      sent.push(request);
      return real.send(request);
    },
  };
  const usual = { ...SETTINGS, authVersion, clientId, baseUrl: url, ...(authVersion === 2 ? { authUrl } : {}) };
  const log = new CollectedLog();
  const create = (settings: LightspeedSettings, clock: Clock): PosSystem =>
    adapter.create({ settings, http, clock, log, webhookUrl });
  const systemWith: Rig['systemWith'] = (settings, clock = realClock) => create({ ...usual, ...settings }, clock);
  const system = systemWith({});
  const admin: Rig['admin'] = (method, path, json) => call(lightspeed, method, path, json);
  const tokens = await admin('POST', '/tokens', {});
  const tickets: Rig['tickets'] = async () => listIn(await admin('GET', '/tickets'), 'tickets', isTicket);
  const newsOf = (orderId: string): readonly VendorEvent[] =>
    called
      .flatMap((request) => system.receive(request).events)
      .filter((event) => 'orderId' in event && event.orderId === orderId);
  return {
    ...{ lightspeed, system, sent, called, log, webhookUrl, systemWith, admin, tickets },
    systemWithout: (setting, settings = {}) => {
      const { [setting]: _, ...rest } = usual;
      return create({ ...rest, ...settings }, realClock);
    },
    london: {
      connectionId: 'C1',
      credentials: {
        accessToken: fieldOf(tokens, 'access_token'),
        refreshToken: fieldOf(tokens, 'refresh_token'),
        renewAt: Date.now() + 1_000_000,
      },
      store: {
        ...{ ref: String(businessLocationIds[0]), currency: 'GBP', timezone: 'Europe/London' },
        choices: { pickupProfile: 'TAKEAWAY', deliveryProfile: 'DELIVERY', dineInProfile: 'DINEIN' },
      },
    },
    ticket: async (reference) => {
      await until(async () => (await tickets()).some(({ references }) => references.includes(reference)));
      const found = (await tickets()).find(({ references }) => references.includes(reference));
      if (found === undefined) throw new Error('the point of sale shows no such check');
      return found;
    },
    news: async (orderId, count) => {
      await until(() => newsOf(orderId).length >= count);
      return newsOf(orderId);
    },
    fault: (kind, more = {}) => admin('POST', '/faults', { kind, ...more }),
    close: async () => {
      await lightspeed.close();
      await new Promise((resolve) => {
        hooks.close(resolve);
        hooks.closeAllConnections();
      });
    },
  };
}

/** Takes every call, and keeps it as the host would give it to the adapter. */
async function listen(called: VendorRequest[]): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      called.push({ headers, body: Buffer.concat(chunks) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return `http://127.0.0.1:${address.port}`;
}

async function call(
  { adminUrl, adminToken }: RunningFakeLightspeed,
  method: string,
  path: string,
  json?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${adminUrl}/admin${path}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return body;
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

function isTicket(value: unknown): value is LightspeedTicket {
  return typeof fieldOf(value, 'identifier') === 'string';
}
