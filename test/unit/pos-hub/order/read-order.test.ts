import { expect } from 'chai';
import { createHubWire } from '#pos-hub/index.js';
import { faultOf } from '../support/faults.js';
import {
  bytes,
  IDS,
  ORDER_ID,
  readHubOrder,
  readOrder,
  STORE,
  wireEvent,
  wireItem,
  wireOption,
  wireOrder,
} from '../support/orders.js';
import { settingsOf } from '../support/settings.js';

const gbp = (amount: number): { amount: number; currency: string } => ({ amount, currency: 'GBP' });

describe('an order of POS Hub', () => {
  it('is read with all that a ticket needs', () => {
    const { order, ...standing } = readHubOrder({ notes: ' No bell. ', isPaid: true, utensilsRequested: false });
    expect(standing).to.deep.equal({
      ...IDS,
      orderId: ORDER_ID,
      status: 'placed',
      at: Date.parse('2026-03-01T12:00:01Z'),
    });
    expect(order).to.deep.equal({
      id: ORDER_ID,
      number: '42',
      channel: 'UBEREATS',
      placedAt: Date.parse('2026-03-01T11:59:59Z'),
      fulfilment: { kind: 'pickup' },
      customer: { firstName: 'Ada', phone: '+442071838750' },
      notes: 'No bell.',
      utensils: false,
      lines: [{ ref: 'P1', name: 'Burger', quantity: 1, price: gbp(1000), options: [] }],
      charges: [],
      discounts: [],
      taxes: [],
      includedTaxes: [],
      tenders: [{ kind: 'card', amount: gbp(1000) }],
      paid: true,
      subtotal: gbp(1000),
      total: gbp(1000),
    });
  });

  it('keeps every status and reason, and takes a reason that is new for another one', () => {
    expect(readHubOrder({ status: 'DELIVERY_FAILED' }).status).to.equal('delivery-failed');
    const cancelled = { status: 'CANCELLED', cancellationReason: 'OUT_OF_STOCK' };
    expect(readHubOrder(cancelled)).to.include({ status: 'cancelled', reason: 'out-of-stock' });
    expect(readHubOrder({ ...cancelled, cancellationReason: 'FIRE' }).reason).to.equal('other');
  });

  it('has the store’s currency unless it names its own', () => {
    expect(readOrder({}).total.currency).to.equal('GBP');
    expect(readOrder({ currency: 'eur' }).total.currency).to.equal('EUR');
    expect(readHubOrder({ currency: 'pounds' }).fault?.path).to.equal('currency');
  });

  it('is called what people can say: its friendly id, its number of the day, or the beginning of its id', () => {
    expect(readOrder({ friendlyId: 'K-7' }).number).to.equal('K-7');
    expect(readOrder({ freindlyId: 'K-8' }).number).to.equal('K-8');
    expect(readOrder({ freindlyId: ORDER_ID }).number).to.equal('42');
    expect(readOrder({ friendlyId: 12, orderNumber: 13 }).number).to.equal('12');
    expect(readOrder({ orderNumber: ' ' }).number).to.equal('9d7e7b52');
  });

  it('knows how the guest gets the food, and keeps a way that is new by its name', () => {
    const kinds = Object.entries({ PICKUP: 'pickup', IN_STORE: 'in-store', WAITING: 'waiting', 'DINE-IN': 'dine-in' });
    for (const [fulfillmentType, kind] of kinds)
      expect(readOrder({ fulfillmentType }).fulfilment).to.deep.equal({ kind });
    expect(readOrder({ fulfillmentType: 'DRONE' }).fulfilment).to.deep.equal({ kind: 'other', name: 'DRONE' });
    const table = { fulfillmentType: 'DINE_IN', tableId: 7 };
    expect(readOrder(table).fulfilment).to.deep.equal({ kind: 'dine-in', table: '7' });
    expect(readOrder({ ...table, tableName: 'Window' }).fulfilment).to.include({ table: 'Window' });
  });

  it('tells a courier where to go', () => {
    const addressComponents = {
      ...{ flatNo: '3', houseNo: '221b', addressLine1: 'Baker Street', city: 'London', postalCode: 'NW1 6XE' },
      country: 'gb',
    };
    const delivery = { deliveryType: 'PARTNER_DELIVERY', instructions: 'Ring twice.' };
    const read = (address: unknown): unknown =>
      readOrder({ fulfillmentType: 'DELIVERY', delivery: { ...delivery, address } }).fulfilment;
    expect(read({ address: '221b Baker Street', addressComponents })).to.deep.equal({
      kind: 'delivery',
      by: 'partner',
      instructions: 'Ring twice.',
      address: {
        lines: ['Flat 3', '221b Baker Street'],
        city: 'London',
        postalCode: 'NW1 6XE',
        country: 'GB',
      },
    });
    expect(read({ address: '1 High St, Leeds', addressComponents: { flatNo: '9', city: 'Leeds' } })).to.deep.include({
      address: { lines: ['1 High St, Leeds', 'Flat 9'], city: 'Leeds' },
    });
    expect(read(null)).to.deep.equal({ kind: 'delivery', by: 'partner', instructions: 'Ring twice.' });
  });

  it('is the store’s to deliver unless a partner comes for it', () => {
    for (const delivery of [null, undefined, { deliveryType: 'SELF_DELIVERY' }, { deliveryType: 'PIGEON' }])
      expect(readOrder({ fulfillmentType: 'DELIVERY', delivery }).fulfilment).to.deep.equal({
        kind: 'delivery',
        by: 'store',
      });
  });

  it('is for later only where it says so, and then says when', () => {
    const times = { estimatedPickupTime: '2026-03-01T18:00:00Z', estimatedDeliveryTime: '2026-03-01T18:30:00Z' };
    const later = { isScheduledOrder: true, ...times };
    expect(readOrder(times)).not.to.have.property('scheduledFor');
    expect(readOrder(later).scheduledFor).to.equal(Date.parse(times.estimatedPickupTime));
    expect(readOrder({ ...later, fulfillmentType: 'DELIVERY' }).scheduledFor).to.equal(
      Date.parse(times.estimatedDeliveryTime),
    );
    expect(readHubOrder({ isScheduledOrder: true }).fault?.path).to.equal('estimatedPickupTime');
  });

  it('keeps amounts beside the lines, positive each, and sorts those that are tips', () => {
    const order = readOrder({
      charges: [
        { name: 'DELIVERY', amount: 299, displayName: 'Delivery' },
        { name: 'DRIVER_TIP', amount: 100 },
        { name: 'RESTAURANT_TIP', amount: 50 },
        { name: 'BAG', amount: 10 },
        { name: 'SERVICE', amount: -5 },
      ],
      discounts: [
        { name: 'LOYALTY', amount: 20 },
        { name: 'OTHER', amount: -30, displayName: 'Welcome' },
      ],
      tax: [{ name: 'VAT', amount: 167 }],
      totalTax: 167,
      payments: [
        { name: 'CASH', amount: 1 },
        { name: 'GIFT_CARD', amount: 2 },
      ],
    });
    expect(order.charges.map(({ kind, name, amount }) => [kind, name, amount.amount])).to.deep.equal([
      ['delivery', 'Delivery', 299],
      ['tip', 'DRIVER_TIP', 100],
      ['tip', 'RESTAURANT_TIP', 50],
      ['other', 'BAG', 10],
    ]);
    expect(order.discounts.map(({ name, amount }) => [name, amount.amount])).to.deep.equal([
      ['LOYALTY', 20],
      ['Welcome', 30],
      ['SERVICE', 5],
    ]);
    expect(order.taxes).to.deep.equal([{ name: 'VAT', amount: gbp(167) }]);
    expect(order.tenders.map(({ kind }) => kind)).to.deep.equal(['cash', 'other']);
  });

  it('does not lose a tax that is told as a sum only', () => {
    expect(readOrder({ totalTax: 80, total: 1080 }).taxes).to.deep.equal([{ name: 'Tax', amount: gbp(80) }]);
    expect(readOrder({ totalTax: 80 }).includedTaxes).to.deep.equal([{ name: 'Tax', amount: gbp(80) }]);
  });

  it('may be of a guest whom nobody knows', () => {
    expect(readOrder({ customer: null }).customer).to.deep.equal({ firstName: '' });
    const whole = { firstName: 'Ada', lastName: 'Byron', phone: '+44', phonePin: '12', email: 'ada@example.com' };
    expect(readOrder({ customer: { id: 'c', ...whole } }).customer).to.deep.equal(whole);
  });

  it('may have null wherever POS Hub has nothing to say', () => {
    const fields = [
      'notes',
      'charges',
      'discounts',
      'tax',
      'payments',
      'sourceName',
      'orderNumber',
      'isPaid',
      'delivery',
    ];
    const order = readOrder(Object.fromEntries(fields.map((field) => [field, null])));
    expect(order).to.include({ channel: 'UNKNOWN', number: '9d7e7b52' });
    expect(order).not.to.have.property('paid');
    const item = wireItem({ options: null, posReference: null, customerNotes: null });
    expect(readOrder({ items: [item] }).lines[0]).to.deep.equal({
      name: 'Burger',
      quantity: 1,
      price: gbp(1000),
      options: [],
    });
  });

  it('names the field that it can’t be read for, while its standing still counts', () => {
    const cases: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ total: undefined }, 'total'],
      [{ subTotal: 10.5 }, 'subTotal'],
      [{ fulfillmentType: null }, 'fulfillmentType'],
      [{ items: [wireItem(), wireItem({ price: '1000' })] }, 'items[1].price'],
      [{ items: [wireItem({ quantity: 0 })] }, 'items[0].quantity'],
      [{ items: [wireItem({ options: [wireOption({ name: undefined })] })] }, 'items[0].options[0].name'],
      [{ total: Number.MAX_SAFE_INTEGER + 1 }, 'total'],
    ];
    for (const [fields, path] of cases) {
      const told = readHubOrder({ ...fields, status: 'CANCELLED' });
      expect(told.status).to.equal('cancelled');
      expect(told.order).to.equal(undefined);
      expect([told.fault?.code, told.fault?.path]).to.deep.equal(['order.unreadable', path]);
    }
  });

  it('is refused where not even its standing can be read', () => {
    const refused = (fields: Readonly<Record<string, unknown>>): string | undefined => {
      const fault = faultOf(() => readHubOrder(fields));
      expect(fault.code).to.equal('order.unreadable');
      return fault.path;
    };
    expect(refused({ status: undefined })).to.equal('status');
    expect(refused({ status: 'ON_HOLD' })).to.equal('status');
    expect(refused({ id: '' })).to.equal('id');
    expect(refused({ id: 'another' })).to.equal('id');
    expect(refused({ locationId: '../x' })).to.equal('locationId');
  });

  it('is timed by the event where its state has no time', () => {
    expect(readHubOrder({ updatedAt: null }).at).to.equal(Date.parse('2026-03-01T12:00:02Z'));
  });

  it('shows nothing of the guest in a fault', () => {
    const secret = 'Ada Lovelace, 12 St James’s Square';
    const fields = { customer: { firstName: { name: secret }, phone: secret }, notes: [secret], status: secret };
    const message = faultOf(() => readHubOrder(fields)).message;
    const { fault } = readHubOrder({ ...fields, status: 'NEW' });
    expect(`${message} ${JSON.stringify(fault)}`).not.to.include('Ada');
    expect(fault?.code).to.equal('order.unreadable');
  });

  it('is found in a stored event, and its absence there is told', () => {
    const wire = createHubWire(settingsOf());
    const { newState, ...rest } = wireEvent();
    expect(faultOf(() => wire.readOrder(bytes(rest), STORE)).code).to.equal('order.unreadable');
    expect(faultOf(() => wire.readOrder(bytes({ ...rest, newState: [newState] }), STORE)).code).to.equal(
      'order.unreadable',
    );
    expect(faultOf(() => wire.readOrder(bytes('x'), STORE)).code).to.equal('order.unreadable');
    expect(wire.readOrder(bytes({ ...rest, newState: wireOrder() }), STORE).orderId).to.equal(ORDER_ID);
  });
});
