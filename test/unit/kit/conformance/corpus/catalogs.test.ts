import { expect } from 'chai';
import { CATALOG_CASES } from '#kit/conformance/corpus/index.js';
import type { CatalogCase, ExpectedSelection, Key, Menu } from '#kit/conformance/corpus/types.js';
import { keysOf } from './support.js';

/** The products and modifiers of a menu that are expected, at whatever depth. */
function expectedOf({ products }: CatalogCase): readonly Key[] {
  const chosen = ({ choices }: ExpectedSelection): readonly Key[] =>
    choices.flatMap(({ item, selections }) => [item, ...selections.flatMap(chosen)]);
  return products.flatMap(({ item, selections }) => [item, ...selections.flatMap(chosen)]);
}

/** The keys to which something in a menu points. */
function pointedAt({ categories = [], groups = [], products }: Menu): readonly Key[] {
  const owners = [...products, ...groups.flatMap(({ modifiers }) => modifiers)];
  return [
    ...categories.flatMap(({ parent }) => parent ?? []),
    ...owners.flatMap((one) => one.groups ?? []),
    ...products.flatMap(({ category, alsoIn = [] }) => [...(category === undefined ? [] : [category]), ...alsoIn]),
    ...products.flatMap(({ limits = {}, prices = {} }) => [...Object.keys(limits), ...Object.keys(prices)]),
  ];
}

function addedIn({ changes = [] }: CatalogCase): readonly Key[] {
  return changes.flatMap((change) => (change.type === 'add' ? [change.product.key] : []));
}

describe('The menus of the corpus', () => {
  it('are more than twenty, each with a name of its own that can be an id', () => {
    const names = CATALOG_CASES.map(({ name }) => name);
    expect(names.length).to.be.at.least(20);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  for (const one of CATALOG_CASES)
    describe(one.name, () => {
      const { menu, changes = [] } = one;
      const sold = new Set(keysOf(menu));

      it('says why, in a sentence', () => expect(one.why).to.match(/^[A-Z“].{20,}\.$/u));

      it('looks at something', () => expect(one.products.length > 0 || one.also !== undefined).to.equal(true));

      it('expects what the menu sells', () => {
        for (const key of expectedOf(one)) expect(sold.has(key), key).to.equal(true);
      });

      it('changes what the menu sells, or adds to it', () => {
        for (const change of changes)
          if (change.type !== 'add') expect(new Set([...sold, ...addedIn(one)])).to.include(change.key);
      });

      it('points at nothing that it does not have', () => {
        const { categories = [], groups = [] } = menu;
        const known = new Set([...[...categories, ...groups].map(({ key }) => key), ...sold]);
        for (const key of pointedAt(menu)) expect(known.has(key), key).to.equal(true);
      });

      it('has each key once, unless it is one modifier in several groups', () => {
        const products = keysOf({ products: menu.products });
        expect(new Set(products).size).to.equal(products.length);
        const modifiers = (menu.groups ?? []).flatMap((group) => group.modifiers);
        const first = new Map([...modifiers].reverse().map((modifier) => [modifier.key, modifier]));
        for (const modifier of modifiers) expect(modifier).to.deep.equal(first.get(modifier.key));
      });
    });

  it('come in every currency of 0, 2 and 3 digits that a store may have', () => {
    expect(CATALOG_CASES.map(({ currency }) => currency)).to.include.members(['JPY', 'EUR', 'KWD']);
  });
});
