import { expect } from 'chai';
import fc from 'fast-check';
import { isFault, type Catalog, type Product, type Selection } from '@poshub-bridge/core';
import { packed, unpacked, type PackedCatalog } from '#host/storage/schema/packed-catalog.js';
import { catalogs } from '../../../pos-hub/support/catalogs.js';

const stored = (catalog: Catalog): PackedCatalog => {
  const value: unknown = JSON.parse(JSON.stringify(packed(catalog)));
  if (isPacked(value)) return value;
  throw new Error('it is no stored catalog');
};
const isPacked = (value: unknown): value is PackedCatalog =>
  typeof value === 'object' && value !== null && 'lists' in value;
const extras = (maximum = 1): Selection => ({
  group: 'G',
  minimum: 0,
  maximum,
  choices: [{ modifier: 'M', selections: [] }],
});
const product = (ref: string, selections: readonly Selection[]): Product => ({
  ...{ ref, name: ref, available: true, categories: [] },
  price: { amount: 100, currency: 'GBP' },
  selections,
});
const catalogOf = (...products: readonly Product[]): Catalog => ({
  ...{ currency: 'GBP', categories: [], modifiers: [], modifierGroups: [], taxRates: [] },
  products,
});

describe('a catalog as it is stored', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(catalogs, (catalog) => {
        const plain: unknown = JSON.parse(JSON.stringify(catalog));
        expect(unpacked(stored(catalog))).to.deep.equal(plain);
      }),
    );
  });

  it('has each selection once, also where the till’s adapter made it anew for each product', () => {
    const catalog = catalogOf(
      product('A', [extras(), extras(2)]),
      product('B', [extras(), extras(2)]),
      product('C', [extras(2)]),
      product('D', []),
    );
    const { selections, lists, products } = stored(catalog);
    expect(selections).to.deep.equal([extras(), extras(2)]);
    expect(lists).to.deep.equal([[0, 1], [1], []]);
    expect(products.map((one) => one.selections)).to.deep.equal([0, 0, 1, 2]);
  });

  it('shares again what was shared', () => {
    const { products } = unpacked(stored(catalogOf(product('A', [extras()]), product('B', [extras()]))));
    expect(products[0]?.selections).to.equal(products[1]?.selections).and.deep.equal([extras()]);
  });

  it('is not read where a part of it is missing', () => {
    const whole = stored(catalogOf(product('A', [extras()])));
    for (const broken of [
      { ...whole, selections: [] },
      { ...whole, lists: [] },
    ])
      expect(() => unpacked(broken))
        .to.throw()
        .that.satisfies((error: unknown) => isFault(error) && error.code === 'storage.unavailable');
  });
});
