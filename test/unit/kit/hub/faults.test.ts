import { expect } from 'chai';
import { at, listAt, Talk } from './talk.js';

const items = [{ name: 'Margherita', price: 950 }];

describe('faults of the simulator’s API', () => {
  let talk: Talk;
  let order: string;
  beforeEach(async () => {
    talk = await Talk.start();
    order = await talk.order({ items });
  });
  afterEach(() => talk.close());

  const fault = (plan: unknown) => talk.admin('POST', '/faults/api', plan);
  const patch = () => talk.api('PATCH', `/orders/${order}`, { status: 'ACCEPTED' });
  const status = async () => at((await talk.admin('GET', `/orders/${order}`)).body, 'data.order.status');

  it('answers 429 with Retry-After to the next calls that fit, and to no other', async () => {
    await fault({ kind: 'status', status: 429, retryAfter: 7, path: '/orders', method: 'PATCH', times: 2 });
    expect((await talk.api('GET', `/orders/${order}`)).status).to.equal(200);
    for (let n = 0; n < 2; n += 1) {
      const reply = await patch();
      expect(reply.status).to.equal(429);
      expect(reply.headers.get('retry-after')).to.equal('7');
      expect(reply.body).to.have.all.keys('error');
    }
    expect(await status()).to.equal('PLACED');
    expect((await patch()).status).to.equal(200);
  });

  it('carries a call out and loses only the answer', async () => {
    await fault({ kind: 'status', status: 502, when: 'after', path: order });
    expect((await patch()).status).to.equal(502);
    expect(await status()).to.equal('ACCEPTED');
  });

  it('cuts the connection, before the call or after it', async () => {
    await fault({ kind: 'reset', method: 'PATCH' });
    const cut = await patch().catch((error: unknown) => error);
    expect(cut).to.be.instanceOf(Error);
    expect(await status()).to.equal('PLACED');
    await fault({ kind: 'reset', method: 'PATCH', when: 'after' });
    expect(await patch().catch((error: unknown) => error)).to.be.instanceOf(Error);
    expect(await status()).to.equal('ACCEPTED');
  });

  it('does not answer until the caller gives up', async () => {
    await fault({ kind: 'hang' });
    const url = `${talk.hub.url}${talk.location()}/orders`;
    const hung = await fetch(url, { signal: AbortSignal.timeout(150) }).catch((error: unknown) => error);
    expect(hung).to.have.property('name', 'TimeoutError');
    expect((await talk.api('GET', '/orders')).status).to.equal(200);
  });

  it('answers late, and then rightly', async () => {
    await fault({ kind: 'delay', ms: 20 });
    expect((await patch()).status).to.equal(200);
    expect(await status()).to.equal('ACCEPTED');
  });

  it('writes each fault beside the request that met it', async () => {
    await fault({ kind: 'status', status: 401, path: '/orders' });
    await fault({ kind: 'reset', method: 'PATCH' });
    await talk.api('GET', '/orders');
    await patch().catch(() => undefined);
    await talk.api('GET', '/orders');
    const { body } = await talk.admin('GET', '/requests?path=/orders');
    const noted = listAt(body, 'data').map((request) => [at(request, 'status'), at(request, 'fault')]);
    expect(noted).to.deep.equal([
      [401, 'status 401'],
      [0, 'reset'],
      [200, undefined],
    ]);
  });

  it('lists what is ordered, and forgets it all at once', async () => {
    await fault({ kind: 'hang', times: 3 });
    await talk.admin('PUT', '/faults/webhooks', { copies: 2 });
    const listed = await talk.admin('GET', '/faults');
    expect(listed.body).to.have.nested.include({ 'data.api[0].left': 3, 'data.webhooks.copies': 2 });
    expect((await talk.admin('DELETE', '/faults')).status).to.equal(204);
    expect((await talk.admin('GET', '/faults')).body).to.deep.equal({ data: { api: [], webhooks: {}, held: 0 } });
    expect((await talk.api('GET', '/orders')).status).to.equal(200);
  });

  it('refuses a fault that it does not know', async () => {
    expect((await fault({ kind: 'explode' })).status).to.equal(400);
    expect((await talk.admin('PUT', '/faults/webhooks', { copies: 0 })).status).to.equal(400);
  });
});
