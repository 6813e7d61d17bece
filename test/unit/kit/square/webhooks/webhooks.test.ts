import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { signatureOf } from '#kit/square/webhooks/sign.js';
import { until } from '../../till/support/until.js';
import { anOrder, at, listAt, newKey, pay, refusal, Square, take, textAt } from '../support/square.js';

interface Received {
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: unknown;
}

describe('webhooks of the fake Square', () => {
  let square: Square;
  let server: Server;
  let received: Received[];
  let answers: number[];
  let url: string;

  beforeEach(async () => {
    received = [];
    answers = [];
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString();
        received.push({ headers: request.headers, text, body: JSON.parse(text) });
        response.writeHead(answers.shift() ?? 200).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/hook?x=1`;
    square = await Square.start({ webhookUrl: url, webhooks: { timeScale: 0.0001 } });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await square.close();
  });

  const types = (): unknown[] => received.map(({ body }) => at(body, 'type'));
  const first = (type: string): Promise<Received> =>
    until(() => received.find(({ body }) => at(body, 'type') === type));
  const count = (wanted: number): Promise<true> => until(() => (received.length >= wanted ? true : undefined));

  it('are signed over the address and the exact bytes', async () => {
    expect(signatureOf('asdf1234', 'https://example.com/webhook', '{"hello":"world"}')).to.equal(
      '2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=',
    );
    await take(square);
    const { headers, text } = await first('order.created');
    const signature = signatureOf(square.running.signatureKey, url, text);
    expect(headers).to.include({ 'x-square-hmacsha256-signature': signature, 'content-type': 'application/json' });
  });

  it('tell of an order’s life, thinly', async () => {
    const order = await take(square);
    await pay(square, order);
    await square.admin('POST', `/orders/${textAt(order, 'id')}/fulfillment`, { state: 'RESERVED' });
    const { body } = await first('order.fulfillment.updated');
    expect(at(body, 'data.id')).to.equal(at(order, 'id'));
    const told = at(body, 'data.object.order_fulfillment_updated');
    expect(told).to.include({ order_id: at(order, 'id'), location_id: 'L_SOHO', state: 'OPEN' });
    expect(at(told, 'fulfillment_update')).to.deep.equal([
      { fulfillment_uid: 'way', old_state: 'PROPOSED', new_state: 'RESERVED' },
    ]);
    await until(() => (types().filter((type) => type === 'order.updated').length >= 2 ? true : undefined));
    expect(types()).to.include.members(['order.created', 'order.updated', 'payment.created', 'payment.updated']);
    expect(new Set(received.map(({ body: one }) => at(one, 'event_id'))).size).to.equal(received.length);
  });

  it('tell of the catalog, stock, a place and the end of the authorization', async () => {
    await square.admin('PATCH', '/catalog/objects/VAR_COFFEE', { price: 320 });
    const catalog = await first('catalog.version.updated');
    expect(at(catalog.body, 'data.object.catalog_version')).to.have.all.keys('updated_at');
    await square.admin('PUT', '/stock', { catalog_object_id: 'VAR_TIRAMISU', location_id: 'L_SOHO', quantity: 3 });
    const stock = await first('inventory.count.updated');
    expect(at(stock.body, 'data.object.inventory_counts.0.quantity')).to.equal('3');
    await square.admin('PATCH', '/locations/L_SOHO', { name: 'Soho Square' });
    expect((await first('location.updated')).body).to.include({ location_id: 'L_SOHO' });
    await square.admin('POST', '/revoke');
    const revoked = await first('oauth.authorization.revoked');
    expect(at(revoked.body, 'data.object.revocation.revoker_type')).to.equal('MERCHANT');
    expect(refusal(await square.api('GET', '/v2/locations'))).to.deep.equal([401, 'ACCESS_TOKEN_REVOKED']);
  });

  it('come again, the same, until they are taken', async () => {
    answers = [500, 302];
    await take(square);
    await count(3);
    expect(new Set(received.map(({ text }) => text)).size).to.equal(1);
    expect(received.map(({ headers }) => headers['square-retry-number'])).to.deep.equal([undefined, '1', '2']);
    expect(received[1]?.headers).to.include({ 'square-retry-reason': 'http_error' });
    const { body } = await square.admin('GET', '/webhooks/deliveries');
    await until(() => (at(body, 'deliveries.0.type') === 'order.created' ? true : undefined));
  });

  it('can be doubled, dropped, wrongly signed, delayed and put in another order', async () => {
    await square.admin('PUT', '/webhooks/faults', { copies: 2, badSignatures: 1, delayMs: 5 });
    await take(square);
    await count(2);
    const good = received.map(
      ({ headers, text }) =>
        headers['x-square-hmacsha256-signature'] === signatureOf(square.running.signatureKey, url, text),
    );
    expect(good).to.have.members([true, false]);
    received.length = 0;
    await square.admin('PUT', '/webhooks/faults', { drop: { next: 1 }, reorder: { hold: 2, order: 'reverse' } });
    for (const reference_id of ['dropped', 'a', 'b']) await take(square, anOrder({ reference_id }));
    await count(2);
    const { body } = await square.admin('GET', '/webhooks/deliveries');
    const states = listAt(body, 'deliveries')
      .slice(2)
      .map((one) => at(one, 'state'));
    expect(states[0]).to.equal('dropped');
    const createdAt = received.map(({ body: one }) => textAt(one, 'created_at'));
    expect(createdAt).to.have.length(2);
    await square.admin('PUT', '/webhooks/faults', {});
    const event_id = textAt(received[0]?.body, 'event_id');
    await square.admin('POST', '/webhooks/resend', { event_id });
    await count(3);
    expect(at(received[2]?.body, 'event_id')).to.equal(event_id);
  });

  it('go where the application subscribes, for the types it names', async () => {
    await square.admin('PUT', '/webhooks', { url: 'http://127.0.0.1:9/' });
    const asApplication = { authorization: `Bearer ${square.running.applicationToken}` };
    const path = '/v2/webhooks/subscriptions';
    const subscription = { name: 'mine', event_types: ['order.created'], notification_url: url };
    const body = { idempotency_key: newKey(), subscription };
    expect(refusal(await square.api('POST', path, body))).to.deep.equal([401, 'UNAUTHORIZED']);
    const made = await square.api('POST', path, body, asApplication);
    expect(made.status, made.text).to.equal(200);
    const order = await take(square);
    const { headers, text } = await first('order.created');
    const key = textAt(made.body, 'subscription.signature_key');
    expect(headers['x-square-hmacsha256-signature']).to.equal(signatureOf(key, url, text));
    await pay(square, order);
    const own = `${path}/${textAt(made.body, 'subscription.id')}`;
    await square.api('PUT', own, { subscription: { enabled: false } }, asApplication);
    await take(square);
    const listed = await square.api('GET', path, undefined, asApplication);
    expect(listAt(listed.body, 'subscriptions').map((one) => at(one, 'name'))).to.deep.equal(['all']);
    expect((await square.api('DELETE', own, undefined, asApplication)).body).to.deep.equal({});
    expect((await square.api('GET', own, undefined, asApplication)).status).to.equal(404);
    expect(types()).to.deep.equal(['order.created']);
  });
});
