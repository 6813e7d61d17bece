import { expect } from 'chai';
import { faultIn } from '../../pos-hub/support/faults.js';
import { productIn, readWith, type ReadCatalog } from '../support/catalogs.js';
import { fieldOf, startRig, type Rig } from '../support/rig.js';

describe('adapter square: the whole catalog', () => {
  let rig: Rig;
  let soho: ReadCatalog;
  before(async () => {
    rig = await startRig();
    soho = await readWith(rig.system, rig.soho);
  });
  after(() => rig.close());

  const warned = (ref: string): readonly string[] =>
    soho.warnings.filter((warning) => warning.ref === ref).map(({ message }) => message);
  const refs = ({ catalog }: ReadCatalog): readonly string[] => catalog.products.map(({ ref }) => ref);

  it('knows an item with one variation by the variation, which is what is ordered', () => {
    expect(productIn(soho, 'VAR_DIAVOLA')).to.deep.include({
      name: 'Diavola',
      price: { amount: 1399, currency: 'GBP' },
      available: true,
      categories: ['CAT_PIZZA'],
    });
    expect(refs(soho)).to.not.include('ITEM_DIAVOLA');
  });

  it('has variants where an item has several, as cheap as the cheapest', () => {
    expect(productIn(soho, 'ITEM_MARGHERITA').price.amount).to.equal(950);
    expect(productIn(soho, 'VAR_MARGHERITA_L')).to.deep.include({
      name: 'Margherita Large',
      variantOf: 'ITEM_MARGHERITA',
    });
    expect(productIn(soho, 'VAR_MARGHERITA_L').price.amount).to.equal(1250);
  });

  it('has each location’s prices and what is sold there, in its own currency', async () => {
    const dublin = await readWith(rig.system, rig.dublin);
    expect(productIn(dublin, 'VAR_MARGHERITA_L').price).to.deep.equal({ amount: 1500, currency: 'EUR' });
    for (const gone of ['VAR_MARGHERITA_XL', 'VAR_GELATO', 'VAR_DIAVOLA']) expect(refs(dublin)).to.not.include(gone);
    const deep = dublin.catalog.modifiers.find(({ ref }) => ref === 'MOD_DEEP');
    expect(deep?.price).to.deep.equal({ amount: 200, currency: 'EUR' });
  });

  it('merges stock into what can be ordered', () => {
    expect(productIn(soho, 'VAR_GELATO').available).to.equal(false);
    expect(productIn(soho, 'VAR_TIRAMISU').available).to.equal(true);
  });

  it('shows images, alcohol, calories, diets and allergens', () => {
    const margherita = productIn(soho, 'ITEM_MARGHERITA');
    expect(margherita.imageUrl).to.match(/^https:/);
    expect(margherita.nutrition).to.deep.equal({
      allergens: ['milk'],
      diet: 'vegetarian',
      calories: { from: 820, to: 820 },
    });
    expect(productIn(soho, 'ITEM_CHIANTI').containsAlcohol).to.equal(true);
  });

  it('reads opening hours, past midnight in two', () => {
    const friday = (soho.catalog.hours ?? []).filter(({ from, to }) => to === '23:59' || from === '00:00');
    expect(friday.map(({ day, from, to }) => `${day} ${from}-${to}`)).to.include.members([
      'friday 17:30-23:59',
      'saturday 00:00-01:30',
    ]);
  });

  it('leaves out what is archived, elsewhere or deleted without a word', () => {
    for (const ref of ['VAR_CALZONE', 'VAR_LASAGNE', 'VAR_BRUSCHETTA']) expect(refs(soho)).to.not.include(ref);
    expect(warned('ITEM_ARCHIVED')).to.deep.equal([]);
  });

  it('warns of what POS Hub can’t show, with its reference', () => {
    expect(warned('VAR_CATCH')).to.have.length(1);
    expect(warned('ITEM_GIFT')).to.have.length(1);
    expect(warned('ITEM_TABLE')).to.have.length(1);
    expect(warned('ML_NAME')).to.have.length(1);
    expect(warned('CAT_PIZZA')[0]).to.include('CAT_FOOD');
    expect(soho.warnings.filter(({ message }) => message.includes('does not have'))).to.deep.equal([]);
  });

  it('keeps kitchens to themselves', () => {
    expect(soho.catalog.categories.map(({ ref }) => ref)).to.not.include('CAT_KITCHEN');
    expect(productIn(soho, 'ITEM_MARGHERITA').categories).to.deep.equal(['CAT_PIZZA']);
  });

  it('does not know a location that is not there', async () => {
    const session = { ...rig.soho, store: { ...rig.soho.store, ref: 'L_NONE' } };
    expect((await faultIn(readWith(rig.system, session))).code).to.equal('store.unknown');
  });

  it('ends with an error unless it was read whole', async () => {
    await rig.fault('status', { path: '/v2/catalog/list', skip: 2 });
    expect((await faultIn(readWith(rig.system, rig.soho))).code).to.equal('vendor.unavailable');
    await rig.admin('DELETE', '/faults');
    for (const kind of ['html', 'malformed']) {
      await rig.fault(kind, { path: '/v2/catalog/list', times: 1 });
      expect((await faultIn(readWith(rig.system, rig.soho))).code).to.be.oneOf([
        'vendor.unreadable',
        'vendor.unavailable',
      ]);
    }
  });

  it('reads a large one page by page, and asks as Square describes', async () => {
    const size = { items: 730, variations: 2, modifier_lists: 130, modifiers: 4, categories: 20 };
    await rig.admin('POST', '/catalog/bulk', size);
    rig.sent.length = 0;
    const read = await readWith(rig.system, rig.soho);
    expect(read.catalog.products).to.have.length(730 * 3);
    expect(read.catalog.modifierGroups).to.have.length(130);
    expect(rig.sent.filter(({ url }) => url.includes('types=ITEM'))).to.have.length(8);
    for (const part of read.parts) expect(part.products?.length ?? 0).to.be.at.most(300);
    expect(fieldOf(await rig.admin('GET', '/violations'), 'violations')).to.deep.equal([]);
  });
});
