import { expect } from 'chai';
import fc from 'fast-check';
import { keepsOrder } from '#core/domain/catalog-order.js';

describe('The order of what stands in two catalogs', () => {
  const ranked = (ranks: Readonly<Record<string, number | undefined>>): { ref: string; position?: number }[] =>
    Object.entries(ranks).map(([ref, position]) => ({ ref, ...(position === undefined ? {} : { position }) }));
  const kept = (before: Parameters<typeof ranked>[0], after: Parameters<typeof ranked>[0]): boolean =>
    keepsOrder(ranked(before), ranked(after));

  it('is the same when one goes and the others move up, and when one comes between', () => {
    expect(kept({ a: 0, b: 1, c: 2 }, { b: 0, c: 1 })).to.equal(true);
    expect(kept({ b: 0, c: 1 }, { b: 0, new: 1, c: 2 })).to.equal(true);
    expect(kept({ a: 1, b: 2 }, { a: 10, b: 20 })).to.equal(true);
  });

  it('is another when two change places, fall together or part', () => {
    expect(kept({ a: 0, b: 1 }, { a: 1, b: 0 })).to.equal(false);
    expect(kept({ a: 0, b: 1 }, { a: 1, b: 1 })).to.equal(false);
    expect(kept({ a: 0, b: 0 }, { a: 0, b: 1 })).to.equal(false);
  });

  it('is another when an entry gets a position, or loses it', () => {
    expect(kept({ a: 0 }, { a: undefined })).to.equal(false);
    expect(kept({ a: undefined }, { a: 0 })).to.equal(false);
  });

  it('is the same exactly when every pair stands as it stood', () => {
    const ranks = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 6 });
    fc.assert(
      fc.property(ranks, (pairs) => {
        const [before, after] = [0, 1].map((side) =>
          pairs.map((pair, at) => ({ ref: `e${at}`, position: pair[side] ?? 0 })),
        );
        const wanted = pairs.every(([was, is]) =>
          pairs.every(([wasOther, isOther]) => Math.sign(was - wasOther) === Math.sign(is - isOther)),
        );
        expect(keepsOrder(before ?? [], after ?? [])).to.equal(wanted);
      }),
    );
  });
});
