import { expect } from 'chai';
import { catalogRoutes } from '#kit/square/http/catalog.js';
import { orderRoutes } from '#kit/square/http/orders.js';
import { subscriptionRoutes } from '#kit/square/http/subscriptions.js';
import { skip } from '../../../support/skip.js';
import { call } from '../hub/talk.js';
import {
  anOrder,
  at,
  document,
  listAt,
  newKey,
  noDocument,
  pay,
  pounds,
  read,
  Square,
  take,
  textAt,
  type Reply,
} from './support/square.js';

const routes = [
  ...[...catalogRoutes, ...orderRoutes, ...subscriptionRoutes()].map(({ method, path }) => [
    method.toUpperCase(),
    path,
  ]),
  ...['/oauth2/token', '/oauth2/revoke', '/oauth2/token/status'].map((path) => ['POST', path]),
];

/** Everything that an order can hold. */
const full = (): object =>
  anOrder({
    ...{ ticket_name: '#1', metadata: { a: 'b' }, pricing_options: { auto_apply_taxes: true } },
    taxes: [{ catalog_object_id: 'TAX_VAT20', scope: 'ORDER' }],
    discounts: [
      { catalog_object_id: 'DISC_STAFF', scope: 'ORDER' },
      { name: 'Promo', amount_money: pounds(100), scope: 'ORDER' },
    ],
    service_charges: [
      { name: 'Delivery', amount_money: pounds(250), calculation_phase: 'TOTAL_PHASE' },
      { name: 'Service', percentage: '10', calculation_phase: 'SUBTOTAL_PHASE', taxable: true },
      { name: 'Packing', amount_money: pounds(30), calculation_phase: 'APPORTIONED_AMOUNT_PHASE' },
    ],
  });

describe('every route of the fake Square', () => {
  let square: Square;
  before(function () {
    if (document === undefined) skip(this, noDocument);
  });
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const ok = async (method: string, path: string, body?: object, token = square.token): Promise<Reply> => {
    const reply = await square.api(method, path, body, { authorization: `Bearer ${token}` });
    expect(reply.status, `${method} ${path}: ${reply.text}`).to.equal(200);
    return reply;
  };

  async function orders(): Promise<void> {
    await ok('POST', '/v2/orders/calculate', { order: full() });
    const order = await take(square, full());
    await ok('POST', '/v2/orders/batch-retrieve', { order_ids: [at(order, 'id')] });
    const changes = { location_id: 'L_SOHO', version: 1, ticket_name: 'new' };
    await ok('PUT', `/v2/orders/${textAt(order, 'id')}`, { idempotency_key: newKey(), order: changes });
    const approved = await pay(square, await read(square, order), { autocomplete: false, tip_money: pounds(5) });
    const ids = { idempotency_key: newKey(), payment_ids: [at(approved, 'id')] };
    await ok('POST', `/v2/orders/${textAt(order, 'id')}/pay`, ids);
    const other = await take(square, full());
    const voided = await pay(square, other, { autocomplete: false, idempotency_key: 'void' });
    await ok('POST', `/v2/payments/${textAt(voided, 'id')}/cancel`, {});
    await ok('POST', '/v2/payments/cancel', { idempotency_key: 'void' });
    const completed = await pay(square, other, { autocomplete: false });
    await ok('POST', `/v2/payments/${textAt(completed, 'id')}/complete`, {});
    await ok('GET', `/v2/payments/${textAt(completed, 'id')}`);
    await ok('GET', '/v2/payments?location_id=L_SOHO&sort_order=ASC&limit=2');
    const payment = { payment_id: at(completed, 'id'), amount_money: at(completed, 'amount_money') };
    const refund = await ok('POST', '/v2/refunds', { idempotency_key: newKey(), ...payment });
    await ok('GET', `/v2/refunds/${textAt(refund.body, 'refund.id')}`);
    for (const type of ['SHIPMENT', 'DELIVERY'] as const) {
      const details = { [`${type.toLowerCase()}_details`]: { recipient: { display_name: 'Ann' } } };
      const sent = await take(square, anOrder({ fulfillments: [{ uid: 'way', type, ...details }] }));
      await square.admin('POST', `/orders/${textAt(sent, 'id')}/fulfillment`, { state: 'RESERVED' });
      await square.admin('POST', `/orders/${textAt(sent, 'id')}/fulfillment`, { state: 'PREPARED' });
      await ok('GET', `/v2/orders/${textAt(sent, 'id')}`);
    }
    await ok('POST', '/v2/orders/search', { location_ids: ['L_SOHO'] });
  }

  async function catalog(): Promise<void> {
    const types = 'ITEM,ITEM_VARIATION,MODIFIER_LIST,MODIFIER,CATEGORY,TAX,DISCOUNT,IMAGE';
    await ok('GET', `/v2/catalog/list?types=${types}`);
    await ok('GET', '/v2/catalog/info');
    await ok('GET', '/v2/catalog/object/ITEM_MARGHERITA?include_related_objects=true');
    await square.admin('DELETE', '/catalog/objects/ITEM_GIFT');
    await ok('POST', '/v2/catalog/search', { object_types: types.split(','), include_deleted_objects: true });
    await ok('POST', '/v2/catalog/batch-retrieve', { object_ids: ['VAR_COFFEE'], include_related_objects: true });
    await ok('POST', '/v2/inventory/counts/batch-retrieve', { catalog_object_ids: ['VAR_TIRAMISU'] });
    for (const path of ['/v2/merchants', '/v2/merchants/me', '/v2/locations', '/v2/locations/main'])
      await ok('GET', path);
  }

  async function subscriptions(): Promise<void> {
    const token = square.running.applicationToken;
    const path = '/v2/webhooks/subscriptions';
    const subscription = { event_types: ['order.created'], notification_url: 'http://127.0.0.1:9/' };
    const made = await ok('POST', path, { idempotency_key: newKey(), subscription }, token);
    const own = `${path}/${textAt(made.body, 'subscription.id')}`;
    await ok('GET', '/v2/webhooks/event-types', undefined, token);
    await ok('GET', path, undefined, token);
    await ok('GET', own, undefined, token);
    await ok('PUT', own, { subscription: { enabled: false } }, token);
    await ok('DELETE', own, undefined, token);
  }

  async function oauth(): Promise<void> {
    const { applicationId: client_id, applicationSecret: client_secret, url } = square.running;
    const issued = await square.admin('POST', '/tokens');
    await ok('POST', '/oauth2/token/status');
    const grant = { client_id, client_secret, grant_type: 'refresh_token' };
    await ok('POST', '/oauth2/token', { ...grant, refresh_token: at(issued.body, 'refresh_token') });
    const revoked = await call(
      'POST',
      `${url}/oauth2/revoke`,
      { client_id, access_token: square.token },
      {
        authorization: `Client ${client_secret}`,
      },
    );
    expect(revoked.status, revoked.text).to.equal(200);
  }

  it('takes and answers what Square’s document says, and nothing else', async () => {
    for (const part of [catalog, orders, subscriptions, oauth]) await part();
    const seen = listAt((await square.admin('GET', '/requests')).body, 'requests');
    const missed = routes.filter(([method, path]) => {
      const pattern = new RegExp(`^${String(path).replace(/:[a-z]+/g, '[^/]+')}$`);
      return !seen.some(
        (one) => at(one, 'method') === method && pattern.test(textAt(one, 'path')) && at(one, 'status') === 200,
      );
    });
    expect(missed).to.deep.equal([]);
  });
});
