import { expect } from 'chai';
import fc from 'fast-check';
import { isFault, type HubEnvelope } from '@poshub-bridge/core';
import { createHubWire } from '#pos-hub/index.js';
import { faultOf } from './support/faults.js';
import { bytes, IDS, ORDER_ID, STORE, wireEvent, wireOrder } from './support/orders.js';
import { settingsOf } from './support/settings.js';

const wire = createHubWire(settingsOf());
const read = (fields: Readonly<Record<string, unknown>> = {}): HubEnvelope =>
  wire.readEnvelope(bytes(wireEvent(fields)));

describe('the outside of a webhook', () => {
  it('tells what happened to what, where and when', () => {
    expect(read()).to.deep.equal({
      ...IDS,
      id: '7f7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c06',
      topic: 'order',
      change: 'insert',
      objectType: 'ORDER',
      at: Date.parse('2026-03-01T12:00:02Z'),
      orderId: ORDER_ID,
    });
  });

  it('sorts all ten kinds of objects, and lets kinds through that are still to come', () => {
    const others = ['LOCATION', 'ACCOUNT', 'MENU', 'DELIVERY', 'CATALOG_PRODUCT', 'CATALOG_CATEGORY'];
    const more = ['CATALOG_MODIFIER_GROUP', 'CATALOG_MODIFIER', 'LOYALTY_CARD', 'constructor', '__proto__'];
    for (const objectType of [...others, ...more]) {
      const envelope = read({ objectType });
      expect(envelope.topic, objectType).to.equal('other');
      expect(envelope.objectType).to.equal(objectType);
      expect(envelope).not.to.have.property('orderId');
    }
    expect(read({ objectType: 'CONNECTION' }).topic).to.equal('connection');
  });

  it('takes a change that it does not know for a modification', () => {
    expect(read({ eventType: 'REMOVE' }).change).to.equal('remove');
    expect(read({ eventType: 'MODIFY' }).change).to.equal('modify');
    expect(read({ eventType: 'TOUCH' }).change).to.equal('modify');
  });

  it('finds an order’s id in its state, in either spelling of that, and refuses an order without any', () => {
    const { newState, ...rest } = wireEvent({ orderId: undefined });
    expect(wire.readEnvelope(bytes({ ...rest, newState })).orderId).to.equal(ORDER_ID);
    expect(wire.readEnvelope(bytes({ ...rest, new_state: newState })).orderId).to.equal(ORDER_ID);
    expect(wire.readEnvelope(bytes({ ...rest, new_state: newState, newState: null })).orderId).to.equal(ORDER_ID);
    const fault = faultOf(() => wire.readEnvelope(bytes(rest)));
    expect([fault.code, fault.detail]).to.deep.equal([
      'request.unreadable',
      'the event’s orderId is missing or not as documented',
    ]);
  });

  it('reads the order below either spelling of the state, and never the one before', () => {
    const { newState, ...rest } = wireEvent();
    const previous = wireOrder({ status: 'NEW' });
    const snake = { ...rest, new_state: newState, previous_state: previous };
    expect(wire.readOrder(bytes(snake), STORE).status).to.equal('placed');
    const removed = bytes({ ...rest, eventType: 'REMOVE', previousState: previous });
    expect(wire.readEnvelope(removed).change).to.equal('remove');
    expect(faultOf(() => wire.readOrder(removed, STORE)).code).to.equal('order.unreadable');
  });

  it('names the field that it misses, and never a value', () => {
    for (const field of ['eventId', 'eventType', 'objectType', 'eventTime', 'connectionId']) {
      for (const value of [undefined, null, '', 'a\nb', 7, {}]) {
        const fault = faultOf(() => read({ [field]: value }));
        expect(fault.code).to.equal('request.unreadable');
        expect(fault.detail).to.equal(`the event’s ${field} is missing or not as documented`);
      }
    }
  });

  it('reads a time without a zone as UTC, wherever it runs, and no other text as a time', () => {
    const { TZ = 'UTC' } = process.env;
    process.env['TZ'] = 'America/New_York';
    try {
      expect(read({ eventTime: '2026-03-01T12:00:02' }).at).to.equal(Date.UTC(2026, 2, 1, 12, 0, 2));
    } finally {
      process.env['TZ'] = TZ;
    }
    expect(read({ eventTime: '2026-03-01T13:00:02+01:00' }).at).to.equal(Date.UTC(2026, 2, 1, 12, 0, 2));
    for (const eventTime of ['yesterday', '2026-13-01T12:00:00Z', '1', '2026-03-01'])
      expect(faultOf(() => read({ eventTime })).code).to.equal('request.unreadable');
  });

  it('does not mind keys that mean something to JavaScript', () => {
    const text = JSON.stringify(wireEvent()).replace('{', '{"__proto__":{"admin":true},"constructor":{"prototype":1},');
    const envelope = wire.readEnvelope(new TextEncoder().encode(text));
    expect(envelope.orderId).to.equal(ORDER_ID);
    expect(Reflect.has({}, 'admin')).to.equal(false);
    expect(Reflect.has(envelope, 'admin')).to.equal(false);
  });

  it('is an envelope or unreadable, whatever the bytes', () => {
    const never = (body: Uint8Array): boolean => {
      try {
        return typeof wire.readEnvelope(body).id === 'string';
      } catch (error) {
        return isFault(error) && error.code === 'request.unreadable';
      }
    };
    const field = fc.constantFrom(...Object.keys(wireEvent()), 'new_state', '__proto__');
    const garbled = fc.dictionary(field, fc.jsonValue()).map((fields) => bytes(wireEvent(fields)));
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.jsonValue().map(bytes), garbled), never), { numRuns: 500 });
    expect(never(new TextEncoder().encode('['.repeat(100_000) + ']'.repeat(100_000)))).to.equal(true);
  });
});
