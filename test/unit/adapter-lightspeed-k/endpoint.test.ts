import { expect } from 'chai';
import { endpointOf } from '#adapter-lightspeed-k/endpoint.js';
import { fieldOf, startRig, type Rig } from './support/rig.js';

describe('adapter lightspeed-k: its endpoint', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await startRig()));
  afterEach(() => rig.close());

  const FLAGS = ['withBasicAuth', 'provideAccount', 'expandTransactions', 'expandPayments', 'subscribeTo'] as const;
  /** What the adapter told Lightspeed of it, each time. */
  const said = (): readonly unknown[] =>
    rig.sent.filter(({ url, method }) => url.endsWith('/o/wh/1/webhook') && method !== 'GET').map(({ json }) => json);

  it('is registered, and refreshed with everything said each time: what an update leaves out is reset', async () => {
    await rig.system.attach?.(rig.london);
    await rig.system.attach?.(rig.london);
    expect(said()).to.have.length(2);
    for (const json of said()) {
      for (const flag of FLAGS) expect(fieldOf(json, flag), flag).to.not.equal(undefined);
      expect(json).to.include({ endpointId: endpointOf(rig.london, rig.webhookUrl), url: rig.webhookUrl });
      expect(json).to.have.deep.property('subscribeTo', [
        { resource: 'order', name: 'DELIVERED' },
        { resource: 'item', name: 'SALES_RESTRICTION_UPDATED' },
      ]);
    }
  });

  it('is mended where somebody changed it', async () => {
    await rig.system.attach?.(rig.london);
    const [json] = said();
    const { accessToken } = rig.london.credentials;
    const answer = await fetch(`${rig.lightspeed.url}/o/wh/1/webhook`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(accessToken)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ endpointId: fieldOf(json, 'endpointId'), url: 'https://elsewhere.example.com/' }),
    });
    expect(answer.status).to.equal(200);
    await rig.system.attach?.(rig.london);
    const endpoints = fieldOf(await rig.admin('GET', '/webhooks'), 'endpoints');
    expect(endpoints).to.have.length(1);
    expect(endpoints).to.have.nested.property('[0].url', rig.webhookUrl);
    expect(endpoints).to.have.nested.property('[0].withBasicAuth', true);
    expect(endpoints).to.have.nested.property('[0].subscribeTo.length', 2);
  });
});
