import { expect } from 'chai';
import fc from 'fast-check';
import { isIdle, planSync, type Catalog, type Modifier, type Product } from '@poshub-bridge/core';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });
const product = (ref: string, more: Partial<Product> = {}): Product => ({
  ref,
  name: ref,
  price: gbp(950),
  available: true,
  categories: [],
  selections: [],
  ...more,
});
const modifier = (ref: string, more: Partial<Modifier> = {}): Modifier => ({
  ref,
  name: ref,
  price: gbp(50),
  available: true,
  ...more,
});
const catalog = (more: Partial<Catalog> = {}): Catalog => ({
  currency: 'GBP',
  categories: [{ ref: 'C', name: 'Pizza', available: true }],
  products: [product('A'), product('B')],
  modifiers: [modifier('M')],
  modifierGroups: [{ ref: 'G', name: 'Extras', minimum: 0, maximum: 1, modifiers: ['M'] }],
  taxRates: [],
  ...more,
});

const NONE_REMOVED = { removedShare: 0, removedKind: 'products' } as const;

describe('the plan of a sync', () => {
  it('of a catalog that POS Hub never had is to import all of it', () => {
    const plan = planSync(undefined, catalog());
    expect(plan).to.deep.equal({ inserted: 5, updated: 0, deleted: 0, unchanged: 0, ...NONE_REMOVED });
    expect(isIdle(plan)).to.equal(false);
  });

  it('imports even an empty catalog the first time', () => {
    const empty = { currency: 'GBP', categories: [], products: [], modifiers: [], modifierGroups: [], taxRates: [] };
    expect(isIdle(planSync(undefined, empty))).to.equal(false);
  });

  it('of an unchanged catalog is to do nothing, whatever the order of its keys', () => {
    const backwards = ({ ref, name, price, available, categories, selections }: Product): Product => ({
      selections,
      categories,
      available,
      price: { currency: price.currency, amount: price.amount },
      name,
      ref,
    });
    const after = catalog({ products: catalog().products.map(backwards).reverse() });
    expect(JSON.stringify(after)).to.not.equal(JSON.stringify(catalog()));
    const plan = planSync(catalog(), after);
    expect(plan).to.deep.include({ inserted: 0, updated: 0, deleted: 0, unchanged: 5 });
    expect(isIdle(plan)).to.equal(true);
  });

  it('is single changes where nothing but stock and prices moved', () => {
    const after = catalog({
      products: [product('A', { available: false }), product('B', { price: gbp(999), version: 'v2' })],
      modifiers: [modifier('M', { available: false }), modifier('N', { available: false, price: gbp(60) })],
    });
    const plan = planSync(catalog({ modifiers: [modifier('M'), modifier('N')] }), after);
    expect(plan.offers).to.deep.equal([
      { kind: 'product', ref: 'A', available: false },
      { kind: 'product', ref: 'B', price: gbp(999) },
      { kind: 'modifier', ref: 'M', available: false },
      { kind: 'modifier', ref: 'N', available: false, price: gbp(60) },
    ]);
    expect([plan.updated, plan.unchanged]).to.deep.equal([4, 2]);
  });

  it('is an import where the price of a modifier moved that a group lists: the group repeats it', () => {
    const plan = planSync(catalog(), catalog({ modifiers: [modifier('M', { price: gbp(60) })] }));
    expect(plan).to.deep.include({ updated: 1, unchanged: 4 }).and.to.not.have.property('offers');
  });

  it('is an import where anything else changed', () => {
    const changes: readonly Partial<Catalog>[] = [
      { products: [product('A', { name: 'Aa', available: false }), product('B')] },
      { products: [product('A'), product('B'), product('C')] },
      { products: [product('A')] },
      { modifiers: [] },
      { categories: [{ ref: 'C', name: 'Pasta', available: true }] },
      { modifierGroups: [] },
      { taxRates: [{ ref: 'T', name: 'VAT', millionths: 1, inclusive: true, isDefault: true }] },
      { hours: [{ day: 'monday', from: '09:00', to: '17:00' }] },
      { currency: 'EUR' },
    ];
    for (const change of changes) {
      const plan = planSync(catalog(), catalog(change));
      expect(plan, JSON.stringify(change)).to.not.have.property('offers');
      expect(isIdle(plan)).to.equal(false);
    }
  });

  it('is an import where a store of another currency took the old one’s place, although all numbers are the same', () => {
    const euros = (one: Product): Product => ({ ...one, price: { ...one.price, currency: 'EUR' } });
    const after = catalog({ currency: 'EUR', products: [product('A'), product('B')].map(euros) });
    expect(planSync(catalog(), after)).to.not.have.property('offers');
  });

  it('sees a difference however deep it lies, and takes a field that is undefined for none', () => {
    const chosen = (choice: object) =>
      catalog({
        products: [
          product('A', {
            selections: [
              { group: 'G', minimum: 0, maximum: 1, choices: [{ modifier: 'M', selections: [], ...choice }] },
            ],
          }),
        ],
      });
    const nested = { selections: [{ group: 'G', minimum: 0, maximum: 1, choices: [] }] };
    const forms = [{}, { price: gbp(1) }, { price: gbp(2) }, { modifier: 'N' }, nested];
    for (const [one, before] of forms.entries())
      for (const [other, after] of forms.entries())
        expect(isIdle(planSync(chosen(before), chosen(after))), `${one} and ${other}`).to.equal(one === other);
    expect(isIdle(planSync(chosen({}), chosen({ price: undefined })))).to.equal(true);
    expect(isIdle(planSync(chosen({ price: undefined }), chosen({})))).to.equal(true);
  });

  it('sees a change of any field of a product and of a modifier, but of its version', () => {
    const offer = {
      ...{ ref: 'A', name: 'A', description: 'Good.', position: 1, version: '1', available: true },
      ...{ price: gbp(950), imageUrl: 'https://cdn.test/a.png', containsAlcohol: false, containsTobacco: false },
      nutrition: { diet: 'vegan' },
    } as const;
    const product: Required<Product> = {
      ...{ ...offer, variantOf: 'B', categories: ['C'] },
      selections: [{ group: 'G', minimum: 0, maximum: 1, choices: [] }],
      hours: [{ day: 'monday', from: '09:00', to: '17:00' }],
    };
    const modifier: Required<Modifier> = offer;
    const others: Required<Product> = {
      ...{ ref: 'Z', name: 'Z', description: 'Bad.', position: 2, version: '2', available: false },
      ...{ price: gbp(951), imageUrl: 'https://cdn.test/z.png', containsAlcohol: true, containsTobacco: true },
      ...{ nutrition: { diet: 'vegetarian' }, variantOf: 'Z', categories: ['C', 'D'], selections: [], hours: [] },
    };
    for (const [name, value] of Object.entries(others)) {
      const isIdleWith = (changed: (entry: object) => object): readonly boolean[] => [
        isIdle(
          planSync(catalog({ products: [product] }), catalog({ products: [{ ...product, ...changed(product) }] })),
        ),
        ...(name in modifier
          ? [
              isIdle(
                planSync(
                  catalog({ modifiers: [modifier] }),
                  catalog({ modifiers: [{ ...modifier, ...changed(modifier) }] }),
                ),
              ),
            ]
          : []),
      ];
      const isSilent = name === 'version';
      expect(
        isIdleWith(() => ({})),
        name,
      ).to.not.include(false);
      expect(
        isIdleWith(() => ({ [name]: value })),
        name,
      ).to.not.include(!isSilent);
    }
  });

  it('finds what moved to another place, and looks at what products share as at anything else', () => {
    const shared = [{ group: 'G', minimum: 0, maximum: 1, choices: [{ modifier: 'M', selections: [] }] }];
    const other = [{ group: 'G', minimum: 0, maximum: 2, choices: [{ modifier: 'M', selections: [] }] }];
    const of = (...all: readonly (readonly [string, Product['selections']])[]) =>
      catalog({ products: all.map(([ref, selections]) => product(ref, { selections })) });
    const before = of(['A', shared], ['B', shared], ['D', other], ['E', shared]);
    const after = of(['A', structuredClone(shared)], ['C', shared], ['B', shared], ['D', other], ['E', other]);
    expect(planSync(before, after)).to.deep.include({ inserted: 1, updated: 1, deleted: 0, unchanged: 6 });
  });

  it('is to do nothing where only the till’s versions moved', () => {
    const after = catalog({
      products: [product('A', { version: 'v2' }), product('B')],
      categories: [{ ref: 'C', name: 'Pizza', available: true, version: 'v2' }],
    });
    expect(isIdle(planSync(catalog(), after))).to.equal(true);
  });

  it('is one deletion where one goes and the till counts the others anew, and an update where they change places', () => {
    const ranked = (...refs: readonly string[]): Catalog =>
      catalog({ products: refs.map((ref, position) => product(ref, { position })) });
    const count = ({ inserted, updated, deleted }: ReturnType<typeof planSync>): string =>
      [inserted, updated, deleted].join();
    expect(count(planSync(ranked('A', 'B', 'C'), ranked('B', 'C')))).to.equal('0,0,1');
    expect(count(planSync(ranked('A', 'B'), ranked('N', 'A', 'B')))).to.equal('1,0,0');
    expect(count(planSync(ranked('A', 'B', 'C'), ranked('B', 'A', 'C')))).to.equal('0,2,0');
  });

  it('says what share of the products would go', () => {
    expect(planSync(catalog(), catalog({ products: [product('A')] })).removedShare).to.equal(0.5);
    expect(planSync(catalog(), catalog({ products: [product('X'), product('Y')] })).removedShare).to.equal(1);
    expect(planSync(catalog({ products: [] }), catalog({ products: [] })).removedShare).to.equal(0);
    expect(planSync(catalog(), catalog({ modifiers: [] })).removedShare).to.equal(0);
  });

  it('says what share of another kind would go, where ten of it would and it is the largest', () => {
    const many = (count: number) => Array.from({ length: count }, (_, place) => modifier(`m${place}`));
    const groups = many(20).map(({ ref, name }) => ({ ref, name, minimum: 0, maximum: 1, modifiers: [] }));
    const categories = many(20).map(({ ref, name }) => ({ ref, name, available: true }));
    const full = catalog({ modifiers: many(20), modifierGroups: groups, categories });
    const removal = (left: Partial<Catalog>) => {
      const { removedShare, removedKind } = planSync(full, { ...full, ...left });
      return { removedShare, removedKind };
    };
    expect(removal({ modifiers: [] })).to.deep.equal({ removedShare: 1, removedKind: 'modifiers' });
    expect(removal({ modifiers: many(10) })).to.deep.equal({ removedShare: 0.5, removedKind: 'modifiers' });
    expect(removal({ modifiers: many(11) })).to.deep.equal(NONE_REMOVED);
    expect(removal({ modifierGroups: groups.slice(15) })).to.deep.equal({
      removedShare: 0.75,
      removedKind: 'modifierGroups',
    });
    expect(removal({ categories: [], products: [product('A')] })).to.deep.equal({
      removedShare: 1,
      removedKind: 'categories',
    });
    expect(removal({ modifiers: [], products: [] })).to.deep.equal({ removedShare: 1, removedKind: 'products' });
    const rates = many(20).map(({ ref, name }) => ({ ref, name, millionths: 1, inclusive: true, isDefault: false }));
    expect(planSync({ ...full, taxRates: rates }, full)).to.deep.include(NONE_REMOVED);
  });

  it('counts every entry once, of any two catalogs, and is idle exactly where they are the same', () => {
    const products = fc
      .uniqueArray(
        fc.record({ ref: fc.constantFrom('A', 'B', 'C', 'D', 'E'), available: fc.boolean(), amount: fc.nat(2) }),
        { selector: ({ ref }) => ref },
      )
      .map((all) => all.map(({ ref, available, amount }) => product(ref, { available, price: gbp(amount) })));
    fc.assert(
      fc.property(products, products, (before, after) => {
        const plan = planSync(catalog({ products: before }), catalog({ products: after }));
        expect(plan.inserted + plan.updated + plan.unchanged - 3).to.equal(after.length);
        expect(plan.deleted + plan.updated + plan.unchanged - 3).to.equal(before.length);
        const sorted = (all: readonly Product[]) => [...all].sort((a, b) => (a.ref < b.ref ? -1 : 1));
        expect(isIdle(plan)).to.equal(JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)));
        if (plan.offers !== undefined) expect(plan.offers).to.have.length(plan.updated);
      }),
    );
  });
});
