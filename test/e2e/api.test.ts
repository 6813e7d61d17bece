import { expect } from 'chai';
import { undescribed } from '../unit/host/http/support/described.js';
import { openShop, reaches, until, type Shop } from './sandbox.js';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

describe('the bridge as processes, as its API shows it', function () {
  this.timeout(60_000);
  let shop: Shop;

  before(async () => {
    shop = await openShop();
  });
  after(() => shop.sandbox.stop());

  /** Asks the API; the answer is as its document says. */
  async function api(path: string, method = 'GET'): Promise<Fields> {
    const { url, apiToken } = shop.sandbox.host;
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${apiToken}` } });
    const body: unknown = await answer.json();
    expect(undescribed(method, path, answer.status, body)).to.equal(undefined);
    expect(answer.status, path).to.be.within(200, 202);
    return fieldsOf(body);
  }

  it('tells each step of an order apart, with what was said to till and hub, and not who ordered', async () => {
    const customer = { firstName: 'Zebedee', lastName: 'Quill', phone: '+442071838750' };
    const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'delivery', customer });
    await reaches(shop, id, 'ACCEPTED');
    const order = await until('what was said to be written', async () => {
      const { data } = await api(`/orders/${id}`);
      const targets = listOf(fieldsOf(data)['exchanges']).map(({ target }) => target);
      return targets.includes('hub') && targets.includes('till') ? fieldsOf(data) : undefined;
    });
    const steps = listOf(order['timeline']).map(({ step }) => step);
    const wanted = ['received', 'verified', 'stored', 'mapped', 'sent', 'answered', 'told POS Hub'];
    expect(steps.filter((step) => wanted.includes(String(step)))).to.deep.equal(wanted);
    const exchanges = listOf(order['exchanges']);
    const given = exchanges.find(({ target, method }) => target === 'till' && method === 'POST');
    expect(given?.['status']).to.be.within(200, 201);
    expect(given?.['request'], 'what the till was given').to.be.an('object').that.is.not.empty;
    const told = exchanges.find(({ target, method }) => target === 'hub' && method === 'PATCH');
    expect(told).to.deep.include({ status: 200, request: { status: 'ACCEPTED' } });
    const events = listOf((await api(`/events?orderId=${id}&handled=true`))['data']);
    const bodies = await Promise.all(events.map((event) => api(`/events/${encodeURIComponent(String(event['id']))}`)));
    expect(events).to.not.be.empty;
    const all = JSON.stringify([order, events, bodies]);
    for (const secret of ['Zebedee', 'Quill', '2071838750', shop.sandbox.host.apiToken])
      expect(all).not.to.contain(secret);
  });

  it('replays an order and its events without a second ticket', async () => {
    const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
    await reaches(shop, id, 'ACCEPTED');
    const [event] = listOf((await api(`/events?orderId=${id}`))['data']);
    await api(`/events/${encodeURIComponent(String(event?.['id']))}/replay`, 'POST');
    await api(`/orders/${id}/replay`, 'POST');
    await until('all events to be handled', async () =>
      listOf((await api(`/events?orderId=${id}&handled=false`))['data']).length === 0 ? true : undefined,
    );
    expect(await shop.till.tickets(id)).to.have.length(1);
  });

  it('plans a sync of the till’s catalog without a call that changes anything', async () => {
    const [connection] = listOf((await api('/connections?status=connected'))['data']);
    const path = `/connections/${String(connection?.['id'])}`;
    const { data } = await api(`${path}/catalog/plan`);
    expect(data).to.deep.include({ inserted: 0, updated: 0, deleted: 0, refused: false });
    expect(fieldsOf(data)['unchanged']).to.be.greaterThan(0);
    const whole = fieldsOf((await api(`${path}/catalog?kind=products&limit=2`))['data']);
    expect(listOf(whole['entries'])).to.have.length(2);
    expect(await api(`${path}/syncs`)).to.have.property('hasNextPage', false);
  });
});
