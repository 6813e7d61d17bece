import { expect } from 'chai';
import fc from 'fast-check';
import { apportion, halfEven, includedIn, percent, shareOf } from '#kit/square/money/round.js';

describe('rounding as Square does', () => {
  it('rounds halves to the even side', () => {
    expect([1n, 3n, 5n, 7n].map((half) => halfEven([half, 2n]))).to.deep.equal([0, 2, 2, 4]);
    expect([halfEven([5049n, 100n]), halfEven([5051n, 100n])]).to.deep.equal([50, 51]);
  });

  it('reads percentages exactly', () => {
    expect(percent('7.25')).to.deep.equal([725n, 10_000n]);
    expect(shareOf(1000, percent('12.5'))).to.equal(125);
    expect(shareOf(50, percent('5'))).to.equal(2); // 2.5
    expect(shareOf(70, percent('5'))).to.equal(4); // 3.5
  });

  it('finds the tax within a price: 10% within 1.00 is 0.09', () => {
    expect(includedIn(100, percent('10'))).to.equal(9);
    expect(includedIn(1200, percent('20.0'))).to.equal(200);
  });

  it('spreads a total so that nothing is lost and no part is off by more than one', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), weights, (total, given) => {
        const parts = apportion(total, given);
        const sum = given.reduce((all, weight) => all + weight, 0);
        expect(parts.reduce((all, part) => all + part, 0)).to.equal(total);
        if (sum === 0) return;
        for (const [index, part] of parts.entries())
          expect(Math.abs(part - (total * (given[index] ?? 0)) / sum)).to.be.below(1.000001);
      }),
    );
  });
});
