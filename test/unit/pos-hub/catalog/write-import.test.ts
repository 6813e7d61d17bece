import { expect } from 'chai';
import fc from 'fast-check';
import { isFault, type Catalog, type Product } from '@poshub-bridge/core';
import { writeCatalog } from '#pos-hub/catalog/write-catalog.js';
import { writeImport } from '#pos-hub/catalog/write-import.js';
import { catalogs, sampleCatalog } from '../support/catalogs.js';
import { STORE } from '../support/orders.js';
import { settingsOf } from '../support/settings.js';

const settings = settingsOf();
const read = (pieces: readonly Uint8Array[]): unknown => JSON.parse(Buffer.concat(pieces).toString('utf8'));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the body of an import', () => {
  it('says what the answer to a sync call says, of any catalog', () => {
    fc.assert(
      fc.property(catalogs, (catalog) => {
        expect(read(writeImport(catalog, STORE, settings))).to.deep.equal(
          plain(writeCatalog(catalog, STORE, settings)),
        );
      }),
      { examples: [[sampleCatalog()], [sampleCatalog({ products: [] })]] },
    );
  });

  it('comes in pieces of a bounded size, whatever letters are in it', () => {
    const [product] = sampleCatalog().products;
    if (product === undefined) throw new Error('there is no product');
    const products = Array.from({ length: 2_000 }, (_, index): Product => ({
      ...product,
      ref: `P${index}`,
      name: `Crème brûlée 🍮 ${index}`,
    }));
    const catalog: Catalog = sampleCatalog({ products });
    const pieces = writeImport(catalog, STORE, settings);
    expect(pieces.length).to.be.greaterThan(1);
    expect(Math.max(...pieces.map((piece) => piece.byteLength))).to.be.lessThan(600_000);
    expect(read(pieces)).to.deep.equal(plain(writeCatalog(catalog, STORE, settings)));
  });

  it('is not made of a catalog that POS Hub can’t take', () => {
    const [product] = sampleCatalog().products;
    const broken = sampleCatalog({ products: product === undefined ? [] : [{ ...product, name: ' ' }] });
    expect(() => writeImport(broken, STORE, settings))
      .to.throw()
      .that.satisfies((error: unknown) => isFault(error) && error.code === 'catalog.incomplete');
  });
});
