import { expect } from 'chai';
import { anOrder, at, BASIC, ENDPOINT, Lightspeed, listAt, LONDON, textAt, type Reply } from '../support/lightspeed.js';

const soon = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

describe('orders of the fake Lightspeed', () => {
  let lightspeed: Lightspeed;
  beforeEach(async () => (lightspeed = await Lightspeed.start()));
  afterEach(() => lightspeed.close());

  const order = (changes: object, kind = 'toGo'): Promise<Reply> =>
    lightspeed.api('POST', `/o/op/1/order/${kind}`, anOrder(changes));
  const refusal = async (changes: object, kind = 'toGo'): Promise<unknown[]> => {
    const reply = await order(changes, kind);
    return [reply.status, at(reply.body, 'errors.0.field')];
  };

  it('are accepted without an id; a webhook tells later which account came of them', async () => {
    const ticket = await lightspeed.take({ thirdPartyReference: 'mine' });
    const [{ authorization, key, body } = {}] = lightspeed.hooks;
    expect(authorization).to.equal(BASIC);
    expect(key).to.match(/^[0-9a-f-]{36}$/);
    expect([at(body, 'status'), at(body, 'thirdPartyReference')]).to.deep.equal(['SUCCESS', 'mine']);
    expect(at(body, 'ikentooAccountIdentifier')).to.equal(textAt(ticket, 'identifier'));
    expect(at(body, 'account.currentAmount'), 'money is text in webhooks').to.equal('26.40');
  });

  it('show a cook everything', async () => {
    const [time, later] = [soon(60), soon(90)];
    const ticket = await lightspeed.take({
      ...{ orderNote: 'Ring twice', collectionCode: 'A42', orderCollectionTimeAsIso8601: later },
      ...{ accountProfileCode: 'DELIVERY', deliveryAddress: { addressLine1: '1 High St', zip: 'N1', city: 'London' } },
      items: [
        {
          ...{ quantity: 1, sku: 'MEAL', subItems: [] },
          subItems: [
            { quantity: 1, sku: 'BURGER 01', modifiers: [{ modifierId: '236025632784495' }] },
            { quantity: 1, sku: 'WEDGES', subItems: [{ quantity: 2, sku: 'MAYO' }] },
            { quantity: 1, sku: 'NOTE', customItemName: 'no salt' },
          ],
        },
        { quantity: 1, sku: 'DELIVERY-FEE', customItemPrice: 2.99, customItemName: 'Delivery' },
      ],
      payment: { paymentMethod: 'OOPAYMENT', paymentAmount: 20.14, tipAmount: 1.5 },
    });
    expect(ticket).to.deep.include({ notes: ['Ring twice'], collection_code: 'A42', collection_time: later });
    expect(at(ticket, 'address.city')).to.equal('London');
    expect(at(ticket, 'lines.0.sub_items.0.instructions')).to.deep.equal(['No onions']);
    expect(at(ticket, 'lines.0.sub_items.1.sub_items.0')).to.deep.include({ sku: 'MAYO', quantity: 2, unit_price: 60 });
    expect(at(ticket, 'lines.0.sub_items.2.name')).to.equal('no salt');
    // 13.95 + wedges 0.50 + burger 0 + two mayos 1.20 + delivery 2.99
    expect(at(ticket, 'totals')).to.deep.include({ total: 1864, tip: 150, paid: 1864, due: 0 });
    expect(time < later).to.equal(true);
  });

  it('take a reference once: 409', async () => {
    await lightspeed.take({ thirdPartyReference: 'once' });
    const reply = await order({ thirdPartyReference: 'once' });
    expect(reply.status).to.equal(409);
    expect(reply.body).to.deep.equal({ status: 'fail', msg: 'reference has already been used once' });
    expect(await lightspeed.tickets()).to.have.length(1);
  });

  it('are refused with the field at fault', async () => {
    const line = (one: object): object => ({ items: [{ quantity: 1, sku: 'MARG-L', ...one }] });
    const past = new Date(Date.now() - 1000).toISOString();
    const wrong: [object, string][] = [
      [{ endpointId: 'nobody' }, 'endpointId'],
      [{ thirdPartyReference: 'x'.repeat(49) }, 'thirdPartyReference'],
      [{ customerInfo: { lastName: 'Lee' } }, 'customerInfo.firstName'],
      [{ customerInfo: { firstName: 'x'.repeat(129) } }, 'customerInfo.firstName'],
      [{ accountProfileCode: 'SPACE' }, 'accountProfileCode'],
      [{ collectionCode: '123456789' }, 'collectionCode'],
      [{ maxTimeToAttemptOrderDeliverToPos: 59_999 }, 'maxTimeToAttemptOrderDeliverToPos'],
      [{ scheduledTimeForOrderAsIso8601: past }, 'scheduledTimeForOrderAsIso8601'],
      [{ orderCollectionTimeAsIso8601: past }, 'orderCollectionTimeAsIso8601'],
      [{ items: [] }, 'items'],
      [{ payment: { paymentAmount: 1, tipAmount: 2 } }, 'payment.tipAmount'],
      [line({ sku: 'nothing' }), 'items[0].sku'],
      [line({ sku: 'x'.repeat(26) }), 'items[0].sku'],
      [line({ sku: 'XCHEESE' }), 'items[0].sku'],
      [line({ quantity: 0 }), 'items[0].quantity'],
      [line({ customItemPrice: 1 }), 'items[0].customItemPrice'],
      [line({ customItemName: 'X' }), 'items[0].customItemName'],
      [line({ modifiers: [{ modifierId: '7' }] }), 'items[0].modifiers[0].modifierId'],
      [line({ subItems: [{ quantity: 1, sku: 'COLA' }] }), 'items[0].subItems[0].sku'],
      [line({ discountCode: 'NONE' }), 'items[0].discountCode'],
      [line({ discountCode: 'MANUAL' }), 'items[0].discountCode'],
      [line({ note: 'x' }), 'items[0].note'],
    ];
    for (const [changes, field] of wrong) expect(await refusal(changes), field).to.deep.equal([400, field]);
    expect(await refusal({ businessLocationId: 1 })).to.deep.equal([400, 'businessLocationId']);
    expect(await lightspeed.tickets()).to.deep.equal([]);
  });

  it('take discounts by code and by hand off a line', async () => {
    const line = (sku: string, discount: object): object => ({ quantity: 1, sku, ...discount });
    const ticket = await lightspeed.take({
      items: [
        line('MARG-S', { discountCode: 'TEN_OFF' }),
        line('COLA', { discountCode: 'TWO_OFF' }),
        line('21', { discountCode: 'MANUAL', discountAmountOverride: 0.95 }),
        line('DIAVOLA', { discountCode: 'MANUAL', discountPercentOverride: 33.3 }),
      ],
    });
    expect(listAt(ticket, 'discounts').map((one) => at(one, 'amount'))).to.deep.equal([85, 200, 95, 450]);
  });

  it('add tax that is on top, to the cent', async () => {
    const ticket = await lightspeed.take({ items: [{ quantity: 3, sku: 'MUG' }] });
    expect(at(ticket, 'totals')).to.deep.include({ gross: 2997, tax: 300, total: 3297 });
  });

  it('fail later where only the point of sale can know', async () => {
    await lightspeed.admin('PUT', '/stock', { businessLocationId: LONDON, sku: 'XCHEESE', count: 1 });
    await lightspeed.told(1);
    expect((await order({ thirdPartyReference: 'sold-out' })).status).to.equal(200);
    const [, hook] = await lightspeed.told(2);
    expect(hook?.body).to.deep.equal({
      ...{ status: 'FAILURE', thirdPartyReference: 'sold-out', reason: 'The item XCHEESE is not available.' },
    });
    expect(await lightspeed.tickets()).to.deep.equal([]);
  });

  it('fail where they pay more than is due, by what the point of sale reckons', async () => {
    const paying = (thirdPartyReference: string, payment: object, more: object = {}): Promise<Reply> =>
      order({ thirdPartyReference, items: [{ quantity: 1, sku: '21' }], payment, ...more }, 'local');
    await paying('too-much', { paymentAmount: 4.96 });
    const [hook] = await lightspeed.told(1);
    const reason = 'The payment amount is greater than the amount due.';
    expect(hook?.body).to.deep.equal({ status: 'FAILURE', thirdPartyReference: 'too-much', reason });
    await paying('right', { paymentAmount: 5.95, tipAmount: 1 });
    await lightspeed.told(2);
    const [ticket] = await lightspeed.tickets();
    expect(at(ticket, 'totals')).to.deep.include({ total: 495, paid: 495, tip: 100, due: 0 });
    const onIt = { accountIdentifier: textAt(ticket, 'identifier') };
    await paying('more', { paymentAmount: 4.96 }, onIt);
    expect(at((await lightspeed.told(3)).at(-1)?.body, 'reason')).to.equal(reason);
    await paying('enough', { paymentAmount: 4.95 }, onIt);
    await lightspeed.told(5);
    expect(at((await lightspeed.tickets())[0], 'totals')).to.deep.include({ total: 990, paid: 990, due: 0 });
  });

  it('wait for a device, and fail when the time to attempt is over', async () => {
    await lightspeed.admin('PATCH', `/pos/${LONDON}`, { availableDevices: false });
    await lightspeed.told(1);
    await order({ maxTimeToAttemptOrderDeliverToPos: 60_000, thirdPartyReference: 'in-vain' });
    await lightspeed.admin('POST', '/clock', { ms: 59_000 });
    expect(lightspeed.hooks).to.have.length(1);
    await lightspeed.admin('POST', '/clock', { ms: 3000 });
    const [, hook] = await lightspeed.told(2);
    expect([at(hook?.body, 'status'), at(hook?.body, 'thirdPartyReference')]).to.deep.equal(['FAILURE', 'in-vain']);
  });

  it('for later are sent at their time', async () => {
    await order({ scheduledTimeForOrderAsIso8601: soon(30) });
    await lightspeed.admin('POST', '/clock', { ms: 29 * 60_000 });
    expect(await lightspeed.tickets()).to.deep.equal([]);
    await lightspeed.admin('POST', '/clock', { ms: 2 * 60_000 });
    await lightspeed.told(1);
    expect(await lightspeed.tickets()).to.have.length(1);
  });

  it('know a guest by one reference only', async () => {
    const guest = (thirdPartyReference: string): object => ({
      customerInfo: { firstName: 'Ann', email: 'ann@example.com', thirdPartyReference },
    });
    await lightspeed.take(guest('one'));
    await order(guest('two'));
    const [, hook] = await lightspeed.told(2);
    expect(at(hook?.body, 'reason')).to.match(/^A consumer already exists/);
  });

  it('at a table stay on one check', async () => {
    const ticket = await lightspeed.take({ tableNumber: '3', clientCount: 2, accountProfileCode: 'DINEIN' }, 'local');
    const accountIdentifier = textAt(ticket, 'identifier');
    await lightspeed.take({ accountIdentifier, items: [{ quantity: 1, sku: 'COLA', course: 2 }] }, 'local');
    const statuses = (await lightspeed.told(4)).map(({ body }) => at(body, 'status'));
    expect(statuses.sort()).to.deep.equal(['CHECK_WAS_UPDATED', 'CHECK_WAS_UPDATED', 'SUCCESS', 'SUCCESS']);
    const [open] = listAt((await lightspeed.here('GET', '/o/op/1/order/table/getCheck')).body, '0.salesEntries').slice(
      -1,
    );
    expect(at(open, 'itemSku')).to.equal('COLA');
    expect((await lightspeed.here('GET', '/o/op/1/order/table/3/getCheck')).status).to.equal(200);
    expect(await lightspeed.tickets()).to.have.length(1);
  });

  it('are paid afterwards, once and no more than is due', async () => {
    const iKaccountIdentifier = textAt(await lightspeed.take(), 'identifier');
    const pay = (reference: string, paymentAmount: number): Promise<Reply> =>
      lightspeed.api('POST', '/o/op/1/pay', {
        ...{ iKaccountIdentifier, thirdPartyPaymentReference: reference, endpointId: ENDPOINT },
        ...{ businessLocationId: LONDON, paymentAmount, tipAmount: 1 },
      });
    expect((await pay('too-much', 26.41)).status).to.equal(200);
    const [, refused] = await lightspeed.told(2);
    expect(at(refused?.body, 'errors.account.type')).to.equal('OVERPAID');
    await pay('right', 26.4);
    await lightspeed.told(4);
    expect((await pay('right', 26.4)).status).to.equal(400);
    const { body } = await lightspeed.here('GET', `/o/op/1/order/accounts/${iKaccountIdentifier}`);
    expect([at(body, 'paidAmount'), at(body, 'paymentEntries.0.externalReference')]).to.deep.equal([26.4, 'right']);
  });

  it('leave the open checks once they are closed', async () => {
    const identifier = textAt(await lightspeed.take(), 'identifier');
    for (const status of ['READY_FOR_PICKUP', 'IN_DELIVERY', 'CLOSED'])
      await lightspeed.admin('POST', `/accounts/${identifier}/status`, { status });
    const told = (await lightspeed.told(4)).slice(1).map(({ body }) => at(body, 'status'));
    expect(told.sort()).to.deep.equal(['CLOSED', 'IN_DELIVERY', 'READY_FOR_PICKUP']);
    expect((await lightspeed.here('GET', '/o/op/1/order/table/getCheck')).body).to.deep.equal([]);
    const { status, body } = await lightspeed.here('GET', `/o/op/1/order/accounts/${identifier}`);
    expect([status, at(body, 'paidAmount')], 'staff took what was due').to.deep.equal([200, 26.4]);
    expect((await lightspeed.here('GET', '/o/op/1/order/accounts/A1.1')).status).to.equal(404);
  });
});
