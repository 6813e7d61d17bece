import { expect } from 'chai';
import { anOrder, at, BASIC, ENDPOINT, Lightspeed, listAt, LONDON, textAt } from '../support/lightspeed.js';

const path = '/o/wh/1/webhook';

describe('webhooks of the fake Lightspeed', () => {
  let lightspeed: Lightspeed;
  beforeEach(async () => (lightspeed = await Lightspeed.start()));
  afterEach(() => lightspeed.close());

  it('go to endpoints that the client makes, updates and ends', async () => {
    const again = await lightspeed.api('PUT', path, lightspeed.endpoint());
    expect(again.status).to.equal(400);
    const { body } = await lightspeed.api('GET', `${path}/${ENDPOINT}`);
    expect(body).to.include({ endpointId: ENDPOINT, username: 'bridge', provideAccount: true });
    expect(body).not.to.have.property('password');
    const { provideAccount: _, ...rest } = { provideAccount: true, ...lightspeed.endpoint() };
    const updated = await lightspeed.api('POST', path, rest);
    expect(updated.body, 'what is left out is reset').to.deep.include({ provideAccount: false });
    const places = await lightspeed.api('GET', `${path}/${ENDPOINT}/business-locations`);
    expect(at(places.body, '0.businessLocationId')).to.equal(LONDON);
    expect((await lightspeed.api('DELETE', `${path}/${ENDPOINT}/business-locations/${LONDON}`)).status).to.equal(200);
    expect((await lightspeed.api('DELETE', `${path}/${ENDPOINT}`)).status).to.equal(200);
    expect((await lightspeed.api('GET', `${path}/${ENDPOINT}`)).status).to.equal(404);
    expect((await lightspeed.api('POST', path, lightspeed.endpoint())).status).to.equal(400);
  });

  it('tell of an order’s success only who asked for it, and of items only at linked locations', async () => {
    await lightspeed.api('POST', path, lightspeed.endpoint({ subscribeTo: [] }));
    await lightspeed.api('POST', '/o/op/1/order/toGo', anOrder());
    while ((await lightspeed.tickets()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const [ticket] = await lightspeed.tickets();
    await lightspeed.admin('PUT', '/stock', { businessLocationId: LONDON, sku: 'COLA', count: 0 });
    await lightspeed.admin('POST', `/accounts/${textAt(ticket, 'identifier')}/status`, { status: 'CLOSED' });
    const statuses = (await lightspeed.told(1)).map(({ body }) => at(body, 'status'));
    expect(statuses).to.deep.equal(['CLOSED']);
  });

  it('tell of stock, and of its end with null', async () => {
    for (const count of [5, null])
      await lightspeed.admin('PUT', '/stock', { businessLocationId: LONDON, sku: 'COLA', count });
    const bodies = (await lightspeed.told(2)).map(({ body }) => [at(body, 'status'), at(body, 'count')]);
    expect(bodies).to.have.deep.members([
      ['RESTRICTED', 5],
      ['NOT_RESTRICTED', null],
    ]);
  });

  it('come again, the same, until they are taken', async () => {
    lightspeed.answer = 500;
    await lightspeed.api('POST', '/o/op/1/order/toGo', anOrder());
    await lightspeed.told(2);
    lightspeed.answer = 200;
    const [first, second] = lightspeed.hooks;
    expect(second).to.deep.equal(first);
  });

  it('can be doubled, dropped, sent with a wrong password, delayed, and put in another order', async () => {
    const plan = (faults: object): Promise<unknown> => lightspeed.admin('PUT', '/webhooks/faults', faults);
    await plan({ copies: 2 });
    await lightspeed.take();
    const [one, copy] = await lightspeed.told(2);
    expect(copy?.key).to.equal(one?.key);
    await plan({ badSignatures: 1 });
    await lightspeed.take();
    expect(lightspeed.hooks[2]?.authorization)
      .to.match(/^Basic /)
      .and.not.equal(BASIC);
    await plan({ drop: { next: 1 } });
    await lightspeed.api('POST', '/o/op/1/order/toGo', anOrder());
    while ((await lightspeed.tickets()).length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await plan({ reorder: { hold: 2, order: 'reverse' } });
    for (const reference of ['first', 'second'])
      await lightspeed.api('POST', '/o/op/1/order/toGo', anOrder({ thirdPartyReference: reference }));
    const last = (await lightspeed.told(5)).slice(3).map(({ body }) => at(body, 'thirdPartyReference'));
    expect(last).to.have.members(['first', 'second']);
    const { body } = await lightspeed.admin('GET', '/webhooks/deliveries');
    expect(listAt(body, 'deliveries').map((one) => at(one, 'state'))).to.include('dropped');
    const id = textAt(body, 'deliveries.0.event_id');
    await lightspeed.admin('POST', '/webhooks/resend', { event_id: id });
    expect((await lightspeed.told(6))[5]?.key).to.equal(id);
  });
});
