import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  createServices,
  type Bridge,
  type CatalogPart,
  type Connection,
  type Ledger,
  type Services,
} from '@poshub-bridge/core';
import { createApp } from '#host/http/app.js';
import type { RequestLimits } from '#host/http/limits.js';
import type { HttpDeps } from '#host/http/deps.js';
import { listen } from '#host/http/server.js';
import type { Metrics } from '#host/metrics/index.js';
import { createHubWire } from '#pos-hub/index.js';
import { seededChance } from '../../../../support/clock.js';
import { FakeHub } from '../../../../support/fake-hub.js';
import { fakeManifest, FakeTill, GBP_STORE } from '../../../../support/fake-till.js';
import { CollectedMeter } from '../../../../support/meter.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { SETTINGS } from '../../../../support/world.js';
import { IDS } from '../../../pos-hub/support/orders.js';
import { CLIENT_SECRET, settingsOf } from '../../../pos-hub/support/settings.js';
import { API_TOKEN, CATALOG_TOKEN } from '../../support/configs.js';
import { undescribed } from './described.js';
import { boundless } from './limits.js';

export const BODY_BYTES = 64 * 1024;

export interface ServerOptions {
  /** The section `hub` of the configuration. */
  readonly hub?: Readonly<Record<string, unknown>>;
  /** `null` where it is not configured. */
  readonly apiToken?: null;
  readonly catalogToken?: null;
  /** Stands between the services and the storage. */
  readonly ledger?: (ledger: Ledger) => Ledger;
  /** Counts in these, and shows them where a token is given. */
  readonly metrics?: Metrics;
  readonly metricsToken?: string;
  readonly isReady?: () => boolean;
  /** What strangers may ask for; without end, where absent. */
  readonly limits?: RequestLimits;
  readonly trustProxy?: boolean;
  readonly bodyBytes?: number;
  readonly checkStorage?: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly body: unknown;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** All routes of the host on a real server, over the real services, a real storage and POS Hub's real wire. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly till: FakeTill;
  readonly hub: FakeHub;
  readonly storage: TemporaryStorage;
  readonly services: Services;
  readonly deps: HttpDeps;
  call(path: string, init?: Call): Promise<Answer>;
  /** A GET of the API, with its token. */
  api(path: string, init?: Call): Promise<Answer>;
  /** An event of POS Hub, signed. */
  tell(event: object, secret?: string): Promise<Answer>;
  connect(more?: Partial<Connection>): Promise<Connection>;
  /** Stops listening; what is under way has so many milliseconds. */
  close(withinMs: number): Promise<void>;
  dispose(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const storage = await temporaryStorage();
  const [till, hub, manifest] = [new FakeTill(), new FakeHub(), fakeManifest()];
  const ledger = options.ledger?.(storage.ledger) ?? storage.ledger;
  const bridge: Bridge = {
    ...{ ledger, queue: storage.queue, locks: storage.locks, clock: storage.clock, log: storage.log },
    ...{ hub, till, rehearsal: till, manifest, wire: createHubWire(settingsOf(options.hub)), chance: seededChance(1) },
    ...{ meter: options.metrics?.meter ?? new CollectedMeter(), settings: SETTINGS },
  };
  const services = createServices(bridge);
  const deps: HttpDeps = {
    ...bridge,
    services,
    publicUrl: 'https://bridge.example.com',
    bodyBytes: options.bodyBytes ?? BODY_BYTES,
    limits: options.limits ?? boundless(),
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    ...(options.catalogToken === null ? {} : { catalogToken: CATALOG_TOKEN }),
    ...(options.apiToken === null ? {} : { apiToken: API_TOKEN }),
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
    ...(options.metricsToken === undefined ? {} : { metricsToken: options.metricsToken }),
    isReady: options.isReady ?? (() => true),
    backUp: (name) => storage.storage.backup(join(storage.folder, name)),
    checkStorage: options.checkStorage ?? (() => storage.storage.check()),
  };
  const app = createApp(deps);
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const { port } = listening.address;
  const url = `http://127.0.0.1:${port}`;
  const call: TestServer['call'] = async (path, init) => {
    const answer = await answerOf(await fetch(`${url}${path}`, { ...init, redirect: 'manual' }));
    if (options.apiToken !== null && path.startsWith(API)) checkAnswer(path.slice(API.length), answer, init?.method);
    return answer;
  };
  return {
    ...{ url, port, till, hub, storage, services, deps, call },
    api: (path, init = {}) =>
      call(`/api/v1${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${API_TOKEN}` } }),
    tell: (event, secret = CLIENT_SECRET) => {
      const body = JSON.stringify(event);
      const headers = { 'content-type': 'application/json', 'x-webhook-signature': sign(body, secret) };
      return call('/poshub/webhooks', { method: 'POST', headers, body });
    },
    connect: (more) => saveConnection(storage, more),
    close: (withinMs) => listening.close(withinMs),
    dispose: async () => {
      await listening.close(0);
      await storage.dispose();
    },
  };
}

async function saveConnection(storage: TemporaryStorage, more: Partial<Connection> = {}): Promise<Connection> {
  const { ref, name, currency, timezone } = GBP_STORE;
  const now = storage.clock.now();
  const connection: Connection = {
    ...IDS,
    ...{ status: 'connected', announced: 'connected', adapter: 'fake', merchant: 'merchant-1' },
    ...{ store: { ref, name, currency, timezone }, createdAt: now, updatedAt: now },
    ...more,
  };
  await storage.ledger.vault.write(connection.connectionId, { key: 'good' });
  await storage.ledger.connections.save(connection, []);
  return connection;
}

const API = '/api/v1';

/** Every answer of the API is as its document says. */
function checkAnswer(path: string, { status, body }: Answer, method = 'GET'): void {
  const wrong = undescribed(method, path, status, body);
  if (wrong !== undefined) throw new Error(wrong);
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, text, body };
}

export function sign(body: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** A catalog with one product. */
export const MENU: CatalogPart = {
  categories: [{ ref: 'c1', name: 'Pizza', available: true }],
  products: [
    {
      ...{ ref: 'p1', name: 'Margherita', price: { amount: 950, currency: 'GBP' }, available: true },
      ...{ categories: ['c1'], selections: [] },
    },
  ],
};

/** Speaks HTTP by hand, and gives all that came back until the server hung up. */
export function speak(port: number, say: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (heard += text));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    socket.on('connect', () => say(socket));
  });
}
