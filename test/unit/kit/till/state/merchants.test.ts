import { expect } from 'chai';
import { KEY, type Till, Tills, send } from '../support/tills.js';
import { Client } from '../support/client.js';

describe('a till of several merchants', () => {
  let tills: Tills;
  let till: Till;
  let other: Client;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
    const { body } = await till.admin.post('/admin/merchants', { id: 'mer_pier', name: 'Harbour Pier' });
    const key = typeof body === 'object' && body !== null && 'key' in body ? String(body.key) : '';
    expect(key).not.to.equal(KEY);
    other = new Client(till.url, key);
    const store = { id: 'str_pier', merchant_id: 'mer_pier', name: 'Pier', like: 'str_soho' };
    expect((await till.admin.post('/admin/stores', store)).status).to.equal(201);
  });
  afterEach(() => tills.close());

  const storesOf = async (client: Client): Promise<readonly string[]> =>
    [...(await client.get('/v1/stores')).text.matchAll(/"id":"(str_\w+)"/g)].map(([, id]) => id ?? '');

  it('shows each merchant themselves and their own stores', async () => {
    expect((await other.get('/v1/merchant')).body).to.deep.equal({ id: 'mer_pier', name: 'Harbour Pier' });
    expect(await storesOf(other)).to.deep.equal(['str_pier']);
    expect(await storesOf(till.client)).to.deep.equal(['str_soho', 'str_kreuzberg']);
  });

  it('gives a new store the catalog of the one that it is like', async () => {
    const [own, model] = [
      await other.get('/v1/stores/str_pier/catalog'),
      await till.client.get('/v1/stores/str_soho/catalog'),
    ];
    const ids = (text: string): readonly string[] => [...text.matchAll(/"id":"(\w+)"/g)].map(([, id]) => id ?? '');
    expect(ids(own.text)).to.deep.equal(ids(model.text));
  });

  it('hides what belongs to another merchant', async () => {
    const taken = await send(till);
    const id = /"id":"(ord_\w+)"/.exec(taken.text)?.[1] ?? '';
    expect(taken.status).to.equal(201);
    expect((await other.get('/v1/stores/str_soho')).status).to.equal(404);
    expect((await other.get('/v1/stores/str_soho/orders')).status).to.equal(404);
    expect((await other.get(`/v1/orders/${id}`)).status).to.equal(404);
    expect((await other.post(`/v1/orders/${id}/status`, { status: 'completed' })).status).to.equal(404);
    expect((await till.client.get(`/v1/orders/${id}`)).status).to.equal(200);
  });

  it('takes no second merchant and no second store of an id', async () => {
    const merchant = { id: 'mer_pier', name: 'Again' };
    expect((await till.admin.post('/admin/merchants', merchant)).body).to.have.nested.property(
      'error.code',
      'id_taken',
    );
    const store = { id: 'str_soho', merchant_id: 'mer_pier', name: 'Again', like: 'str_soho' };
    expect((await till.admin.post('/admin/stores', store)).body).to.have.nested.property('error.code', 'id_taken');
    const nobodys = { id: 'str_new', merchant_id: 'mer_nobody', name: 'New', like: 'str_soho' };
    expect((await till.admin.post('/admin/stores', nobodys)).status).to.equal(404);
  });
});
