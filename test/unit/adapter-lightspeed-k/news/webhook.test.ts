import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { VendorDelivery, VendorEvent } from '@poshub-bridge/core';
import { passwordOf } from '#adapter-lightspeed-k/endpoint.js';
import { createReceiver } from '#adapter-lightspeed-k/news/webhook.js';
import { skip } from '../../../support/skip.js';
import { faultOf } from '../../pos-hub/support/faults.js';
import { fieldOf, SETTINGS } from '../support/rig.js';

const EXAMPLES = new URL('../../../../../../shared/vendors/lightspeed-k/webhook-examples.json', import.meta.url);
const STORE = '247158188015618';

describe('adapter lightspeed-k: webhooks', () => {
  const receive = createReceiver({ settings: SETTINGS });
  const basic = (user: string, password: string): string =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const right = basic(STORE, passwordOf(STORE, SETTINGS));
  const call = (news: unknown, authorization = right, more: Readonly<Record<string, string>> = {}): VendorDelivery =>
    receive({ headers: { authorization, ...more }, body: new TextEncoder().encode(JSON.stringify(news)) });
  const only = ({ events }: VendorDelivery): VendorEvent => {
    const [event, ...others] = events;
    if (event === undefined || others.length > 0) throw new Error(`there are ${events.length} events`);
    return event;
  };
  const codeOf = (run: () => unknown): string => faultOf(run).code;
  const success = {
    ...{ status: 'SUCCESS', type: 'ORDER', ikentooAccountIdentifier: 'A123080.14', thirdPartyReference: 'REF' },
  };

  it('believes who knows the password of the store, and nobody else', () => {
    expect(only(call(success))).to.include({ store: STORE });
    const wrong = [
      '',
      'Basic',
      'Basic !!!',
      `Bearer ${passwordOf(STORE, SETTINGS)}`,
      basic(STORE, ''),
      basic(STORE, 'wrong'),
      basic(STORE, `${passwordOf(STORE, SETTINGS)}x`),
      basic('1', passwordOf(STORE, SETTINGS)),
      basic('', passwordOf('', SETTINGS)),
      basic(STORE, passwordOf(STORE, { clientSecret: 'another' })),
      Buffer.from(STORE).toString('base64'),
      right.slice(0, -1),
      `${right}=`,
    ];
    for (const authorization of wrong)
      expect(
        codeOf(() => call(success, authorization)),
        authorization,
      ).to.equal('request.unauthenticated');
    expect(codeOf(() => receive({ headers: {}, body: new Uint8Array() }))).to.equal('request.unauthenticated');
  });

  it('proves the password before it reads', () => {
    const body = new TextEncoder().encode('{');
    expect(codeOf(() => receive({ headers: {}, body }))).to.equal('request.unauthenticated');
    expect(codeOf(() => receive({ headers: { authorization: right }, body }))).to.equal('request.unreadable');
    for (const news of [null, [], {}, { status: 1 }, { status: 'SUCCESS' }, { ...success, thirdPartyReference: 5 }])
      expect(
        codeOf(() => call(news)),
        JSON.stringify(news),
      ).to.equal('request.unreadable');
    const { ikentooAccountIdentifier: _, ...nameless } = success;
    for (const status of ['SUCCESS', 'READY_FOR_PICKUP', 'IN_DELIVERY', 'CLOSED'])
      expect(
        codeOf(() => call({ ...nameless, status })),
        status,
      ).to.equal('request.unreadable');
  });

  for (const [status, meant] of [
    ['SUCCESS', 'accepted'],
    ['READY_FOR_PICKUP', 'ready'],
    ['IN_DELIVERY', 'delivering'],
    ['CLOSED', 'completed'],
    ['CANCELLED', 'cancelled'],
    ['ABANDONED', 'cancelled'],
  ] as const)
    it(`takes ${status} for ${meant}`, () => {
      const event = only(call({ ...success, status, thirdPartyReference: 'order-x-2' }));
      expect(event).to.include({ type: 'ticket', ticket: 'A123080.14', orderId: 'order-x', status: meant });
    });

  it('takes a failure for a no without a ticket, and keeps its words to itself', () => {
    const reason = 'A consumer already exists for ann@example.com';
    const event = only(call({ status: 'FAILURE', reason, thirdPartyReference: 'order-x' }));
    expect(event).to.include({ type: 'ticket', ticket: 'order-x', orderId: 'order-x', status: 'rejected' });
    expect(event).to.have.nested.property('fault.code', 'vendor.refused');
    expect(JSON.stringify(event)).to.not.include('ann@example.com');
  });

  for (const status of ['CANCELLED', 'ABANDONED'])
    it(`takes ${status} of an order without an account for a no`, () => {
      const { ikentooAccountIdentifier: _, ...nameless } = { ...success, status, thirdPartyReference: 'order-x-2' };
      for (const news of [nameless, { ...nameless, ikentooAccountIdentifier: null }]) {
        const event = only(call(news));
        expect(event).to.include({ type: 'ticket', ticket: 'order-x-2', orderId: 'order-x', status: 'rejected' });
        expect(event).to.have.nested.property('fault.code', 'vendor.refused');
      }
    });

  it('lets what comes later in an order’s life win, in whatever order it is told', () => {
    const times = ['FAILURE', 'SUCCESS', 'READY_FOR_PICKUP', 'IN_DELIVERY', 'CLOSED', 'CANCELLED'].map((status) => {
      const event = only(call({ ...success, status }));
      return 'at' in event ? event.at : 0;
    });
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    expect(new Set(times).size).to.equal(times.length);
  });

  it('passes over what it does not know, and what is of another store', () => {
    for (const news of [
      { ...success, status: 'CHECK_WAS_UPDATED' },
      { ...success, status: 'DANCING' },
      { ...success, type: 'PAYMENT' },
      { status: 'READY', type: 'ORDER_API', businessLocationId: Number(STORE) },
      { ...success, businessLocationId: 1 },
    ])
      expect(call(news).events, JSON.stringify(news)).to.deep.equal([]);
  });

  it('tells what ran out at once, and has the catalog read after any change of stock', () => {
    const item = {
      type: 'ITEM',
      sku: 'COLA',
      businessLocationId: Number(STORE),
      countUpdatedAt: '2026-04-04T09:42:00Z',
    };
    const out = call({ ...item, status: 'RESTRICTED', count: 0 }).events;
    expect(out.map(({ type }) => type)).to.deep.equal(['stock', 'catalog-changed']);
    expect(out[0]).to.include({ item: 'COLA', available: false });
    for (const more of [
      { status: 'RESTRICTED', count: 5 },
      { status: 'NOT_RESTRICTED', count: null },
    ])
      expect(call({ ...item, ...more }).events.map(({ type }) => type)).to.deep.equal(['catalog-changed']);
  });

  it('knows news of an order again by what happened, and those of stock by their key or their bytes', () => {
    const { id } = only(call(success));
    expect(only(call({ ...success, reason: 'told again' })).id).to.equal(id);
    expect(only(call({ ...success, status: 'CLOSED' })).id).to.not.equal(id);
    expect(only(call({ ...success, ikentooAccountIdentifier: 'A123080.15' })).id).to.not.equal(id);
    const item = { type: 'ITEM', sku: 'COLA', status: 'RESTRICTED', count: 5, countUpdatedAt: '2026-04-04T09:42:00Z' };
    const key = (name: string): Record<string, string> => ({ 'x-lightspeed-idempotency-key': name });
    expect(only(call(item, right, key('k1'))).id).to.equal(only(call({ ...item, count: 4 }, right, key('k1'))).id);
    expect(only(call(item, right, key('k1'))).id).to.not.equal(only(call(item, right, key('k2'))).id);
    expect(only(call(item)).id).to.equal(only(call(item)).id);
    expect(only(call(item)).id).to.not.equal(only(call({ ...item, count: 4 })).id);
  });

  it('reads every published example', function () {
    if (!existsSync(EXAMPLES)) skip(this, 'Lightspeed’s examples are not beside the repository');
    const examples: unknown = JSON.parse(readFileSync(EXAMPLES, 'utf8'));
    if (typeof examples !== 'object' || examples === null) throw new Error('there are no examples');
    const counts = Object.entries<unknown>({ ...examples })
      .filter(([name]) => !name.startsWith('_'))
      .map(([name, news]) => [name, call(news, userOf(news)).events.length]);
    expect(Object.fromEntries(counts)).to.include({
      ...{ order_success_minimal: 1, order_failure: 1, order_ready_for_pickup: 1 },
      ...{ payment_failure_account: 0, item_restricted: 1, item_not_restricted: 1 },
    });
  });

  function userOf(news: unknown): string {
    const place = fieldOf(news, 'businessLocationId');
    const store = typeof place === 'number' ? String(place) : STORE;
    return basic(store, passwordOf(store, SETTINGS));
  }
});
