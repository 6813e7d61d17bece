import { expect } from 'chai';
import fc from 'fast-check';
import { boundsOf } from '#adapter-lightspeed-k/catalog/choices.js';
import { describeOffer, plain } from '#adapter-lightspeed-k/catalog/describe.js';
import { millionthsOf } from '#adapter-lightspeed-k/catalog/taxes.js';

describe('adapter lightspeed-k: what menus say', () => {
  it('reads descriptions in HTML as plain text', () => {
    expect(plain('<p>Tomato &amp; <b>mozzarella</b></p><p>hot&nbsp;&#33;</p>')).to.equal('Tomato & mozzarella\nhot !');
    expect(plain('a<br/>b &lt;3 &unknown; 1 < 2')).to.equal('a\nb <3 &unknown; 1 < 2');
    expect(plain('&#0;&#xd800;&#9999999;')).to.equal('&#0;&#xd800;&#9999999;');
  });

  it('knows the usual allergens, and warns of words that it does not know', () => {
    const warnings: { ref: string; message: string }[] = [];
    const offer = { productName: 'Pie', itemRichData: { allergenCodes: ['GLUTEN', 'Tree nuts', 'milk', 'MOON'] } };
    const { nutrition } = describeOffer(offer, 'PIE', warnings);
    expect(nutrition?.allergens).to.deep.equal(['gluten', 'nuts-unspecified', 'milk']);
    expect(warnings).to.have.length(1);
    expect(warnings[0]?.message).to.include('MOON');
    expect(describeOffer({ productName: 'Pie' }, 'PIE', warnings)).to.deep.equal({ name: 'Pie' });
  });

  it('never asks for more than may be chosen', () => {
    const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
    const group = fc.record({
      mustSelectAnItem: maybe(fc.boolean()),
      multiSelectionPermitted: maybe(fc.boolean()),
      minimumSelection: maybe(fc.nat(200)),
      maximumSelection: maybe(fc.nat(200)),
    });
    fc.assert(
      fc.property(group, fc.integer({ min: 1, max: 200 }), (bounds, size) => {
        const { minimum, maximum } = boundsOf(bounds, size);
        expect(minimum).to.be.within(0, maximum);
        expect(maximum).to.be.within(1, 100);
        if (bounds.mustSelectAnItem === true) expect(minimum).to.be.at.least(1);
      }),
    );
  });

  it('takes the switches where there are no numbers', () => {
    expect(boundsOf({ mustSelectAnItem: true, multiSelectionPermitted: false }, 5)).to.deep.equal({
      minimum: 1,
      maximum: 1,
    });
    expect(boundsOf({ multiSelectionPermitted: true }, 5)).to.deep.equal({ minimum: 0, maximum: 5 });
    expect(boundsOf({ minimumSelection: 2, maximumSelection: 3 }, 5)).to.deep.equal({ minimum: 2, maximum: 3 });
  });

  it('reads percentages exactly, or not at all', () => {
    expect(millionthsOf(7.25)).to.equal(72_500);
    expect(millionthsOf(20)).to.equal(200_000);
    expect(millionthsOf('0.0001')).to.equal(1);
    for (const wrong of [101, -1, 0.00001, 1e-9]) expect(millionthsOf(wrong), String(wrong)).to.equal(undefined);
    fc.assert(fc.property(fc.nat(1_000_000), (millionths) => millionthsOf(millionths / 10_000) === millionths));
  });
});
