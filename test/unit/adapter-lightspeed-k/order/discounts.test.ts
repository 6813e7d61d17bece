import { expect } from 'chai';
import fc from 'fast-check';
import { placeDiscounts } from '#adapter-lightspeed-k/order/discounts.js';
import { gbp, lineOf, optionOf } from '../support/tickets.js';

describe('adapter lightspeed-k: discounts', () => {
  const lines = fc.array(
    fc
      .record({ price: fc.nat(5_000), quantity: fc.integer({ min: 1, max: 6 }), extra: fc.nat(500) })
      .map(({ price, quantity, extra }) =>
        lineOf({ price: gbp(price), quantity, options: extra === 0 ? [] : [optionOf('OLIVES', extra)] }),
      ),
    { minLength: 1, maxLength: 8 },
  );
  const discounts = fc.array(
    fc.nat(4_000).map((amount) => ({ name: 'Less', amount: gbp(amount) })),
    { maxLength: 5 },
  );

  it('takes off exactly what is to be taken off, or leaves it to the note', () => {
    fc.assert(
      fc.property(lines, discounts, (ordered, less) => {
        const placed = placeDiscounts(less, ordered);
        const off = placed.lines.flat().reduce((sum, { amount }) => sum + amount, 0);
        expect(off + placed.left).to.equal(less.reduce((sum, { amount }) => sum + amount.amount, 0));
      }),
    );
  });

  it('takes off a piece no more than it costs, and once', () => {
    fc.assert(
      fc.property(lines, discounts, (ordered, less) => {
        const placed = placeDiscounts(less, ordered);
        ordered.forEach(({ price, options, quantity }, index) => {
          const worth = price.amount + (options[0]?.price.amount ?? 0);
          const here = placed.lines[index] ?? [];
          expect(here.length).to.be.at.most(quantity);
          for (const { amount } of here) expect(amount).to.be.within(1, worth);
        });
      }),
    );
  });

  it('takes off what several come to, and of more than there is all of it', () => {
    const pair = [lineOf({ quantity: 2, price: gbp(1350) })];
    const less = [100, 100, 1350].map((amount) => ({ name: 'Less', amount: gbp(amount) }));
    expect(placeDiscounts(less, pair)).to.deep.equal({ lines: [[gbp(1350), gbp(200)]], left: 0 });
    const voucher = [{ name: 'Voucher', amount: gbp(2000) }];
    expect(placeDiscounts(voucher, [lineOf({ price: gbp(495) })])).to.deep.equal({ lines: [[gbp(495)]], left: 1505 });
  });

  it('splits no line where another one stands alone', () => {
    const ordered = [lineOf({ quantity: 3, price: gbp(900) }), lineOf({ price: gbp(500) })];
    expect(placeDiscounts([{ name: 'Less', amount: gbp(200) }], ordered).lines).to.deep.equal([[], [gbp(200)]]);
  });
});
