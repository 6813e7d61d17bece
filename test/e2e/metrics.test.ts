import { expect } from 'chai';
import { Scrape } from '../support/scrape.js';
import { openShop, reaches, until, type Shop } from './sandbox.js';

describe('the bridge as processes, as its metrics show it', function () {
  this.timeout(60_000);
  let shop: Shop;

  before(async () => {
    shop = await openShop();
  });
  after(() => shop.sandbox.stop());

  async function scrape(token = shop.sandbox.host.apiToken): Promise<Scrape> {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${shop.sandbox.host.url}/metrics`, { headers });
    if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
    return new Scrape(await answer.text());
  }

  const forge = (): Promise<Response> =>
    fetch(`${shop.sandbox.host.url}/poshub/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-signature': 'f'.repeat(64) },
      body: '{}',
    });

  it('counts an order on its whole way, and measures the way', async () => {
    const customer = { firstName: 'Zebedee' };
    const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'delivery', customer });
    await reaches(shop, id, 'ACCEPTED');
    const [ticket] = await shop.till.tickets(id);
    expect(ticket?.text).to.contain('Zebedee');
    for (const status of ['preparing', 'ready', 'completed'])
      await shop.till.api('POST', `/orders/${ticket?.id}/status`, { status });
    await reaches(shop, id, 'COMPLETED');
    const seen = await until('the last report to be counted', async () => {
      const now = await scrape();
      return now.value('poshub_bridge_reports_total', { outcome: 'told' }) === 4 ? now : undefined;
    });
    const value = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
      seen.value(`poshub_bridge_${name}`, labels) ?? -1;
    expect(value('events_total', { source: 'hub', kind: 'order', outcome: 'stored' })).to.be.at.least(1);
    for (const phase of ['received', 'accepted', 'preparing', 'ready', 'completed'])
      expect(value('orders_total', { phase }), phase).to.equal(1);
    expect(value('orders_open', { phase: 'attention' })).to.equal(0);
    expect(value('ticket_seconds_count')).to.equal(1);
    expect(value('ticket_seconds_sum')).to.be.within(0, 60);
    expect(value('answer_seconds_count', { status: 'accepted' })).to.equal(1);
    expect(value('report_seconds_count')).to.equal(4);
    for (const target of ['hub', 'till'])
      expect(value('outbound_calls_total', { target, outcome: '2xx' }), target).to.be.at.least(4);
    expect(value('catalog_syncs_total', { outcome: 'applied' })).to.be.at.least(1);
    expect(value('ready')).to.equal(1);
    const labels = seen.lines.join('\n');
    expect(labels, 'no order and no guest has a label').not.to.contain(id).and.not.to.contain('Zebedee');
    const age = seen.lines.find((line) => line.startsWith('poshub_bridge_catalog_age_seconds'));
    expect(age).to.contain(`location_id="${shop.locationId}"`);
  });

  it('counts what is forged', async () => {
    for (const time of [1, 2, 3]) expect((await forge()).status, `time ${time}`).to.equal(401);
    const labels = { source: 'hub', kind: 'unread', outcome: 'request.unauthenticated' };
    expect((await scrape()).value('poshub_bridge_events_total', labels)).to.equal(3);
  });

  it('shows nothing to who has no token', async () => {
    const url = `${shop.sandbox.host.url}/metrics`;
    expect((await fetch(url)).status).to.equal(401);
    expect((await fetch(url, { headers: { authorization: 'Bearer guess' } })).status).to.equal(401);
  });
});
