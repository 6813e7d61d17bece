import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { until } from '../../../support/until.js';
import { adapterModule } from '../support/adapters.js';
import { API_TOKEN, configOf } from '../support/configs.js';
import { Folder } from '../support/folder.js';
import { Program, run } from '../support/program.js';

describe('start', function () {
  this.timeout(60_000);
  let folder: Folder;
  const running: Program[] = [];
  beforeEach(() => {
    folder = new Folder();
    folder.write('adapter.mjs', adapterModule());
  });
  afterEach(async () => {
    for (const program of running.splice(0)) await program.kill();
    folder.remove();
  });

  function write(port = 0, name = 'bridge.yaml'): string {
    const content = configOf({ adapter: { use: './adapter.mjs' }, listen: { port }, api: { token: API_TOKEN } });
    return folder.write(name, stringify(content));
  }

  /** Starts a host; gives it once it says where it listens. */
  async function started(path: string): Promise<{ readonly program: Program; readonly url: string }> {
    const program = new Program(['start', '--config', path]);
    running.push(program);
    let over = false;
    void program.ended.then(() => (over = true));
    await until(() => over || program.lines.some((line) => line.includes('host started')));
    const line: unknown = JSON.parse(program.lines.find((one) => one.includes('host started')) ?? '{}');
    if (typeof line !== 'object' || line === null || !('url' in line))
      throw new Error(`it did not start: ${(await program.ended).stderr}`);
    return { program, url: String(line.url) };
  }

  it('serves until SIGTERM, says when it stops, and ends with 0', async () => {
    const { program, url } = await started(write());
    expect((await fetch(`${url}/health/ready`)).status).to.equal(200);
    expect(
      (await fetch(`${url}/api/v1/orders`, { headers: { authorization: `Bearer ${API_TOKEN}` } })).status,
    ).to.equal(200);
    program.signal('SIGTERM');
    const { code, stdout, stderr } = await program.ended;
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n').at(-1)).to.contain('host stopped');
    expect(await fetch(url).catch(() => 'refused')).to.equal('refused');
  });

  it('goes on although nobody reads its log any more', async () => {
    const { program, url } = await started(write());
    program.stopReading();
    for (let index = 0; index < 5; index += 1) {
      const forged = await fetch(`${url}/poshub/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(forged.status).to.equal(401);
    }
    expect((await fetch(`${url}/health/ready`)).status).to.equal(200);
    program.signal('SIGTERM');
    expect((await program.ended).code).to.equal(0);
  });

  it('stops at SIGINT as well, and can be started again on the same storage', async () => {
    const path = write();
    for (let round = 0; round < 2; round += 1) {
      const { program } = await started(path);
      program.signal('SIGINT');
      expect((await program.ended).code).to.equal(0);
    }
  });

  it('lets a request under way come to its end', async () => {
    const { program, url } = await started(write());
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    await once(socket, 'connect');
    socket.write(
      'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n',
    );
    await until(() => heard.includes('100 Continue'));
    program.signal('SIGTERM');
    await until(() => program.lines.some((line) => line.includes('host stops')));
    const closed = once(socket, 'close');
    socket.write('{}');
    await closed;
    expect(heard, 'it has no signature').to.contain('HTTP/1.1 401 ');
    expect((await program.ended).code).to.equal(0);
  });

  it('ends at once at a second signal', async () => {
    const { program, url } = await started(write());
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.write(
      'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n',
    );
    await until(() => heard.includes('100 Continue'));
    program.signal('SIGTERM');
    await until(() => program.lines.some((line) => line.includes('host stops')));
    program.signal('SIGTERM');
    const { code, stdout } = await program.ended;
    expect(code).to.equal(1);
    expect(stdout).not.to.contain('host stopped');
    socket.destroy();
  });

  it('says that the port is taken, and leaves the storage to the next', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const { code, stderr } = await run(['start', '--config', write(port)]);
      expect(code).to.equal(1);
      expect(stderr).to.contain(`listen: 127.0.0.1:${port} can’t be had (EADDRINUSE)`).and.to.contain('config.invalid');
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    await started(write(port));
  });

  for (const [what, changes] of [
    ['a key of zeros', { secrets: { keys: [Buffer.alloc(32).toString('base64')] } }],
    ['no key', { secrets: { keys: ['${NOT_SET}'] } }],
    ['a token that can be guessed', { api: { token: 'password'.repeat(4) } }],
    [
      'a catalog’s token that can be guessed',
      { hub: { clientId: 'a', clientSecret: 'b', catalogToken: '0'.repeat(32) } },
    ],
  ] as const)
    it(`does not start with ${what}`, async () => {
      const path = folder.write('weak.yaml', stringify(configOf({ adapter: { use: './adapter.mjs' }, ...changes })));
      const { code, stdout, stderr } = await run(['start', '--config', path]);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.contain('config.secret_missing');
      expect(existsSync(join(folder.path, 'data')), 'no storage is made').to.equal(false);
    });

  it('says that another host has the storage open, and leaves that one alone', async () => {
    const { url } = await started(write());
    const { code, stderr } = await run(['start', '--config', write(0, 'second.yaml')]);
    expect(code).to.equal(1);
    expect(stderr).to.contain('storage.locked').and.to.contain('bridge.db').and.to.contain('one host per file');
    expect((await fetch(`${url}/health/ready`)).status).to.equal(200);
  });

  it('shows no secret on its output', async () => {
    const { program, url } = await started(write());
    await fetch(`${url}/api/v1/orders?token=${API_TOKEN}`, { headers: { authorization: `Bearer ${API_TOKEN}x` } });
    await fetch(`${url}/poshub/catalog?token=${API_TOKEN}`, { method: 'POST' });
    program.signal('SIGTERM');
    const { stdout, stderr } = await program.ended;
    expect(stdout).to.contain('request refused');
    for (const secret of [API_TOKEN, 'the-secret-of-the-client']) expect(`${stdout}${stderr}`).not.to.contain(secret);
  });
});
