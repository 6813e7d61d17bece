import { expect } from 'chai';
import { startHub } from '#kit/index.js';
import { at, call, listAt, Talk, textAt } from './talk.js';

describe('the simulator’s admin routes', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
  });
  afterEach(() => talk.close());

  it('are closed without the admin token', async () => {
    for (const token of ['', talk.token, `${talk.hub.adminToken}x`]) {
      const reply = await call('GET', `${talk.hub.url}/admin/applications`, undefined, {
        authorization: `Bearer ${token}`,
      });
      expect(reply.status).to.equal(401);
    }
  });

  it('register an application that can then be connected and used', async () => {
    const made = await talk.admin('POST', '/applications', {
      name: 'Other',
      redirectUris: ['https://other.example/in'],
    });
    const [client_id, client_secret] = [textAt(made.body, 'data.id'), textAt(made.body, 'data.clientSecret')];
    const account = textAt((await talk.admin('POST', '/accounts', { currency: 'EUR' })).body, 'data.id');
    const place = { accountId: account, name: 'Canteen', timezone: 'Europe/Rome' };
    const location = at((await talk.admin('POST', '/locations', place)).body, 'data');
    expect(location).to.include({ name: 'Canteen', currency: 'EUR', timezone: 'Europe/Rome' });
    const locationId = textAt(location, 'id');
    const connected = await talk.admin('POST', '/connections', {
      applicationId: client_id,
      locationId,
      status: 'COMPLETED',
    });
    expect(connected.body).to.have.nested.property('data.status', 'COMPLETED');
    const token = textAt((await talk.getToken({ client_id, client_secret })).body, 'access_token');
    const path = `/v1/accounts/${account}/locations/${locationId}`;
    expect((await talk.api('GET', path, undefined, token)).status).to.equal(200);
    expect((await talk.api('GET', path)).status).to.equal(403);
  });

  it('never show a client secret again', async () => {
    expect((await talk.admin('GET', '/applications')).text).not.to.contain(talk.hub.clientSecret);
    const patched = await talk.admin('PATCH', `/applications/${talk.hub.clientId}`, { name: 'Renamed' });
    expect(patched.body).to.have.nested.property('data.name', 'Renamed');
    expect(patched.text).not.to.contain(talk.hub.clientSecret);
  });

  it('uninstall an application at one location', async () => {
    const connection = textAt((await talk.admin('GET', '/connections')).body, 'data.0.id');
    expect((await talk.admin('DELETE', `/connections/${connection}`)).status).to.equal(204);
    await talk.settled();
    expect(talk.hooks[0]?.body).to.include({ objectType: 'CONNECTION', eventType: 'REMOVE' });
    expect((await talk.api('GET', '')).status).to.equal(403);
    expect((await talk.api('GET', talk.location(1))).status).to.equal(200);
  });

  it('show what was received, by method and path', async () => {
    await talk.api('PATCH', '', { name: 'Corner' });
    await talk.api('PATCH', '', { nam: 'Corner' });
    await talk.api('GET', '/orders?limit=3');
    const { body } = await talk.admin('GET', '/requests?method=PATCH');
    expect(listAt(body, 'data').map((request) => at(request, 'status'))).to.deep.equal([200, 400]);
    expect(at(body, 'data.0')).to.deep.include({ body: { name: 'Corner' }, clientId: talk.hub.clientId });
    expect(at(body, 'data.1.error')).to.equal('the body: unknown key "nam"');
    const listing = await talk.admin('GET', '/requests?path=/orders');
    expect(at(listing.body, 'data.0.query')).to.deep.equal({ limit: '3' });
    const last = at(listing.body, 'data.0.id');
    const later = await talk.admin('GET', `/requests?after=${typeof last === 'number' ? last : ''}`);
    expect(listAt(later.body, 'data')).to.deep.equal([]);
  });

  it('forget what happened at a reset, and keep who there is', async () => {
    await talk.order({ items: [{ name: 'Margherita', price: 950 }] });
    await talk.api('GET', '');
    expect((await talk.admin('POST', '/reset')).status).to.equal(204);
    for (const path of ['/orders', '/requests', '/deliveries', '/pulls'])
      expect((await talk.admin('GET', path)).body, path).to.deep.equal({ data: [] });
    expect(listAt((await talk.admin('GET', '/connections')).body, 'data')).to.have.length(2);
    expect(listAt((await talk.admin('GET', '/locations')).body, 'data')).to.have.length(2);
    expect((await talk.api('GET', '')).status).to.equal(401);
  });

  it('refuse a setting that is unknown or out of range, and change nothing', async () => {
    expect((await talk.admin('PATCH', '/settings', { timeScale: 0 })).status).to.equal(400);
    expect((await talk.admin('PATCH', '/settings', { echo: true, loud: true })).status).to.equal(400);
    expect((await talk.admin('GET', '/settings')).body).to.have.nested.include({
      'data.echo': false,
      'data.timeScale': 0.001,
    });
  });

  it('drop the oldest recorded requests once the bodies pass the budget', async () => {
    const small = await Talk.start({ recordBytes: 4000 });
    try {
      for (let n = 0; n < 20; n += 1) await small.api('PATCH', '', { name: `name ${n}` });
      const kept = listAt((await small.admin('GET', '/requests')).body, 'data');
      expect(kept.length).to.be.within(1, 8);
      expect(at(kept.at(-1), 'body')).to.deep.equal({ name: 'name 19' });
    } finally {
      await small.close();
    }
  });
});

describe('starting the simulator', () => {
  it('refuses a short secret and a setting out of range', async () => {
    const failure = async (options: object): Promise<string> => {
      const outcome = await startHub(options).catch((error: unknown) => error);
      return outcome instanceof Error ? outcome.message : 'it started';
    };
    expect(await failure({ adminToken: 'short' })).to.contain('16 characters');
    expect(await failure({ timeScale: -1 })).to.contain('/timeScale');
  });

  it('makes up secrets that differ from run to run', async () => {
    const [one, two] = [await startHub(), await startHub()];
    await Promise.all([one.close(), two.close()]);
    expect(one.adminToken).not.to.equal(two.adminToken);
    expect(one.clientSecret).not.to.equal(two.clientSecret);
    expect(one.locationIds).to.deep.equal(two.locationIds);
  });
});
