import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { at, listAt, Talk, textAt } from './talk.js';

const items = [{ name: 'Margherita', price: 950 }];

describe('the simulator’s webhooks', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
  });
  afterEach(() => talk.close());

  const faults = (plan: unknown) => talk.admin('PUT', '/faults/webhooks', plan);
  const hmac = (raw: string, algorithm = 'sha256') => createHmac(algorithm, talk.hub.clientSecret).update(raw);
  const signature = (index = 0): unknown => talk.hooks[index]?.headers['x-webhook-signature'];

  it('announces a new order by ORDER INSERT, and its cancellation by the customer by ORDER MODIFY', async () => {
    const id = await talk.order({ items });
    await talk.settled();
    await talk.admin('POST', `/orders/${id}/cancel`, { reason: 'CUSTOMER_CANCELLED' });
    await talk.settled();
    const [insert, modify] = talk.hooks.map(({ body }) => body);
    expect(insert).to.include({ objectType: 'ORDER', eventType: 'INSERT', orderId: id, clientId: talk.hub.clientId });
    expect(insert).to.have.nested.include({ 'newState.id': id, 'newState.status': 'PLACED' });
    expect(insert).not.to.have.property('previousState');
    expect(modify).to.have.nested.include({ eventType: 'MODIFY', 'newState.status': 'CANCELLED' });
    expect(modify).to.have.nested.include({
      'newState.cancellationReason': 'CUSTOMER_CANCELLED',
      'previousState.status': 'PLACED',
    });
    expect((await talk.admin('POST', `/orders/${id}/cancel`)).status).to.equal(409);
  });

  it('signs the raw body with the client secret, in every spelling it is told', async () => {
    await talk.order({ items });
    await talk.settled();
    expect(signature()).to.equal(hmac(talk.hooks[0]?.raw ?? '').digest('hex'));
    await talk.admin('PATCH', '/settings', { signatureEncoding: 'base64', signaturePrefix: 'sha256=' });
    await talk.order({ items });
    await talk.settled();
    expect(signature(1)).to.equal(`sha256=${hmac(talk.hooks[1]?.raw ?? '').digest('base64')}`);
    await talk.admin('PATCH', '/settings', {
      signatureAlgorithm: 'sha1',
      signatureEncoding: 'HEX',
      signaturePrefix: '',
    });
    await talk.order({ items });
    await talk.settled();
    expect(signature(2)).to.equal(
      hmac(talk.hooks[2]?.raw ?? '', 'sha1')
        .digest('hex')
        .toUpperCase(),
    );
  });

  it('delivers a share of the events twice, the same ones for the same seed', async () => {
    const shares = async (): Promise<readonly number[]> => {
      await faults({ copies: 2, copyShare: 0.5, seed: 3 });
      const counts: number[] = [];
      for (let order = 0; order < 12; order += 1) {
        const before = talk.hooks.length;
        await talk.order({ items });
        await talk.settled();
        counts.push(talk.hooks.length - before);
      }
      return counts;
    };
    const counts = await shares();
    expect(new Set(counts)).to.deep.equal(new Set([1, 2]));
    expect(await shares()).to.deep.equal(counts);
  });

  it('tells what was answered with 2xx, and how deliveries ended', async () => {
    const first = await talk.order({ items });
    await talk.settled();
    await faults({ drop: { next: 1 } });
    await talk.order({ items });
    const { body } = await talk.admin('GET', '/taken');
    expect(listAt(body, 'data')).to.have.lengthOf(1);
    expect(at(body, 'data.0')).to.include({ number: 1, orderId: first });
    expect(at(body, 'counts')).to.include({ attempts: 1, delivered: 1, dropped: 1 });
    expect(listAt((await talk.admin('GET', '/taken?after=1')).body, 'data')).to.be.empty;
  });

  it('sends the same bytes again until it gets a 2xx', async () => {
    let left = 3;
    talk.answer = () => ({ status: (left -= 1) >= 0 ? 503 : 204 });
    await talk.order({ items });
    const [delivery] = await talk.settled();
    expect(delivery).to.include({ state: 'delivered' });
    const statuses = listAt(delivery, 'attempts').map((attempt) => at(attempt, 'status'));
    expect(statuses).to.deep.equal([503, 503, 503, 204]);
    expect(new Set(talk.hooks.map(({ raw }) => raw)).size).to.equal(1);
    expect(new Set(talk.hooks.map(({ headers }) => headers['x-webhook-signature'])).size).to.equal(1);
  });

  it('gives up after ten scaled minutes, which is the first attempt and at most twenty more', async () => {
    talk.answer = () => ({ status: 500 });
    await talk.order({ items });
    const [delivery] = await talk.settled();
    expect(delivery).to.include({ state: 'given up' });
    expect(listAt(delivery, 'attempts').length).to.be.within(2, 21);
  });

  it('does not count a redirect, a silence or a closed door as delivered', async () => {
    await talk.admin('PATCH', '/settings', { webhookTimeoutMs: 100 });
    let turn = 0;
    talk.answer = () => {
      turn += 1;
      return turn === 1 ? { status: 302 } : turn === 2 ? 'hang' : { status: 200 };
    };
    await talk.order({ items });
    const [first] = await talk.settled();
    expect(listAt(first, 'attempts')).to.have.length(3);
    expect(first).to.have.nested.include({ 'attempts[0].status': 302, 'attempts[1].error': 'timeout' });
    const nobody = { webhookEndpoint: 'http://127.0.0.1:1/webhooks' };
    await talk.admin('PATCH', `/applications/${talk.hub.clientId}`, nobody);
    await talk.order({ items });
    const [, second] = await talk.settled();
    expect(second).to.have.nested.include({ state: 'given up', 'attempts[0].error': 'ECONNREFUSED' });
  });

  it('delivers duplicates on demand', async () => {
    await faults({ copies: 5 });
    await talk.order({ items });
    await talk.settled();
    expect(talk.hooks).to.have.length(5);
    expect(new Set(talk.hooks.map(({ body }) => at(body, 'eventId'))).size).to.equal(1);
  });

  it('holds events back and lets them go in reverse, and the rest when asked', async () => {
    await talk.admin('PATCH', '/settings', { webhookConcurrency: 1 });
    await faults({ reorder: { hold: 3, order: 'reverse' } });
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push(await talk.order({ items }));
    await talk.settled();
    expect(talk.hooks.map(({ body }) => at(body, 'orderId'))).to.deep.equal([ids[2], ids[1], ids[0]]);
    expect((await talk.admin('POST', '/faults/webhooks/release')).body).to.deep.equal({ data: { released: 1 } });
    await talk.settled();
    expect(at(talk.hooks[3]?.body, 'orderId')).to.equal(ids[3]);
  });

  it('shuffles the same way for the same seed', async () => {
    await talk.admin('PATCH', '/settings', { webhookConcurrency: 1 });
    const orders: number[][] = [];
    for (let run = 0; run < 2; run += 1) {
      await faults({ reorder: { hold: 8, order: 'shuffle' }, seed: 7 });
      const ids: unknown[] = [];
      for (let n = 0; n < 8; n += 1) ids.push(await talk.order({ items }));
      await talk.settled();
      orders.push(talk.hooks.slice(-8).map(({ body }) => ids.indexOf(at(body, 'orderId'))));
    }
    expect(orders[0]).to.deep.equal(orders[1]);
    expect(orders[0]).not.to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(orders[0]).to.have.members([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('drops the next events, or a share of them, and says which', async () => {
    await faults({ drop: { next: 2 } });
    for (let n = 0; n < 3; n += 1) await talk.order({ items });
    const states = (await talk.settled()).map((delivery) => at(delivery, 'state'));
    expect(states).to.deep.equal(['dropped', 'dropped', 'delivered']);
    await faults({ drop: { share: 0.5 }, seed: 3 });
    for (let n = 0; n < 20; n += 1) await talk.order({ items });
    const dropped = listAt((await talk.admin('GET', '/deliveries?state=dropped')).body, 'data').length - 2;
    expect(dropped).to.be.within(1, 19);
  });

  it('leaves a quiet order to be found by listing', async () => {
    const id = await talk.order({ items, announce: false });
    expect(await talk.settled()).to.deep.equal([]);
    expect((await talk.api('GET', '/orders')).body).to.have.nested.property('data[0].id', id);
  });

  it('spells the states with underscores on demand', async () => {
    await faults({ snake: true });
    const id = await talk.order({ items });
    await talk.settled();
    expect(talk.hooks[0]?.body).to.have.nested.property('new_state.id', id);
    expect(talk.hooks[0]?.body).not.to.have.property('newState');
  });

  it('signs wrongly on demand, so many times', async () => {
    await faults({ badSignatures: 1 });
    await talk.order({ items });
    await talk.settled();
    await talk.order({ items });
    await talk.settled();
    expect(signature(0)).to.match(/^[0-9a-f]{64}$/);
    expect(signature(0)).not.to.equal(hmac(talk.hooks[0]?.raw ?? '').digest('hex'));
    expect(signature(1)).to.equal(hmac(talk.hooks[1]?.raw ?? '').digest('hex'));
  });

  it('sends any event on demand, with states of the admin’s own, and the same event again', async () => {
    const event = { objectType: 'MENU', eventType: 'MODIFY', newState: { odd: true }, previousState: null };
    const eventId = textAt((await talk.admin('POST', '/events', event)).body, 'data.eventId');
    await talk.settled();
    expect(talk.hooks[0]?.body).to.deep.include({ newState: { odd: true }, previousState: null, eventId });
    await talk.admin('POST', `/events/${eventId}/resend`);
    await talk.settled();
    expect(talk.hooks[1]?.raw).to.equal(talk.hooks[0]?.raw);
    expect((await talk.admin('POST', '/events', { objectType: 'NOISE', eventType: 'MODIFY' })).status).to.equal(400);
  });

  it('announces orders only to connections that are COMPLETED where it is told so', async () => {
    await talk.admin('PATCH', '/settings', { requireCompleted: true });
    await talk.order({ items });
    expect(await talk.settled()).to.deep.equal([]);
    const connection = textAt((await talk.admin('GET', '/connections')).body, 'data.0.id');
    await talk.api('PATCH', `/connections/${connection}`, { status: 'COMPLETED' });
    await talk.order({ items });
    expect(await talk.settled()).to.have.length(1);
  });

  it('echoes an application’s own changes only where it is told so', async () => {
    const id = await talk.order({ items });
    await talk.api('PATCH', `/orders/${id}`, { status: 'ACCEPTED' });
    expect(await talk.settled()).to.have.length(1);
    await talk.admin('PATCH', '/settings', { echo: true });
    await talk.api('PATCH', `/orders/${id}`, { status: 'READY' });
    await talk.settled();
    expect(talk.hooks[1]?.body).to.have.nested.include({ eventType: 'MODIFY', 'newState.status': 'READY' });
  });

  it('notes an event for an application without an endpoint', async () => {
    const other = await talk.admin('POST', '/applications', {});
    const applicationId = textAt(other.body, 'data.id');
    await talk.admin('POST', '/connections', { applicationId, locationId: talk.hub.locationIds[1] });
    expect(await talk.settled()).to.have.nested.property('[0].state', 'no endpoint');
  });
});
