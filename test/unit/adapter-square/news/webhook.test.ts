import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { VendorEvent } from '@poshub-bridge/core';
import { faultOf } from '../../pos-hub/support/faults.js';
import { createTestHttpClient } from '../../../support/http-client.js';
import adapter from '@poshub-bridge/adapter-square';
import { CollectedLog } from '../../../support/log.js';
import { realClock } from '../../../support/clock.js';
import { createSystem, SETTINGS, WEBHOOK_URL } from '../support/rig.js';

const system = createSystem(createTestHttpClient());
const HEADER = 'x-square-hmacsha256-signature';

function signed(body: string, key = SETTINGS.webhookSignatureKey, url = WEBHOOK_URL): string {
  return createHmac('sha256', key)
    .update(url + body)
    .digest('base64');
}

function receive(event: unknown, signature?: string): readonly VendorEvent[] {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const headers = { [HEADER]: signature ?? signed(body) };
  return system.receive({ headers, body: new TextEncoder().encode(body) }).events;
}

const eventOf = (type: string, data: object, more: object = {}): object => ({
  merchant_id: 'M1',
  type,
  event_id: 'E1',
  created_at: '2026-02-03T12:00:00Z',
  data,
  ...more,
});
const head = { order_id: 'O1', version: 7, location_id: 'L1', state: 'OPEN' };

describe('adapter square: webhooks', () => {
  it('are signed as Square’s own example is', () => {
    const webhookUrl = 'https://example.com/webhook';
    const its = adapter.create({
      settings: SETTINGS,
      http: createTestHttpClient(),
      clock: realClock,
      log: new CollectedLog(),
      webhookUrl,
    });
    const body = new TextEncoder().encode('{"hello":"world"}');
    const headers = { [HEADER]: '2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=' };
    expect(faultOf(() => its.receive({ headers, body })).code, 'past the signature').to.equal('request.unreadable');
    expect(faultOf(() => its.receive({ headers: {}, body })).code).to.equal('request.unauthenticated');
  });

  const good = eventOf('order.updated', { object: { order_updated: head } });
  const text = JSON.stringify(good);
  for (const [said, signature] of [
    ['no signature', ''],
    ['another key', signed(text, 'other')],
    ['another address', signed(text, undefined, 'https://elsewhere.example/')],
    ['another body', signed(`${text} `)],
    ['a shorter one', signed(text).slice(0, 20)],
    ['hex', Buffer.from(signed(text), 'base64').toString('hex')],
    ['something behind it', `${signed(text)}=`],
  ] as const)
    it(`with ${said} are turned away`, () => {
      expect(faultOf(() => receive(good, signature)).code).to.equal('request.unauthenticated');
    });

  it('of one version of an order are one news, whatever they are called', () => {
    const news = [{ type: 'ticket-changed', id: 'order:O1:7', store: 'L1', ticket: 'O1' }];
    expect(receive(good)).to.deep.equal(news);
    const moved = { object: { order_fulfillment_updated: { ...head, fulfillment_update: [] } } };
    expect(receive(eventOf('order.fulfillment.updated', moved))).to.deep.equal(news);
  });

  it('of the catalog are for all of the merchant’s stores, of a location for one', () => {
    const catalog = eventOf('catalog.version.updated', { type: 'catalog_version', id: 'X' });
    expect(receive(catalog)).to.deep.equal([{ type: 'catalog-changed', id: 'E1', merchant: 'M1' }]);
    const location = eventOf('location.updated', { type: 'location', id: 'L1' });
    expect(receive(location)).to.deep.equal([{ type: 'catalog-changed', id: 'E1', store: 'L1' }]);
  });

  it('of stock say at once what ran out, and have the catalog read', () => {
    const stock = (quantity: string): readonly string[] =>
      receive(
        eventOf('inventory.count.updated', {
          object: { inventory_counts: [{ catalog_object_id: 'V1', location_id: 'L1', state: 'IN_STOCK', quantity }] },
        }),
      ).map(({ type }) => type);
    expect(stock('0')).to.deep.equal(['stock', 'catalog-changed']);
    expect(stock('-1.5')).to.deep.equal(['stock', 'catalog-changed']);
    expect(stock('3')).to.deep.equal(['catalog-changed']);
  });

  it('of the stock of a deleted item say nothing, and are taken', () => {
    const data = { type: 'inventory', id: 'X', deleted: true };
    for (const more of [{}, { object: null }, { object: {} }, { object: { inventory_counts: null } }])
      expect(receive(eventOf('inventory.count.updated', { ...data, ...more }))).to.deep.equal([]);
  });

  it('of a withdrawn access name the merchant', () => {
    const revoked = eventOf('oauth.authorization.revoked', { type: 'revocation', id: 'X' });
    expect(receive(revoked)).to.deep.equal([{ type: 'access-revoked', id: 'E1', merchant: 'M1' }]);
  });

  it('of other kinds are none of our business', () => {
    expect(receive(eventOf('order.created', { object: { order_created: head } }))).to.deep.equal([]);
    expect(receive(eventOf('loyalty.account.created', {}))).to.deep.equal([]);
  });

  it('that can’t be read are said to be', () => {
    for (const broken of ['', '{', '[]', '{"type":"order.updated"}', JSON.stringify(eventOf('order.updated', {}))])
      expect(faultOf(() => receive(broken)).code, broken).to.equal('request.unreadable');
  });
});
