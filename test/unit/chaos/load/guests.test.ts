import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { Guests, type Placed } from '../../../chaos/load/guests.js';
import { STORES } from '../../../chaos/plan/stores.js';
import { until } from '../../../support/until.js';

/** POS Hub as guests see it, where every order ends so. It is told of each that somebody looks at. */
async function hubWhere(
  status: string,
  looked: Set<string>,
): Promise<{ readonly server: Server; readonly url: string }> {
  let count = 0;
  const server = createServer((request, response) => {
    const [, known] = /^\/admin\/orders\/([^/]+)$/.exec(request.url ?? '') ?? [];
    if (known !== undefined) looked.add(known);
    const id = known ?? `order-${(count += 1)}`;
    response.end(JSON.stringify({ data: { order: { id, status } } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

const shops = STORES.map((plan) => ({ plan, locationId: plan.id, connectionId: plan.id, key: '' }));

describe('The guests of a chaos run', () => {
  let server: Server | undefined;
  const looked = new Set<string>();
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function guestsOf(status: string): Promise<{ readonly guests: Guests; readonly placed: Map<string, Placed> }> {
    looked.clear();
    const hub = await hubWhere(status, looked);
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
    const stopped = new AbortController();
    const ordering = guests.order(400, () => Promise.resolve(), stopped.signal);
    // Who looks at all of them waits.
    await until(() => looked.size > 140);
    stopped.abort();
    await ordering;
    expect(guests.underWay).to.be.within(140, 155);
    expect(placed.size).to.be.below(200);
  });
});
