import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { openShop, reaches, toldStatuses, until, type HubView, type Shop } from './sandbox.js';

describe('the bridge as processes, when things break', function () {
  this.timeout(120_000);
  let shop: Shop;

  before(async () => {
    shop = await openShop();
  });
  after(() => shop.sandbox.stop());
  afterEach(async () => {
    await shop.till.admin('DELETE', '/faults');
    await shop.world.hub('DELETE', '/faults');
  });

  const order = (sample = 'pickup'): Promise<HubView> => shop.world.order({ locationId: shop.locationId, sample });
  const tickets = async (id: string): Promise<number> => (await shop.till.tickets(id)).length;

  it('makes one ticket of each order while the host is killed again and again', async () => {
    await shop.world.hub('PUT', '/faults/webhooks', { copies: 2 });
    const orders: HubView[] = [];
    for (let kill = 0; kill < 5; kill += 1) {
      for (let count = 0; count < 8; count += 1) orders.push(await order());
      await sleep(kill * 40);
      await shop.sandbox.killHost();
      await shop.sandbox.startHost();
    }
    for (const { id } of orders) await reaches(shop, id, 'ACCEPTED', 60_000);
    for (const { id } of orders) expect(await tickets(id), id).to.equal(1);
    // A process that dies between POS Hub's answer and its own note of it tells the same status again, and no other.
    for (const { id } of orders) expect([...new Set(await toldStatuses(shop, id))], id).to.deep.equal(['ACCEPTED']);
  });

  it('takes in the orders of an outage that no webhook survived', async () => {
    await shop.world.hub('PUT', '/faults/webhooks', { drop: { next: 4 } });
    await shop.sandbox.killHost();
    const orders = [await order(), await order('delivery'), await order(), await order('dine-in')];
    await shop.sandbox.startHost();
    for (const { id } of orders) await reaches(shop, id, 'ACCEPTED');
    for (const { id } of orders) expect(await tickets(id)).to.equal(1);
  });

  it('makes one ticket although the till’s answers are lost after it took the order', async () => {
    await shop.till.admin('POST', '/faults', { kind: 'lost_answer', match: { method: 'POST' }, times: 3 });
    const { id } = await order();
    await reaches(shop, id, 'ACCEPTED');
    expect(await tickets(id)).to.equal(1);
    expect((await shop.world.timeline(id)).join('\n')).to.include('vendor.no_answer');
  });

  it('waits for a till that is down, stalls, or is overrun, and then delivers', async () => {
    for (const fault of [
      { kind: 'refuse', ms: 2_000 },
      { kind: 'half_open', match: { method: 'POST' }, times: 1 },
      { kind: 'status', status: 502, match: { method: 'POST' }, times: 2 },
      { kind: 'rate_limit', retry_after: 1, match: { method: 'POST' }, times: 2 },
    ]) {
      await shop.till.admin('POST', '/faults', fault);
      const { id } = await order();
      await reaches(shop, id, 'ACCEPTED', 60_000);
      expect(
        await until('the ticket', async () => ((await tickets(id)) > 0 ? tickets(id) : undefined)),
        fault.kind,
      ).to.equal(1);
    }
  });

  it('tells POS Hub each status in its order, once, after POS Hub was down', async () => {
    const { id } = await order();
    await reaches(shop, id, 'ACCEPTED');
    await shop.world.hub('POST', '/faults/api', { kind: 'status', status: 503, method: 'PATCH', path: id, times: 4 });
    const [ticket] = await shop.till.tickets(id);
    for (const status of ['preparing', 'ready', 'completed'])
      await shop.till.api('POST', `/orders/${ticket?.id}/status`, { status });
    await reaches(shop, id, 'COMPLETED', 60_000);
    expect(await toldStatuses(shop, id)).to.deep.equal(['ACCEPTED', 'PREPARING', 'READY', 'COMPLETED']);
  });

  it('asks for a new token when POS Hub no longer takes the old one', async () => {
    await shop.world.hub('POST', '/tokens/revoke', {});
    const { id } = await order();
    await reaches(shop, id, 'ACCEPTED');
  });

  it('rejects what a closed store can’t take, with the reason on the timeline', async () => {
    await shop.till.admin('PATCH', `/stores/${shop.store}`, { open: false, closed_reason: 'oven broken' });
    const { id } = await order();
    await reaches(shop, id, 'REJECTED');
    expect(await tickets(id)).to.equal(0);
    expect((await shop.world.timeline(id)).join('\n')).to.include('store.closed');
    await shop.till.admin('PATCH', `/stores/${shop.store}`, { open: true, closed_reason: null });
  });
});
