import { expect } from 'chai';
import fc from 'fast-check';
import { readWith, type ReadCatalog } from '../support/catalogs.js';
import { fieldOf, startRig, type Rig } from '../support/rig.js';

/** One thing that a merchant does, as the request to the fake's admin routes. */
interface Edit {
  readonly method: 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly json?: object;
}

const ITEMS = ['A', 'B', 'C', 'D'] as const;
const put = (object: object): Edit => ({ method: 'PUT', path: '/catalog/objects', json: { objects: [object] } });
const remove = (id: string): Edit => ({ method: 'DELETE', path: `/catalog/objects/${id}` });
const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);
const price = fc.nat(5_000).map((amount) => ({ amount, currency: 'GBP' }));
const presence = fc.constantFrom<object>(
  { present_at_all_locations: true },
  { present_at_all_locations: true },
  { present_at_all_locations: true, absent_at_location_ids: ['L_SOHO'] },
  { present_at_all_locations: false, present_at_location_ids: ['L_SOHO'] },
);
const modifierLists = some('ML_SAUCE', 'ML_MILK', 'ML_CRUST');
const categories = some('CAT_FOOD', 'CAT_EMPTY', 'CAT_DRINKS', 'CAT_KITCHEN', 'CAT_RANDOM');
const images = some('IMG_MARGHERITA', 'IMG_NEW');

const variations = (key: string): fc.Arbitrary<object[]> =>
  fc
    .uniqueArray(fc.record({ form: fc.constantFrom('1', '2', '3'), price, presence, sold_out: fc.boolean() }), {
      selector: ({ form }) => form,
      minLength: 1,
      maxLength: 3,
    })
    .map((forms) =>
      forms.map(({ form, price: price_money, presence: where, sold_out }) => ({
        ...{ type: 'ITEM_VARIATION', id: `VAR_${key}${form}`, ...where },
        item_variation_data: {
          ...{ item_id: `ITEM_${key}`, name: `Form ${form}`, pricing_type: 'FIXED_PRICING', price_money },
          location_overrides: [{ location_id: 'L_SOHO', sold_out }],
        },
      })),
    );

const item = fc
  .constantFrom(...ITEMS)
  .chain((key) =>
    fc.record({
      ...{ key: fc.constant(key), name: fc.constantFrom('Soup', 'Salad'), variations: variations(key), presence },
      ...{ categories, modifierLists, images },
      is_archived: fc.constantFrom(false, false, true),
      product_type: fc.constantFrom('REGULAR', 'FOOD_AND_BEV', 'GIFT_CARD'),
    }),
  )
  .map(({ key, presence: where, categories: groups, modifierLists: lists, images: image_ids, ...data }) =>
    put({
      ...{ type: 'ITEM', id: `ITEM_${key}`, ...where },
      item_data: {
        ...{ ...data, image_ids },
        categories: groups.map((id) => ({ id })),
        modifier_list_info: lists.map((modifier_list_id) => ({ modifier_list_id })),
      },
    }),
  );

const image = fc
  .tuple(fc.constantFrom('IMG_MARGHERITA', 'IMG_NEW'), fc.nat(99))
  .map(([id, version]) =>
    put({ type: 'IMAGE', id, image_data: { name: id, url: `https://images.example.com/${id}/${version}.jpg` } }),
  );

const tax = fc
  .record({ enabled: fc.boolean(), percentage: fc.constantFrom('5.0', '12.5'), presence })
  .map(({ presence: where, ...data }) =>
    put({
      ...{ type: 'TAX', id: 'TAX_RANDOM', ...where },
      tax_data: { name: 'Levy', inclusion_type: 'ADDITIVE', ...data },
    }),
  );

/** A category that there is from the beginning: items show none that is not there. */
const categoryOf = (category_data: object): Edit =>
  put({ type: 'CATEGORY', id: 'CAT_RANDOM', present_at_all_locations: true, category_data });

const group = fc
  .record({
    name: fc.constantFrom('Soups', 'Salads'),
    category_type: fc.constantFrom('REGULAR_CATEGORY', 'REGULAR_CATEGORY', 'KITCHEN_CATEGORY'),
    images,
  })
  .map(({ images: image_ids, ...data }) => categoryOf({ ...data, image_ids }));

const patch = fc
  .record({
    id: fc.constantFrom('VAR_DIAVOLA', 'VAR_A1', 'VAR_B1', 'MOD_GARLIC', 'MOD_OAT'),
    sold_out: fc.boolean(),
    price: fc.nat(5_000),
  })
  .map(({ id, ...json }): Edit => ({
    ...{ method: 'PATCH', path: `/catalog/objects/${id}`, json: { ...json, location_id: 'L_SOHO' } },
  }));

const hours = some('MON', 'SAT').map((days): Edit => {
  const periods = days.map((day_of_week) => ({ day_of_week, start_local_time: '09:00', end_local_time: '22:00' }));
  return { method: 'PATCH', path: '/locations/L_SOHO', json: { business_hours: { periods } } };
});

const gone = fc
  .constantFrom('ITEM_A', 'ITEM_B', 'VAR_A1', 'VAR_B1', 'VAR_COFFEE_FREE', 'CAT_EMPTY', 'TAX_RANDOM', 'ML_MILK')
  .map(remove);

const edit = fc.oneof(
  { weight: 6, arbitrary: item },
  { weight: 2, arbitrary: image },
  tax,
  group,
  { weight: 2, arbitrary: patch },
  hours,
  { weight: 2, arbitrary: gone },
);

describe('adapter square: changes, whatever they are', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  /** What is not there can't be changed. */
  async function does({ method, path, json }: Edit): Promise<void> {
    await rig.admin(method, path, json).catch((error: unknown) => {
      if (!String(error).includes('404')) throw error;
    });
  }

  /** The menu as it was at the start. */
  async function begin(): Promise<void> {
    await rig.admin('POST', '/reset');
    const accessToken = fieldOf(await rig.admin('POST', '/tokens', {}), 'access_token');
    Object.assign(rig.soho.credentials, { accessToken });
    await does(categoryOf({ name: 'Soups', category_type: 'REGULAR_CATEGORY' }));
    await settled();
  }

  /** Some time passes, so that what was done before is not read again for certainty’s sake. */
  async function settled(): Promise<void> {
    await rig.admin('POST', '/clock', { ms: 120_000 });
    await rig.admin('PATCH', '/catalog/objects/TAX_ZERO', {});
    await rig.admin('POST', '/clock', { ms: 120_000 });
  }

  it('lead to the catalog that a whole read gives', async () => {
    let onlyChanges = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          await begin();
          let before: ReadCatalog = await readWith(rig.system, rig.soho);
          for (const edits of rounds) {
            for (const one of edits) await does(one);
            const after = await readWith(rig.system, rig.soho, before);
            const whole = await readWith(rig.system, rig.soho);
            expect(after.catalog).to.deep.equal(whole.catalog);
            if (after.changesOnly) onlyChanges += 1;
            await settled();
            before = await readWith(rig.system, rig.soho, after);
          }
        },
      ),
      { numRuns: 25, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
    expect(onlyChanges).to.be.greaterThan(10);
  });
});
