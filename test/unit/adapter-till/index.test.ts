import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import semver from 'semver';
import { CONTRACT_VERSION } from '@poshub-bridge/core';
import adapter from '@poshub-bridge/adapter-till';
import { demandFormSchema } from '#host/http/connect/form-schema.js';
import { fieldsOf } from '#host/http/connect/fields.js';
import { loadAdapter } from '#host/plugin/load.js';
import { faultOf } from '../pos-hub/support/faults.js';
import { startRig } from './support/rig.js';

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);

describe('adapter till: the package', () => {
  it('is found by its name and by its folder, and works with this contract', async () => {
    expect(await loadAdapter('till', process.cwd())).to.equal(adapter);
    expect(await loadAdapter('./adapters/till', process.cwd())).to.equal(adapter);
    expect(semver.satisfies(CONTRACT_VERSION, adapter.manifest.contract)).to.equal(true);
  });

  it('may call the till and nobody else, with its port', () => {
    const webhookSecret = 'x'.repeat(16);
    expect(adapter.hosts({ baseUrl: 'http://127.0.0.1:7070/', webhookSecret })).to.deep.equal(['127.0.0.1:7070']);
    expect(adapter.hosts({ baseUrl: 'https://till.example', webhookSecret })).to.deep.equal(['till.example']);
    expect(faultOf(() => adapter.hosts({ baseUrl: 'till', webhookSecret })).code).to.equal('config.invalid');
  });

  it('demands an address and a secret that is long enough', () => {
    const check = ajv.compile(adapter.manifest.settings);
    const good = { baseUrl: 'http://127.0.0.1:7070', webhookSecret: 'x'.repeat(16) };
    expect(check(good)).to.equal(true);
    for (const wrong of [
      { baseUrl: good.baseUrl },
      { ...good, webhookSecret: 'short' },
      { ...good, baseUrl: '127.0.0.1:7070' },
      { ...good, baseUrl: 'http://user:password@till' },
      { ...good, extra: 1 },
    ])
      expect(check(wrong), JSON.stringify(wrong)).to.equal(false);
  });

  it('asks the merchant for one secret', () => {
    const [field, ...others] = fieldsOf(demandFormSchema(adapter.manifest.credentials));
    expect(field).to.include({ name: 'apiKey', label: 'API key', control: 'password', required: true });
    expect(others).to.deep.equal([]);
  });

  it('shows the merchant and the stores that a key opens', async () => {
    const rig = await startRig();
    try {
      const { merchant, stores } = await rig.system.stores(rig.soho);
      expect(merchant).to.equal('mer_lumen');
      expect(stores).to.deep.equal([
        {
          ref: 'str_soho',
          name: 'Lumen Soho',
          currency: 'GBP',
          timezone: 'Europe/London',
          address: '14 Greek Street, W1D 4DP, London',
        },
        {
          ref: 'str_kreuzberg',
          name: 'Lumen Kreuzberg',
          currency: 'EUR',
          timezone: 'Europe/Berlin',
          address: 'Oranienstraße 27, 10999, Berlin',
        },
      ]);
    } finally {
      await rig.close();
    }
  });

  it('has a session that never ends: there is nothing to renew', async () => {
    const rig = await startRig();
    expect(rig.system).to.not.have.any.keys('oauth', 'expiresAt', 'refresh');
    await rig.close();
  });
});
