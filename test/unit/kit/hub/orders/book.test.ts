import { expect } from 'chai';
import { at, listAt, pizzeria, Talk, textAt } from '../talk.js';

describe('the simulator’s list of orders', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
    await talk.api('PUT', '/catalog/import', pizzeria);
  });
  afterEach(() => talk.close());

  const items = [{ name: 'Margherita', price: 1000 }];
  const elsewhere = () => talk.hub.locationIds[1];

  it('gives each order once, however many pages it takes, beside another location’s', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      ids.push(await talk.order({ items }));
      await talk.order({ items, locationId: elsewhere() });
    }
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
    await talk.order({ items });
    const keyOf = (id: string): string => encodeURIComponent(`+/${Buffer.from(id).toString('base64')}=`);
    const another = await talk.order({ items, locationId: elsewhere() });
    for (const key of [keyOf(another), keyOf('nobody’s'), 'none'])
      expect((await talk.api('GET', `/orders?nextPageKey=${key}`)).status).to.equal(400);
  });
});
