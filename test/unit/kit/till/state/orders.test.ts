import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { isOrder } from '#kit/till/schemas.js';
import { type Till, Tills, anOrder, orderOf, readAll, send, take } from '../support/tills.js';

describe('orders at the till', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  const count = async (): Promise<unknown> => (await till.admin.get('/admin/stats')).body;

  it('are taken with everything that was sent, the names and prices of the till beside it', async () => {
    const spicy = { modifier_id: 'mod_heat_hot', quantity: 1, unit_price: 0 };
    const nduja = { modifier_id: 'mod_filling_nduja', quantity: 2, unit_price: 110, note: 'lots', modifiers: [spicy] };
    const crust = { modifier_id: 'mod_crust_stuffed', modifier_group_id: 'grp_crust', quantity: 1, unit_price: 250 };
    const line = {
      ...{ product_id: 'prd_margherita', variant_id: 'var_margherita_12', quantity: 2, unit_price: 1100 },
      ...{ note: 'well done', modifiers: [{ ...crust, modifiers: [nduja] }] },
    };
    const extras = {
      ...{ reference: 'HUB-77', source: 'Marketplace', display_number: 'A12', placed_at: '2026-02-03T12:00:00Z' },
      fulfilment: {
        ...{ type: 'delivery', instructions: 'Second bell', scheduled_for: '2026-02-03T13:00:00Z' },
        address: { line1: '1 Frith Street', line2: 'Flat 3', city: 'London', postal_code: 'W1D 3HZ', country: 'GB' },
      },
      customer: { name: 'Ada', phone: '+442079461111', email: 'ada@example.com' },
      ...{ note: 'No cutlery', allergen_note: 'Nuts!' },
      charges: [{ name: 'Delivery', amount: 300 }],
      discounts: [{ name: 'Loyalty', amount: 50 }],
      taxes: [{ name: 'VAT', amount: 500, inclusive: true }],
      tips: [{ name: 'Driver', amount: 200 }],
      payments: [{ method: 'card', amount: 3590, name: 'Visa' }],
    };
    const order = await take(till, anOrder({ ...extras, lines: [line], total: 3590 }));

    expect(order).to.deep.include(extras);
    expect(order.lines).to.deep.equal([
      {
        ...line,
        ...{ name: 'Margherita', variant_name: '12 inch', catalog_price: 1150 },
        modifiers: [
          {
            ...{ ...crust, name: 'Stuffed crust', catalog_price: 250 },
            modifiers: [
              {
                ...{ ...nduja, name: "'Nduja", catalog_price: 120 },
                modifiers: [{ ...spicy, name: 'Properly hot', catalog_price: 0, modifiers: [] }],
              },
            ],
          },
        ],
      },
    ]);
    expect(order.totals).to.include({ items: 2 * (1100 + 250 + 2 * 110), sent_total: 3590, difference: 0 });
    expect(orderOf(await till.client.get(`/v1/orders/${order.id}`))).to.deep.equal(order);
  });

  it('are taken as docs/till.md writes them', async () => {
    const page = readFileSync(new URL('../../../../../../docs/till.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/```json\n([^]*?)```/g)].map((found) => found[1] ?? '');
    const example = examples.find((text) => text.includes('"lines"')) ?? '';
    const order = orderOf(
      await till.client.post('/v1/stores/str_soho/orders', example, { 'Idempotency-Key': 'from-the-page' }),
    );
    expect(order.totals.difference).to.equal(0);
  });

  it('are taken once however often they are sent', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(till, anOrder(), 'one-key')));
    const bodies = new Set(answers.map(({ text }) => text));
    expect(bodies.size).to.equal(1);
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).to.have.length(19);
    expect(await count()).to.include({ orders: 1, replays: 19, duplicate_references: 0 });
  });

  it('replay the first answer even when the order has moved on', async () => {
    const first = await take(till, anOrder(), 'one-key');
    await till.client.post(`/v1/orders/${first.id}/status`, { status: 'preparing' });
    expect(orderOf(await send(till, anOrder(), 'one-key'))).to.deep.equal(first);
  });

  it('are not mistaken for one another: a key with another order is refused', async () => {
    await take(till, anOrder(), 'one-key');
    const answer = await send(till, anOrder({ total: 1 }), 'one-key');
    expect(answer.status).to.equal(409);
    expect(answer.body).to.have.nested.property('error.code', 'idempotency_key_reused');
    expect(await count()).to.include({ orders: 1 });
  });

  it('show in the statistics when one reference became two orders', async () => {
    await take(till);
    await take(till);
    expect(await count()).to.include({ orders: 2, duplicate_references: 1 });
  });

  it('wait for a person where the store does not accept by itself', async () => {
    expect((await take(till)).status).to.equal('accepted');
    await till.admin.patch('/admin/stores/str_soho', { auto_accept: false });
    const order = await take(till);
    expect(order.status).to.equal('new');
    const rejected = await till.client.post(`/v1/orders/${order.id}/status`, {
      status: 'rejected',
      reason: 'Too busy',
    });
    expect(rejected.body).to.include({ status: 'rejected', status_reason: 'Too busy' });
  });

  it('move on, stay where they are told twice, and never go back', async () => {
    const { id, version } = await take(till);
    const move = (status: string): ReturnType<Till['client']['post']> =>
      till.client.post(`/v1/orders/${id}/status`, { status });
    const ready = orderOf(await move('ready'));
    expect(ready.version).to.be.greaterThan(version);
    expect(orderOf(await move('ready'))).to.deep.equal(ready);
    const back = await move('preparing');
    expect([back.status, back.body]).to.deep.equal([
      409,
      {
        error: { code: 'status_conflict', message: 'An order that is ready cannot become preparing.', path: 'status' },
      },
    ]);
    const done = orderOf(await move('completed'));
    expect(done.history.map(({ status }) => status)).to.deep.equal(['accepted', 'ready', 'completed']);
    expect((await move('cancelled')).body).to.have.nested.property('error.code', 'order_finished');
  });

  it('are cancelled with a reason, once, and not after they were completed', async () => {
    const { id } = await take(till);
    const cancel = (): ReturnType<Till['client']['post']> =>
      till.client.post(`/v1/orders/${id}/cancel`, { reason: 'Customer called' });
    const cancelled = orderOf(await cancel());
    expect(cancelled).to.include({ status: 'cancelled', status_reason: 'Customer called' });
    expect(orderOf(await cancel())).to.deep.equal(cancelled);

    const other = await take(till, anOrder({ reference: 'R-2' }));
    await till.client.post(`/v1/orders/${other.id}/status`, { status: 'completed' });
    const late = await till.client.post(`/v1/orders/${other.id}/cancel`, { reason: 'Too late' });
    expect(late.status).to.equal(409);
    expect(late.body).to.have.nested.property('error.code', 'order_finished');
  });

  it('are found by their reference', async () => {
    await take(till, anOrder({ reference: 'A/1' }));
    const wanted = await take(till, anOrder({ reference: 'B 2' }));
    const path = '/v1/stores/str_soho/orders?reference=';
    expect((await readAll(till.client, `${path}B%202`, isOrder)).data).to.deep.equal([wanted]);
    expect((await readAll(till.client, `${path}nobody`, isOrder)).data).to.deep.equal([]);
  });

  it('are polled by version: each change is seen, none twice once it was seen', async () => {
    const orders = [];
    for (const reference of ['a', 'b', 'c', 'd', 'e']) orders.push(await take(till, anOrder({ reference })));
    const path = '/v1/stores/str_soho/orders?limit=2&updated_since=';
    const all = await readAll(till.client, `${path}0`, isOrder);
    expect(all.pages).to.equal(3);
    expect(all.data).to.deep.equal(orders);
    const seen = Math.max(...orders.map(({ version }) => version));
    await till.client.post(`/v1/orders/${orders[1]?.id ?? ''}/status`, { status: 'ready' });
    const changed = await readAll(till.client, `${path}${seen}`, isOrder);
    expect(changed.data.map(({ reference, status }) => [reference, status])).to.deep.equal([['b', 'ready']]);
  });

  it('refuse what they cannot be made of, with the path at fault', async () => {
    const line = { product_id: 'prd_diavola', quantity: 1, unit_price: 1350 };
    const deep = { modifier_id: 'mod_crust_stuffed', quantity: 1, unit_price: 0 };
    const cases: [object, number, string, string | undefined][] = [
      [{ lines: [{ ...line, product_id: 'prd_none' }] }, 422, 'item_unknown', 'lines[0].product_id'],
      [{ lines: [line, { ...line, variant_id: 'var_none' }] }, 422, 'item_unknown', 'lines[1].variant_id'],
      [{ lines: [{ ...line, product_id: 'prd_margherita' }] }, 422, 'variant_required', 'lines[0].variant_id'],
      [
        { lines: [{ ...line, modifiers: [{ ...deep, modifiers: [{ ...deep, modifier_id: 'mod_none' }] }] }] },
        ...([422, 'modifier_unknown', 'lines[0].modifiers[0].modifiers[0].modifier_id'] as const),
      ],
      [{ currency: 'EUR' }, 422, 'currency_mismatch', 'currency'],
      [{ lines: [{ ...line, colour: 'red' }] }, 400, 'invalid_request', 'lines[0].colour'],
      [{ lines: [{ quantity: 1, unit_price: 1 }] }, 400, 'invalid_request', 'lines[0].product_id'],
      [{ lines: [{ ...line, quantity: 0 }] }, 400, 'invalid_request', 'lines[0].quantity'],
      [{ lines: [{ ...line, unit_price: 1.5 }] }, 400, 'invalid_request', 'lines[0].unit_price'],
      [{ lines: [] }, 400, 'invalid_request', 'lines'],
      [{ fulfilment: { type: 'teleport' } }, 400, 'invalid_request', 'fulfilment.type'],
    ];
    for (const [difference, status, code, path] of cases) {
      const answer = await send(till, anOrder(difference));
      expect(answer.status, answer.text).to.equal(status);
      expect(answer.body).to.deep.nested.include({ 'error.code': code, 'error.path': path });
    }
    expect(await count()).to.include({ orders: 0 });
  });

  it('take modifiers within modifiers as deep as is written, up to a bound that is said', async () => {
    const nest = (levels: number): object => {
      let modifier: object = { modifier_id: 'mod_top_rocket', quantity: 1, unit_price: 0 };
      for (let level = 1; level < levels; level++) {
        modifier = { modifier_id: 'mod_top_rocket', quantity: 1, unit_price: 0, modifiers: [modifier] };
      }
      return anOrder({ lines: [{ product_id: 'prd_diavola', quantity: 1, unit_price: 1350, modifiers: [modifier] }] });
    };
    expect((await send(till, nest(30))).status).to.equal(201);
    expect((await send(till, nest(500))).body).to.have.nested.property('error.code', 'too_deep');
  });

  it('refuse nothing for a total that differs', async () => {
    const order = await take(till, anOrder({ total: 1300 }));
    expect(order.totals).to.include({ total: 1350, sent_total: 1300, difference: -50 });
  });

  it('are not taken while the store is closed, and again once it is open', async () => {
    await till.admin.patch('/admin/stores/str_soho', { open: false, closed_reason: 'Flood' });
    const closed = await send(till, anOrder(), 'one-key');
    expect(closed.status).to.equal(409);
    expect(closed.body).to.deep.nested.include({ 'error.code': 'store_closed' });
    expect(closed.text).to.include('Flood');
    await till.admin.patch('/admin/stores/str_soho', { open: true });
    expect((await send(till, anOrder(), 'one-key')).status).to.equal(201);
  });

  it('name what is out of stock: a product, a variant or a modifier', async () => {
    const outs = [
      ['prd_diavola', { product_id: 'prd_diavola' }, 'lines[0].product_id'],
      ['var_margherita_9', { product_id: 'prd_margherita', variant_id: 'var_margherita_9' }, 'lines[0].variant_id'],
      [
        'mod_top_rocket',
        { product_id: 'prd_marinara', modifiers: [{ modifier_id: 'mod_top_rocket', quantity: 1, unit_price: 0 }] },
        'lines[0].modifiers[0].modifier_id',
      ],
    ] as const;
    for (const [item, line, path] of outs) {
      await till.client.put(`/v1/stores/str_soho/stock/${item}`, { in_stock: false });
      const answer = await send(till, anOrder({ lines: [{ quantity: 1, unit_price: 1, ...line }] }));
      expect(answer.status).to.equal(422);
      expect(answer.body).to.deep.nested.include({ 'error.code': 'item_unavailable', 'error.path': path });
    }
  });
});
