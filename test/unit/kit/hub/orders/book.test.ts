import { expect } from 'chai';
import { at, listAt, pizzeria, Talk, textAt } from '../talk.js';

describe('the simulator’s list of orders', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
    await talk.api('PUT', '/catalog/import', pizzeria);
  });
  afterEach(() => talk.close());

  it('gives each order once, however many pages it takes, beside another location’s', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push(await talk.order({ items: [{ name: 'Margherita', price: 1000 }] }));
    for (const limit of [1, 2, 3, 7, 50]) {
      const listed: unknown[] = [];
      let key: string | undefined = '';
      while (key !== undefined) {
        const behind: string = key === '' ? '' : `&nextPageKey=${encodeURIComponent(key)}`;
        const page = await talk.api('GET', `/orders?limit=${limit}${behind}`);
        listed.push(...listAt(page.body, 'data').map((order) => at(order, 'id')));
        key = at(page.body, 'hasNextPage') === true ? textAt(page.body, 'nextPageKey') : undefined;
      }
      expect(listed).to.deep.equal([...ids].reverse());
    }
  });

  it('refuses a key that names none of the location’s orders', async () => {
    await talk.order({ items: [{ name: 'Margherita', price: 1000 }] });
    const foreign = encodeURIComponent(`+/${Buffer.from('another').toString('base64')}=`);
    for (const key of [foreign, 'none'])
      expect((await talk.api('GET', `/orders?nextPageKey=${key}`)).status).to.equal(400);
  });
});
