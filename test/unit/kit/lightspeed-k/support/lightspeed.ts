import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  startFakeLightspeed,
  type FakeLightspeedOptions,
  type RunningFakeLightspeed,
} from '#kit/lightspeed-k/index.js';
import { at, call, listAt, textAt, type Reply } from '../../hub/talk.js';

export { at, listAt, textAt, type Reply };

const place = fileURLToPath(
  new URL('../../../../../../../shared/vendors/lightspeed-k/order-and-pay.yaml', import.meta.url),
);
/** Where the extract of Lightspeed's own OpenAPI document lies, if it does. */
export const document = existsSync(place) ? place : undefined;
/** Why the tests that need it are skipped where it is absent. */
export const noDocument = 'Lightspeed’s OpenAPI document is not beside this repository';

export const REDIRECT = 'http://127.0.0.1/back';
export const LONDON = 45_454_565_682_155;
export const MANCHESTER = 45_454_565_682_156;
export const ENDPOINT = 'POSHUB-TEST';
/** What the endpoint's password makes of the header. */
export const BASIC = `Basic ${Buffer.from('bridge:secret').toString('base64')}`;

/** One webhook as it came in. */
export interface Hook {
  authorization: string | undefined;
  key: unknown;
  body: unknown;
}

/** One fake and who talks to it: a client with an endpoint that takes webhooks, and an admin. */
export class Lightspeed {
  readonly hooks: Hook[] = [];
  /** What the client's endpoint answers. */
  answer = 200;
  token = '';

  private constructor(
    readonly running: RunningFakeLightspeed,
    readonly client: Server,
  ) {}

  /** Every fake of the tests holds itself against the document, where that is there. */
  static async start(options: FakeLightspeedOptions = {}): Promise<Lightspeed> {
    const running = await startFakeLightspeed({
      ...{ redirectUrl: REDIRECT, webhooks: { timeScale: 0.001 } },
      ...(document === undefined ? {} : { describe: document }),
      ...options,
    });
    const client = createServer();
    client.listen(0, '127.0.0.1');
    await once(client, 'listening');
    const lightspeed = new Lightspeed(running, client);
    client.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        const { authorization, 'x-lightspeed-idempotency-key': key } = request.headers;
        lightspeed.hooks.push({ authorization, key, body });
        response.statusCode = lightspeed.answer;
        response.end();
      });
    });
    lightspeed.token = textAt((await lightspeed.admin('POST', '/tokens')).body, 'access_token');
    const made = await lightspeed.api('PUT', '/o/wh/1/webhook', lightspeed.endpoint());
    expect(made.status, made.text).to.equal(200);
    await lightspeed.api('PUT', `/o/wh/1/webhook/${ENDPOINT}/business-locations/${LONDON}`);
    return lightspeed;
  }

  endpoint(changes: object = {}): object {
    const address = this.client.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return {
      ...{ endpointId: ENDPOINT, url: `http://127.0.0.1:${port}/hooks`, withBasicAuth: true, username: 'bridge' },
      ...{ password: 'secret', provideAccount: true },
      subscribeTo: [
        { resource: 'order', name: 'DELIVERED' },
        { resource: 'item', name: 'SALES_RESTRICTION_UPDATED' },
        { resource: 'order_api', name: 'ONLINE_ORDER_READINESS' },
      ],
      ...changes,
    };
  }

  api(method: string, path: string, body?: unknown, token = this.token): Promise<Reply> {
    return call(method, this.running.url + path, body, { authorization: `Bearer ${token}` });
  }

  /** A call about the location in London. */
  here(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.api(method, `${path}${path.includes('?') ? '&' : '?'}businessLocationId=${LONDON}`, body);
  }

  async admin(method: string, path: string, body?: unknown): Promise<Reply> {
    return call(method, `${this.running.adminUrl}/admin${path}`, body, {
      authorization: `Bearer ${this.running.adminToken}`,
    });
  }

  /** Waits for so many webhooks and gives them all. */
  async told(count: number): Promise<Hook[]> {
    for (let left = 2000; this.hooks.length < count && left > 0; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(this.hooks.length, JSON.stringify(this.hooks)).to.be.at.least(count);
    return this.hooks;
  }

  async tickets(): Promise<unknown[]> {
    return listAt((await this.admin('GET', '/tickets')).body, 'tickets');
  }

  /** Orders, and waits until the point of sale has it. */
  async take(changes: object = {}, kind = 'toGo'): Promise<unknown> {
    const before = this.hooks.length;
    const reply = await this.api('POST', `/o/op/1/order/${kind}`, anOrder(changes));
    expect(reply.status, reply.text).to.equal(200);
    expect(reply.body).to.deep.equal({ status: 'ok' });
    await this.told(before + 1);
    return (await this.tickets()).at(-1);
  }

  /** Closes it; fails when an answer of it was not as the document says. */
  async close(): Promise<void> {
    const { body } = await this.admin('GET', '/violations');
    await this.running.close();
    this.client.closeAllConnections();
    await new Promise((resolve) => this.client.close(resolve));
    expect(at(body, 'violations'), 'differences from Lightspeed’s document').to.deep.equal([]);
  }
}

let references = 0;
/** Two large Margheritas with extra cheese to take away: 26.40. */
export const anOrder = (changes: object = {}): Record<string, unknown> => ({
  ...{ businessLocationId: LONDON, thirdPartyReference: `R-${(references += 1)}`, endpointId: ENDPOINT },
  ...{ accountProfileCode: 'TAKEAWAY', customerInfo: { firstName: 'Ann', lastName: 'Example' } },
  items: [{ quantity: 2, sku: 'MARG-L', subItems: [{ quantity: 1, sku: 'XCHEESE' }] }],
  ...changes,
});
