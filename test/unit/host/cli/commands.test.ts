import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { skip } from '../../../support/skip.js';
import { adapterModule } from '../support/adapters.js';
import { configOf } from '../support/configs.js';
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
    for (const command of [
      ...['start', 'check', 'schema', 'orders', 'connections', 'catalog', 'events', 'backup'],
      ...['demo', 'till', 'simulate-hub', 'fake'],
    ])
      expect(stdout).to.contain(command);
  });

  it('is there as npm links it, and says where it is not built yet', async function () {
    if (process.platform === 'win32') skip(this, 'npm makes another kind of link there');
    const linked = await promisify(execFile)('node_modules/.bin/poshub-bridge', ['--help']);
    expect(linked.stdout).to.contain('Usage: poshub-bridge');
    const alone = folder.write('bin/poshub-bridge.mjs', '');
    copyFileSync('host/bin/poshub-bridge.js', alone);
    const bare: unknown = await promisify(execFile)(process.execPath, [alone]).catch((error: unknown) => error);
    expect(bare).to.include({ code: 1 });
    expect(bare).to.have.property('stderr').that.contains('npm run build');
  });

  for (const command of [
    ...['start', 'check', 'schema', 'orders list', 'catalog plan', 'backup', 'till', 'simulate-hub', 'fake'],
  ])
    it(`tells what ${command} wants`, async () => {
      const { code, stdout } = await run([...command.split(' '), '--help']);
      expect(code).to.equal(0);
      expect(stdout).to.contain(`poshub-bridge ${command}`).and.to.contain('--');
    });

  for (const [what, args, says] of [
    ['a command that there is not', ['strat'], /unknown command 'strat'/],
    ['an option that there is not', ['schema', '--confg', 'x'], /unknown option '--confg'/],
    ['check without a file', ['check'], /--config <file>/],
    ['a command below another that there is not', ['orders', 'eat', 'x'], /too many arguments|unknown command/],
    ['an order without its id', ['orders', 'show', '--url', 'http://localhost'], /missing required argument 'id'/],
  ] as const)
    it(`refuses ${what}, and tells how it is used`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(says).and.to.contain('Usage:');
    });

  it('says of a server to try things with that its port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, stderr } = await run(['simulate-hub', '--port', port]);
    other.close();
    expect(code).to.equal(1);
    expect(stderr).to.contain('EADDRINUSE').and.to.contain('--port').and.not.to.contain('bridge.broken');
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
