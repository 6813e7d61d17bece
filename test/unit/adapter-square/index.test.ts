import { Ajv } from 'ajv';
import { expect } from 'chai';
import semver from 'semver';
import { CONTRACT_VERSION } from '@poshub-bridge/core';
import adapter from '@poshub-bridge/adapter-square';
import { loadAdapter } from '#host/plugin/load.js';
import { faultOf } from '../pos-hub/support/faults.js';
import { SETTINGS } from './support/rig.js';

const ajv = new Ajv({ strict: false, useDefaults: true });
const check = ajv.compile(adapter.manifest.settings);
const least = {
  environment: 'sandbox',
  applicationId: 'sandbox-sq0idb-x',
  applicationSecret: 'sandbox-sq0csb-x',
  webhookSignatureKey: 'key',
};

describe('adapter square: the package', () => {
  it('is found by its name, and works with this contract', async () => {
    expect(await loadAdapter('square', process.cwd())).to.equal(adapter);
    expect(semver.satisfies(CONTRACT_VERSION, adapter.manifest.contract)).to.equal(true);
  });

  it('may call Square and nobody else, or what stands in for it', () => {
    const hosts = (more: object): readonly string[] => adapter.hosts({ ...SETTINGS, ...more });
    expect(hosts({})).to.deep.equal(['connect.squareupsandbox.com']);
    expect(hosts({ environment: 'production' })).to.deep.equal(['connect.squareup.com']);
    expect(hosts({ baseUrl: 'http://127.0.0.1:7071/' })).to.deep.equal(['127.0.0.1:7071']);
    expect(faultOf(() => hosts({ baseUrl: 'square' })).code).to.equal('config.invalid');
  });

  it('demands four settings, and has a safe default for each other', () => {
    const settings = { ...least };
    expect(check(settings), JSON.stringify(check.errors)).to.equal(true);
    expect(settings).to.deep.equal({
      ...least,
      pkce: false,
      delivery: 'pickup',
      unknownItems: 'reject',
      totalDifference: 'adjust',
      sourceName: 'POS Hub',
      prepMinutes: 15,
    });
    for (const key of Object.keys(least)) expect(check({ ...least, [key]: undefined }), key).to.equal(false);
  });

  it('refuses settings that can’t be meant', () => {
    for (const wrong of [
      { environment: 'test' },
      { baseUrl: 'connect.squareup.com' },
      { baseUrl: 'https://user:password@square' },
      { applicationSecret: 'with\nnewline' },
      { prepMinutes: -1 },
      { totalDifference: 'ignore' },
      { extra: 1 },
    ])
      expect(check({ ...least, ...wrong }), JSON.stringify(wrong)).to.equal(false);
  });

  it('hides its secrets', () => {
    const { properties } = adapter.manifest.settings;
    expect(properties).to.have.nested.property('applicationSecret.writeOnly', true);
    expect(properties).to.have.nested.property('webhookSignatureKey.writeOnly', true);
  });
});
