import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { freePort } from '#kit/demo/processes.js';
import { textOf } from '#kit/demo/json.js';
import { bodyOf } from '../unit/host/outbound/support/vendor.js';
import { needsPerson, openShop, until, type Shop } from './sandbox.js';

/** Somebody who hears of alerts, if they are really from the bridge. */
class Receiver {
  readonly heard: unknown[] = [];
  readonly forged: string[] = [];
  readonly secret = randomBytes(32).toString('base64');
  #server: Server | undefined;

  constructor(readonly port: number) {}

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const names = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
        try {
          this.heard.push(new Webhook(this.secret).verify(body, Object.fromEntries(names)));
        } catch (error) {
          this.forged.push(String(error));
        }
        response.writeHead(204).end();
      });
    });
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  of(type: string): readonly unknown[] {
    return this.heard.filter((alert) => textOf(alert, 'type') === type);
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}

describe('the bridge as processes, when a person must hear of it', function () {
  this.timeout(120_000);
  let shop: Shop;
  let receiver: Receiver;

  before(async () => {
    shop = await openShop();
    receiver = new Receiver(await freePort());
    await shop.sandbox.killHost();
    await appendFile(
      shop.sandbox.host.config,
      `alerts: { url: "http://127.0.0.1:${receiver.port}/hook", secret: "${receiver.secret}" }
orders: { deadlineSeconds: 1 }
`,
    );
    await shop.sandbox.startHost();
  });
  after(async () => {
    receiver.stop();
    await shop.sandbox.stop();
  });

  it('tells of an order in attention under one id, although nobody listened and the host was killed', async () => {
    await shop.till.admin('POST', '/faults', { kind: 'refuse', ms: 3_000 });
    const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
    await needsPerson(shop, id);
    await shop.sandbox.killHost();
    await receiver.start();
    await shop.sandbox.startHost();
    const alert = await until('the alert', () => Promise.resolve(receiver.of('order.attention')[0]));
    expect(alert).to.deep.include({ orderId: id, code: 'order.deadline_passed' });
    expect(textOf(alert, 'link')).to.equal(`${shop.sandbox.host.url}/console/orders/${id}`);
    const page = await fetch(textOf(alert, 'link'), { redirect: 'manual' });
    expect(page.status, 'there is such a page').to.be.below(404);
    // A second life of the host finds nothing more to tell.
    await shop.sandbox.killHost();
    await shop.sandbox.startHost();
    const { url, apiToken } = shop.sandbox.host;
    const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ action: 'settle', as: 'entered-by-hand' });
    const answer = await fetch(`${url}/api/v1/orders/${id}/resolve`, { method: 'POST', headers, body });
    expect(answer.status).to.be.below(300);
    const settled = await until('the end of it', () => Promise.resolve(receiver.of('order.settled')[0]));
    expect(settled).to.deep.include({ orderId: id, phase: 'accepted' });
    expect(new Set(receiver.of('order.attention').map((one) => textOf(one, 'id'))).size).to.equal(1);
    expect(receiver.forged).to.deep.equal([]);
  });

  it('tells of a connection whose key was revoked', async () => {
    await shop.till.admin('POST', '/keys/revoke', { all: true });
    const alert = await until('the alert', () => Promise.resolve(receiver.of('connection.failed')[0]));
    expect(textOf(alert, 'code')).to.match(/^credentials\./);
    expect(receiver.of('connection.failed')).to.have.length(1);
  });
});
