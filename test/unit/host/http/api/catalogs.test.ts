import { expect } from 'chai';
import { Fault, type Product } from '@poshub-bridge/core';
import { fieldsOf, IDS } from '../../../pos-hub/support/orders.js';
import { Operator } from '../support/operator.js';
import { MENU, startServer, type TestServer } from '../support/server.js';

const { connectionId } = IDS;
const path = `/connections/${connectionId}/catalog`;

function product(ref: string): Product {
  const price = { amount: 950, currency: 'GBP' };
  return { ref, name: `The product ${ref}`, price, available: true, categories: [], selections: [] };
}

describe('/api/v1/connections/{id}/catalog', () => {
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  const sync = (query = '') => server.api(`/connections/${connectionId}/sync${query}`, { method: 'POST' });

  it('is empty and without a time before the first sync', async () => {
    const { counts, ...rest } = await operator.item(path);
    expect(counts).to.include({ products: 0, categories: 0 });
    expect(rest).to.deep.equal({ connectionId });
  });

  it('says how large it is, and gives the entries of a kind page by page', async () => {
    const refs = Array.from({ length: 5 }, (_, index) => `p${index}`);
    server.till.menu = [{ products: refs.map(product) }];
    await sync();
    const whole = await operator.item(path);
    expect(whole).to.deep.include({ connectionId, currency: 'GBP' });
    expect(whole).to.have.nested.property('counts.products', 5);
    expect(whole).not.to.have.property('entries');
    const seen: unknown[] = [];
    for (let key = ''; ;) {
      const { body } = await server.api(`${path}?kind=products&limit=2${key}`);
      const { data, nextPageKey } = fieldsOf(body);
      const { entries } = fieldsOf(data);
      if (Array.isArray(entries)) seen.push(...entries.map((entry: unknown) => fieldsOf(entry)['ref']));
      if (typeof nextPageKey !== 'string') break;
      key = `&nextPageKey=${nextPageKey}`;
    }
    expect(seen).to.deep.equal(refs);
    for (const query of ['kind=prices', 'kind=products&limit=0', 'kind=products&nextPageKey=x'])
      expect((await server.api(`${path}?${query}`)).status, query).to.equal(400);
  });

  it('has a plan, which changes nothing anywhere', async () => {
    server.till.menu = [{ products: ['a', 'b', 'c'].map(product) }];
    await sync();
    const [imports, runs] = [server.hub.imports.length, await operator.items(`/connections/${connectionId}/syncs`)];
    const calls = server.hub.calls.length;
    server.till.menu = [
      { products: [product('a'), { ...product('b'), price: { amount: 1, currency: 'GBP' } }, product('d')] },
    ];
    const plan = await operator.item(`${path}/plan`);
    expect(plan).to.deep.include({ inserted: 1, updated: 1, deleted: 1, unchanged: 1, refused: false, warnings: [] });
    expect(plan['removedShare']).to.be.closeTo(1 / 3, 0.001);
    expect(server.hub.imports).to.have.length(imports);
    expect(server.hub.calls).to.have.length(calls);
    expect(await operator.items(`/connections/${connectionId}/syncs`)).to.deep.equal(runs);
    expect((await operator.item(path))['counts']).to.include({ products: 3 });
    expect(await sync().then(({ body }) => fieldsOf(body)['data'])).to.include({
      ...{ inserted: 1, updated: 1, deleted: 1, unchanged: 1 },
    });
  });

  it('has a plan that says whether the sync would be refused, and what can’t be shown', async () => {
    server.till.menu = [{ products: ['a', 'b', 'c'].map(product) }];
    await sync();
    server.till.menu = [{ products: [product('a')], warnings: [{ ref: 'x', message: 'it has no price' }] }];
    const plan = await operator.item(`${path}/plan`);
    expect(plan).to.deep.include({ deleted: 2, refused: true, warnings: [{ ref: 'x', message: 'it has no price' }] });
    expect((await sync()).status).to.equal(409);
  });

  it('has no plan while the till is down', async () => {
    server.till.menu = [new Fault('vendor.unavailable')];
    const { status, body } = await server.api(`${path}/plan`);
    expect(status).to.equal(503);
    expect(body).to.include({ code: 'vendor.unavailable' });
  });

  it('has syncs that can be looked at one by one', async () => {
    await sync();
    const [run] = await operator.items(`/connections/${connectionId}/syncs`);
    expect(await operator.item(`/syncs/${String(run?.['id'])}`)).to.deep.equal(run);
    const { status, body } = await server.api('/syncs/unknown');
    expect(status).to.equal(404);
    expect(body).to.include({ code: 'sync.unknown' });
  });
});
