import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { adapterModule } from '../support/adapters.js';
import { configOf, KEY } from '../support/configs.js';
import { Folder } from '../support/folder.js';
import { run } from '../support/program.js';

describe('the command line', function () {
  this.timeout(60_000);
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
    folder.write('adapter.mjs', adapterModule());
  });
  afterEach(() => folder.remove());

  const write = (changes: Readonly<Record<string, unknown>> = {}): string =>
    folder.write('bridge.yaml', stringify(configOf({ adapter: { use: './adapter.mjs' }, ...changes })));

  it('tells what it can do', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    for (const command of ['start', 'check', 'schema', 'demo', 'till', 'simulate-hub'])
      expect(stdout).to.contain(command);
  });

  for (const command of ['start', 'check', 'schema', 'till', 'simulate-hub'])
    it(`tells what ${command} wants`, async () => {
      const { code, stdout } = await run([command, '--help']);
      expect(code).to.equal(0);
      expect(stdout).to.contain(`poshub-bridge ${command}`).and.to.contain('--');
    });

  for (const [what, args, says] of [
    ['a command that there is not', ['strat'], /unknown command 'strat'/],
    ['an option that there is not', ['schema', '--confg', 'x'], /unknown option '--confg'/],
    ['check without a file', ['check'], /--config <file>/],
  ] as const)
    it(`refuses ${what}, and tells how it is used`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(says).and.to.contain('Usage:');
    });

  describe('check', () => {
    it('says that a configuration is right, and with which adapter', async () => {
      const path = write();
      const { code, stdout, stderr } = await run(['check', '--config', path]);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.contain(`${path} is right: adapter fake 1.0.0`);
    });

    it('takes variables from the environment', async () => {
      const path = write({ secrets: { keys: ['${BRIDGE_KEY}'] } });
      const without = await run(['check', '--config', path]);
      expect(without.code).to.equal(1);
      expect(without.stderr).to.match(/secrets\.keys\.0 \(line \d+\): asks for the environment variable BRIDGE_KEY/);
      expect((await run(['check', '--config', path], { BRIDGE_KEY: KEY })).code).to.equal(0);
    });

    for (const [what, changes, says] of [
      ['a key that there is not', { listn: {} }, /config\.invalid/],
      ['a weak key', { secrets: { keys: ['c2hvcnQ='] } }, /config\.secret_missing/],
      ['an adapter that there is not', { adapter: { use: 'no-such-till' } }, /config\.adapter_unusable/],
      ['a storage that can’t be made', { storage: { url: 'sqlite:/dev/null/bridge.db' } }, /storage\.unavailable/],
    ] as const)
      it(`refuses ${what}: what happened, what to do, and a code to look up, all on standard error`, async () => {
        const { code, stdout, stderr } = await run(['check', '--config', write(changes)]);
        expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
        expect(stderr.trim().split('\n')).to.have.length(3);
        expect(stderr).to.match(says).and.to.contain('docs/errors.md');
        expect(stderr).not.to.match(/^\s+at /m);
      });

    it('refuses a file that is not there', async () => {
      const { code, stderr } = await run(['check', '--config', join(folder.path, 'nowhere.yaml')]);
      expect(code).to.equal(1);
      expect(stderr).to.contain('nowhere.yaml').and.to.contain('ENOENT');
    });

    it('shows where it happened when the fault is the bridge’s or the adapter’s own', async () => {
      folder.write('adapter.mjs', adapterModule({}, "create: () => { throw new TypeError('not today'); },"));
      const { code, stderr } = await run(['check', '--config', write()]);
      expect(code).to.equal(1);
      expect(stderr).to.contain('bridge.broken').and.to.contain('adapter.mjs');
    });
  });

  describe('schema', () => {
    const parsed = (text: string): unknown => {
      const value: unknown = JSON.parse(text);
      return value;
    };

    it('prints the schema of the configuration', async () => {
      const { code, stdout, stderr } = await run(['schema']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(parsed(stdout)).to.have.nested.property('properties.hub.properties.clientSecret');
      expect(parsed(stdout)).to.have.nested.property('properties.adapter.properties.settings.type', 'object');
    });

    it('prints it with the settings of the adapter that a configuration names, whether that is whole or not', async () => {
      const properties = { site: { type: 'integer' } };
      folder.write('adapter.mjs', adapterModule({ settings: { type: 'object', properties } }));
      const path = folder.write('half.yaml', 'adapter: { use: ./adapter.mjs }\nhub: { clientId: "${NOT_SET}" }\n');
      const { code, stdout } = await run(['schema', '--config', path]);
      expect(code).to.equal(0);
      expect(parsed(stdout)).to.have.nested.property(
        'properties.adapter.properties.settings.properties.site.type',
        'integer',
      );
      expect(existsSync(join(folder.path, 'data')), 'nothing is opened').to.equal(false);
    });

    it('says when the adapter can’t be loaded', async () => {
      const { code, stderr } = await run(['schema', '--config', write({ adapter: { use: './gone.mjs' } })]);
      expect(code).to.equal(1);
      expect(stderr).to.contain('config.adapter_unusable');
    });
  });
});
