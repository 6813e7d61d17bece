import { expect } from 'chai';
import { loadCompanion } from '#host/plugin/load.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { Folder } from '../support/folder.js';

describe('what an adapter’s package exports beside it', () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  const exports = { '.': './dist/index.js', './conformance': { import: './dist/rig.js' } };
  const rigOf = (use: string): Promise<unknown> => loadCompanion('./conformance', use, folder.path);

  function writePackage(at: string, front: unknown, rig?: string): void {
    folder.write(`${at}/package.json`, { name: 'my-till', version: '1.0.0', type: 'module', exports: front });
    if (rig !== undefined) folder.write(`${at}/dist/rig.js`, rig);
  }

  for (const [what, use] of [
    ['of a folder', './my-till'],
    ['of a file in it', './my-till/dist/index.js'],
  ] as const)
    it(`is found in the package ${what}`, async () => {
      writePackage('my-till', exports, 'export default 42;');
      expect(await rigOf(use)).to.have.property('default', 42);
    });

  it('is found in a package that is installed', async () => {
    writePackage('node_modules/my-till', exports, 'export default 43;');
    expect(await rigOf('my-till')).to.have.property('default', 43);
  });

  it('is nothing where the package has none', async () => {
    writePackage('bare', './dist/index.js');
    expect(await rigOf('./bare')).to.equal(undefined);
    expect(await rigOf('not-installed-anywhere')).to.equal(undefined);
  });

  it('is a fault where it can’t be loaded', async () => {
    writePackage('broken', exports);
    expect((await faultIn(rigOf('./broken'))).code).to.equal('config.adapter_unusable');
  });
});
