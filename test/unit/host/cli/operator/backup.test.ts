import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { freePort } from '#kit/demo/processes.js';
import { until } from '../../../../support/until.js';
import { adapterModule } from '../../support/adapters.js';
import { API_TOKEN, configOf } from '../../support/configs.js';
import { Folder } from '../../support/folder.js';
import { Program, run } from '../../support/program.js';

describe('backup', function () {
  this.timeout(60_000);
  let folder: Folder;
  let host: Program;
  let config: string;
  let url: string;
  before(async () => {
    folder = new Folder();
    folder.write('adapter.mjs', adapterModule());
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const storage = { url: 'sqlite:./data/bridge.db', backups: './kept' };
    const changes = { adapter: { use: './adapter.mjs' }, listen: { port }, api: { token: API_TOKEN }, storage };
    config = folder.write('bridge.yaml', stringify(configOf(changes)));
    host = new Program(['start', '--config', config]);
    await until(() => host.lines.some((line) => line.includes('host started')));
  });
  after(async () => {
    await host.kill();
    folder.remove();
  });

  it('goes to the folder that the configuration names', async () => {
    const { code, stdout } = await run(['backup', '--config', config]);
    expect(code).to.equal(0);
    const [path = ''] = stdout.split('  ');
    expect(path.startsWith(join(folder.path, 'kept', 'bridge-'))).to.equal(true);
    expect(stdout).to.equal(`${path}  ${statSync(path).size} bytes\n`);
  });

  it('is named by the host for who asks from elsewhere, and can’t be brought there', async () => {
    const environment = { BRIDGE_API_TOKEN: API_TOKEN };
    const asked = await run(['backup', '--url', url, '--json'], environment);
    expect(asked.code).to.equal(0);
    const answer: unknown = JSON.parse(asked.stdout);
    expect(answer).to.have.all.keys('name', 'bytes', 'at');
    const target = join(folder.path, 'taken.db');
    const { code, stderr } = await run(['backup', '--url', url, '--to', target], environment);
    expect(code).to.equal(1);
    expect(stderr).to.contain('--config FILE');
    expect(existsSync(target)).to.equal(false);
  });
});
