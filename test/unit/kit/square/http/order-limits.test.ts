import { expect } from 'chai';
import { anOrder, at, listAt, newKey, pounds, refusal, Square, type Reply } from '../support/square.js';

describe('what an order at the fake Square may hold', () => {
  let square: Square;
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const send = (order: object, idempotency_key = newKey()): Promise<Reply> =>
    square.api('POST', '/v2/orders', { idempotency_key, order });

  const details = { schedule_type: 'ASAP', recipient: { display_name: 'Ann' } };
  const pickup = (changes: object) => ({
    fulfillments: [{ type: 'PICKUP', pickup_details: { ...details, ...changes } }],
  });
  const line = (changes: object) => ({
    line_items: [{ name: 'A', quantity: '1', base_price_money: pounds(1), ...changes }],
  });
  const long = (length: number) => 'x'.repeat(length + 1);
  for (const [what, changes, code, field] of [
    ['a reference beyond 40', { reference_id: long(40) }, 'VALUE_TOO_LONG', 'reference_id'],
    ['a ticket name beyond 30', { ticket_name: long(30) }, 'VALUE_TOO_LONG', 'ticket_name'],
    ['a name beyond 512', line({ name: long(512) }), 'VALUE_TOO_LONG', 'line_items[0].name'],
    ['a note beyond 2000', line({ note: long(2000) }), 'VALUE_TOO_LONG', 'line_items[0].note'],
    ['a uid beyond 60', line({ uid: long(60) }), 'VALUE_TOO_LONG', 'line_items[0].uid'],
    ['a pickup note beyond 500', pickup({ note: long(500) }), 'VALUE_TOO_LONG', 'fulfillments[0].pickup_details.note'],
    [
      'a phone number beyond 17',
      pickup({ recipient: { display_name: 'A', phone_number: long(17) } }),
      'VALUE_TOO_LONG',
      'fulfillments[0].pickup_details.recipient.phone_number',
    ],
    [
      'a recipient without a name',
      pickup({ recipient: {} }),
      'MISSING_REQUIRED_PARAMETER',
      'fulfillments[0].pickup_details.recipient.display_name',
    ],
    [
      'a pickup without a time',
      pickup({ schedule_type: 'SCHEDULED' }),
      'MISSING_REQUIRED_PARAMETER',
      'fulfillments[0].pickup_details.pickup_at',
    ],
    [
      'a time that is none',
      pickup({ schedule_type: 'SCHEDULED', pickup_at: 'soon' }),
      'INVALID_TIME',
      'fulfillments[0].pickup_details.pickup_at',
    ],
    [
      'two fulfillments',
      { fulfillments: [...pickup({}).fulfillments, ...pickup({}).fulfillments] },
      'ARRAY_LENGTH_TOO_LONG',
      'fulfillments',
    ],
    ['a number for a quantity', line({ quantity: 1 }), 'EXPECTED_STRING', 'line_items[0].quantity'],
    ['a quantity that is not whole', line({ quantity: '1.5' }), 'VALUE_REGEX_MISMATCH', 'line_items[0].quantity'],
    [
      'another currency',
      line({ base_price_money: { amount: 1, currency: 'EUR' } }),
      'INVALID_VALUE',
      'line_items[0].base_price_money.currency',
    ],
    [
      'text for an amount',
      line({ base_price_money: { amount: '1', currency: 'GBP' } }),
      'EXPECTED_INTEGER',
      'line_items[0].base_price_money.amount',
    ],
    [
      'a line without a price',
      line({ base_price_money: undefined }),
      'MISSING_REQUIRED_PARAMETER',
      'line_items[0].base_price_money',
    ],
    ['an unknown key', line({ price: 1 }), 'UNKNOWN_BODY_PARAMETER', 'line_items[0].price'],
    ['a key that only Square sets', { total_money: pounds(1) }, 'UNKNOWN_BODY_PARAMETER', 'total_money'],
    ['an unknown item', line({ catalog_object_id: 'NOPE' }), 'NOT_FOUND', 'line_items[0].catalog_object_id'],
    [
      'an item in place of its variation',
      line({ catalog_object_id: 'ITEM_COFFEE' }),
      'NOT_FOUND',
      'line_items[0].catalog_object_id',
    ],
    [
      'an unknown modifier',
      line({ modifiers: [{ uid: 'm', name: 'M', catalog_object_id: 'NOPE', base_price_money: pounds(1) }] }),
      'NOT_FOUND',
      'line_items[0].modifiers[0].catalog_object_id',
    ],
    [
      'an unknown tax',
      { taxes: [{ catalog_object_id: 'NOPE', scope: 'ORDER' }] },
      'NOT_FOUND',
      'taxes[0].catalog_object_id',
    ],
    ['an unknown location', { location_id: 'L_MARS' }, 'NOT_FOUND', 'location_id'],
    [
      'a market price without a price',
      { line_items: [{ catalog_object_id: 'VAR_CATCH', quantity: '1' }] },
      'MISSING_REQUIRED_PARAMETER',
      'line_items[0].base_price_money',
    ],
    [
      'a tax that no line can find',
      line({ applied_taxes: [{ tax_uid: 'none' }] }),
      'INVALID_VALUE',
      'line_items[0].applied_taxes[0].tax_uid',
    ],
    [
      'a uid twice',
      { line_items: [line({ uid: 'a' }), line({ uid: 'a' })].flatMap(({ line_items }) => line_items) },
      'INVALID_VALUE',
      'line_items[1].uid',
    ],
    [
      'a charge after taxes that is taxed',
      { service_charges: [{ name: 'S', amount_money: pounds(1), calculation_phase: 'TOTAL_PHASE', taxable: true }] },
      'INVALID_VALUE',
      'service_charges[0].taxable',
    ],
    [
      'eleven metadata',
      { metadata: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${String(index)}`, 'v'])) },
      'TOO_MANY_MAP_ENTRIES',
      'metadata',
    ],
    ['metadata beyond 255', { metadata: { k: long(255) } }, 'VALUE_TOO_LONG', 'metadata.k'],
  ] as const)
    it(`is not ${what}`, async () => {
      const reply = await send(anOrder(changes));
      const status = code === 'NOT_FOUND' ? 404 : 400;
      const told = listAt(reply.body, 'errors').map((error) => [at(error, 'code'), at(error, 'field')]);
      expect(reply.status, reply.text).to.equal(status);
      expect(told).to.deep.include([code, `order.${field}`]);
    });

  it('comes with a key of 192 characters at most', async () => {
    expect(refusal(await send(anOrder(), long(192)))).to.deep.equal([400, 'VALUE_TOO_LONG', 'idempotency_key']);
    expect((await send(anOrder(), long(191))).status).to.equal(200);
  });
});
