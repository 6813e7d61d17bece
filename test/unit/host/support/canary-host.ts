import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { startTill, type RunningTill } from '@poshub-bridge/testkit';
import { until } from '../../../support/until.js';
import { IDS, wireEvent, wireItem, wireOrder } from '../../pos-hub/support/orders.js';
import { readable, Visitor } from '../http/connect/support/visitor.js';
import { Operator } from '../http/console/support/operator.js';
import { startEcho, type Echo, type Fine } from './echo.js';
import { Folder } from './folder.js';
import { Program } from './program.js';

/** In every secret and in everything that is about a guest. */
export const CANARY = 'kanarie';

const CLIENT_SECRET = `${CANARY}-client-secret`;
const API_TOKEN = `${CANARY}-api-token-of-the-host`;
const METRICS_TOKEN = `${CANARY}-metrics-token-of-the-host`;
const CATALOG_TOKEN = `${CANARY}-catalog-token`;
const ALERTS_SECRET = `${CANARY}0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ=`;
const WEBHOOK_SECRET = `${CANARY}-secret-of-the-till`;
const PUBLIC_URL = 'http://127.0.0.1:1';

/** The host as a process, between a POS Hub and a till that repeat what they hear; its log and its answers are kept. */
export class CanaryHost {
  readonly heard: string[] = [];
  readonly #cookies: Visitor;
  readonly #operator: Operator;

  private constructor(
    readonly url: string,
    readonly hub: Echo,
    readonly till: Echo,
    readonly program: Program,
    private readonly realTill: RunningTill,
    private readonly folder: Folder,
    /** What a person was told of. */
    readonly alerts: readonly string[],
  ) {
    this.#cookies = new Visitor({ publicUrl: PUBLIC_URL, serverUrl: url });
    this.#operator = new Operator({ publicUrl: PUBLIC_URL, serverUrl: url });
  }

  static async start(format: 'json' | 'text'): Promise<CanaryHost> {
    const folder = new Folder();
    const realTill = await startTill({ state: `${folder.path}/till.db` });
    const alerts: string[] = [];
    const [hub, till] = [
      await startEcho((request, body) => {
        if (request.url === '/alerts') alerts.push(body);
        return asHub(request);
      }),
      await startEcho((request, body) => forward(realTill.url, request, body)),
    ];
    const config = {
      publicUrl: PUBLIC_URL,
      listen: { port: 0 },
      hub: {
        ...{ baseUrl: hub.url, clientId: 'client', clientSecret: '${CLIENT_SECRET}', catalogToken: CATALOG_TOKEN },
        ...{ attempts: 1, timeoutMs: 2_000 },
      },
      adapter: { use: 'till', settings: { baseUrl: till.url, webhookSecret: WEBHOOK_SECRET } },
      secrets: { keys: [`${CANARY}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=`] },
      api: { token: API_TOKEN },
      alerts: { url: `${hub.url}/alerts`, secret: ALERTS_SECRET },
      metrics: { token: METRICS_TOKEN },
      outbound: { allowPrivateAddresses: true, timeoutSeconds: 2 },
      limits: { requestsPerMinute: 100_000, refusalsPerMinute: 100_000 },
      log: { level: 'debug', format },
    };
    const program = new Program(['start', '--config', folder.write('bridge.yaml', config)], { CLIENT_SECRET });
    await until(() => program.lines.some((line) => line.includes('host started')));
    const line = program.lines.find((one) => one.includes('host started')) ?? '';
    const url = /"?url"?[:=]"([^"]+)"/.exec(line)?.[1] ?? '';
    return new CanaryHost(url, hub, till, program, realTill, folder, alerts);
  }

  /** The store is connected over the pages, with the till's real key. */
  async connect(): Promise<void> {
    const { connectionId, accountId, locationId } = IDS;
    const entrance = await this.#cookies.arrive({
      connectionId,
      accountId,
      locationId,
      code: `${CANARY}-install-code`,
    });
    this.#keep(entrance.text);
    const wrong = await this.#cookies.submit(entrance, { apiKey: `${CANARY}-wrong-key` });
    this.#keep(wrong.text);
    const right = await this.#cookies.submit(entrance, { apiKey: this.realTill.apiKey });
    const stores = await this.#cookies.get(right.location);
    const done = await this.#cookies.submit(stores, { store: 'str_soho' });
    const last = await this.#cookies.get(done.location);
    this.#keep(last.text);
    if (!readable(last).includes('is connected')) throw new Error(`not connected: ${readable(last)}`);
  }

  /** Asks for something and keeps what was answered. */
  async ask(path: string, init: RequestInit = {}): Promise<number> {
    const response = await fetch(`${this.url}${path}`, { ...init, redirect: 'manual' }).catch(() => undefined);
    if (response === undefined) return 0;
    this.#keep([...response.headers].join('\n'), await response.text());
    return response.status;
  }

  api(path: string, init: RequestInit = {}): Promise<number> {
    const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };
    return this.ask(`/api/v1${path}`, { ...init, headers });
  }

  /** A page of the console, as who is signed in sees it. */
  async page(path: string): Promise<void> {
    if ((await this.#operator.get()).status === 401) {
      this.#keep((await this.#operator.signIn(`${CANARY}-wrong-token`)).text);
      await this.#operator.signIn(API_TOKEN);
    }
    const { status, text } = await this.#operator.get(path);
    if (status !== 200) throw new Error(`${path} is ${status}`);
    this.#keep(text);
  }

  /** POS Hub tells of an order in which everything about the guest is a canary; gives its id. */
  async order(word: string, torn: object = {}): Promise<string> {
    const id = randomUUID();
    const guest = (field: string): string => `${CANARY}-${field} ${word}`;
    const newState = wireOrder({
      ...{ id, placedOn: new Date().toISOString(), fulfillmentType: 'DELIVERY', notes: guest('notes') },
      customer: {
        ...{ id: guest('id'), firstName: guest('first'), lastName: guest('last'), phone: guest('phone') },
        ...{ phonePin: guest('pin'), email: `${CANARY}.${id}@example.com` },
      },
      items: [wireItem({ customerNotes: guest('line') })],
      delivery: {
        ...{ deliveryType: 'RESTAURANT', instructions: guest('instructions') },
        address: {
          address: guest('address'),
          addressComponents: { addressLine1: guest('street'), city: guest('city'), postalCode: guest('code') },
        },
      },
      ...torn,
    });
    const body = JSON.stringify(wireEvent({ eventId: randomUUID(), orderId: id, newState }));
    this.hub.gossip = this.till.gossip = guest('gossip');
    await this.webhook(body);
    return id;
  }
  webhook(body: string, secret = CLIENT_SECRET): Promise<number> {
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': signature, cookie: `a=${CANARY}` };
    return this.ask('/poshub/webhooks', { method: 'POST', headers, body });
  }

  /** A call as the till makes it. */
  news(body: string, secret = WEBHOOK_SECRET): Promise<number> {
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return this.ask('/vendor/webhooks', {
      method: 'POST',
      headers: { 'till-signature': `t=${time},v1=${signature}`, authorization: `Bearer ${CANARY}` },
      body,
    });
  }

  catalog(token = CATALOG_TOKEN): Promise<number> {
    return this.ask(`/poshub/catalog?token=${token}&connectionId=${IDS.connectionId}`, { method: 'POST' });
  }

  metrics(token = METRICS_TOKEN): Promise<number> {
    return this.ask('/metrics', { headers: { authorization: `Bearer ${token}` } });
  }

  /** What of all that was answered and logged has a canary in it. */
  leaks(): readonly string[] {
    const secrets = [CANARY, this.realTill.apiKey, this.realTill.adminToken];
    const seen = [...this.heard, ...this.program.lines, ...this.alerts];
    return seen.filter((text) => secrets.some((secret) => text.toLowerCase().includes(secret.toLowerCase())));
  }

  async stop(): Promise<void> {
    await this.program.kill();
    await Promise.all([this.hub.stop(), this.till.stop()]);
    await this.realTill.close();
    this.folder.remove();
  }

  #keep(...texts: readonly string[]): void {
    this.heard.push(...texts);
  }
}

/** POS Hub when all is well, with nothing in it. */
function asHub({ url = '', method }: IncomingMessage): Fine {
  if (url.startsWith('/oauth2/token'))
    return { body: { access_token: `${CANARY}-access`, refresh_token: `${CANARY}-refresh`, expires_in: 3_600 } };
  if (/\/orders(\?|$)/.test(url)) return { body: { data: [], hasNextPage: false } };
  if (method !== 'GET') return { body: { data: {} } };
  const { connectionId: id, accountId, locationId } = IDS;
  return { body: { data: { id, accountId, locationId, status: 'PENDING', name: 'Soho' } } };
}

async function forward(base: string, request: IncomingMessage, body: string): Promise<Fine> {
  const headers = new Headers();
  for (const name of ['authorization', 'content-type', 'idempotency-key']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const init = { method: request.method ?? 'GET', headers, ...(body === '' ? {} : { body }) };
  const answer = await fetch(`${base}${request.url ?? ''}`, init);
  const text = await answer.text();
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return { status: answer.status, body: parsed };
}
