import { expect } from 'chai';
import {
  anOrder,
  at,
  listAt,
  newKey,
  pay,
  pounds,
  read,
  refusal,
  Square,
  take,
  textAt,
  tickets,
  TOTAL,
} from '../support/square.js';

describe('orders at the fake Square', () => {
  let square: Square;
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const send = (order: object, idempotency_key = newKey()) =>
    square.api('POST', '/v2/orders', { idempotency_key, order });
  const update = async (order: unknown, changes: object, more: object = {}) =>
    square.api('PUT', `/v2/orders/${textAt(order, 'id')}`, {
      order: { location_id: 'L_SOHO', version: at(await read(square, order), 'version'), ...changes },
      ...{ idempotency_key: newKey(), ...more },
    });

  it('are filled in from the catalog, at the location’s prices', async () => {
    const soho = await take(square);
    expect(at(soho, 'line_items.0')).to.include({ name: 'Margherita', variation_name: 'Large', item_type: 'ITEM' });
    expect(at(soho, 'total_money')).to.deep.equal({ amount: TOTAL, currency: 'GBP' });
    expect(soho).to.include({ state: 'OPEN', version: 1 });
    const camden = await take(square, anOrder({ location_id: 'L_CAMDEN' }));
    expect(at(camden, 'line_items.0.base_price_money.amount')).to.equal(1195);
    const dublin = await take(
      square,
      anOrder({ location_id: 'L_DUBLIN', line_items: [{ catalog_object_id: 'VAR_COFFEE', quantity: '1' }] }),
    );
    expect(at(dublin, 'total_money')).to.deep.equal({ amount: 350, currency: 'EUR' });
  });

  it('may name other prices than the catalog, and things that the catalog lacks', async () => {
    const order = await take(
      square,
      anOrder({
        line_items: [
          { catalog_object_id: 'VAR_COFFEE', quantity: '1', base_price_money: pounds(1) },
          {
            name: 'Flowers',
            quantity: '3',
            base_price_money: pounds(500),
            modifiers: [{ name: 'Card', base_price_money: pounds(50) }],
          },
        ],
      }),
    );
    expect(at(order, 'total_money.amount')).to.equal(1 + 3 * 550);
  });

  it('are answered once for a key, and refused for a key with other content', async () => {
    const first = await take(square, anOrder(), 'once');
    await pay(square, first);
    expect(await take(square, anOrder(), 'once')).to.deep.equal(first);
    expect(refusal(await send(anOrder({ reference_id: 'R-2' }), 'once'))).to.deep.equal([
      400,
      'IDEMPOTENCY_KEY_REUSED',
      'idempotency_key',
    ]);
    expect(listAt((await square.admin('GET', '/orders')).body, 'orders')).to.have.length(1);
  });

  it('that are wanted as soon as possible get their time from how long they take', async () => {
    const details = { schedule_type: 'ASAP', prep_time_duration: 'PT1H20M', pickup_at: '2030-01-01T00:00:00Z' };
    const pickup_details = { ...details, recipient: { display_name: 'Ann' } };
    const order = await take(square, anOrder({ fulfillments: [{ type: 'PICKUP', pickup_details }] }));
    const minutes =
      (Date.parse(textAt(order, 'fulfillments.0.pickup_details.pickup_at')) - Date.parse(textAt(order, 'created_at'))) /
      60_000;
    expect(minutes).to.equal(80);
  });

  it('can be calculated without being made', async () => {
    const reply = await square.api('POST', '/v2/orders/calculate', { order: anOrder() });
    expect(at(reply.body, 'order.total_money.amount')).to.equal(TOTAL);
    expect(reply.body).to.not.have.nested.property('order.id');
    expect(listAt((await square.admin('GET', '/orders')).body, 'orders')).to.have.length(0);
  });

  it('take the catalog’s taxes where asked to', async () => {
    const lemonade = [{ catalog_object_id: 'VAR_LEMONADE', quantity: '1' }];
    const order = await take(square, anOrder({ line_items: lemonade, pricing_options: { auto_apply_taxes: true } }));
    expect(
      listAt(order, 'taxes').map((tax) => [at(tax, 'name'), at(tax, 'type'), at(tax, 'auto_applied')]),
    ).to.deep.equal([
      ['VAT', 'INCLUSIVE', true],
      ['City levy', 'ADDITIVE', true],
    ]);
    expect(at(order, 'total_money.amount')).to.equal(345 + 7); // 2.5% of 287.5
    expect((await update(order, { ticket_name: 'again' })).status).to.equal(200);
    expect(at(await read(square, order), 'total_money.amount')).to.equal(352);
  });

  it('change by sparse updates of the latest version only', async () => {
    const order = await take(square);
    const stale = await square.api('PUT', `/v2/orders/${textAt(order, 'id')}`, {
      order: { location_id: 'L_SOHO', version: 7, ticket_name: 'late' },
    });
    expect(refusal(stale)).to.deep.equal([409, 'VERSION_MISMATCH', 'order.version']);
    expect(refusal(await update(order, { version: undefined }))).to.deep.equal([
      400,
      'MISSING_REQUIRED_PARAMETER',
      'order.version',
    ]);
    const more = [
      { uid: 'pizza', quantity: '1', note: null },
      { uid: 'cola', name: 'Cola', quantity: '1', base_price_money: pounds(300) },
    ];
    const changed = await update(
      order,
      { line_items: more },
      { fields_to_clear: ['reference_id', 'line_items[pizza].modifiers'] },
    );
    expect(changed.status, changed.text).to.equal(200);
    expect(changed.body).to.have.nested.property('order.version', 2);
    expect(at(changed.body, 'order.total_money.amount')).to.equal(1250 + 300);
    expect(changed.body).to.not.have.nested.property('order.reference_id');
    expect(at(changed.body, 'order.line_items.0')).to.not.have.any.keys('note', 'modifiers');
  });

  it('do not change when an update repeats a key, whatever it says', async () => {
    const order = await take(square);
    await update(order, { ticket_name: 'one' }, { idempotency_key: 'same' });
    const again = await update(order, { ticket_name: 'two' }, { idempotency_key: 'same' });
    expect([again.status, at(again.body, 'order.ticket_name')]).to.deep.equal([200, 'one']);
  });

  it('keep references that the catalog has lost since', async () => {
    const order = await take(square);
    await square.admin('DELETE', '/catalog/objects/ITEM_MARGHERITA');
    expect((await update(order, { ticket_name: 'still there' })).status).to.equal(200);
    expect(refusal(await send(anOrder()))).to.deep.equal([404, 'NOT_FOUND', 'order.line_items[0].catalog_object_id']);
  });

  it('are canceled while unpaid, with their fulfillment, and never change again', async () => {
    const order = await take(square);
    expect(refusal(await update(order, { state: 'CANCELED' }))).to.deep.equal([400, 'BAD_REQUEST', 'order.state']);
    const fulfillments = [{ uid: 'way', state: 'CANCELED', pickup_details: { cancel_reason: 'late' } }];
    const canceled = await update(order, { state: 'CANCELED', fulfillments });
    expect(at(canceled.body, 'order.state'), canceled.text).to.equal('CANCELED');
    expect(at(canceled.body, 'order.fulfillments.0.pickup_details')).to.include.keys('canceled_at', 'cancel_reason');
    expect(refusal(await update(order, { ticket_name: 'no' }))).to.deep.equal([400, 'BAD_REQUEST', 'order.state']);
  });

  it('cannot be canceled nor repriced once paid; their fulfillment can end', async () => {
    const order = await take(square);
    await pay(square, order);
    const fulfillments = [{ uid: 'way', state: 'CANCELED' }];
    const canceled = await update(order, { state: 'CANCELED', fulfillments });
    expect(refusal(canceled)).to.deep.equal([400, 'BAD_REQUEST', 'order.state']);
    const repriced = await update(order, { line_items: [{ uid: 'pizza', quantity: '9' }] });
    expect(refusal(repriced)).to.deep.equal([400, 'BAD_REQUEST', 'order.line_items']);
    expect((await update(order, { fulfillments })).status).to.equal(200);
    const now = await read(square, order);
    expect([at(now, 'state'), at(now, 'fulfillments.0.state')]).to.deep.equal(['OPEN', 'CANCELED']);
  });

  it('move forward only, and are COMPLETED once paid and handed over', async () => {
    const order = await take(square);
    await pay(square, order);
    const move = (state: string) => square.admin('POST', `/orders/${textAt(order, 'id')}/fulfillment`, { state });
    for (const state of ['RESERVED', 'PREPARED']) expect((await move(state)).status).to.equal(200);
    expect(refusal(await move('RESERVED'))).to.deep.equal([400, 'INVALID_VALUE', 'order.fulfillments[0].state']);
    expect(at(await read(square, order), 'state')).to.equal('OPEN');
    await move('COMPLETED');
    const done = await read(square, order);
    expect(done).to.include({ state: 'COMPLETED' }).and.to.have.property('closed_at');
    expect(at(done, 'fulfillments.0.pickup_details')).to.include.keys('accepted_at', 'ready_at', 'picked_up_at');
    expect(await tickets(square)).to.have.length(1);
  });

  it('are found by location, time, state and fulfillment, a page at a time', async () => {
    const orders = [];
    for (let index = 0; index < 5; index++)
      orders.push(await take(square, anOrder({ reference_id: `R-${String(index)}` })));
    await take(square, anOrder({ location_id: 'L_CAMDEN' }));
    const search = (body: object) => square.api('POST', '/v2/orders/search', { location_ids: ['L_SOHO'], ...body });
    const names = (reply: { body: unknown }) => listAt(reply.body, 'orders').map((order) => at(order, 'reference_id'));
    expect(names(await search({}))).to.deep.equal(['R-4', 'R-3', 'R-2', 'R-1', 'R-0']);
    const sort = { sort_field: 'CREATED_AT', sort_order: 'ASC' };
    const first = await search({ limit: 3, query: { sort } });
    expect(names(first)).to.deep.equal(['R-0', 'R-1', 'R-2']);
    const cursor = textAt(first.body, 'cursor');
    const second = await search({ limit: 3, cursor, query: { sort } });
    expect(names(second)).to.deep.equal(['R-3', 'R-4']);
    expect(second.body).to.not.have.property('cursor');
    expect(refusal(await search({ cursor }))).to.deep.equal([400, 'INVALID_CURSOR', 'cursor']);
    await pay(square, orders[1]);
    const since = { start_at: textAt(orders[4], 'created_at') };
    const updated = { filter: { date_time_filter: { updated_at: since } } };
    expect(refusal(await search({ query: updated }))).to.deep.equal([400, 'BAD_REQUEST', 'query.sort.sort_field']);
    const byUpdate = { sort_field: 'UPDATED_AT', sort_order: 'ASC' };
    expect(names(await search({ query: { ...updated, sort: byUpdate } }))).to.deep.equal(['R-4', 'R-1']);
    expect((await search({ query: { filter: { state_filter: { states: ['COMPLETED'] } } } })).body).to.deep.equal({});
    const entries = await search({ return_entries: true, limit: 1 });
    expect(at(entries.body, 'order_entries.0')).to.deep.equal({
      order_id: at(orders[4], 'id'),
      version: 1,
      location_id: 'L_SOHO',
    });
    const batch = { location_id: 'L_SOHO', order_ids: [at(orders[0], 'id'), 'none'] };
    expect(names(await square.api('POST', '/v2/orders/batch-retrieve', batch))).to.deep.equal(['R-0']);
    expect(refusal(await square.api('GET', '/v2/orders/none'))).to.deep.equal([404, 'NOT_FOUND', 'order_id']);
  });
});
