import { expect } from 'chai';
import {
  asFault,
  CatalogAssembly,
  type CatalogPart,
  type Modifier,
  type ModifierGroup,
  type Product,
  type Selection,
} from '@poshub-bridge/core';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });
const product = (ref: string, more: Partial<Product> = {}): Product => ({
  ref,
  name: `product ${ref}`,
  price: gbp(950),
  available: true,
  categories: [],
  selections: [],
  ...more,
});
const modifier = (ref: string, more: Partial<Modifier> = {}): Modifier => ({
  ref,
  name: `modifier ${ref}`,
  price: gbp(50),
  available: true,
  ...more,
});
const group = (ref: string, more: Partial<ModifierGroup> = {}): ModifierGroup => ({
  ref,
  name: `group ${ref}`,
  minimum: 0,
  maximum: 1,
  modifiers: [],
  ...more,
});
const selection = (more: Partial<Selection> = {}): Selection => ({
  group: 'G',
  minimum: 0,
  maximum: 1,
  choices: [],
  ...more,
});

function assemble(...parts: readonly CatalogPart[]) {
  const assembly = new CatalogAssembly('GBP');
  for (const part of parts) assembly.add(part);
  return assembly.finish();
}

describe('a catalog put together from parts', () => {
  it('is the same in whatever pieces and order they come', () => {
    const parts: readonly CatalogPart[] = [
      { products: [product('B', { categories: ['C'] })] },
      { products: [product('A')], modifiers: [modifier('M')] },
      { categories: [{ ref: 'C', name: 'Pizza', available: true }] },
      { modifierGroups: [group('G', { modifiers: ['M'] })] },
      { taxRates: [{ ref: 'T', name: 'VAT', millionths: 200_000, inclusive: true, isDefault: true }] },
      { hours: [{ day: 'monday', from: '09:00', to: '17:00' }] },
    ];
    const whole = assemble(...parts);
    expect(whole.warnings).to.deep.equal([]);
    expect(whole.catalog.products.map(({ ref }) => ref)).to.deep.equal(['A', 'B']);
    expect(whole.catalog.products[1]?.categories).to.deep.equal(['C']);
    expect(whole.catalog.modifierGroups[0]?.modifiers).to.deep.equal(['M']);
    expect(whole.catalog.hours).to.have.length(1);
    expect(assemble(...[...parts].reverse())).to.deep.equal(whole);
  });

  it('is empty where the till has nothing, and says no hours', () => {
    const { catalog, warnings } = assemble();
    expect(catalog).to.deep.equal({
      currency: 'GBP',
      categories: [],
      products: [],
      modifiers: [],
      modifierGroups: [],
      taxRates: [],
    });
    expect(warnings).to.deep.equal([]);
  });

  it('has an entry once that comes twice, and says so where the two differ', () => {
    const { catalog, warnings } = assemble(
      { products: [product('A'), product('B')] },
      { products: [product('A'), product('B', { name: 'another' })] },
    );
    expect(catalog.products.map(({ name }) => name)).to.deep.equal(['product A', 'product B']);
    expect(warnings.map(({ ref }) => ref)).to.deep.equal(['B']);
  });

  it('passes the adapter’s own warnings on', () => {
    const warning = { ref: 'X', message: 'is sold by weight' };
    expect(assemble({ warnings: [warning] }).warnings).to.deep.equal([warning]);
  });

  it('refuses a price in another currency than the store’s: nothing is changed then', () => {
    const euros = product('A', { price: { amount: 1, currency: 'EUR' } });
    let thrown: unknown;
    try {
      assemble({ products: [euros] });
    } catch (error) {
      thrown = error;
    }
    expect(asFault(thrown).code).to.equal('catalog.incomplete');
    expect(asFault(thrown).detail).to.contain('EUR');
  });

  it('leaves out what POS Hub would refuse, each with a word', () => {
    const { catalog, warnings } = assemble({
      products: [
        product('nameless', { name: ' ' }),
        product('negative', { price: gbp(-1) }),
        product('free', { price: gbp(0) }),
        product('dearest', { price: gbp(999_999_999) }),
      ],
      modifiers: [modifier('too dear', { price: gbp(1_000_000_000) })],
    });
    expect(catalog.products.map(({ ref }) => ref)).to.deep.equal(['dearest', 'free']);
    expect(catalog.modifiers).to.deep.equal([]);
    expect(warnings.map(({ ref }) => ref).sort()).to.deep.equal(['nameless', 'negative', 'too dear']);
  });

  it('leaves out references that lead nowhere, and keeps who makes them', () => {
    const { catalog, warnings } = assemble({
      products: [
        product('A', {
          variantOf: 'gone',
          categories: ['gone too'],
          selections: [
            selection({ group: 'no group' }),
            selection({
              choices: [
                { modifier: 'no modifier', selections: [] },
                { modifier: 'M', selections: [] },
              ],
            }),
          ],
        }),
        product('B', { variantOf: 'A' }),
      ],
      modifiers: [modifier('M')],
      modifierGroups: [group('G', { modifiers: ['M', 'lost'] })],
    });
    const [first, second] = catalog.products;
    expect(first).to.not.have.property('variantOf');
    expect(first?.categories).to.deep.equal([]);
    expect(first?.selections).to.deep.equal([selection({ choices: [{ modifier: 'M', selections: [] }] })]);
    expect(second?.variantOf).to.equal('A');
    expect(catalog.modifierGroups[0]?.modifiers).to.deep.equal(['M']);
    expect(warnings.map(({ ref, message }) => `${ref} ${message}`)).to.deep.equal([
      'G names the modifier lost, which the catalog does not have',
      'A names the product gone, which the catalog does not have',
      'A names the category gone too, which the catalog does not have',
      'A names the modifier group no group, which the catalog does not have',
      'A names the modifier no modifier, which the catalog does not have',
    ]);
  });

  it('names each product whose shared selection has something wrong, and keeps sound ones shared', () => {
    const sound = selection({ choices: [{ modifier: 'M', selections: [] }] });
    const broken = selection({ choices: [{ modifier: 'lost', selections: [] }] });
    const { catalog, warnings } = assemble({
      products: ['A', 'B'].map((ref) => product(ref, { selections: [sound, broken] })),
      modifiers: [modifier('M')],
      modifierGroups: [group('G')],
    });
    expect(warnings.map(({ ref }) => ref)).to.deep.equal(['A', 'B']);
    for (const { selections } of catalog.products) {
      expect(selections[0]).to.equal(sound);
      expect(selections[1]?.choices).to.deep.equal([]);
    }
  });

  it('keeps the limits of modifier groups to what POS Hub takes', () => {
    const limits = (minimum: number, maximum: number) => {
      const { catalog, warnings } = assemble({ modifierGroups: [group('G', { minimum, maximum })] });
      const [first] = catalog.modifierGroups;
      return [first?.minimum, first?.maximum, warnings.length];
    };
    expect(limits(0, 100)).to.deep.equal([0, 100, 0]);
    expect(limits(0, 101)).to.deep.equal([0, 100, 1]);
    expect(limits(200, 300)).to.deep.equal([100, 100, 1]);
    expect(limits(2, 1)).to.deep.equal([2, 2, 1]);
    expect(limits(-1, -1)).to.deep.equal([0, 0, 1]);
    const { catalog } = assemble({
      products: [product('A', { selections: [selection({ minimum: 3, maximum: 1 })] })],
      modifierGroups: [group('G')],
    });
    expect(catalog.products[0]?.selections[0]).to.include({ minimum: 3, maximum: 3 });
  });

  it('ends a circle in the till’s nesting, with one word', () => {
    const nested = (depth: number): Selection =>
      selection({ choices: [{ modifier: 'M', selections: depth === 0 ? [] : [nested(depth - 1)] }] });
    const depthOf = (one: Selection | undefined): number =>
      one === undefined ? 0 : 1 + depthOf(one.choices[0]?.selections[0]);
    const with_ = (depth: number) =>
      assemble({
        products: [product('A', { selections: [nested(depth)] })],
        modifiers: [modifier('M')],
        modifierGroups: [group('G')],
      });
    expect(with_(7).warnings).to.deep.equal([]);
    expect(depthOf(with_(7).catalog.products[0]?.selections[0])).to.equal(8);
    expect(with_(20).warnings).to.have.length(1);
    expect(depthOf(with_(20).catalog.products[0]?.selections[0])).to.equal(8);
  });
});

describe('changes put together with the catalog from before', () => {
  const before = assemble({
    products: [
      product('A', { selections: [selection({ choices: [{ modifier: 'M', selections: [] }] })] }),
      product('B'),
    ],
    modifiers: [modifier('M'), modifier('N')],
    modifierGroups: [group('G', { modifiers: ['M', 'N'] })],
    categories: [{ ref: 'C', name: 'Pizza', available: true }],
    hours: [{ day: 'monday', from: '09:00', to: '17:00' }],
  }).catalog;

  function change(...parts: readonly CatalogPart[]) {
    const assembly = new CatalogAssembly('GBP', before);
    for (const part of parts) assembly.add(part);
    return assembly.finish();
  }

  it('leave what they do not name as it was', () => {
    const { catalog, changesOnly, mark } = change({ changesOnly: true, mark: 'later' });
    expect(catalog).to.deep.equal(before);
    expect({ changesOnly, mark }).to.deep.equal({ changesOnly: true, mark: 'later' });
  });

  it('replace what they name, add what is new and take away what is gone', () => {
    const renamed = product('A', { name: 'renamed' });
    const { catalog } = change(
      { changesOnly: true, products: [renamed, product('D')], removed: { products: ['B'], categories: ['C'] } },
      { modifiers: [modifier('N', { price: gbp(70) })], mark: '1' },
      { mark: '2' },
    );
    expect(catalog.products).to.deep.equal([renamed, product('D')]);
    expect(catalog.categories).to.deep.equal([]);
    expect(catalog.modifiers).to.deep.equal([modifier('M'), modifier('N', { price: gbp(70) })]);
    expect(catalog.hours).to.deep.equal(before.hours);
  });

  it('take a reference of one kind for no other', () => {
    expect(change({ changesOnly: true, removed: { products: ['M'] } }).catalog).to.deep.equal(before);
  });

  it('take what is gone out of what names it, with a word', () => {
    const { catalog, warnings } = change({ changesOnly: true, removed: { modifiers: ['M'] } });
    expect(catalog.modifierGroups[0]?.modifiers).to.deep.equal(['N']);
    expect(catalog.products[0]?.selections[0]?.choices).to.deep.equal([]);
    expect(warnings.map(({ ref }) => ref)).to.have.members(['A', 'G']);
  });

  it('take away what POS Hub does not take any more', () => {
    const { catalog, warnings } = change({ changesOnly: true, products: [product('B', { name: ' ' })] });
    expect(catalog.products.map(({ ref }) => ref)).to.deep.equal(['A']);
    expect(warnings).to.deep.equal([{ ref: 'B', message: 'has no name and is left out' }]);
  });

  it('are no changes but the whole where the till says so', () => {
    const { catalog, changesOnly } = change({ products: [product('D')] });
    expect(catalog.products).to.deep.equal([product('D')]);
    expect([catalog.modifiers, changesOnly]).to.deep.equal([[], false]);
  });

  it('are refused where no catalog is known', () => {
    expect(() => assemble({ changesOnly: true })).to.throw('changes where all was asked for');
  });
});
