import { expect } from 'chai';
import fc from 'fast-check';
import { centsOf, decimalOf, includedIn, shareOf, textOf } from '#kit/lightspeed-k/wire/money.js';

const cents = fc.integer({ min: 0, max: 100_000_000 });

describe('money of the fake Lightspeed', () => {
  it('goes to decimals and back without loss', () => {
    fc.assert(fc.property(cents, (amount) => centsOf(decimalOf(amount)) === amount));
    fc.assert(fc.property(cents, (amount) => Number(textOf(amount)) === decimalOf(amount)));
  });

  it('has two places at most', () => {
    expect([centsOf(0.1 + 0.2), centsOf(1.005), centsOf(19.99)]).to.deep.equal([30, undefined, 1999]);
    expect([textOf(400), textOf(5)]).to.deep.equal(['4.00', '0.05']);
  });

  it('rounds shares half away from zero', () => {
    expect([shareOf(5, 10), shareOf(4, 10), shareOf(-5, 10), shareOf(999, 33.333)]).to.deep.equal([1, 0, -1, 333]);
  });

  it('finds the tax within a price: it is that of the rest', () => {
    expect(includedIn(1200, 20)).to.equal(200);
    const rate = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(cents, rate, (amount, percentage) => {
        const tax = includedIn(amount, percentage);
        return Math.abs(shareOf(amount - tax, percentage) - tax) <= 1;
      }),
    );
  });
});
