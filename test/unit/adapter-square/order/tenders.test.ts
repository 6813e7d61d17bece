import { expect } from 'chai';
import fc from 'fast-check';
import type { Tender } from '@poshub-bridge/core';
import { shareOut } from '#adapter-square/order/tenders.js';
import { gbp } from '../support/tickets.js';

const kind = fc.constantFrom('card', 'cash', 'other');
const tender: fc.Arbitrary<Tender> = fc.record({ kind, amount: fc.nat(20_000).map(gbp) });

describe('adapter square: what was paid', () => {
  it('adds up to what is due, whatever POS Hub said, and each payment is something', () => {
    fc.assert(
      fc.property(
        fc.array(tender, { maxLength: 5 }),
        fc.integer({ min: 1, max: 50_000 }),
        fc.nat(5_000),
        (paid, due, tip) => {
          const shares = shareOut(paid, due, tip);
          expect(shares.reduce((all, { amount }) => all + amount, 0)).to.equal(due);
          expect(shares.reduce((all, share) => all + share.tip, 0)).to.equal(tip);
          for (const { amount } of shares) expect(amount).to.be.at.least(1);
        },
      ),
    );
  });

  it('is divided as it was paid where that adds up', () => {
    const paid: readonly Tender[] = [
      { kind: 'cash', amount: gbp(500) },
      { kind: 'card', amount: gbp(1200) },
    ];
    expect(shareOut(paid, 1500, 200)).to.deep.equal([
      { kind: 'card', amount: 1000, tip: 200 },
      { kind: 'cash', amount: 500, tip: 0 },
    ]);
  });

  it('is one payment to somebody where POS Hub names none', () => {
    expect(shareOut([], 1000, 0)).to.deep.equal([{ kind: 'other', amount: 1000, tip: 0 }]);
  });
});
