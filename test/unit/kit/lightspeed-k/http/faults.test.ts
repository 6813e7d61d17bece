import { expect } from 'chai';
import { anOrder, at, Lightspeed, listAt } from '../support/lightspeed.js';

describe('faults of the fake Lightspeed', () => {
  let lightspeed: Lightspeed;
  beforeEach(async () => (lightspeed = await Lightspeed.start()));
  afterEach(() => lightspeed.close());

  const fault = (one: object): Promise<unknown> => lightspeed.admin('POST', '/faults', { times: 1, ...one });

  it('are said as Lightspeed says them', async () => {
    await fault({ kind: 'rate_limit', retryAfter: 7 });
    const limited = await lightspeed.api('GET', '/o/op/data/businesses');
    expect([limited.status, limited.headers.get('retry-after'), at(limited.body, 'error')]).to.deep.equal([
      ...[429, '7', 'Too Many Requests'],
    ]);
    await fault({ kind: 'status', status: 503 });
    expect(at((await lightspeed.api('GET', '/o/op/data/businesses')).body, 'path')).to.equal('/o/op/data/businesses');
    await fault({ kind: 'expired' });
    expect(at((await lightspeed.api('GET', '/o/op/data/businesses')).body, 'error')).to.equal('invalid_token');
    expect((await lightspeed.api('GET', '/o/op/data/businesses')).status).to.equal(200);
  });

  it('can lose the answer of an order that is taken: the same reference is a 409 then', async () => {
    await fault({ kind: 'lost_answer', path: '/o/op/1/order/toGo' });
    const order = anOrder();
    const lost = await lightspeed.api('POST', '/o/op/1/order/toGo', order).catch(() => 'lost');
    expect(lost).to.equal('lost');
    await lightspeed.told(1);
    expect((await lightspeed.api('POST', '/o/op/1/order/toGo', order)).status).to.equal(409);
    expect(await lightspeed.tickets()).to.have.length(1);
  });

  it('are in the log of requests, which keeps no secrets', async () => {
    await fault({ kind: 'html' });
    await lightspeed.api('GET', '/o/op/data/businesses');
    const { body, text } = await lightspeed.admin('GET', '/requests');
    expect(listAt(body, 'requests').at(-1)).to.deep.include({
      path: '/o/op/data/businesses',
      fault: 'html',
      status: 502,
    });
    expect(text).to.contain('"password":"[redacted]"').and.not.contain(lightspeed.token);
  });

  it('are only for who holds the admin token, and go with a reset', async () => {
    await fault({ kind: 'status', status: 500 });
    expect((await fetch(`${lightspeed.running.adminUrl}/admin/faults`)).status).to.equal(401);
    await lightspeed.take().catch(() => undefined);
    await lightspeed.admin('POST', '/reset');
    expect(await lightspeed.tickets()).to.deep.equal([]);
    expect(at((await lightspeed.admin('GET', '/faults')).body, 'faults')).to.deep.equal([]);
  });
});
