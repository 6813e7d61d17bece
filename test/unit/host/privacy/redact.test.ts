import { expect } from 'chai';
import fc from 'fast-check';
import { redact } from '#host/privacy/redact.js';
import { wireEvent, wireItem, wireOrder } from '../../pos-hub/support/orders.js';

describe('what is redacted', () => {
  it('keeps its structure, its amounts, times, ids and words of closed lists', () => {
    const value = {
      id: '9d7e7b52-3f3b-4f0c-8d7a-0d1f5a3b9c04',
      posReference: 'P1',
      idempotency_key: 'order-1:0',
      modifierIds: ['m1', 'm2'],
      status: 'PLACED',
      code: 'menu.item_unknown',
      createdAt: '2026-03-01T12:00:00.000Z',
      at: 1_772_366_400_000,
      total: { amount: 1900, currency: 'GBP' },
      quantity: 2,
      paid: true,
      nothing: null,
    };
    expect(redact(value)).to.deep.equal(value);
  });

  it('shows of a text how long it is, wherever it stands', () => {
    expect(redact('Ada')).to.equal('[text 3]');
    expect(redact(['Ada', { note: 'no onions' }])).to.deep.equal(['[text 3]', { note: '[text 9]' }]);
    expect(redact({ name: 'MARGHERITA', city: 'London', reason: 'Ada was late' })).to.deep.equal({
      ...{ name: '[text 10]', city: '[text 6]', reason: '[text 12]' },
    });
  });

  it('shows no phone number, address or birthday, and no id that is one', () => {
    expect(
      redact({
        ...{ phone: '+442071838750', phoneNumber: 442071838750, contact: 442071838750, postalCode: 'SW1A', zip: 10115 },
        ...{ email: 'ada@example.com', customerId: 'ada@example.com', customerReference: '+442071838750' },
        ...{ birthday: '1815-12-10', birthTime: '1815-12-10T00:00Z', latitude: 51.5, streetNumber: '12b', id: 'Ada' },
      }),
    ).to.deep.equal({
      ...{ phone: '[text 13]', phoneNumber: '[number]', contact: '[number]', postalCode: '[text 4]', zip: '[number]' },
      ...{ email: '[text 15]', customerId: '[text 15]', customerReference: '[text 13]' },
      ...{
        birthday: '[text 10]',
        birthTime: '[text 17]',
        latitude: '[number]',
        streetNumber: '[text 3]',
        id: '[text 3]',
      },
    });
  });

  it('takes no phone number and no name of a person for an id, and no name for a reason', () => {
    const value = {
      reference_id: '07700900123',
      customer_id: 'Anne-Marie',
      reason: 'smith',
      cancellationReason: 'late',
    };
    expect(redact(value)).to.deep.equal({
      ...{ reference_id: '[text 11]', customer_id: '[text 10]', reason: '[text 5]', cancellationReason: '[text 4]' },
    });
    const codes = { reference_id: 'A-0815', cancellationReason: 'OUT_OF_STOCK', reason: 'out-of-stock' };
    expect(redact(codes)).to.deep.equal(codes);
  });

  it('shows no secret, whatever form it has', () => {
    for (const key of [
      ...['access_token', 'refreshToken', 'client_secret', 'password', 'apiKey', 'Authorization', 'phonePin', 'pin'],
      ...['code_verifier', 'credentials', 'x-webhook-signature', 'client_assertion'],
    ])
      for (const value of ['a-1', 17, { id: 'a-1' }, ['a-1']])
        expect(redact({ [key]: value }), key).to.deep.equal({ [key]: '[secret]' });
  });

  it('shows no key that somebody wrote', () => {
    expect(redact({ 'Ada Lovelace': 1, 'ada@example.com': 2 })).to.deep.equal({ '[key 12]': 1, '[key 15]': 2 });
  });

  it('stays small, and says what it left out', () => {
    expect(redact({ list: Array.from({ length: 60 }, () => 1) })).to.have.nested.property('list[50]', '[10 more]');
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
    expect(redact(wide)).to.include({ '[more]': 10 });
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).to.contain('[more]');
    const huge = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => ({ id: 'a1', list: [1, 2, 3] })));
    expect(JSON.stringify(redact(huge)).length).to.be.lessThan(20_000);
  });

  it('holds no word of what a guest wrote, whatever that is', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => `kanarie ${text}`);
    fc.assert(
      fc.property(words, fc.string(), (word, key) => {
        const order = wireOrder({
          notes: word,
          customer: { id: 'c1', firstName: word, lastName: word, phone: word, phonePin: word, email: word },
          items: [wireItem({ name: word, customerNotes: word })],
          delivery: { instructions: word, address: { address: word, addressComponents: { city: word } } },
          [key]: word,
          [word]: key,
        });
        expect(JSON.stringify(redact(wireEvent({ newState: order })))).not.to.contain('kanarie');
      }),
    );
  });
});
