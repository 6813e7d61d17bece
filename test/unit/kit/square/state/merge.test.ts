import { expect } from 'chai';
import fc from 'fast-check';
import { cleared, merged } from '#kit/square/state/merge.js';

describe('a sparse update', () => {
  const whole = {
    note: 'a',
    details: { name: 'Ann', phone: '1' },
    lines: [{ uid: 'x', quantity: '1', note: 'n' }, { uid: 'y' }],
  };

  it('changes what it names and leaves the rest', () => {
    expect(merged(whole, { details: { phone: '2' } })).to.deep.equal({
      ...whole,
      details: { name: 'Ann', phone: '2' },
    });
  });

  it('matches parts by their uid and adds new ones', () => {
    expect(
      merged(whole, { lines: [{ uid: 'x', quantity: '2' }, { uid: 'z' }, { quantity: '3' }] }),
    ).to.have.deep.property('lines', [
      { uid: 'x', quantity: '2', note: 'n' },
      { uid: 'y' },
      { uid: 'z' },
      { quantity: '3' },
    ]);
  });

  it('clears with null, at every depth', () => {
    expect(merged(whole, { note: null, details: { phone: null }, lines: [{ uid: 'x', note: null }] })).to.deep.equal({
      ...{ details: { name: 'Ann' }, lines: [{ uid: 'x', quantity: '1' }, { uid: 'y' }] },
    });
  });

  it('clears by paths, and ignores those that lead nowhere', () => {
    expect(cleared(whole, ['note', 'lines[x].note', 'lines[y]', 'details.phone', 'nothing[z].at.all'])).to.deep.equal({
      ...{ details: { name: 'Ann' }, lines: [{ uid: 'x', quantity: '1' }] },
    });
  });

  it('that says what is there changes nothing', () => {
    const value = fc.object({
      maxDepth: 3,
      withNullPrototype: false,
      values: [fc.string(), fc.integer(), fc.boolean()],
    });
    fc.assert(
      fc.property(value, (object) => {
        const plain: unknown = JSON.parse(JSON.stringify(object));
        expect(merged(plain, {})).to.deep.equal(plain);
      }),
    );
  });
});
