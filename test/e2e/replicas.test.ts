import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { freePort, type Part } from '#kit/demo/processes.js';
import { STEPS } from '#kit/demo/story.js';
import { startSandbox, type Sandbox } from '#kit/demo/sandbox.js';
import { listOf, textOf } from '#kit/demo/json.js';
import { startTillVendor, type TillVendor } from '#kit/demo/vendors/till.js';
import { World } from '#kit/demo/world.js';
import { dropDatabases, testPostgres } from '../support/postgres.js';
import { skip } from '../support/skip.js';
import { program, reaches, startReplicas, toldStatuses, type Shop } from './sandbox.js';

describe('three hosts on one PostgreSQL, behind a balancer', function () {
  this.timeout(120_000);
  const hosts: Part[] = [];
  let sandbox: Sandbox<TillVendor> | undefined;
  let balancer: Balancer | undefined;
  let shop: Shop;

  before(async function () {
    const server = await testPostgres();
    if ('reason' in server) skip(this, server.reason);
    const { url } = await server.database();
    sandbox = await startSandbox(program, () => undefined, 'till', startTillVendor);
    await sandbox.killHost();
    const ports = [await freePort(), await freePort(), await freePort()];
    // They make the tables together.
    hosts.push(...(await startReplicas(sandbox, url, ports)));
    balancer = await Balancer.start(Number(new URL(sandbox.host.url).port), ports);
    const world = new World(sandbox);
    await world.hub('PATCH', '/settings', { autoConsent: true });
    const [location] = listOf(await world.hub('GET', '/locations'));
    const { vendor: till } = sandbox;
    shop = { sandbox, world, till, locationId: textOf(location, 'id'), store: till.store };
  });
  after(async () => {
    balancer?.close();
    for (const host of hosts) await host.stop();
    await sandbox?.stop();
    await dropDatabases();
  });

  const order = async (): Promise<string> =>
    (await shop.world.order({ locationId: shop.locationId, sample: 'pickup' })).id;

  async function arrived(orders: readonly string[]): Promise<void> {
    for (const id of orders) await reaches(shop, id, 'ACCEPTED', 90_000);
    for (const id of orders) expect(await shop.till.tickets(id), id).to.have.length(1);
  }

  it('connect a store whose merchant is led from one to the other', async () => {
    for (const step of STEPS.slice(0, 2)) await step.play({ ...shop, vendor: shop.till, say: () => undefined });
    expect(balancer?.served.every((count) => count > 0)).to.equal(true);
  });

  it('make one ticket of each order, whoever of them is told of it, and tell its status once', async () => {
    await shop.world.hub('PUT', '/faults/webhooks', { copies: 3 });
    const before = [...(balancer?.served ?? [])];
    const orders = [await order(), await order(), await order(), await order()];
    await arrived(orders);
    expect(balancer?.served.every((count, index) => count > (before[index] ?? 0))).to.equal(true);
    for (const id of orders) expect(await toldStatuses(shop, id), id).to.deep.equal(['ACCEPTED']);
    await shop.world.hub('DELETE', '/faults');
  });

  it('go on when one of them is killed, with what it had begun', async () => {
    const orders = [await order(), await order(), await order()];
    await hosts[0]?.kill();
    orders.push(await order(), await order(), await order());
    await arrived(orders);
  });
});

/** Hands requests on to the hosts in turns; what one refuses goes to the next. */
class Balancer {
  readonly served: number[];
  readonly #server: Server;
  readonly #ports: readonly number[];
  #turn = 0;

  private constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.served = ports.map(() => 0);
    this.#server = createServer((incoming, answer) => void this.#serve(incoming, answer));
  }

  static async start(port: number, ports: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.#server.listen(port, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const parts: Uint8Array[] = [];
    for await (const part of incoming) if (part instanceof Uint8Array) parts.push(part);
    for (let tries = 0; tries < this.#ports.length; tries += 1) {
      const index = (this.#turn += 1) % this.#ports.length;
      const told = await this.#ask(index, incoming, Buffer.concat(parts));
      if (told === undefined) continue;
      this.served[index] = (this.served[index] ?? 0) + 1;
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
      return;
    }
    answer.writeHead(502).end();
  }

  #ask(
    index: number,
    { method, url, headers }: IncomingMessage,
    body: Uint8Array,
  ): Promise<IncomingMessage | undefined> {
    return new Promise((resolve) => {
      const sent = request({ host: '127.0.0.1', port: this.#ports[index], method, path: url, headers });
      sent.on('response', resolve);
      sent.on('error', () => resolve(undefined));
      sent.end(body);
    });
  }
}
