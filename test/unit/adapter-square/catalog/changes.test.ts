import { expect } from 'chai';
import type { HttpClient } from '@poshub-bridge/core';
import { ManualClock } from '../../../support/clock.js';
import { productIn, readWith, type ReadCatalog } from '../support/catalogs.js';
import { createSystem, fieldOf, startRig, type Rig } from '../support/rig.js';

describe('adapter square: what changed in the catalog', () => {
  let rig: Rig;
  let before: ReadCatalog;
  beforeEach(async () => {
    rig = await startRig();
    before = await readWith(rig.system, rig.soho);
    // What was there at the start is past what is read again for certainty’s sake.
    await rig.admin('POST', '/clock', { ms: 120_000 });
    await rig.admin('PATCH', '/catalog/objects/TAX_ZERO', {});
    before = await readWith(rig.system, rig.soho);
    await rig.admin('POST', '/clock', { ms: 120_000 });
    rig.sent.length = 0;
  });
  afterEach(async () => {
    expect(fieldOf(await rig.admin('GET', '/violations'), 'violations')).to.deep.equal([]);
    await rig.close();
  });

  const change = (id: string, json: object): Promise<unknown> => rig.admin('PATCH', `/catalog/objects/${id}`, json);
  const put = (...objects: object[]): Promise<unknown> => rig.admin('PUT', '/catalog/objects', { objects });
  const remove = (id: string): Promise<unknown> => rig.admin('DELETE', `/catalog/objects/${id}`);

  /** Reads changes, and compares what comes of them with a whole read. */
  async function changes(expected: 'changes' | 'all' = 'changes'): Promise<ReadCatalog> {
    const after = await readWith(rig.system, rig.soho, before);
    expect(after.changesOnly ? 'changes' : 'all').to.equal(expected);
    expect(after.catalog).to.deep.equal((await readWith(rig.system, rig.soho)).catalog);
    return after;
  }

  it('is nothing, in three calls', async () => {
    const after = await readWith(rig.system, rig.soho, before);
    expect(after.catalog).to.deep.equal(before.catalog);
    expect(rig.sent).to.have.length.at.most(3);
  });

  it('is a price, a name, an item that is new', async () => {
    await change('VAR_DIAVOLA', { price: 1450 });
    await change('ITEM_MARGHERITA', { name: 'Margherita DOP' });
    await put({
      type: 'ITEM',
      id: 'ITEM_NEW',
      present_at_all_locations: true,
      item_data: {
        name: 'New',
        modifier_list_info: [{ modifier_list_id: 'ML_SAUCE' }],
        categories: [{ id: 'CAT_FOOD' }],
        variations: [
          {
            type: 'ITEM_VARIATION',
            id: 'VAR_NEW',
            present_at_all_locations: true,
            item_variation_data: {
              item_id: 'ITEM_NEW',
              name: 'Regular',
              pricing_type: 'FIXED_PRICING',
              price_money: { amount: 5, currency: 'GBP' },
            },
          },
        ],
      },
    });
    const after = await changes();
    expect(productIn(after, 'VAR_DIAVOLA').price.amount).to.equal(1450);
    expect(productIn(after, 'VAR_MARGHERITA_S').name).to.equal('Margherita DOP Small');
    expect(productIn(after, 'VAR_NEW').selections.map(({ group }) => group)).to.deep.equal(['ML_SAUCE']);
  });

  it('is what ran out here, and came back', async () => {
    await change('VAR_DIAVOLA', { location_id: 'L_SOHO', sold_out: true });
    before = await changes();
    expect(productIn(before, 'VAR_DIAVOLA').available).to.equal(false);
    await change('VAR_DIAVOLA', { location_id: 'L_SOHO', sold_out: false });
    expect(productIn(await changes(), 'VAR_DIAVOLA').available).to.equal(true);
  });

  it('is an item that is gone, archived or not sold here any more', async () => {
    await remove('ITEM_CHIANTI');
    await change('ITEM_MARGHERITA', { archived: true });
    await change('ITEM_DIAVOLA', { absent_at_location_ids: ['L_SOHO'] });
    const { catalog } = await changes();
    const refs = catalog.products.map(({ ref }) => ref).join(' ');
    expect(refs).to.not.match(/CHIANTI|MARGHERITA|DIAVOLA/);
  });

  it('warns of no kitchen that an item is made in, as a whole read does not', async () => {
    await change('ITEM_MARGHERITA', { name: 'Margherita DOP' });
    expect(JSON.stringify((await changes()).warnings)).to.not.include('CAT_KITCHEN');
  });

  it('is a variation that is gone: the item is known by the other one then', async () => {
    await remove('VAR_COFFEE_FREE');
    const { catalog } = await changes();
    const coffees = catalog.products.filter(({ ref }) => ref.includes('COFFEE'));
    expect(coffees.map(({ ref }) => ref)).to.deep.equal(['VAR_COFFEE']);
  });

  it('is a category or a tax: new names, and those that are gone', async () => {
    await change('CAT_DRINKS', { name: 'Drinks & more' });
    await remove('CAT_EMPTY');
    await remove('TAX_CITY');
    const { catalog } = await changes();
    expect(catalog.categories.map(({ name }) => name)).to.include('Drinks & more');
    expect(catalog.categories.map(({ ref }) => ref)).to.not.include('CAT_EMPTY');
    expect(catalog.taxRates.map(({ ref }) => ref)).to.not.include('TAX_CITY');
  });

  it('is read in whole where a category became a kitchen, or is none any more: its items don’t change', async () => {
    const become = (category_type: string): Promise<unknown> =>
      put({
        ...{ type: 'CATEGORY', id: 'CAT_DRINKS', present_at_all_locations: true },
        category_data: { name: 'Drinks', category_type },
      });
    const drinks = (): string => productIn(before, 'VAR_CHIANTI_GLASS').categories.join(' ');
    expect(drinks()).to.equal('CAT_DRINKS');
    await become('KITCHEN_CATEGORY');
    before = await changes('all');
    expect(drinks()).to.equal('');
    before = await changes();
    await become('REGULAR_CATEGORY');
    before = await changes('all');
    expect(drinks()).to.equal('CAT_DRINKS');
    before = await changes();
  });

  for (const [what, act] of [
    ['a modifier’s price', () => change('MOD_OLIVES', { price: 95 })],
    ['a modifier that ran out', () => change('MOD_OLIVES', { location_id: 'L_SOHO', sold_out: true })],
    ['a modifier list’s name', () => change('ML_SAUCE', { name: 'Dips' })],
    ['a modifier that is gone', () => remove('MOD_OLIVES')],
    ['an image that is gone', () => remove('IMG_MARGHERITA')],
    [
      'an image that an item shows that changed as well: another one may, too',
      async () => {
        await put({ type: 'IMAGE', id: 'IMG_MARGHERITA', image_data: { url: 'https://images.example.com/new.jpg' } });
        await change('ITEM_MARGHERITA', { name: 'Margherita DOP' });
      },
    ],
  ] as const)
    it(`is read in whole for ${what}: which items show it, Square does not say`, async () => {
      await act();
      await changes('all');
    });

  it('is read in whole where the mark is not one, or the changes are too many', async () => {
    before = { ...before, mark: 'from somewhere else' };
    await changes('all');
    await rig.admin('POST', '/catalog/bulk', {
      items: 600,
      variations: 1,
      modifier_lists: 0,
      modifiers: 0,
      categories: 0,
    });
    before = { ...before, mark: '2026-01-01T00:00:00.000Z||open|' };
    await changes('all');
  });

  it('is read in whole where the location does not say any more when it is open', async () => {
    await rig.admin('PATCH', '/locations/L_SOHO', { business_hours: { periods: [] } });
    before = await changes('all');
    await rig.admin('PATCH', '/locations/L_SOHO', {
      business_hours: { periods: [{ day_of_week: 'MON', start_local_time: '09:00', end_local_time: '17:00' }] },
    });
    expect((await changes()).catalog.hours).to.have.length(1);
  });

  it('is read in whole once more at most for a modifier that changed, not ever after', async () => {
    const clock = new ManualClock(Date.now());
    const system = rig.systemWith({}, clock);
    await change('MOD_OLIVES', { price: 95 });
    clock.advance(3_600_000);
    const whole = await readWith(system, rig.soho, before);
    expect(whole.changesOnly).to.equal(false);
    const again = await readWith(system, rig.soho, whole);
    expect(again.changesOnly).to.equal(true);
    expect(again.catalog).to.deep.equal(whole.catalog);
  });

  it('is what was there when its reading began: the mark is that of the first page', async () => {
    const page = (latest_time: string, more: object): object => ({ objects: [], latest_time, ...more });
    const pages = [page('2026-03-01T12:00:00Z', { cursor: 'more' }), page('2026-03-01T13:00:00Z', {})];
    const http: HttpClient = {
      send: ({ method }) =>
        Promise.resolve({
          ...{ status: 200, headers: {} },
          body: method === 'GET' ? { location: { id: 'L_SOHO' } } : pages.shift(),
        }),
    };
    const since = '2026-03-01T00:00:00.000Z|||';
    for await (const { mark } of createSystem(http).catalog(rig.soho, since))
      expect(mark).to.equal('2026-03-01T12:00:00.000Z|||');
    expect(pages).to.deep.equal([]);
  });

  it('is read in whole once something is back that was sold out until now', async () => {
    const clock = new ManualClock(Date.now());
    const system = rig.systemWith({}, clock);
    const until = clock.now() + 3_600_000;
    await put({
      type: 'ITEM_VARIATION',
      id: 'VAR_DIAVOLA',
      present_at_all_locations: true,
      item_variation_data: {
        item_id: 'ITEM_DIAVOLA',
        name: 'Regular',
        pricing_type: 'FIXED_PRICING',
        price_money: { amount: 1399, currency: 'GBP' },
        location_overrides: [
          { location_id: 'L_SOHO', sold_out: true, sold_out_valid_until: new Date(until).toISOString() },
        ],
      },
    });
    const out = await readWith(system, rig.soho, before);
    expect(productIn(out, 'VAR_DIAVOLA').available).to.equal(false);
    expect(out.mark).to.include(String(until));
    clock.advance(3_599_000);
    expect((await readWith(system, rig.soho, out)).changesOnly).to.equal(true);
    clock.advance(1_000);
    const back = await readWith(system, rig.soho, out);
    expect(back.changesOnly).to.equal(false);
    expect(productIn(back, 'VAR_DIAVOLA').available).to.equal(true);
  });
});
