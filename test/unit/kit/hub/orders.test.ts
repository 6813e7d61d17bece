import { expect } from 'chai';
import { at, listAt, pizzeria, Talk, textAt } from './talk.js';

describe('the simulator’s orders', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
    await talk.api('PUT', '/catalog/import', pizzeria);
  });
  afterEach(() => talk.close());

  const line = { name: 'Margherita', price: 1000 };
  const move = (id: string, body: unknown) => talk.api('PATCH', `/orders/${id}`, body);

  it('are listed for an admin in parts, oldest first', async () => {
    const ids = [
      await talk.order({ items: [line] }),
      await talk.order({ items: [line] }),
      await talk.order({ items: [line] }),
    ];
    const part = async (query: string): Promise<readonly unknown[]> =>
      listAt((await talk.admin('GET', `/orders?${query}`)).body, 'data').map((one) => at(one, 'order.id'));
    const [first] = listAt((await talk.admin('GET', '/orders?limit=1')).body, 'data');
    expect(await part('limit=2')).to.deep.equal(ids.slice(0, 2));
    expect(await part(`after=${String(at(first, 'sequence'))}&limit=2`)).to.deep.equal(ids.slice(1));
    expect(await part('')).to.deep.equal(ids);
  });

  it('prices lines from the catalog, and says how the sums come about', async () => {
    const id = await talk.order({
      items: [
        {
          ...{ posReference: 'margherita', quantity: 2, customerNotes: 'well done' },
          options: [
            { posReference: 'large' },
            { posReference: 'cheese', quantity: 2 },
            { posReference: 'vegan', parentModifierPosReference: 'cheese' },
          ],
        },
        { posReference: 'water', quantity: 3 },
      ],
      charges: [
        { name: 'DELIVERY', amount: 250 },
        { name: 'DRIVER_TIP', amount: 100 },
      ],
      discounts: [{ name: 'LOYALTY', amount: 200 }],
      tax: [{ name: 'VAT', amount: 77 }],
      notes: 'ring twice',
    });
    const order = at((await talk.api('GET', `/orders/${id}`)).body, 'data');
    const sub = 2 * (950 + 300 + 2 * 99 + 40) + 3 * 200;
    expect(order).to.include({ subTotal: sub, totalTax: 77, total: sub + 250 + 100 + 77 - 200, notes: 'ring twice' });
    expect(order).to.deep.include({ payments: [{ name: 'CARD', amount: sub + 227 }] });
    expect(at(order, 'items.0')).to.deep.include({
      parentPosReference: 'pizza',
      customerNotes: 'well done',
      price: 950,
    });
    expect(at(order, 'items.0.options')).to.deep.equal([
      { posReference: 'large', parentPosReference: 'size', name: 'Large', quantity: 1, price: 300 },
      { posReference: 'cheese', parentPosReference: 'extras', name: 'Extra cheese', quantity: 2, price: 99 },
      {
        ...{ posReference: 'vegan', parentPosReference: 'kind', name: 'Vegan cheese', quantity: 1, price: 40 },
        ...{ parentModifierPosReference: 'cheese', parentModifierGroupPosReference: 'extras' },
      },
    ]);
  });

  it('tells taxes that are inside the prices without adding them, and can send totals that do not agree', async () => {
    const inside = await talk.order({ items: [line], tax: [{ name: 'VAT', amount: 167 }], taxIncluded: true });
    expect((await talk.api('GET', `/orders/${inside}`)).body).to.have.nested.include({
      'data.total': 1000,
      'data.totalTax': 167,
    });
    const off = await talk.order({ items: [line], total: 1001 });
    expect((await talk.api('GET', `/orders/${off}`)).body).to.have.nested.include({
      'data.total': 1001,
      'data.subTotal': 1000,
    });
  });

  it('can put whole-line prices on the wire', async () => {
    await talk.admin('PATCH', '/settings', { prices: 'line' });
    const options = [{ name: 'Cheese', price: 50, quantity: 2 }];
    const id = await talk.order({ items: [{ ...line, quantity: 3, options }] });
    const { body } = await talk.api('GET', `/orders/${id}`);
    expect(body).to.have.nested.include({ 'data.items[0].price': 3000, 'data.items[0].options[0].price': 300 });
    expect(body).to.have.nested.property('data.total', 3300);
  });

  const samples: [string, string][] = [
    ['pickup', 'PICKUP'],
    ['delivery', 'DELIVERY'],
    ['dine-in', 'DINE-IN'],
    ['in-store', 'IN_STORE'],
    ['waiting', 'WAITING'],
  ];
  for (const [sample, fulfillmentType] of samples) {
    it(`has a sample for ${sample} that fits the catalog`, async () => {
      const id = await talk.order({ sample });
      const { body } = await talk.api('GET', `/orders/${id}`);
      expect(at(body, 'data')).to.include({ fulfillmentType, status: 'PLACED' });
      expect(at(body, 'data.items.0')).to.include({ posReference: 'margherita' });
      expect(at(body, 'data.items.0.options.0')).to.include({ posReference: 'large' });
    });
  }

  it('has no sample for a location without a catalog, and says what to do', async () => {
    const reply = await talk.admin('POST', '/orders', { sample: 'pickup', locationId: talk.hub.locationIds[1] });
    expect(reply.status).to.equal(409);
    expect(textAt(reply.body, 'error')).to.contain('sync or import its catalog');
    expect((await talk.admin('POST', '/orders', { items: [{ posReference: 'unknown' }] })).status).to.equal(400);
    expect((await talk.admin('POST', '/orders', { lines: [] })).status).to.equal(400);
  });

  it('adds the keys that came after the document where it is told so, and any others', async () => {
    await talk.admin('PATCH', '/settings', { laterFields: true, initialStatus: 'NEW' });
    const id = await talk.order({
      items: [line],
      fulfillmentType: 'DINE-IN',
      friendlyId: 'A-7',
      extra: { mystery: 1 },
    });
    const order = at((await talk.api('GET', `/orders/${id}`)).body, 'data');
    expect(order).to.include({ friendlyId: 'A-7', currency: 'GBP', tableName: 'Table 7', mystery: 1, status: 'NEW' });
    expect(order).not.to.have.property('freindlyId');
  });

  it('moves an order forward with a timestamp each, takes repeats, and never moves a finished one', async () => {
    const id = await talk.order({ items: [line] });
    expect((await move(id, { status: 'ACCEPTED' })).body).to.have.nested.property('data.acceptedAt');
    expect((await move(id, { status: 'ACCEPTED' })).status).to.equal(200);
    expect((await move(id, { status: 'READY' })).status).to.equal(200);
    expect((await move(id, { status: 'PREPARING' })).body).to.deep.equal({
      error: 'the order is READY and can not go back to PREPARING',
    });
    expect((await move(id, { status: 'COMPLETED' })).body).to.have.nested.property('data.completedAt');
    expect((await move(id, { status: 'COMPLETED' })).status).to.equal(200);
    expect((await move(id, { status: 'READY' })).status).to.equal(400);
    const stored = await talk.admin('GET', `/orders/${id}`);
    const steps = listAt(stored.body, 'data.timeline').map((step) => at(step, 'status'));
    expect(steps).to.deep.equal(['PLACED', 'ACCEPTED', 'READY', 'COMPLETED']);
  });

  it('lets an order go back where it is told so', async () => {
    await talk.admin('PATCH', '/settings', { transitions: 'free' });
    const id = await talk.order({ items: [line], status: 'READY' });
    expect((await move(id, { status: 'PREPARING' })).status).to.equal(200);
  });

  it('wants a reason for CANCELLED, and only the four keys', async () => {
    const id = await talk.order({ items: [line] });
    expect((await move(id, { status: 'CANCELLED' })).status).to.equal(400);
    expect((await move(id, { status: 'CANCELLED', cancellationReason: 'BORED' })).status).to.equal(400);
    expect((await move(id, { status: 'ACCEPTED', notes: 'hm' })).body).to.deep.equal({
      error: 'the body: unknown key "notes"',
    });
    const driver = { driverStatus: 'ASSIGNED', driver: { firstName: 'Ada' } };
    expect((await move(id, driver)).body).to.have.nested.property('data.driver.firstName', 'Ada');
    const cancelled = await move(id, { status: 'CANCELLED', cancellationReason: 'TOO_BUSY' });
    expect(cancelled.body).to.have.nested.include({
      'data.status': 'CANCELLED',
      'data.cancellationReason': 'TOO_BUSY',
    });
    expect(at(cancelled.body, 'data.cancelledAt')).to.equal(at(cancelled.body, 'data.updatedAt'));
  });

  it('never makes two states of an order equally old', async () => {
    const id = await talk.order({ items: [line] });
    const times = [textAt((await talk.api('GET', `/orders/${id}`)).body, 'data.updatedAt')];
    for (const status of ['ACCEPTED', 'PREPARING', 'READY'])
      times.push(textAt((await move(id, { status })).body, 'data.updatedAt'));
    expect(new Set(times).size).to.equal(4);
    expect([...times].sort()).to.deep.equal(times);
  });

  it('lists the newest first, by status, while orders move under the reader', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await talk.order({ items: [line], partnerId: `partner-${n}` }));
    const first = await talk.api('GET', '/orders?limit=2&status=PLACED');
    expect(listAt(first.body, 'data').map((order) => at(order, 'id'))).to.deep.equal([ids[4], ids[3]]);
    await move(ids[3] ?? '', { status: 'ACCEPTED' });
    await talk.order({ items: [line] });
    const key = encodeURIComponent(textAt(first.body, 'nextPageKey'));
    const second = await talk.api('GET', `/orders?limit=50&status=PLACED&nextPageKey=${key}`);
    expect(listAt(second.body, 'data').map((order) => at(order, 'id'))).to.deep.equal([ids[2], ids[1], ids[0]]);
    expect(second.body).to.have.property('hasNextPage', false);
    expect((await talk.api('GET', '/orders?partnerId=partner-2')).body).to.have.nested.property('data[0].id', ids[2]);
    expect((await talk.api('GET', '/orders?limit=51')).status).to.equal(400);
  });

  it('keeps the orders of one location from another', async () => {
    const id = await talk.order({ items: [line] });
    expect((await talk.api('GET', `${talk.location(1)}/orders/${id}`)).status).to.equal(404);
    expect((await talk.api('GET', `${talk.location(1)}/orders`)).body).to.deep.equal({ data: [], hasNextPage: false });
  });
});
