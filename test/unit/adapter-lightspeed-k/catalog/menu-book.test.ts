import { expect } from 'chai';
import fc from 'fast-check';
import { toDecimal, type CatalogPart, type Selection } from '@poshub-bridge/core';
import { capabilities } from '#adapter-lightspeed-k/capabilities.js';
import { MenuBook } from '#adapter-lightspeed-k/catalog/menu-book.js';
import { faultOf } from '../../pos-hub/support/faults.js';

describe('adapter lightspeed-k: menus', () => {
  const item = (sku: string, productPrice: unknown, more: object = {}): object => ({
    ...{ '@type': 'menuItem', sku, productName: sku, productPrice },
    ...more,
  });
  function read(currency: string, ...groups: readonly (readonly object[])[]): CatalogPart {
    const book = new MenuBook(currency, new Set(['FEE']));
    const menuEntryGroups = groups.map((menuEntry, index) => ({
      '@type': 'group',
      id: `G${index}`,
      name: 'G',
      menuEntry,
    }));
    book.add('1', { menuName: 'Menu', menuEntryGroups });
    return book.part(new Set());
  }
  const warned = ({ warnings = [] }: CatalogPart): readonly string[] => warnings.map(({ ref }) => ref);

  it('reads every price exactly, in any currency', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.constantFrom('GBP', 'JPY', 'KWD'), (amount, currency) => {
        const price = Number(toDecimal({ amount, currency }));
        expect(read(currency, [item('A', price)]).products?.[0]?.price).to.deep.equal({ amount, currency });
      }),
    );
  });

  it('rounds no price: what is no amount of the currency is left out, and said', () => {
    for (const price of [1.005, -1, null, undefined, 1e30]) {
      const part = read('GBP', [item('A', price), item('B', 1)]);
      expect(
        part.products?.map(({ ref }) => ref),
        String(price),
      ).to.deep.equal(['B']);
      expect(warned(part)).to.deep.equal(['A']);
    }
  });

  it('says when one SKU has two prices, and takes the first', () => {
    const part = read('GBP', [item('A', 1)], [item('A', 2)]);
    expect(part.products).to.have.length(1);
    expect(part.products?.[0]).to.deep.include({
      price: { amount: 100, currency: 'GBP' },
      categories: ['1/G0', '1/G1'],
    });
    expect(warned(part)).to.deep.equal(['A']);
  });

  it('leaves out what can’t be ordered by itself, and says so', () => {
    const modifier = item('MOD', 1, { '@type': 'menuProductModifier' });
    const share = item('SHARE', 1, { pricingStrategy: 'CUSTOMIZED_ITEM_PRICE_WILL_BE_A_PERCENTAGE_OF_TOTAL' });
    const part = read('GBP', [modifier, share, item('', 1), item('x'.repeat(26), 1), item('FEE', 1), item('A', 1)]);
    expect(part.products?.map(({ ref }) => ref)).to.deep.equal(['A']);
    expect(warned(part)).to.have.length(5);
  });

  it('takes taxes within the price and on top, with their rates', () => {
    const taxes = [{ description: 'VAT', percentage: 20 }];
    const part = read('GBP', [
      item('A', 1, { taxes, taxIncludedInPrice: true }),
      item('B', 1, { taxes: [{ description: 'Levy', percentage: '7.25' }], taxIncludedInPrice: false }),
    ]);
    expect(part.taxRates?.map(({ name, millionths, inclusive }) => [name, millionths, inclusive])).to.deep.equal([
      ['VAT', 200_000, true],
      ['Levy', 72_500, false],
    ]);
  });

  it('shows the first picture that is there', () => {
    const pictured = (itemRichData: object): unknown =>
      read('GBP', [item('A', 1, { itemRichData })]).products?.[0]?.imageUrl;
    const [squareImageUrl, rawImageUrl] = ['https://a.example/s.jpg', 'https://a.example/r.jpg'];
    expect(pictured({ squareImageUrl, rawImageUrl })).to.equal(squareImageUrl);
    expect(pictured({ squareImageUrl: null, rawImageUrl })).to.equal(rawImageUrl);
    expect(pictured({ squareImageUrl: 'no address' })).to.equal(undefined);
  });

  it('offers as many choices within choices as an order carries, and says what it leaves out', () => {
    const within = (sku: string, inner?: object): object =>
      item(sku, 1, {
        '@type': 'menuProductModifier',
        menuModifierGroups:
          inner === undefined ? [] : [{ sku: `G-${sku}`, description: sku, productModifiers: [inner] }],
      });
    const nested = read('GBP', [
      item('A', 1, {
        menuModifierGroups: [{ sku: 'G', productModifiers: [within('1', within('2', within('3', within('4'))))] }],
      }),
    ]);
    const depthOf = (selections: readonly Selection[] = []): number =>
      Math.max(0, ...selections.flatMap(({ choices }) => choices.map((one) => 1 + depthOf(one.selections))));
    expect(depthOf(nested.products?.[0]?.selections)).to.equal(capabilities(0).orders.optionDepth);
    expect(warned(nested)).to.deep.equal(['3']);
  });

  it('reads no id that a number can’t carry exactly', () => {
    const list = { productionIntructionGroupId: 2 ** 53 + 2, productionInstructionList: [] };
    const run = (): unknown => read('GBP', [item('A', 1, { productionInstructionList: [list] })]);
    expect(faultOf(run).code).to.equal('vendor.unreadable');
  });
});
