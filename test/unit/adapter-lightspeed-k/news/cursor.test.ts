import { expect } from 'chai';
import fc from 'fast-check';
import { readCursor, writeCursor, type Followed } from '#adapter-lightspeed-k/news/cursor.js';

describe('adapter lightspeed-k: cursors', () => {
  const menu = 'A'.repeat(43);
  const again = fc.record({ failures: fc.nat(9), at: fc.nat(40_000_000).map((minutes) => minutes * 60_000) });
  const name = fc.tuple(fc.constantFrom('A17700', 'A17701', 'B 1,2;3', 'C@1:2'), fc.nat(99_999));
  const checks = fc.uniqueArray(
    fc.tuple(name, fc.option(again, { nil: undefined })).map(([[till, number], later]): Followed => ({
      check: `${till}.${number}`,
      ...(later === undefined ? {} : { again: later }),
    })),
    { maxLength: 400, selector: ({ check }) => check },
  );

  it('keeps the first checks that find room, says which it forgot, and makes nothing up', () => {
    fc.assert(
      fc.property(checks, fc.nat(), (list, menuAt) => {
        const { cursor, forgotten } = writeCursor({ checks: list, menu, menuAt });
        expect(cursor).to.have.length.at.most(1_000);
        const read = readCursor(cursor);
        expect(read).to.deep.include({ menu, menuAt });
        expect(read?.checks).to.have.deep.members(list.slice(0, list.length - forgotten.length));
        expect(forgotten).to.deep.equal(list.slice(list.length - forgotten.length));
      }),
    );
  });

  it('has room for a hundred checks of one point of sale, closed or followed past midnight', () => {
    const names = Array.from({ length: 100 }, (_, index) => `A17700.${9_000 + index}`);
    for (const later of [{}, { again: { failures: 0, at: 1_780_000_020_000 } }]) {
      const list = names.map((check): Followed => ({ check, ...later }));
      const { cursor, forgotten } = writeCursor({ checks: list, menu, menuAt: 1_780_000_000_000 });
      expect(readCursor(cursor)?.checks).to.have.deep.members(list);
      expect(forgotten).to.deep.equal([]);
    }
  });

  it('begins anew with what is no cursor', () => {
    for (const cursor of ['', '1', '0;a;1;', '1;a;x;', '12.13.14.15', '1;a;1;A1', '1;a;1;A1.:2@1'])
      expect(readCursor(cursor)).to.equal(undefined);
  });
});
