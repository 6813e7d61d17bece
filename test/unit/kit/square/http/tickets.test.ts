import { expect } from 'chai';
import { anOrder, at, listAt, pay, pounds, read, refusal, Square, take, textAt, tickets } from '../support/square.js';

describe('the point of sale of the fake Square', () => {
  let square: Square;
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const hidden = async (): Promise<unknown[]> =>
    listAt((await square.admin('GET', '/orders')).body, 'orders').map((one) => at(one, 'hidden_because'));

  it('shows a paid order with everything that a cook needs', async () => {
    const order = await take(
      square,
      anOrder({
        ...{ ticket_name: '#7 Ann', source: { name: 'POS Hub' }, metadata: { poshub: 'O-1' } },
        taxes: [{ catalog_object_id: 'TAX_VAT20', scope: 'ORDER' }],
        discounts: [{ name: 'Promo', amount_money: pounds(100), scope: 'ORDER' }],
        service_charges: [{ name: 'Delivery', amount_money: pounds(250), calculation_phase: 'TOTAL_PHASE' }],
      }),
    );
    await pay(square, order, { tip_money: pounds(50) });
    const [ticket] = await tickets(square);
    expect(ticket).to.deep.include({
      ...{ source: 'POS Hub', ticket_name: '#7 Ann', reference_id: 'R-1', currency: 'GBP', state: 'OPEN' },
      totals: { total: 3360, tax: 510, discount: 100, service_charge: 250, tip: 50, due: 0 },
      discounts: [{ name: 'Promo', amount: 100 }],
      service_charges: [{ name: 'Delivery', amount: 250 }],
      taxes: [{ name: 'VAT', percentage: '20.0', inclusive: true, amount: 510 }],
      metadata: { poshub: 'O-1' },
    });
    expect(at(ticket, 'lines.0')).to.deep.include({
      ...{ name: 'Margherita', variation_name: 'Large', quantity: 2, unit_price: 1250, note: 'well done' },
      modifiers: [
        { name: 'Deep pan', catalog_object_id: 'MOD_DEEP', quantity: 1, unit_price: 150, total: 300 },
        { name: 'Olives', catalog_object_id: 'MOD_OLIVES', quantity: 2, unit_price: 90, total: 360 },
      ],
    });
    expect(at(ticket, 'fulfillment')).to.deep.include({
      ...{ type: 'PICKUP', state: 'PROPOSED', note: 'Ring twice', recipient: { name: 'Ann Example' } },
    });
    expect(at(ticket, 'payments.0')).to.include({ type: 'EXTERNAL', source: 'POS Hub', amount: 3310, tip: 50 });
  });

  it('does not show what is not paid, is delivered, or nobody waits for', async () => {
    await take(square);
    const recipient = { display_name: 'Ann' };
    const delivery = await take(
      square,
      anOrder({ fulfillments: [{ type: 'DELIVERY', delivery_details: { recipient } }] }),
    );
    await pay(square, delivery);
    await pay(square, await take(square, anOrder({ fulfillments: [] })));
    expect(await tickets(square)).to.deep.equal([]);
    expect(await hidden()).to.deep.equal([
      'it is not paid',
      'a delivery needs an agreement with Square',
      'it has no fulfillment',
    ]);
  });

  it('shows the tickets of one place', async () => {
    for (const location_id of ['L_SOHO', 'L_CAMDEN']) await pay(square, await take(square, anOrder({ location_id })));
    const { body } = await square.admin('GET', '/tickets?location_id=L_CAMDEN');
    expect(listAt(body, 'tickets').map((ticket) => at(ticket, 'location_id'))).to.deep.equal(['L_CAMDEN']);
  });

  it('lets its people cancel: what was paid is given back, and the order stays open', async () => {
    const paid = await take(square);
    await pay(square, paid);
    const canceled = await square.admin('POST', `/orders/${textAt(paid, 'id')}/cancel`, { reason: 'No dough' });
    expect(at(canceled.body, 'order.state'), canceled.text).to.equal('OPEN');
    const [ticket] = await tickets(square);
    expect([at(ticket, 'fulfillment.state'), at(ticket, 'payments.0.refunded')]).to.deep.equal(['CANCELED', 3160]);
    const again = await square.admin('POST', `/orders/${textAt(paid, 'id')}/cancel`);
    expect(again.status).to.equal(200);
    expect(await hidden()).to.deep.equal([null, 'it is a return']);
    const unpaid = await take(square);
    await square.admin('POST', `/orders/${textAt(unpaid, 'id')}/cancel`);
    expect(at(await read(square, unpaid), 'state')).to.equal('CANCELED');
  });

  it('does not let them cancel what was handed over', async () => {
    const order = await take(square);
    await pay(square, order);
    await square.admin('POST', `/orders/${textAt(order, 'id')}/fulfillment`, { state: 'COMPLETED' });
    const canceled = await square.admin('POST', `/orders/${textAt(order, 'id')}/cancel`);
    expect(refusal(canceled)).to.deep.equal([400, 'INVALID_VALUE', 'state']);
  });

  it('is only for who holds the admin token, and forgets on a reset', async () => {
    const stranger = await fetch(`${square.running.adminUrl}/admin/tickets`, {
      headers: { authorization: 'Bearer guess' },
    });
    expect(stranger.status).to.equal(401);
    await pay(square, await take(square));
    await square.admin('POST', '/reset');
    expect(await tickets(square)).to.deep.equal([]);
    expect(refusal(await square.api('GET', '/v2/locations'))).to.deep.equal([401, 'UNAUTHORIZED']);
  });
});
