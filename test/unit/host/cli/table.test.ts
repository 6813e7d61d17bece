import { expect } from 'chai';
import fc from 'fast-check';
import { plain, sheet, table } from '#host/cli/table.js';

const LONG = 'x'.repeat(100);

describe('what the command line prints', () => {
  it('aligns columns below their headings, whatever letters the values have', () => {
    const entries = [
      { id: 'a', store: { name: 'Café 🍕' } },
      { id: 'bcd', store: { name: 'Soho' }, at: '2026-01-02T03:04:05.678Z' },
    ];
    const columns = [
      ['ID', 'id'],
      ['STORE', 'store.name'],
      ['AT', 'at'],
    ] as const;
    expect(table(entries, columns)).to.equal(
      ['ID   STORE   AT', 'a    Café 🍕  –', 'bcd  Soho    2026-01-02T03:04:05Z', ''].join('\n'),
    );
  });

  it('cuts long texts, but never the id, which is to be copied', () => {
    const [, row = ''] = table([{ id: LONG, why: LONG }], [
      ['ID', 'id'],
      ['WHY', 'why'],
    ] as const).split('\n');
    expect(row.split('  ')).to.deep.equal([LONG, `${LONG.slice(0, 59)}…`]);
  });

  it('shows one thing as names and values: amounts in major units, lists of words in one line, other lists not', () => {
    const total = { amount: 1250, currency: 'GBP' };
    const thing = { id: 'a', total, store: { name: 'Soho' }, tickets: ['t1', 't2'], timeline: [{ at: 1 }], none: null };
    expect(sheet(thing)).to.equal('id          a\ntotal       12.50 GBP\nstore.name  Soho\ntickets     t1 t2\n');
  });

  it('shows yen and dinars by their own digits, and what is no amount as it is', () => {
    expect(sheet({ a: { amount: 1250, currency: 'JPY' } })).to.equal('a  1250 JPY\n');
    expect(sheet({ a: { amount: 1250, currency: 'KWD' } })).to.equal('a  1.250 KWD\n');
    expect(sheet({ a: { amount: 1.5, currency: 'GBP' } })).to.equal('a.amount    1.5\na.currency  GBP\n');
  });

  it('never gives a terminal something to obey', () => {
    const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(control.test(table([{ a: text }], [['A', 'a']]))).to.equal(false);
        expect(control.test(sheet({ a: { b: text } }))).to.equal(false);
        expect(plain(text)).not.to.match(control);
      }),
    );
    expect(plain('a\u001b[2Jb\r\nc')).to.equal('a [2Jb c');
  });

  it('finds nothing in what is no object', () => {
    for (const entry of [undefined, null, 'text', 1, []])
      expect(table([entry], [['A', 'a.b.__proto__']])).to.equal('A\n–\n');
  });
});
