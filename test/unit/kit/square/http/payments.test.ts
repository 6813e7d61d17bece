import { expect } from 'chai';
import {
  anOrder,
  at,
  listAt,
  newKey,
  pay,
  paymentOf,
  pounds,
  read,
  refusal,
  Square,
  take,
  textAt,
  tickets,
  TOTAL,
  type Reply,
} from '../support/square.js';

describe('payments at the fake Square', () => {
  let square: Square;
  let order: unknown;
  beforeEach(async () => {
    square = await Square.start();
    order = await take(square);
  });
  afterEach(() => square.close());

  const send = (changes: object, of: unknown = order): Promise<Reply> =>
    square.api('POST', '/v2/payments', paymentOf(of, changes));
  const settle = (ids: unknown[], of: unknown = order, more: object = {}): Promise<Reply> =>
    square.api('POST', `/v2/orders/${textAt(of, 'id')}/pay`, { idempotency_key: newKey(), payment_ids: ids, ...more });

  it('pay an order, with the tip beside its total; it stays open for the cook', async () => {
    const payment = await pay(square, order, { tip_money: pounds(200) });
    expect(payment).to.include({ status: 'COMPLETED', source_type: 'EXTERNAL', order_id: at(order, 'id') });
    const paid = await read(square, order);
    expect(paid).to.include({ state: 'OPEN' }).and.not.have.property('closed_at');
    expect(at(paid, 'total_money.amount')).to.equal(TOTAL + 200);
    expect(at(paid, 'total_tip_money.amount')).to.equal(200);
    expect(at(paid, 'net_amount_due_money.amount')).to.equal(0);
    expect(at(paid, 'tenders.0')).to.deep.include({
      type: 'OTHER',
      amount_money: pounds(TOTAL + 200),
      tip_money: pounds(200),
    });
    expect(at(paid, 'version')).to.be.greaterThan(1);
    const again = await square.api('GET', `/v2/payments/${textAt(payment, 'id')}`);
    expect(at(again.body, 'payment')).to.deep.equal(payment);
  });

  it('complete an order that nobody waits for', async () => {
    const bare = await take(square, anOrder({ fulfillments: undefined }));
    await pay(square, bare);
    expect(await read(square, bare))
      .to.include({ state: 'COMPLETED' })
      .and.to.have.property('closed_at');
    expect(await tickets(square)).to.deep.equal([]);
  });

  it('are refused unless they are what is due', async () => {
    for (const amount of [TOTAL - 1, TOTAL + 1])
      expect(refusal(await send({ amount_money: pounds(amount) }))).to.deep.equal([
        400,
        'BAD_REQUEST',
        'amount_money.amount',
      ]);
    const withTip = { amount_money: pounds(TOTAL + 200), tip_money: pounds(200) };
    expect(refusal(await send(withTip))).to.deep.equal([400, 'BAD_REQUEST', 'amount_money.amount']);
    const euros = { amount_money: { amount: TOTAL, currency: 'EUR' } };
    expect(refusal(await send(euros))).to.deep.equal([400, 'INVALID_VALUE', 'amount_money.currency']);
    expect(await tickets(square)).to.deep.equal([]);
  });

  it('take an order once', async () => {
    const sent = paymentOf(order);
    const first = await square.api('POST', '/v2/payments', sent);
    expect((await square.api('POST', '/v2/payments', sent)).body).to.deep.equal(first.body);
    expect(refusal(await square.api('POST', '/v2/payments', { ...sent, note: 'other' }))).to.deep.equal([
      ...[400, 'IDEMPOTENCY_KEY_REUSED', 'idempotency_key'],
    ]);
    const amount_money = pounds(TOTAL);
    expect(refusal(await send({ amount_money }))).to.deep.equal([400, 'BAD_REQUEST', 'order_id']);
    expect(listAt((await square.admin('GET', '/payments')).body, 'payments')).to.have.length(1);
  });

  it('have keys of 45 characters at most, fewer where a character is more than a byte', async () => {
    for (const idempotency_key of ['k'.repeat(46), 'é'.repeat(23)])
      expect(refusal(await send({ idempotency_key }))).to.deep.equal([400, 'VALUE_TOO_LONG', 'idempotency_key']);
    expect((await send({ idempotency_key: 'k'.repeat(45) })).status).to.equal(200);
  });

  it('say where they come from', async () => {
    const details = { external_details: { type: 'CASHLESS', source: 'POS Hub' } };
    expect(refusal(await send(details))).to.deep.equal([400, 'INVALID_ENUM_VALUE', 'external_details.type']);
    const nothing = { external_details: undefined };
    expect(refusal(await send(nothing))).to.deep.equal([400, 'MISSING_REQUIRED_PARAMETER', 'external_details']);
    expect(refusal(await send({ source_id: 'cnon:card' }))).to.deep.equal([404, 'NOT_FOUND', 'source_id']);
    const elsewhere = await take(square, anOrder({ location_id: 'L_CAMDEN' }));
    expect(refusal(await send({ location_id: undefined }, elsewhere))).to.deep.equal([
      400,
      'BAD_REQUEST',
      'location_id',
    ]);
    expect(refusal(await send({ order_id: 'none' }))).to.deep.equal([404, 'NOT_FOUND', 'order_id']);
  });

  it('can be cash, with change', async () => {
    const cash = (given: number): object => ({
      ...{ source_id: 'CASH', external_details: undefined },
      cash_details: { buyer_supplied_money: pounds(given) },
    });
    expect(refusal(await send(cash(TOTAL - 1)))[1]).to.equal('VALUE_TOO_LOW');
    const payment = await pay(square, order, cash(4000));
    expect(at(payment, 'cash_details.change_back_money')).to.deep.equal(pounds(4000 - TOTAL));
    expect(at(await read(square, order), 'tenders.0.type')).to.equal('CASH');
  });

  it('can wait as APPROVED until the order is paid with them', async () => {
    const approve = (amount: number): Promise<unknown> =>
      pay(square, order, { autocomplete: false, amount_money: pounds(amount) });
    const [one, other, spare] = [await approve(1000), await approve(TOTAL - 1000), await approve(5)];
    expect(one).to.include({ status: 'APPROVED' });
    expect(await tickets(square)).to.deep.equal([]);
    expect(refusal(await settle([at(one, 'id')]))).to.deep.equal([400, 'BAD_REQUEST', 'payment_ids']);
    const stale = await settle([at(one, 'id'), at(other, 'id')], order, { order_version: 9 });
    expect(refusal(stale)).to.deep.equal([409, 'VERSION_MISMATCH', 'order.version']);
    const paid = await settle([at(one, 'id'), at(other, 'id')]);
    expect(listAt(paid.body, 'order.tenders'), paid.text).to.have.length(2);
    const voided = await square.api('GET', `/v2/payments/${textAt(spare, 'id')}`);
    expect(at(voided.body, 'payment.status')).to.equal('CANCELED');
    expect(await tickets(square)).to.have.length(1);
  });

  it('that are approved can be voided or completed, by id or by key', async () => {
    const approved = await pay(square, order, { autocomplete: false, idempotency_key: 'mine' });
    const path = `/v2/payments/${textAt(approved, 'id')}`;
    expect((await square.api('POST', '/v2/payments/cancel', { idempotency_key: 'mine' })).body).to.deep.equal({});
    expect(at((await square.api('GET', path)).body, 'payment.status')).to.equal('CANCELED');
    expect(refusal(await square.api('POST', `${path}/complete`, {}))).to.deep.equal([400, 'BAD_REQUEST']);
    const second = await pay(square, order, { autocomplete: false });
    const completed = await square.api('POST', `/v2/payments/${textAt(second, 'id')}/complete`, {});
    expect(at(completed.body, 'payment.status')).to.equal('COMPLETED');
    expect(await tickets(square)).to.have.length(1);
  });

  it('are not needed for nothing: a total of 0 is settled without one', async () => {
    const free = await take(square, anOrder({ line_items: [{ catalog_object_id: 'VAR_COFFEE_FREE', quantity: '1' }] }));
    expect(refusal(await send({}, free))).to.deep.equal([400, 'VALUE_TOO_LOW', 'amount_money.amount']);
    expect(refusal(await settle([]))).to.deep.equal([400, 'BAD_REQUEST', 'payment_ids']);
    const settled = await settle([], free);
    expect(at(settled.body, 'order.state'), settled.text).to.equal('OPEN');
    expect(await tickets(square)).to.have.length(1);
  });

  it('are given back in part or whole, which makes an order of its own', async () => {
    const payment = await pay(square, order);
    const give = (amount: number, idempotency_key = newKey()): Promise<Reply> =>
      square.api('POST', '/v2/refunds', {
        ...{ idempotency_key, payment_id: at(payment, 'id'), amount_money: pounds(amount), reason: 'cold' },
      });
    const first = await give(1000, 'once');
    expect(at(first.body, 'refund.status'), first.text).to.equal('PENDING');
    expect((await give(1000, 'once')).body).to.deep.equal(first.body);
    expect(refusal(await give(TOTAL))).to.deep.equal([400, 'REFUND_AMOUNT_INVALID', 'amount_money.amount']);
    expect((await give(TOTAL - 1000)).status).to.equal(200);
    const refund = await square.api('GET', `/v2/refunds/${textAt(first.body, 'refund.id')}`);
    expect(at(refund.body, 'refund.status')).to.equal('COMPLETED');
    const found = await square.api('POST', '/v2/orders/search', { location_ids: ['L_SOHO'] });
    const sources = listAt(found.body, 'orders').map((one) => at(one, 'returns.0.source_order_id'));
    expect(sources).to.deep.equal([at(order, 'id'), at(order, 'id'), undefined]);
    expect(await tickets(square)).to.have.length(1);
  });
});
