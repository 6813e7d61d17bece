import { join } from 'node:path';
import { expect } from 'chai';
import { CONTRACT_VERSION, type Fault } from '@poshub-bridge/core';
import { loadAdapter } from '#host/plugin/load.js';
import { fakeManifest } from '../../../support/fake-till.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { adapterModule } from '../support/adapters.js';
import { Folder } from '../support/folder.js';

describe('loading an adapter', () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  const idOf = async (use: string): Promise<string> => (await loadAdapter(use, folder.path)).manifest.id;

  async function refuses(use: string): Promise<Fault> {
    const fault = await faultIn(loadAdapter(use, folder.path));
    expect(fault.code).to.equal('config.adapter_unusable');
    expect(fault.detail).to.contain(`adapter.use is ${use}: `);
    return fault;
  }

  /** A package in a folder, with whatever leads to its entry. */
  function writePackage(at: string, id: string, manifest: object, entry = 'dist/index.js'): void {
    folder.write(`${at}/package.json`, { name: 'my-till', version: '1.0.0', type: 'module', ...manifest });
    folder.write(`${at}/${entry}`, adapterModule({ id }));
  }

  describe('by a path', () => {
    it('takes a file, from the folder of the configuration or absolute', async () => {
      const path = folder.write('here/adapter.mjs', adapterModule({ id: 'by-file' }));
      expect(await idOf('./here/adapter.mjs')).to.equal('by-file');
      expect(await idOf('./here/../here/adapter.mjs')).to.equal('by-file');
      expect(await idOf(path)).to.equal('by-file');
    });

    for (const [what, manifest, entry] of [
      ['by main', { main: './dist/index.js' }, 'dist/index.js'],
      ['by exports', { exports: './dist/index.js' }, 'dist/index.js'],
      ['by exports that name a point', { exports: { '.': './dist/index.js' } }, 'dist/index.js'],
      [
        'by exports for import alone',
        { exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js' } } },
        'dist/index.js',
      ],
      [
        'by exports in conditions in conditions',
        {
          exports: {
            '.': { browser: './no.js', node: { import: './dist/a.js', require: './no.cjs' }, default: './no.js' },
          },
        },
        'dist/a.js',
      ],
      ['by nothing but its index', {}, 'index.js'],
    ] as const)
      it(`takes a folder that shows its entry ${what}`, async () => {
        writePackage('my-till', 'by-folder', manifest, entry);
        expect(await idOf('./my-till')).to.equal('by-folder');
        expect(await idOf(join(folder.path, 'my-till'))).to.equal('by-folder');
      });

    it('takes a name with a blank and an umlaut in it', async () => {
      folder.write('Meine Küche #1/adapter.mjs', adapterModule({ id: 'odd' }));
      expect(await idOf('./Meine Küche #1/adapter.mjs')).to.equal('odd');
    });

    it('says where nothing is', async () => {
      const fault = await refuses('./nowhere');
      expect(fault.detail).to.contain('nothing of that name is there').and.to.contain(join(folder.path, 'nowhere'));
    });

    it('says that a path begins with a point', async () => {
      writePackage('adapter-acme', 'acme', { main: 'dist/index.js' });
      writePackage('adapters/acme', 'acme', { main: 'dist/index.js' });
      expect((await refuses('adapter-acme')).detail).to.contain('a path begins with a point: ./adapter-acme');
      expect((await refuses('adapters/acme')).detail).to.contain('a path begins with a point: ./adapters/acme');
    });

    it('asks whether it is built, where the folder is there and its entry is not', async () => {
      folder.write('my-till/package.json', { name: 'my-till', type: 'module', main: 'dist/index.js' });
      expect((await refuses('./my-till')).detail).to.match(/my-till.dist.index\.js\); is it built\?$/);
    });
  });

  describe('by a name', () => {
    it('takes one of ours that is installed beside the host', async () => {
      expect(await idOf('till')).to.equal('till');
      expect(await idOf('@poshub-bridge/adapter-till')).to.equal('till');
    });

    for (const [what, manifest] of [
      ['for import', { exports: { '.': { import: './dist/index.js' } } }],
      ['for everybody', { exports: { '.': { default: './dist/index.js' } } }],
      ['by main', { main: 'dist/index.js' }],
    ] as const)
      it(`takes a package that is installed beside the configuration, with an entry ${what}`, async () => {
        writePackage('node_modules/my-till', 'mine', manifest);
        writePackage('node_modules/@chain/adapter', 'scoped', manifest);
        expect(await idOf('my-till')).to.equal('mine');
        expect(await idOf('@chain/adapter')).to.equal('scoped');
      });

    it('takes a package that is installed above the configuration', async () => {
      writePackage('node_modules/my-till', 'above', { main: 'dist/index.js' });
      expect((await loadAdapter('my-till', join(folder.path, 'conf/deep'))).manifest.id).to.equal('above');
    });

    it('prefers one of ours to another of the same name', async () => {
      writePackage('node_modules/@poshub-bridge/adapter-acme', 'ours', { main: 'dist/index.js' });
      writePackage('node_modules/acme', 'other', { main: 'dist/index.js' });
      expect(await idOf('acme')).to.equal('ours');
    });

    it('says what it looked for where nothing is installed', async () => {
      const fault = await refuses('nobody-has-this');
      expect(fault.detail).to.contain('looked for @poshub-bridge/adapter-nobody-has-this, nobody-has-this');
    });

    it('does not take a part of Node.js for an adapter', async () => {
      expect((await refuses('fs')).detail).to.contain('its default export is no adapter');
    });
  });

  describe('that is broken', () => {
    for (const [what, text, says] of [
      ['imports what is not there', "import 'not-installed-anywhere';\nexport default {};", /not-installed-anywhere/],
      ['imports a file that is not there', "import './gone.mjs';\nexport default {};", /gone\.mjs/],
      ['is no JavaScript', 'export default {', /SyntaxError: .*node --check/],
      ['throws when it is loaded', "throw new TypeError('no licence');", /TypeError: no licence/],
      ['exports nothing by default', 'export const adapter = {};', /there is none: write export default defineAdapter/],
      ['exports a text', "export default 'adapter';", /is not an object/],
      ['exports null', 'export default null;', /is not an object/],
      ['has no create', 'export default { manifest: {}, hosts: () => [] };', /create is not a function/],
      ['has no hosts', 'export default { manifest: {}, create: () => ({}) };', /hosts is not a function/],
      ['has no manifest', 'export default { hosts: () => [], create: () => ({}) };', /it has no manifest/],
    ] as const)
      it(`says so when it ${what}`, async () => {
        folder.write('adapter.mjs', text);
        expect((await refuses('./adapter.mjs')).detail).to.match(says);
      });

    for (const [key, manifest] of [
      ['manifest/id', { id: 'Not An Id' }],
      ['manifest/name', { name: '' }],
      ["required property 'version'", { version: undefined }],
      ['manifest/onboarding', { onboarding: 'fax' }],
      ['manifest/callsPerSecond must be >= 0.01', { callsPerSecond: 0 }],
      ['manifest/callsPerSecond must be <= 1000', { callsPerSecond: 1_001 }],
      ['manifest/settings', { settings: 'none' }],
      ['manifest/capabilities/webhooks', { capabilities: { ...fakeManifest().capabilities, webhooks: 'yes' } }],
      ["required property 'polling'", { capabilities: { ...fakeManifest().capabilities, polling: undefined } }],
      ['manifest/capabilities/orders/optionDepth', withOrders({ optionDepth: -1 })],
      ["required property 'find'", withOrders({ find: undefined })],
    ] as const)
      it(`names the place in the manifest: ${key}`, async () => {
        folder.write('adapter.mjs', adapterModule(manifest));
        expect((await refuses('./adapter.mjs')).detail)
          .to.contain('its manifest is wrong: ')
          .and.to.contain(key);
      });

    for (const key of ['settings', 'credentials'] as const)
      it(`says that manifest.${key} is no schema`, async () => {
        folder.write('adapter.mjs', adapterModule({ [key]: { type: 'objekt' } }));
        expect((await refuses('./adapter.mjs')).detail).to.contain(`manifest.${key} is no JSON Schema`);
      });
  });

  describe('for another contract', () => {
    for (const contract of ['^2.0.0', '0.9', '<1.0.0', 'whatever'])
      it(`refuses the range ${JSON.stringify(contract)}`, async () => {
        folder.write('adapter.mjs', adapterModule({ contract }));
        const fault = await faultIn(loadAdapter('./adapter.mjs', folder.path));
        expect(fault.detail).to.contain(contract).and.to.contain(`this host has ${CONTRACT_VERSION}`);
      });

    for (const contract of ['^1.0.0', '1', '>=1 <3', '*'])
      it(`takes the range ${contract}`, async () => {
        folder.write('adapter.mjs', adapterModule({ contract }));
        expect((await loadAdapter('./adapter.mjs', folder.path)).manifest.contract).to.equal(contract);
      });
  });

  it('takes schemas of both drafts', async () => {
    for (const $schema of ['https://json-schema.org/draft/2020-12/schema', 'http://json-schema.org/draft-07/schema#']) {
      const name = `adapter-${$schema.length}.mjs`;
      folder.write(name, adapterModule({ settings: { $schema, type: 'object' } }));
      expect((await loadAdapter(`./${name}`, folder.path)).manifest.settings).to.deep.include({ $schema });
    }
  });
});

function withOrders(orders: object): object {
  const { capabilities } = fakeManifest();
  return { capabilities: { ...capabilities, orders: { ...capabilities.orders, ...orders } } };
}
