import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { startHub, type HubOptions, type StartedHub } from '#kit/index.js';

/** What came back from a call. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** The value at a path such as `data.0.id`, or undefined. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );
}

/** The text at a path; fails where there is none. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path} in ${JSON.stringify(value).slice(0, 500)}`);
  return found;
}

export function listAt(value: unknown, path: string): unknown[] {
  const found = at(value, path);
  if (!Array.isArray(found)) throw new Error(`no list at ${path} in ${JSON.stringify(value).slice(0, 500)}`);
  return found;
}

/** One call; a body that isn't text goes as JSON. Redirects are not followed. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const json = body !== undefined && typeof body !== 'string' && !(body instanceof URLSearchParams);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an application received. */
export interface Received {
  path: string;
  headers: Record<string, unknown>;
  raw: string;
  body: unknown;
}

/** A simulator, and an application beside it that takes webhooks and answers pulls. */
export class Talk {
  readonly received: Received[] = [];
  /** How the application answers: a status and a body; `hang` never answers. */
  answer: (request: Received) => { status: number; body?: unknown } | 'hang' = () => ({ status: 200 });
  token = '';

  private constructor(
    readonly hub: StartedHub,
    readonly app: Server,
    readonly appUrl: string,
  ) {}

  static async start(options: HubOptions = {}): Promise<Talk> {
    const app = createServer();
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    const address = app.address();
    const appUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const hub = await startHub({
      ...{
        webhookEndpoint: `${appUrl}/webhooks`,
        catalogSyncUrl: `${appUrl}/catalog`,
        redirectUris: [`${appUrl}/install`],
      },
      ...{ timeScale: 0.001, installed: true },
      ...options,
    });
    const talk = new Talk(hub, app, appUrl);
    app.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const one = { path: request.url ?? '', headers: { ...request.headers }, raw, body: parse(raw) };
        talk.received.push(one);
        const answer = talk.answer(one);
        if (answer === 'hang') return;
        response.statusCode = answer.status;
        response.end(JSON.stringify(answer.body ?? {}));
      });
    });
    talk.token = textAt((await talk.getToken()).body, 'access_token');
    return talk;
  }

  async close(): Promise<void> {
    await this.hub.close();
    this.app.closeAllConnections();
    await new Promise((resolve) => this.app.close(resolve));
  }

  getToken(fields: Record<string, string> = {}): Promise<Reply> {
    const { clientId, clientSecret, url } = this.hub;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...fields };
    return call('POST', `${url}/oauth2/token`, new URLSearchParams(form));
  }

  /** The path of a seeded location. */
  location(index = 0): string {
    return `/v1/accounts/${this.hub.accountId}/locations/${this.hub.locationIds[index] ?? ''}`;
  }

  /** A call of the application's; the path stands under the first seeded location unless it begins with /v1. */
  api(method: string, path: string, body?: unknown, token = this.token): Promise<Reply> {
    const full = path.startsWith('/v1') ? path : this.location() + path;
    return call(method, this.hub.url + full, body, { authorization: `Bearer ${token}` });
  }

  admin(method: string, path: string, body?: unknown): Promise<Reply> {
    return call(method, `${this.hub.url}/admin${path}`, body, { authorization: `Bearer ${this.hub.adminToken}` });
  }

  /** Puts an order in and gives back its id. */
  async order(draft: unknown): Promise<string> {
    return textAt((await this.admin('POST', '/orders', draft)).body, 'data.order.id');
  }

  /** Waits until the simulator has nothing more to send, and gives the deliveries back. */
  async settled(): Promise<unknown[]> {
    for (;;) {
      const deliveries = listAt((await this.admin('GET', '/deliveries')).body, 'data');
      if (deliveries.every((delivery) => at(delivery, 'state') !== 'pending')) return deliveries;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** What came to the application's webhook endpoint. */
  get hooks(): Received[] {
    return this.received.filter(({ path }) => path === '/webhooks');
  }
}

/** A small catalog with a group that is demanded, a nested one and a price of its own in a selection. */
export const pizzeria = {
  categories: [{ posReference: 'pizza', name: 'Pizza', position: 1 }],
  modifiers: [
    { posReference: 'large', name: 'Large', price: 300 },
    { posReference: 'small', name: 'Small', price: 0 },
    { posReference: 'cheese', name: 'Extra cheese', price: 120, showOnline: true },
    { posReference: 'vegan', name: 'Vegan cheese', price: 50 },
  ],
  modifierGroups: [
    {
      ...{ posReference: 'size', name: 'Size', minPermitted: 1, maxPermitted: 1 },
      modifiers: [
        { id: 'large', name: 'Large', price: 300 },
        { id: 'small', name: 'Small', price: 0 },
      ],
    },
    { posReference: 'extras', name: 'Extras', modifiers: [{ id: 'cheese', name: 'Extra cheese', price: 120 }] },
    { posReference: 'kind', name: 'Kind of cheese', modifiers: [{ id: 'vegan', name: 'Vegan cheese', price: 50 }] },
  ],
  products: [
    {
      ...{ posReference: 'margherita', name: 'Margherita', price: 950, showOnline: true, categories: ['pizza'] },
      modifierGroups: ['size', 'extras'],
      selections: [
        {
          posReference: 'size',
          minPermitted: 1,
          maxPermitted: 1,
          modifiers: [{ posReference: 'large' }, { posReference: 'small' }],
        },
        {
          posReference: 'extras',
          modifiers: [
            {
              posReference: 'cheese',
              price: 99,
              selections: [{ posReference: 'kind', modifiers: [{ posReference: 'vegan', price: 40 }] }],
            },
          ],
        },
      ],
    },
    { posReference: 'water', name: 'Water', price: 200, showOnline: true, categories: [], modifierGroups: [] },
  ],
};
