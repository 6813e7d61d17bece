import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type Till, Tills, take } from '../support/tills.js';
import { until } from '../support/until.js';

const SECRET = 'a-secret-of-the-subscriber';

interface Heard {
  body: string;
  signature: string;
  type: string;
}

/** A subscriber that answers with the statuses it is told, then with 200. */
class Subscriber {
  readonly heard: Heard[] = [];
  statuses: number[] = [];
  #server: Server | undefined;
  #port = 0;

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const type = /"type":"([a-z.]+)"/.exec(body)?.[1] ?? '';
        this.heard.push({ body, signature: String(request.headers['till-signature']), type });
        response.writeHead(this.statuses.shift() ?? 200, { Location: '/elsewhere' }).end();
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }

  types(): string[] {
    return this.heard.map(({ type }) => type);
  }
}

describe('the webhooks of the till', () => {
  const webhooks = { firstRetryMs: 20, maxRetryMs: 40, attempts: 4, timeoutMs: 2_000 };
  let tills: Tills;
  let till: Till;
  let subscriber: Subscriber;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open({ webhooks });
    subscriber = new Subscriber();
    await subscriber.open();
  });
  afterEach(async () => {
    await tills.close();
    await subscriber.close();
  });

  const subscribe = (): ReturnType<Till['client']['put']> =>
    till.client.put('/v1/webhooks', { url: subscriber.url, secret: SECRET });
  const first = (): Promise<Heard> => until(() => subscriber.heard[0]);
  const counts = async (at = till): Promise<string> => (await at.admin.get('/admin/stats')).text;

  it('carry the whole order, signed over time and raw body', async () => {
    await subscribe();
    const order = await take(till);
    const { body, signature } = await first();
    const event: unknown = JSON.parse(body);
    expect(event).to.deep.include({
      type: 'order.updated',
      merchant_id: 'mer_lumen',
      store_id: 'str_soho',
      data: order,
    });
    expect(event).to.have.property('sequence', order.version);
    expect(event).to.have.property('id').that.matches(/^evt_/);
    const found = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature);
    const seconds = Number(found?.[1]);
    expect(found?.[2]).to.equal(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
    expect(Math.abs(Date.now() / 1000 - seconds)).to.be.lessThan(60);
  });

  it('tell of orders, stock, catalog and store', async () => {
    await subscribe();
    await take(till);
    await till.client.put('/v1/stores/str_soho/stock/prd_cola', { in_stock: false });
    await till.admin.patch('/admin/stores/str_soho/products/prd_cola', { price: 350 });
    await till.admin.patch('/admin/stores/str_soho', { open: false });
    await until(() => (subscriber.heard.length === 4 ? true : undefined));
    expect(subscriber.types()).to.have.members(['order.updated', 'stock.updated', 'catalog.updated', 'store.updated']);
    const catalog = subscriber.heard.find(({ type }) => type === 'catalog.updated')?.body ?? '';
    expect(catalog).to.include('"changes":[{"kind":"product","id":"prd_cola","change":"changed"}]');
  });

  it('come again until they are taken, the same each time', async () => {
    subscriber.statuses = [500, 302];
    await subscribe();
    await take(till);
    await until(async () => ((await counts()).includes('"delivered":1') ? true : undefined));
    expect(subscriber.heard).to.have.length(3);
    expect(new Set(subscriber.heard.map(({ body }) => body)).size).to.equal(1);
  });

  it('are given up after a number of attempts', async () => {
    subscriber.statuses = Array.from({ length: 9 }, () => 503);
    await subscribe();
    await take(till);
    await until(async () => ((await counts()).includes('"failed":1') ? true : undefined));
    expect(subscriber.heard).to.have.length(webhooks.attempts);
  });

  it('survive a kill -9 while the subscriber is away', async () => {
    const patient = { ...webhooks, attempts: 100 };
    await subscribe();
    await till.close();
    await subscriber.close();
    const child = await tills.fork({ webhooks: patient });
    const order = await take(child);
    await child.kill();
    await subscriber.open();
    await till.close();
    await tills.open({ webhooks: patient });
    const { body } = await until(() => subscriber.heard.find(({ type }) => type === 'order.updated'));
    expect(JSON.parse(body)).to.deep.nested.include({ 'data.id': order.id });
  });

  it('end with the subscription, which is one however often it is made', async () => {
    await subscribe();
    expect((await subscribe()).body).to.deep.equal({ url: subscriber.url });
    expect((await till.client.get('/v1/webhooks')).body).to.deep.equal({ url: subscriber.url });
    await take(till);
    await first();
    expect((await till.client.delete('/v1/webhooks')).status).to.equal(204);
    expect((await till.client.delete('/v1/webhooks')).status).to.equal(204);
    expect((await till.client.get('/v1/webhooks')).body).to.deep.equal({ url: null });
    await take(till);
    expect(await counts()).to.include('"webhooks":{"pending":0,"delivered":1,"failed":0}');
    expect(subscriber.heard).to.have.length(1);
  });

  it('go to this machine only', async () => {
    for (const url of ['http://example.com/', 'http://127.0.0.1.example.com/', 'file:///etc/passwd', 'nonsense']) {
      const answer = await till.client.put('/v1/webhooks', { url, secret: SECRET });
      expect(answer.status, url).to.equal(422);
      expect(answer.body).to.have.nested.property('error.code', 'webhook_url_refused');
    }
  });
});
