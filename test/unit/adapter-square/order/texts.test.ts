import { expect } from 'chai';
import fc from 'fast-check';
import { pieces, placeText, Texts } from '#adapter-square/order/texts.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 6_000 });

describe('adapter square: texts', () => {
  it('cut a text into pieces that are short enough, and together are the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 300 }), (text, limit) => {
        const cut = pieces(text, limit);
        expect(cut.join('')).to.equal(text);
        for (const piece of cut) expect(piece.length).to.be.at.most(limit);
      }),
    );
  });

  it('never cut a character in two', () => {
    const cut = pieces('🍕'.repeat(50), 7);
    for (const piece of cut) expect(piece).to.match(/^(🍕)+$/u);
  });

  it('cut after a line or a word where there is one', () => {
    expect(pieces('no onions\nno garlic', 14)).to.deep.equal(['no onions\nno ', 'garlic']);
    expect(pieces('no onions\nno garlic', 12)).to.deep.equal(['no onions\n', 'no garlic']);
  });

  it('place a text in the note, or at lines of its own: nothing is lost', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { note, lines } = placeText(text, 500);
        expect(note.length).to.be.at.most(500);
        if (lines.length === 0) expect(note).to.equal(text);
        else expect(lines.map((line) => line.note).join('')).to.equal(text);
        for (const line of lines) expect(line.note.length).to.be.within(1, 2000);
      }),
    );
  });

  it('shorten what does not fit its field, and write it out in full', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const texts = new Texts();
        const shown = texts.fit(text, 30, 'Order');
        expect(shown.length).to.be.at.most(30);
        if (text.trim().length <= 30) expect(texts.text()).to.equal('');
        else expect(texts.text()).to.equal(`Order: ${text.trim()}`);
      }),
    );
  });
});
