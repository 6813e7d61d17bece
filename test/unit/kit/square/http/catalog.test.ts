import { expect } from 'chai';
import { at, listAt, pounds, refusal, Square, textAt, type Reply } from '../support/square.js';

describe('the catalog of the fake Square', () => {
  let square: Square;
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const search = (body: object): Promise<Reply> => square.api('POST', '/v2/catalog/search', body);
  const ids = (reply: Reply, list = 'objects'): unknown[] =>
    at(reply.body, list) === undefined ? [] : listAt(reply.body, list).map((object) => at(object, 'id'));
  const change = async (id: string, changes: object): Promise<unknown> => {
    const reply = await square.admin('PATCH', `/catalog/objects/${id}`, changes);
    expect(reply.status, reply.text).to.equal(200);
    return at(reply.body, 'object');
  };
  const override = async (variation: string, location: string): Promise<unknown> => {
    const { body } = await square.api('GET', `/v2/catalog/object/${variation}`);
    const all = listAt(body, 'object.item_variation_data.location_overrides');
    return all.find((one) => at(one, 'location_id') === location);
  };

  it('lists the merchant and its places with their hours, one past midnight', async () => {
    expect(at((await square.api('GET', '/v2/merchants/me')).body, 'merchant.id')).to.equal(square.running.merchantId);
    const { body } = await square.api('GET', '/v2/locations');
    expect(
      listAt(body, 'locations').map((one) => [at(one, 'id'), at(one, 'currency'), at(one, 'status')]),
    ).to.deep.equal([
      ['L_SOHO', 'GBP', 'ACTIVE'],
      ['L_CAMDEN', 'GBP', 'ACTIVE'],
      ['L_DUBLIN', 'EUR', 'ACTIVE'],
      ['L_CLOSED', 'GBP', 'INACTIVE'],
    ]);
    const late = { day_of_week: 'FRI', start_local_time: '17:30:00', end_local_time: '01:30:00' };
    expect(listAt(body, 'locations.0.business_hours.periods')).to.deep.include(late);
  });

  it('lists pages of 100 of the types that are asked for', async () => {
    await square.admin('POST', '/catalog/bulk', {
      items: 230,
      variations: 2,
      modifier_lists: 3,
      modifiers: 4,
      categories: 5,
    });
    const pages: number[] = [];
    const seen = new Set<unknown>();
    let cursor: unknown = '';
    do {
      const query = new URLSearchParams({
        types: 'ITEM,MODIFIER_LIST',
        ...(cursor === '' ? {} : { cursor: String(cursor) }),
      });
      const reply = await square.api('GET', `/v2/catalog/list?${query.toString()}`);
      pages.push(ids(reply).length);
      for (const id of ids(reply)) seen.add(id);
      cursor = at(reply.body, 'cursor');
    } while (cursor !== undefined);
    expect(pages).to.deep.equal([100, 100, 33]);
    expect(seen.size).to.equal(233);
    const { body } = await square.api('GET', '/v2/catalog/object/BULK_ITEM_0');
    expect(listAt(body, 'object.item_data.variations')).to.have.length(2);
    const variations = await square.api('GET', '/v2/catalog/list?types=ITEM_VARIATION');
    expect(ids(variations)).to.have.length(100);
    expect(refusal(await square.api('GET', '/v2/catalog/list?cursor=x'))).to.deep.equal([
      400,
      'INVALID_CURSOR',
      'cursor',
    ]);
    expect(refusal(await square.api('GET', '/v2/catalog/list?page=2'))).to.deep.equal([
      400,
      'UNKNOWN_QUERY_PARAMETER',
      'page',
    ]);
  });

  it('finds what changed since a time, deletions too, and nothing twice', async () => {
    const latest = async (): Promise<string> => textAt((await search({ limit: 1 })).body, 'latest_time');
    const before = await latest();
    const since = { object_types: ['ITEM', 'CATEGORY'], include_deleted_objects: true, begin_time: before };
    expect(ids(await search(since))).to.deep.equal([]);
    await change('VAR_DIAVOLA', { price: 1499 });
    await square.admin('DELETE', '/catalog/objects/CAT_EMPTY');
    const changed = await search(since);
    expect(ids(changed)).to.have.members(['ITEM_DIAVOLA', 'CAT_EMPTY']);
    expect(at(changed.body, 'objects.0.is_deleted')).to.equal(true);
    expect(ids(await search({ ...since, include_deleted_objects: false }))).to.deep.equal(['ITEM_DIAVOLA']);
    expect(ids(await search({ ...since, begin_time: await latest() }))).to.deep.equal([]);
  });

  it('brings related objects, and batches with what is there', async () => {
    const related = await search({ object_types: ['ITEM'], include_related_objects: true, limit: 1 });
    expect(ids(related, 'related_objects')).to.include.members([
      'CAT_PIZZA',
      'TAX_VAT20',
      'ML_CRUST',
      'IMG_MARGHERITA',
    ]);
    const batch = await square.api('POST', '/v2/catalog/batch-retrieve', {
      object_ids: ['VAR_COFFEE', 'NOPE', 'MOD_OAT'],
      include_related_objects: true,
    });
    expect(ids(batch)).to.deep.equal(['VAR_COFFEE', 'MOD_OAT']);
    expect(ids(batch, 'related_objects')).to.deep.equal(['ITEM_COFFEE', 'ML_MILK']);
    const limit = at((await square.api('GET', '/v2/catalog/info')).body, 'limits.batch_retrieve_max_object_ids');
    const many = { object_ids: Array.from({ length: Number(limit) + 1 }, (_, index) => String(index)) };
    expect(refusal(await square.api('POST', '/v2/catalog/batch-retrieve', many))).to.deep.equal([
      ...[400, 'ARRAY_LENGTH_TOO_LONG', 'object_ids'],
    ]);
  });

  it('counts stock in text, and sells out where a tracked count is 0', async () => {
    const { body } = await square.api('POST', '/v2/inventory/counts/batch-retrieve', { location_ids: ['L_SOHO'] });
    expect(listAt(body, 'counts')).to.have.length(1);
    expect(at(body, 'counts.0')).to.include({ catalog_object_id: 'VAR_TIRAMISU', quantity: '8', state: 'IN_STOCK' });
    expect(await override('VAR_TIRAMISU', 'L_CAMDEN')).to.include({ sold_out: true });
    await square.admin('PUT', '/stock', { catalog_object_id: 'VAR_TIRAMISU', location_id: 'L_CAMDEN', quantity: 2.5 });
    expect(await override('VAR_TIRAMISU', 'L_CAMDEN')).to.include({ sold_out: false });
    const camden = await square.api('POST', '/v2/inventory/counts/batch-retrieve', { location_ids: ['L_CAMDEN'] });
    expect(at(camden.body, 'counts.0.quantity')).to.equal('2.5');
  });

  it('is changed by an admin: prices and sell-outs by place, presence, names, archive', async () => {
    await change('VAR_DIAVOLA', { location_id: 'L_SOHO', price: 1555 });
    await change('VAR_DIAVOLA', { location_id: 'L_SOHO', sold_out: true });
    expect(await override('VAR_DIAVOLA', 'L_SOHO')).to.deep.equal({
      ...{ location_id: 'L_SOHO', price_money: pounds(1555), sold_out: true },
    });
    await change('MOD_OAT', { location_id: 'L_SOHO', price: 60 });
    const item = await change('ITEM_DIAVOLA', { name: 'Inferno', archived: true, present_at_all_locations: false });
    expect(item).to.include({ present_at_all_locations: false });
    expect(at(item, 'item_data')).to.include({ name: 'Inferno', is_archived: true });
    const versions = [at(item, 'version'), at(await change('ITEM_DIAVOLA', { name: 'Paradiso' }), 'version')];
    expect(Number(versions[1])).to.be.greaterThan(Number(versions[0]));
  });

  it('takes whole objects from an admin, with new ids where they begin with #', async () => {
    const objects = [
      { type: 'CATEGORY', id: '#cat', category_data: { name: 'Soup' } },
      {
        ...{ type: 'ITEM', id: '#soup', present_at_all_locations: false, present_at_location_ids: ['L_SOHO'] },
        item_data: {
          ...{ name: 'Minestrone', categories: [{ id: '#cat', ordinal: 1 }] },
          variations: [
            { type: 'ITEM_VARIATION', id: '#bowl', item_variation_data: { name: 'Bowl', price_money: pounds(600) } },
          ],
        },
      },
    ];
    const { body } = await square.admin('PUT', '/catalog/objects', { objects });
    const soup = at(body, 'objects.1');
    expect(textAt(soup, 'id')).to.not.contain('#');
    expect(at(soup, 'item_data.categories.0.id')).to.equal(at(body, 'objects.0.id'));
    expect(at(soup, 'item_data.variations.0')).to.deep.include({ present_at_location_ids: ['L_SOHO'] });
    await square.admin('PUT', '/catalog/objects', {
      objects: [
        {
          ...Object(soup),
          item_data: {
            name: 'Minestrone',
            variations: [
              { type: 'ITEM_VARIATION', id: '#cup', item_variation_data: { name: 'Cup', price_money: pounds(400) } },
            ],
          },
        },
      ],
    });
    const now = await square.api('GET', `/v2/catalog/object/${textAt(soup, 'id')}`);
    expect(
      listAt(now.body, 'object.item_data.variations').map((one) => at(one, 'item_variation_data.name')),
    ).to.deep.equal(['Cup']);
    await square.admin('PUT', '/catalog', { objects: objects.slice(0, 1) });
    expect(ids(await square.api('GET', '/v2/catalog/list'))).to.have.length(1);
  });
});
