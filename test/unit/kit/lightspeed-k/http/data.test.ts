import { expect } from 'chai';
import { at, Lightspeed, listAt, LONDON, MANCHESTER } from '../support/lightspeed.js';

const LUNCH = 141_948_669_132_851;

describe('what the fake Lightspeed tells of a business', () => {
  let lightspeed: Lightspeed;
  beforeEach(async () => (lightspeed = await Lightspeed.start()));
  afterEach(() => lightspeed.close());

  const load = async (query: string, menu = LUNCH): Promise<unknown> =>
    (await lightspeed.here('GET', `/o/op/2/menu/load/${menu}?${query}`)).body;

  it('its locations, order profiles, tables, instructions and discounts', async () => {
    const businesses = await lightspeed.api('GET', '/o/op/data/businesses');
    expect(at(businesses.body, '0.businessLocations.1')).to.deep.equal({
      id: MANCHESTER,
      name: 'La Cucina Manchester',
    });
    const profiles = await lightspeed.here('GET', '/o/op/data/account-profiles');
    expect(listAt(profiles.body, 'accountProfileList').map((one) => at(one, 'deliveryMode'))).to.deep.equal([
      ...['TAKE_AWAY', 'DELIVERY', 'NONE'],
    ]);
    const plans = await lightspeed.api('GET', `/o/op/data/${LONDON}/floorplans`);
    expect(at(plans.body, '0.tables.11.number')).to.equal(12);
    const bare = await lightspeed.api('GET', `/o/op/data/${LONDON}/floorplans?expandTables=false`);
    expect(at(bare.body, '0.tables')).to.equal(undefined);
    const instructions = await lightspeed.here('GET', '/o/op/1/menu/modifiers');
    expect(at(instructions.body, '1.productionInstructionList.1.instruction')).to.equal('No onions');
    const discounts = await lightspeed.here('GET', '/o/op/1/menu/discounts');
    expect(at(discounts.body, '1')).to.deep.equal({ name: 'Two pounds off', code: 'TWO_OFF', discountAmount: 2 });
    expect(discounts.body).to.deep.include({ name: 'Manual discount', code: 'MANUAL' });
  });

  it('its menus, a tree of groups, items, combos and modifiers', async () => {
    const menus = await lightspeed.here('GET', '/o/op/1/menu/list');
    expect(menus.body).to.deep.include({ menuName: 'Lunch Menu', ikentooMenuId: LUNCH });
    const menu = await load('richContent=true');
    expect(at(menu, 'menuEntryGroups.0.menuEntry.2.@type')).to.equal('group');
    const pizza = at(menu, 'menuEntryGroups.0.menuEntry.0');
    expect(pizza).to.deep.include({ sku: 'MARG-L', productPrice: 12, taxIncludedInPrice: true });
    expect(at(pizza, 'itemRichData.texts.0.description')).to.contain('<b>mozzarella</b>');
    expect(at(pizza, 'menuModifierGroups.0.productModifiers.1')).to.deep.include({ sku: 'DEEP', productPrice: 1.5 });
    const meal = at(menu, 'menuEntryGroups.1.menuEntry.1');
    expect(at(meal, '@type')).to.equal('menuDeal');
    expect(at(meal, 'menuDealGroups.0.items.1')).to.deep.include({ sku: 'WEDGES', extraPrice: 0.5 });
    expect(at(meal, 'menuDealGroups.0.items.1.menuModifierGroups.0.productModifiers.0.sku')).to.equal('MAYO');
  });

  it('prices of an order profile, and pictures only when asked', async () => {
    const menu = await load('accountProfile=DELIVERY');
    expect(at(menu, 'menuEntryGroups.0.menuEntry.0.productPrice')).to.equal(13);
    expect(at(menu, 'menuEntryGroups.0.menuEntry.0.itemRichData')).to.equal(undefined);
    const dinner = await load('', LUNCH + 1);
    const mug = at(dinner, 'menuEntryGroups.2.menuEntry.0');
    expect(mug).to.deep.include({ taxIncludedInPrice: false, defaultTaxPercentage: 10, defaultTaxAmount: 1 });
  });

  it('nothing of what it does not have', async () => {
    const statuses = await Promise.all([
      ...[`/o/op/2/menu/load/1?businessLocationId=${LONDON}`, '/o/op/1/menu/list?businessLocationId=1'].map((path) =>
        lightspeed.api('GET', path),
      ),
      ...['/o/op/1/menu/list', '/o/op/1/menu/list?businessLocationId=x', '/o/op/1/menu/list?more=1'].map((path) =>
        lightspeed.api('GET', path),
      ),
      lightspeed.api('GET', `/o/op/2/menu/load/${LUNCH + 1}?businessLocationId=${MANCHESTER}`),
    ]);
    expect(statuses.map(({ status }) => status)).to.deep.equal([404, 404, 400, 400, 400, 404]);
  });

  it('what is limited among what was asked about, in pages', async () => {
    for (const [sku, count] of Object.entries({ COLA: 0, BEER: 3, WATER: 7 }))
      await lightspeed.admin('PUT', '/stock', { businessLocationId: LONDON, sku, count });
    const skus = ['COLA', 'BEER', 'WATER', 'FRIES', 'NOBODY'];
    const { body } = await lightspeed.here('POST', '/o/op/1/itemAvailability?page=1&size=2', { skus });
    expect(listAt(body, 'data').map((one) => [at(one, 'sku'), at(one, 'count')])).to.deep.equal([['WATER', 7]]);
    expect(at(body, 'metadata')).to.deep.include({ total: 3, totalPages: 2 });
    expect(at(body, 'metadata.warnings.0.information')).to.contain('NOBODY');
    const read = await lightspeed.here('GET', `/o/op/1/itemAvailability?${skus.map((sku) => `skus=${sku}`).join('&')}`);
    expect(listAt(read.body, 'data')).to.have.length(3);
    const tooMany = Array.from({ length: 51 }, (_, index) => `S${index}`);
    for (const [path, asked] of [
      ['', tooMany],
      ['', []],
      ['?size=101', skus],
    ] as const)
      expect((await lightspeed.here('POST', `/o/op/1/itemAvailability${path}`, { skus: asked })).status).to.equal(400);
  });

  it('whether it is ready', async () => {
    const status = async (): Promise<unknown> =>
      at((await lightspeed.here('GET', '/o/op/1/onlineOrderReadiness')).body, 'status');
    expect(await status()).to.equal('READY');
    await lightspeed.admin('PATCH', `/pos/${LONDON}`, { salesPeriod: 'CLOSED' });
    expect(await status()).to.equal('NOT_READY');
    const [hook] = await lightspeed.told(1);
    expect(hook?.body).to.deep.include({ type: 'ORDER_API', status: 'NOT_READY', businessLocationId: LONDON });
  });

  it('a menu that an admin edits', async () => {
    await lightspeed.admin('PATCH', '/items/MARG-L', { price: 1250 });
    await lightspeed.admin('DELETE', '/items/MARG-S');
    const menu = await load('');
    expect(at(menu, 'menuEntryGroups.0.menuEntry.0.productPrice')).to.equal(12.5);
    expect(JSON.stringify(menu)).not.to.contain('MARG-S');
  });
});
