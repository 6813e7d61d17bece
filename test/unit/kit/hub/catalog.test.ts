import { expect } from 'chai';
import { at, listAt, pizzeria, Talk, textAt } from './talk.js';

const empty = { categories: [], modifiers: [], modifierGroups: [], products: [] };
const product = (change: object): unknown => ({ ...pizzeria, products: [{ ...pizzeria.products[0], ...change }] });

describe('the simulator’s catalog', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
  });
  afterEach(() => talk.close());

  const import_ = (body: unknown) => talk.api('PUT', '/catalog/import', body);
  const idOf = async (reference: string, kind = 'products'): Promise<string> =>
    textAt((await talk.api('GET', `/catalog/${kind}?posReference=${reference}`)).body, 'data.0.id');

  it('takes an import with 201 and nothing, and gives it back with uuids for references', async () => {
    const reply = await import_(pizzeria);
    expect([reply.status, reply.text]).to.deep.equal([201, '']);
    const { body } = await talk.api('GET', `/catalog/products/${await idOf('margherita')}`);
    const category = (await talk.api('GET', '/catalog/categories')).body;
    const groups = listAt((await talk.api('GET', '/catalog/modifier-groups')).body, 'data');
    const sizes = groups.find((group) => at(group, 'posReference') === 'size');
    expect(at(body, 'data')).to.deep.include({
      ...{ price: 950, description: '', locationId: talk.hub.locationIds[0], categories: [at(category, 'data.0.id')] },
    });
    expect(at(body, 'data.modifierGroups.0')).to.equal(at(sizes, 'id'));
    expect(at(sizes, 'modifiers.0.id')).to.equal(await idOf('large', 'modifiers'));
    const cheese = at(body, 'data.selections.1.modifiers.0');
    expect(cheese).to.include({ catalogModifierId: await idOf('cheese', 'modifiers'), price: 99 });
    expect(at(cheese, 'selections.0.modifiers.0.catalogModifierId')).to.equal(await idOf('vegan', 'modifiers'));
  });

  const wrong: [string, unknown, string][] = [
    ['a missing part', { ...pizzeria, modifiers: undefined }, 'key "modifiers" is missing'],
    ['an unknown key', product({ taxRateIds: [] }), '/products/0: unknown key "taxRateIds"'],
    ['a price with decimals', product({ price: 9.5 }), '/products/0/price must be integer'],
    ['a negative price', product({ price: -1 }), '/products/0/price must be >= 0'],
    ['an unknown allergen', product({ nutritionalInfo: { allergens: ['GLUTENS'] } }), 'allergens/0 must be one of'],
    ['a category that is not there', product({ categories: ['pasta'] }), 'no categories entry "pasta"'],
    ['a group that is not there', product({ modifierGroups: ['sauce'] }), 'no modifierGroups entry "sauce"'],
    ['a parent that is not there', product({ parentId: 'calzone' }), 'no products entry "calzone"'],
    [
      'a selection of a modifier that is not there',
      product({ selections: [{ posReference: 'size', modifiers: [{ posReference: 'huge' }] }] }),
      '/products/0/selections/0/modifiers/0: no modifiers entry "huge"',
    ],
    [
      'a group with a member that is not there',
      { ...empty, modifierGroups: [{ posReference: 'g', name: 'G', modifiers: [{ id: 'x', name: 'X', price: 1 }] }] },
      '/modifierGroups/0/modifiers/0/id: no modifiers entry "x"',
    ],
    ['a reference twice', { ...empty, categories: [...pizzeria.categories, ...pizzeria.categories] }, 'given twice'],
  ];
  for (const [what, body, named] of wrong) {
    it(`refuses an import with ${what}, and keeps what it had`, async () => {
      await import_(pizzeria);
      const reply = await import_(body);
      expect(reply.status).to.equal(400);
      expect(textAt(reply.body, 'error')).to.contain(named);
      const kept = await talk.admin('GET', `/locations/${talk.hub.locationIds[0] ?? ''}/catalog`);
      expect(kept.body).to.have.nested.include({ 'data.imports': 1 });
      expect(listAt(kept.body, 'data.products')).to.have.length(2);
    });
  }

  it('keeps the uuid of what stays, and forgets what a later import does not name', async () => {
    await import_(pizzeria);
    const before = await idOf('margherita');
    await import_(product({ price: 1000 }));
    expect(await idOf('margherita')).to.equal(before);
    expect((await talk.api('GET', '/catalog/products?posReference=water')).body).to.deep.equal({
      data: [],
      hasNextPage: false,
    });
  });

  it('keeps what a later import does not name where it is told to upsert, and takes our uuids as references', async () => {
    await talk.admin('PATCH', '/settings', { importMode: 'upsert' });
    await import_(pizzeria);
    const [large, size] = [await idOf('large', 'modifiers'), 'size'];
    const group = { posReference: size, name: 'Size', modifiers: [{ id: large, name: 'Large', price: 1 }] };
    expect((await import_({ ...empty, modifierGroups: [group] })).status).to.equal(201);
    expect(listAt((await talk.api('GET', '/catalog/products')).body, 'data')).to.have.length(2);
    const groups = listAt((await talk.api('GET', '/catalog/modifier-groups')).body, 'data');
    expect(groups.find((one) => at(one, 'posReference') === 'size')).to.have.nested.property('modifiers[0].id', large);
  });

  it('pages with limits up to 50, and with keys that must be URL-encoded', async () => {
    const many = Array.from({ length: 120 }, (_, n) => ({ posReference: `c${n}`, name: `Category ${n}` }));
    await import_({ ...empty, categories: many });
    const seen: unknown[] = [];
    let query = '?limit=50';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await talk.api('GET', `/catalog/categories${query}`);
      seen.push(...listAt(body, 'data').map((category) => at(category, 'posReference')));
      expect(body).to.have.property('hasNextPage', page < 2);
      if (page === 2) expect(body).not.to.have.property('nextPageKey');
      else query = `?limit=50&nextPageKey=${encodeURIComponent(textAt(body, 'nextPageKey'))}`;
    }
    expect(seen).to.deep.equal(many.map(({ posReference }) => posReference));
    const first = await talk.api('GET', '/catalog/categories?limit=1');
    const bare = await talk.api('GET', `/catalog/categories?nextPageKey=${textAt(first.body, 'nextPageKey')}`);
    expect(bare.status).to.equal(400);
    for (const limit of ['51', '0', 'ten', '1.5'])
      expect((await talk.api('GET', `/catalog/categories?limit=${limit}`)).status, limit).to.equal(400);
  });

  it('changes price and stock of a product and of a modifier, and nothing that is not there', async () => {
    await import_(pizzeria);
    const id = await idOf('margherita');
    const changed = await talk.api('PATCH', `/catalog/products/${id}`, { price: 999, showOnline: false });
    expect(changed.body).to.have.nested.include({
      'data.price': 999,
      'data.showOnline': false,
      'data.name': 'Margherita',
    });
    const modifier = await idOf('large', 'modifiers');
    expect((await talk.api('PATCH', `/catalog/modifiers/${modifier}`, { showOnline: false })).status).to.equal(200);
    expect((await talk.api('PATCH', `/catalog/products/${id}`, { posReference: 'x' })).status).to.equal(400);
    expect((await talk.api('PATCH', `/catalog/products/${id}`, { categories: ['pizza'] })).status).to.equal(400);
    expect((await talk.api('PATCH', `/catalog/products/${modifier}`, { price: 1 })).status).to.equal(404);
    const group = textAt((await talk.api('GET', '/catalog/modifier-groups')).body, 'data.0.id');
    expect((await talk.api('PATCH', `/catalog/modifier-groups/${group}`, { minPermitted: 0 })).status).to.equal(200);
    const category = textAt((await talk.api('GET', '/catalog/categories')).body, 'data.0.id');
    expect((await talk.api('PATCH', `/catalog/categories/${category}`, { name: 'Pizze' })).status).to.equal(200);
  });

  it('pulls: posts the three ids to the sync endpoint and takes a bare CatalogImport', async () => {
    talk.answer = () => ({ status: 200, body: pizzeria });
    const connection = textAt((await talk.admin('GET', '/connections')).body, 'data.0.id');
    const reply = await talk.api('POST', `/connections/${connection}/pull`);
    expect([reply.status, reply.text]).to.deep.equal([204, '']);
    expect(talk.received[0]).to.deep.include({ path: '/catalog' });
    expect(talk.received[0]?.body).to.deep.equal({
      ...{ connectionId: connection, accountId: talk.hub.accountId, locationId: talk.hub.locationIds[0] },
    });
    expect(talk.received[0]?.headers).not.to.have.property('x-webhook-signature');
    expect(listAt((await talk.api('GET', '/catalog/products')).body, 'data')).to.have.length(2);
  });

  const answers: [string, Talk['answer'], string][] = [
    ['wrapped in data', () => ({ status: 200, body: { data: pizzeria } }), 'unknown key "data"'],
    ['with another status than 200', () => ({ status: 201, body: pizzeria }), 'answered 201'],
    ['not at all in time', () => 'hang', 'timeout'],
  ];
  for (const [what, answer, told] of answers) {
    it(`refuses a pull that is answered ${what}, and notes it`, async () => {
      await talk.admin('PATCH', '/settings', { pullTimeoutMs: 200 });
      talk.answer = answer;
      const reply = await talk.admin('POST', `/locations/${talk.hub.locationIds[0] ?? ''}/sync`);
      expect(reply.status).to.equal(400);
      expect(textAt(reply.body, 'error')).to.contain(told);
      const pulls = await talk.admin('GET', '/pulls');
      expect(textAt(pulls.body, 'data.0.error')).to.contain(told);
    });
  }

  it('signs a pull where it is told so', async () => {
    await talk.admin('PATCH', '/settings', { signPull: true });
    talk.answer = () => ({ status: 200, body: empty });
    await talk.admin('POST', `/locations/${talk.hub.locationIds[0] ?? ''}/sync`);
    expect(talk.received[0]?.headers['x-webhook-signature']).to.match(/^[0-9a-f]{64}$/);
  });
});
