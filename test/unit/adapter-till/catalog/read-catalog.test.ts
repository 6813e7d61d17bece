import { expect } from 'chai';
import {
  CatalogAssembly,
  type Catalog,
  type CatalogPart,
  type CatalogWarning,
  type StoreSession,
} from '@poshub-bridge/core';
import { faultIn } from '../../pos-hub/support/faults.js';
import { catalogOf, startRig, type Rig } from '../support/rig.js';

interface Read {
  readonly parts: readonly CatalogPart[];
  readonly catalog: Catalog;
  readonly warnings: readonly CatalogWarning[];
}

describe('adapter till: the catalog', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  async function read(session: StoreSession): Promise<Read> {
    const assembly = new CatalogAssembly(session.store.currency);
    const parts: CatalogPart[] = [];
    for await (const part of rig.system.catalog(session)) {
      parts.push(part);
      assembly.add(part);
    }
    return { parts, ...assembly.finish() };
  }

  const product = ({ catalog }: Read, ref: string): Catalog['products'][number] | undefined =>
    catalog.products.find((one) => one.ref === ref);

  it('reads every page: everything that the till has is there, and nothing else', async () => {
    const pages: number[] = [];
    for (const session of [rig.soho, rig.kreuzberg]) {
      const { catalog, parts } = await read(session);
      const objects = await catalogOf(rig, session.store.ref);
      const ids = (kind: string): readonly string[] =>
        objects.filter((object) => object.kind === kind).map((object) => object.id);
      expect(catalog.categories.map((one) => one.ref)).to.have.members(ids('category'));
      expect(catalog.modifiers.map((one) => one.ref)).to.have.members(ids('modifier'));
      expect(catalog.modifierGroups.map((one) => one.ref)).to.have.members(ids('modifier_group'));
      const forms = objects.flatMap((object) =>
        object.kind === 'product' ? [object.id, ...object.variants.map((variant) => `${object.id}/${variant.id}`)] : [],
      );
      expect(catalog.products.map((one) => one.ref)).to.have.members(forms);
      // The hours come before the pages, and the products after them.
      pages.push(parts.length - 2);
      expect(pages.at(-1)).to.equal(Math.ceil(objects.length / 20));
    }
    expect(pages).to.deep.equal([3, 1]);
  });

  it('is the same when read twice, and whole: core finds no loose end', async () => {
    const first = await read(rig.soho);
    expect(first.warnings).to.deep.equal([]);
    expect(await read(rig.soho)).to.deep.equal(first);
  });

  it('keeps what a product is', async () => {
    const caesar = product(await read(rig.soho), 'prd_caesar');
    expect(caesar).to.deep.include({
      name: 'Caesar salad',
      description: 'Little gem, anchovy dressing, croutons, Parmesan.',
      price: { amount: 895, currency: 'GBP' },
      available: true,
      position: 2,
      containsAlcohol: false,
      categories: ['cat_small_plates', 'cat_lunch'],
      nutrition: {
        allergens: ['gluten', 'eggs', 'fish', 'milk', 'mustard'],
        calories: { from: 430, to: 430 },
      },
    });
  });

  it('says vegan rather than vegetarian, and each allergen in the words of core', async () => {
    const allergens = ['celery', 'crustaceans', 'eggs', 'fish', 'gluten', 'lupin', 'milk', 'molluscs', 'mustard'];
    await rig.admin('PATCH', '/admin/stores/str_soho/products/prd_cola', {
      allergens: [...allergens, 'nuts', 'peanuts', 'sesame', 'soya', 'sulphites'],
      dietary: ['vegetarian', 'vegan'],
      image_url: 'https://example.com/cola.png',
    });
    const cola = product(await read(rig.soho), 'prd_cola');
    expect(cola?.nutrition).to.deep.equal({
      allergens: [
        ...allergens,
        ...['nuts-unspecified', 'peanuts', 'sesame-seeds', 'soybeans', 'sulphur-dioxide-sulphites'],
      ],
      diet: 'vegan',
    });
    expect(cola?.imageUrl).to.equal('https://example.com/cola.png');
  });

  it('warns of an allergen that it does not know, and never takes it for “none”', async () => {
    await rig.admin('PATCH', '/admin/stores/str_soho/products/prd_cola', { allergens: ['kiwi', 'none', 'milk'] });
    const all = await read(rig.soho);
    expect(product(all, 'prd_cola')?.nutrition?.allergens).to.deep.equal(['milk']);
    expect(all.warnings.map(({ ref }) => ref)).to.deep.equal(['prd_cola', 'prd_cola']);
    expect(all.warnings[0]?.message).to.contain('kiwi');
  });

  it('offers a variant as a product of its own that names the one it is a form of', async () => {
    const all = await read(rig.soho);
    const large = product(all, 'prd_margherita/var_margherita_16');
    expect(large).to.deep.include({
      name: 'Margherita 16 inch',
      variantOf: 'prd_margherita',
      price: { amount: 1650, currency: 'GBP' },
      categories: ['cat_pizza'],
    });
    expect(large?.selections).to.deep.equal(product(all, 'prd_margherita')?.selections);
    expect(product(all, 'prd_margherita')).to.deep.include({
      price: { amount: 850, currency: 'GBP' },
      available: true,
    });
  });

  it('unfolds groups within groups, with a product’s own limits', async () => {
    const all = await read(rig.soho);
    const [crust, toppings] = product(all, 'prd_tartufo')?.selections ?? [];
    expect(crust).to.include({ group: 'grp_crust', minimum: 1, maximum: 1 });
    expect(toppings).to.include({ group: 'grp_toppings', minimum: 0, maximum: 2 });
    expect(product(all, 'prd_diavola')?.selections[1]).to.include({ minimum: 0, maximum: 5 });
    const filling = crust?.choices.find((choice) => choice.modifier === 'mod_crust_stuffed')?.selections[0];
    expect(filling).to.include({ group: 'grp_filling', minimum: 1, maximum: 2 });
    const heat = filling?.choices.find((choice) => choice.modifier === 'mod_filling_nduja')?.selections[0];
    expect(heat?.choices.map((choice) => choice.modifier)).to.deep.equal(['mod_heat_mild', 'mod_heat_hot']);
  });

  it('tells inclusive rates from additive ones, and warns of a tax that is an amount', async () => {
    const soho = await read(rig.soho);
    const rate = (ref: string): object | undefined => soho.catalog.taxRates.find((one) => one.ref === ref);
    expect(rate('tax_vat')).to.include({ millionths: 200_000, inclusive: true });
    expect(rate('tax_service')).to.include({ millionths: 125_000, inclusive: false });
    const kreuzberg = await read(rig.kreuzberg);
    expect(kreuzberg.catalog.taxRates.map((one) => one.ref)).to.deep.equal(['tax_mwst_19', 'tax_mwst_7']);
    expect(kreuzberg.warnings.map(({ ref }) => ref)).to.deep.equal(['tax_pfand']);
  });

  it('says what is out: a modifier, a variant alone, a product with all its variants', async () => {
    const out = (item: string): Promise<unknown> =>
      rig.api('PUT', `/v1/stores/str_soho/stock/${item}`, { in_stock: false });
    await out('mod_top_burrata');
    await out('var_margherita_9');
    let all = await read(rig.soho);
    expect(all.catalog.modifiers.filter((one) => !one.available).map((one) => one.ref)).to.deep.equal([
      'mod_top_burrata',
    ]);
    const gone = (): readonly string[] => all.catalog.products.filter((one) => !one.available).map((one) => one.ref);
    expect(gone()).to.deep.equal(['prd_margherita/var_margherita_9', 'prd_staff_meal']);
    await out('prd_margherita');
    all = await read(rig.soho);
    expect(gone()).to.deep.equal([
      'prd_margherita',
      ...['12', '16', '9'].map((size) => `prd_margherita/var_margherita_${size}`),
      'prd_staff_meal',
    ]);
  });

  it('does not offer a product of which every variant is out', async () => {
    for (const size of ['klein', 'gross'])
      await rig.api('PUT', `/v1/stores/str_kreuzberg/stock/var_pommes_${size}`, { in_stock: false });
    expect(product(await read(rig.kreuzberg), 'prd_pommes')?.available).to.equal(false);
  });

  it('has hidden products, as not available', async () => {
    expect(product(await read(rig.soho), 'prd_staff_meal')?.available).to.equal(false);
  });

  it('splits opening hours that go past midnight', async () => {
    await rig.admin('PATCH', '/admin/stores/str_soho', {
      hours: [
        { day: 'friday', from: '17:00', to: '01:00' },
        { day: 'saturday', from: '18:00', to: '00:00' },
        { day: 'sunday', from: '00:00', to: '00:00' },
        { day: 'sunday', from: '20:00', to: '02:00' },
      ],
    });
    expect((await read(rig.soho)).catalog.hours).to.deep.equal([
      { day: 'friday', from: '17:00', to: '23:59' },
      { day: 'saturday', from: '00:00', to: '01:00' },
      { day: 'saturday', from: '18:00', to: '23:59' },
      { day: 'sunday', from: '00:00', to: '23:59' },
      { day: 'sunday', from: '20:00', to: '23:59' },
      { day: 'monday', from: '00:00', to: '02:00' },
    ]);
  });

  it('sells a product when its categories are, and always when one of them always is', async () => {
    const all = await read(rig.soho);
    expect(product(all, 'prd_lunch_calzone')?.hours?.[0]).to.deep.equal({ day: 'monday', from: '11:30', to: '15:00' });
    expect(product(all, 'prd_lunch_calzone')?.hours).to.have.length(4);
    expect(product(all, 'prd_caesar')).to.not.have.property('hours');
  });

  it('ends with an error, not with half a catalog, when the catalog changes while it is read', async () => {
    const reading = rig.system.catalog(rig.soho)[Symbol.asyncIterator]();
    await reading.next();
    await reading.next();
    await rig.admin('DELETE', '/admin/stores/str_soho/products/prd_cola');
    expect((await faultIn(reading.next())).code).to.equal('catalog.incomplete');
    expect(product(await read(rig.soho), 'prd_cola')).to.equal(undefined);
  });

  it('does not know a store that is not there', async () => {
    const session = { ...rig.soho, store: { ...rig.soho.store, ref: 'str_gone' } };
    expect((await faultIn(read(session))).code).to.equal('store.unknown');
  });
});
