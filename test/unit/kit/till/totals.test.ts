import { expect } from 'chai';
import fc from 'fast-check';
import { addUp } from '#kit/till/totals.js';
import type { SentLine, SentModifier } from '#kit/till/wire.js';

const money = fc.integer({ min: 0, max: 100_000 });
const quantity = fc.integer({ min: 1, max: 9 });
const modifier: fc.Arbitrary<SentModifier> = fc.letrec<{ one: SentModifier }>((tie) => ({
  one: fc.record(
    {
      modifier_id: fc.constant('mod'),
      quantity,
      unit_price: money,
      modifiers: fc.array(tie('one'), { maxLength: 2, depthIdentifier: 'level' }),
    },
    { requiredKeys: ['modifier_id', 'quantity', 'unit_price'] },
  ),
})).one;
const line: fc.Arbitrary<SentLine> = fc.record({
  product_id: fc.constant('prd'),
  quantity,
  unit_price: money,
  modifiers: fc.array(modifier, { maxLength: 3 }),
});

describe('the totals of the till', () => {
  it('count a modifier once for each unit of what it belongs to, at every depth', () => {
    const heat = { modifier_id: 'heat', quantity: 2, unit_price: 10 };
    const crust = { modifier_id: 'crust', quantity: 3, unit_price: 100, modifiers: [heat] };
    const lines = [{ product_id: 'pizza', quantity: 2, unit_price: 1000, modifiers: [crust] }];
    expect(addUp({ lines, total: 0 }).items).to.equal(2 * (1000 + 3 * (100 + 2 * 10)));
  });

  it('add charges, tips and taxes on top, take discounts off and leave inclusive taxes where they are', () => {
    const totals = addUp({
      lines: [{ product_id: 'pizza', quantity: 1, unit_price: 1000 }],
      charges: [{ name: 'Delivery', amount: 250 }],
      tips: [{ name: 'Driver', amount: 200 }],
      discounts: [{ name: 'Loyalty', amount: 100 }],
      taxes: [
        { name: 'VAT', amount: 167, inclusive: true },
        { name: 'Service', amount: 125, inclusive: false },
      ],
      payments: [{ method: 'card', amount: 1475 }],
      total: 1480,
    });
    expect(totals).to.deep.equal({
      ...{ items: 1000, charges: 250, tips: 200, discounts: 100, taxes_added: 125, taxes_included: 167 },
      ...{ total: 1475, sent_total: 1480, difference: 5, paid: 1475 },
    });
  });

  it('show exactly the difference to whatever total was sent', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), money, money, (lines, tip, total) => {
        const totals = addUp({ lines, tips: [{ name: 'Tip', amount: tip }], total });
        expect(totals.total + totals.difference).to.equal(total);
        expect(totals.total).to.equal(totals.items + tip);
      }),
    );
  });
});
