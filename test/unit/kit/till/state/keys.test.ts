import { expect } from 'chai';
import { readFileSync, statSync } from 'node:fs';
import { startTill } from '#kit/till/index.js';
import { Client, call } from '../support/client.js';
import { KEY, TOKEN, type Till, Tills } from '../support/tills.js';

describe('the keys of the till', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  const status = async (key: string): Promise<number> => (await new Client(till.url, key).get('/v1/merchant')).status;

  it('let nobody in without one', async () => {
    const without = await call('GET', `${till.url}/v1/merchant`);
    expect(without.status).to.equal(401);
    expect(without.body).to.have.nested.property('error.code', 'key_invalid');
    expect(without.headers).to.have.property('www-authenticate', 'Bearer');
    expect(await status(`${KEY}x`)).to.equal(401);
    expect(await status(TOKEN)).to.equal(401);
    expect(await status(KEY)).to.equal(200);
  });

  it('are rotated: a new one works, the revoked one answers 401', async () => {
    const { body } = await till.admin.post('/admin/keys');
    expect(body).to.have.property('key').that.is.a('string');
    const { keys, ids } = await listed();
    expect(keys).to.have.length(2);
    expect((await till.admin.post('/admin/keys/revoke', { id: ids[0] })).body).to.deep.equal({ revoked: 1 });
    expect(await status(KEY)).to.equal(401);
    expect(await status(keyIn(body))).to.equal(200);
    expect((await till.admin.post('/admin/keys/revoke', { id: 'key_none' })).status).to.equal(404);
  });

  it('can all be revoked at once', async () => {
    expect((await till.admin.post('/admin/keys/revoke', { all: true })).body).to.deep.equal({ revoked: 1 });
    expect(await status(KEY)).to.equal(401);
  });

  it('made at a start stay valid at the next, and are nowhere in the state file', async () => {
    await till.close();
    const first = await startTill({ state: till.state });
    await first.close();
    const file = readFileSync(till.state);
    const second = await startTill({ state: till.state });
    try {
      expect(second.apiKey).to.not.equal(first.apiKey);
      for (const { apiKey } of [first, second]) {
        expect((await new Client(second.url, apiKey).get('/v1/merchant')).status).to.equal(200);
      }
      expect(file.includes(first.apiKey)).to.equal(false);
      expect(statSync(till.state).mode & 0o077).to.equal(0);
    } finally {
      await second.close();
    }
  });

  it('do not open the admin routes, which have a token and a port of their own', async () => {
    expect((await new Client(till.admin.url, KEY).get('/admin/stats')).status).to.equal(401);
    expect((await till.client.get('/admin/stats')).status).to.equal(404);
    expect((await till.admin.get('/admin/stats')).status).to.equal(200);
  });

  async function listed(): Promise<{ keys: unknown[]; ids: string[] }> {
    const { body, text } = await till.admin.get('/admin/keys');
    const ids = [...text.matchAll(/"id":"(key_\w+)"/g)].map((found) => found[1] ?? '');
    expect(body).to.have.property('data').that.is.an('array');
    expect(text).to.not.include(KEY);
    return { keys: ids, ids };
  }

  const keyIn = (body: unknown): string => /"key":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
});
