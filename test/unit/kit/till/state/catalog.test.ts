import { expect } from 'chai';
import { isCatalogObject } from '#kit/till/schemas.js';
import type { CatalogObject } from '#kit/till/wire.js';
import { type Till, Tills, pageOf, readAll, readCatalog } from '../support/tills.js';

type Of<Kind extends CatalogObject['kind']> = Extract<CatalogObject, { kind: Kind }>;

describe('the catalog of the till', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  const SOHO = '/v1/stores/str_soho/catalog';
  const catalogVersion = async (): Promise<number> => {
    const { text } = await till.client.get(SOHO);
    return Number(/"catalog_version":(\d+)/.exec(text)?.[1]);
  };
  const products = (objects: CatalogObject[]): Of<'product'>[] => objects.filter((object) => object.kind === 'product');

  it('is read in pages that hold every object once', async () => {
    const { data, pages } = await readAll(till.client, SOHO, isCatalogObject);
    expect(pages).to.be.greaterThan(2);
    expect(new Set(data.map(({ id }) => id)).size).to.equal(data.length);
    expect(new Set(data.map(({ kind }) => kind))).to.deep.equal(
      new Set(['tax', 'category', 'modifier_group', 'modifier', 'product']),
    );
  });

  it('points nowhere that it does not reach', async () => {
    for (const store of ['str_soho', 'str_kreuzberg']) {
      const objects = await readCatalog(till, store);
      const has = (kind: CatalogObject['kind'], id: string): boolean =>
        objects.some((object) => object.kind === kind && object.id === id);
      for (const object of objects) {
        if (object.kind === 'modifier_group')
          for (const id of object.modifier_ids) expect(has('modifier', id), id).to.be.true;
        if (object.kind === 'modifier')
          for (const id of object.modifier_group_ids) expect(has('modifier_group', id)).to.be.true;
        if (object.kind !== 'product') continue;
        for (const id of object.category_ids) expect(has('category', id), id).to.be.true;
        for (const id of object.tax_ids) expect(has('tax', id), id).to.be.true;
        for (const { id } of object.modifier_groups) expect(has('modifier_group', id), id).to.be.true;
      }
    }
  });

  it('has what a sample must have: sizes, groups within groups, allergens, alcohol, hidden things, both kinds of tax', async () => {
    const objects = await readCatalog(till);
    const group = (id: string): Of<'modifier_group'>[] =>
      objects.filter((object) => object.kind === 'modifier_group').filter((one) => one.id === id);
    const depth = (groups: string[]): number =>
      Math.max(
        0,
        ...groups.flatMap(group).map(({ modifier_ids }) => {
          const modifiers = objects
            .filter((object) => object.kind === 'modifier')
            .filter(({ id }) => modifier_ids.includes(id));
          return 1 + depth(modifiers.flatMap(({ modifier_group_ids }) => modifier_group_ids));
        }),
      );
    const all = products(objects);
    expect(all.length).to.be.at.least(10);
    expect(all.some(({ variants }) => variants.length === 3)).to.be.true;
    expect(Math.max(...all.map(({ modifier_groups }) => depth(modifier_groups.map(({ id }) => id))))).to.equal(3);
    expect(all.some(({ allergens }) => allergens.length > 0)).to.be.true;
    expect(all.filter(({ alcohol }) => alcohol).length).to.be.greaterThan(0);
    expect(all.filter(({ hidden }) => hidden)).to.have.length(1);
    const taxes = objects.filter((object) => object.kind === 'tax');
    expect(new Set(taxes.map(({ inclusive }) => inclusive))).to.deep.equal(new Set([true, false]));
  });

  it('is one for each of two stores, in their own currency and place', async () => {
    const { body } = await till.client.get('/v1/stores');
    expect(body).to.have.nested.property('data[0].currency', 'GBP');
    expect(body).to.have.nested.property('data[0].timezone', 'Europe/London');
    expect(body).to.have.nested.property('data[1].currency', 'EUR');
    expect(body).to.have.nested.property('data[1].timezone', 'Europe/Berlin');
    expect((await till.client.get('/v1/stores/str_kreuzberg')).body).to.have.nested.property('address.city', 'Berlin');
    expect((await till.client.get('/v1/merchant')).body).to.deep.equal({ id: 'mer_lumen', name: 'Lumen Kitchens' });
    expect(products(await readCatalog(till, 'str_kreuzberg')).some(({ id }) => id === 'prd_doener')).to.be.true;
  });

  it('never lets pages of two versions be put together', async () => {
    const { next_cursor } = pageOf(await till.client.get(SOHO), isCatalogObject);
    await till.admin.patch('/admin/stores/str_soho/products/prd_diavola', { price: 1400 });
    const answer = await till.client.get(`${SOHO}?cursor=${next_cursor ?? ''}`);
    expect(answer.status).to.equal(409);
    expect(answer.body).to.have.nested.property('error.code', 'catalog_changed');
    expect((await till.client.get(`${SOHO}?cursor=made-up`)).body).to.have.nested.property(
      'error.code',
      'cursor_invalid',
    );
  });

  it('is replaced as a whole, and whole or not at all', async () => {
    const path = '/admin/stores/str_soho/catalog';
    const before = await readCatalog(till, 'str_soho');
    const kept = before.filter(({ kind, id }) => kind !== 'product' || id === 'prd_cola');
    expect((await till.admin.put(path, { data: kept })).status).to.equal(204);
    const after = await readCatalog(till, 'str_soho');
    expect(after.map(({ id }) => id).sort()).to.deep.equal(kept.map(({ id }) => id).sort());
    const twice = await till.admin.put(path, { data: [...kept, ...kept.slice(0, 1)] });
    expect(twice.body).to.have.nested.property('error.code', 'id_taken');
    expect((await till.admin.put(path, { data: [{ kind: 'dish', id: 'x' }] })).status).to.equal(400);
    expect(await readCatalog(till, 'str_soho')).to.deep.equal(after);
  });

  it('is edited by whoever runs the till: add, rename, reprice, remove', async () => {
    const path = '/admin/stores/str_soho/products';
    const added = { id: 'prd_new', name: 'Calzone', price: 1200, category_ids: ['cat_pizza'] };
    expect((await till.admin.post(path, added)).status).to.equal(201);
    expect((await till.admin.post(path, added)).body).to.have.nested.property('error.code', 'id_taken');
    expect((await till.admin.patch(`${path}/prd_new`, { name: 'Calzone Napoli', price: 1250 })).status).to.equal(200);
    const found = products(await readCatalog(till)).find(({ id }) => id === 'prd_new');
    expect(found).to.include({ name: 'Calzone Napoli', price: 1250, hidden: false });
    expect((await till.admin.delete(`${path}/prd_new`)).status).to.equal(204);
    expect((await till.admin.delete(`${path}/prd_new`)).status).to.equal(404);
    expect(products(await readCatalog(till)).some(({ id }) => id === 'prd_new')).to.be.false;
    const lost = await till.admin.post(path, { id: 'prd_lost', name: 'Lost', price: 1, category_ids: ['cat_none'] });
    expect(lost.body).to.have.nested.property('error.code', 'reference_unknown');
  });

  it('comes back as it was with a reset, and its version has grown', async () => {
    const before = await readCatalog(till);
    const version = await catalogVersion();
    await till.admin.delete('/admin/stores/str_soho/products/prd_diavola');
    expect((await till.admin.post('/admin/reset')).status).to.equal(204);
    const after = await readCatalog(till);
    expect(after.map(({ id }) => id)).to.deep.equal(before.map(({ id }) => id));
    expect(await catalogVersion()).to.be.greaterThan(version);
    expect(after[0]?.version).to.be.greaterThan(before[0]?.version ?? 0);
  });
});

describe('the stock of the till', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  it('lists products, variants and modifiers and remembers what is out', async () => {
    const mark = (item: string): ReturnType<Till['client']['put']> =>
      till.client.put(`/v1/stores/str_soho/stock/${item}`, { in_stock: false });
    expect((await mark('prd_diavola')).body).to.include({ item_id: 'prd_diavola', kind: 'product', in_stock: false });
    expect((await mark('var_margherita_9')).body).to.include({ kind: 'variant', name: 'Margherita, 9 inch' });
    expect((await mark('mod_top_rocket')).body).to.include({ kind: 'modifier' });
    expect((await mark('cat_pizza')).status).to.equal(404);
    await till.close();
    till = await tills.open();
    const { body } = await till.client.get('/v1/stores/str_soho/stock');
    expect(body).to.have.property('data').that.is.an('array');
    const text = JSON.stringify(body);
    expect(text.match(/"in_stock":false/g)).to.have.length(3);
  });

  it('is each store’s own', async () => {
    await till.client.put('/v1/stores/str_soho/stock/prd_cola', { in_stock: false });
    const { text } = await till.client.get('/v1/stores/str_kreuzberg/stock');
    expect(text).to.include('"item_id":"prd_cola"').and.not.include('"in_stock":false');
  });

  it('changes nothing when it is told what is so already', async () => {
    const path = '/v1/stores/str_soho/stock/prd_cola';
    const first = await till.client.put(path, { in_stock: false });
    expect((await till.client.put(path, { in_stock: false })).body).to.deep.equal(first.body);
  });
});
