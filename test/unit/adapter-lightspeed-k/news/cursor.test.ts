import { expect } from 'chai';
import fc from 'fast-check';
import { readCursor, writeCursor } from '#adapter-lightspeed-k/news/cursor.js';

describe('adapter lightspeed-k: cursors', () => {
  const menu = 'A'.repeat(43);
  const checks = fc
    .array(fc.tuple(fc.constantFrom('A17700', 'A17701', 'B 1,2;3'), fc.nat(99_999)), { maxLength: 400 })
    .map((list) => [...new Set(list.map(([till, number]) => `${till}.${number}`))]);

  it('keeps the newest checks that find room, and nothing that was not there', () => {
    fc.assert(
      fc.property(checks, fc.nat(), (list, menuAt) => {
        const cursor = writeCursor({ checks: list, menu, menuAt });
        expect(cursor).to.have.length.at.most(1_000);
        const read = readCursor(cursor);
        expect(read).to.deep.include({ menu, menuAt });
        const kept = read?.checks ?? [];
        expect(new Set(kept)).to.deep.equal(new Set(list.slice(0, kept.length)));
      }),
    );
  });

  it('has room for a hundred checks of one point of sale', () => {
    const list = Array.from({ length: 100 }, (_, index) => `A17700.${9_000 + index}`);
    expect(readCursor(writeCursor({ checks: list, menu, menuAt: 1_780_000_000_000 }))?.checks).to.have.members(list);
  });

  it('begins anew with what is no cursor', () => {
    for (const cursor of ['', '1', '0;a;1;', '1;a;x;', '12.13.14.15']) expect(readCursor(cursor)).to.equal(undefined);
  });
});
