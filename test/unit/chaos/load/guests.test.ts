import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { Guests, type Placed } from '../../../chaos/load/guests.js';
import { STORES } from '../../../chaos/plan/stores.js';

/** POS Hub as guests see it, where every order ends so. */
async function hubWhere(status: string): Promise<{ readonly server: Server; readonly url: string }> {
  let count = 0;
  const server = createServer((request, response) => {
    const [, id = `order-${(count += 1)}`] = /^\/admin\/orders\/([^/]+)/.exec(request.url ?? '') ?? [];
    response.end(JSON.stringify({ data: { order: { id, status } } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

const shops = STORES.map((plan) => ({ plan, locationId: plan.id, connectionId: plan.id, key: '' }));

describe('The guests of a chaos run', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function guestsOf(status: string): Promise<{ readonly guests: Guests; readonly placed: Map<string, Placed> }> {
    const hub = await hubWhere(status);
    server = hub.server;
    const placed = new Map<string, Placed>();
    return { placed, guests: new Guests({ url: hub.url, token: '' }, shops, 1, new Set(), placed) };
  }

  it('go on ordering however many orders are turned down, which never come to the till', async () => {
    const { guests, placed } = await guestsOf('REJECTED');
    await guests.order(400, () => Promise.resolve(), AbortSignal.timeout(30_000));
    expect(placed.size).to.equal(400);
  });

  it('wait while the till has too many orders to come', async () => {
    const { guests, placed } = await guestsOf('NEW');
    await guests.order(400, () => Promise.resolve(), AbortSignal.timeout(3_000));
    expect(guests.underWay).to.be.within(150, 155);
    expect(placed.size).to.be.below(200);
  });
});
