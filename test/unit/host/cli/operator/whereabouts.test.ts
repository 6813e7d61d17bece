import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { freePort } from '#kit/demo/processes.js';
import { startServer, type TestServer } from '../../http/support/server.js';
import { API_TOKEN } from '../../support/configs.js';
import { Folder } from '../../support/folder.js';
import { run } from '../../support/program.js';

describe('the way to a host that runs', function () {
  this.timeout(60_000);
  let server: TestServer;
  let folder: Folder;
  before(async () => {
    server = await startServer();
    folder = new Folder();
  });
  after(async () => {
    folder.remove();
    await server.dispose();
  });

  const write = (content: object): string => folder.write('bridge.yaml', stringify(content));

  it('is read from the configuration, of which no other secret need be set', async () => {
    const config = write({
      publicUrl: 'https://bridge.example.com',
      listen: { port: server.port },
      hub: { clientId: 'a', clientSecret: '${NOT_SET_HERE}' },
      api: { token: '${THE_TOKEN}' },
      storage: { url: 'postgres://bridge:${NOR_THIS}@db.example.com/bridge' },
    });
    expect(await run(['orders', '--config', config], { THE_TOKEN: API_TOKEN })).to.include({ code: 0, stderr: '' });
    const { code, stderr } = await run(['orders', '--config', config]);
    expect(code).to.equal(1);
    expect(stderr).to.contain('THE_TOKEN, which is not set').and.to.contain('config.secret_missing');
  });

  it('leads to this machine where the host listens on all addresses', async () => {
    const config = write({ listen: { host: '0.0.0.0', port: server.port }, api: { token: API_TOKEN } });
    expect(await run(['orders', '--config', config])).to.include({ code: 0, stderr: '' });
  });

  for (const [what, content, says] of [
    ['has no API', { listen: { port: 1 } }, /api: is missing/],
    ['listens on whatever port is free', { listen: { port: 0 }, api: { token: API_TOKEN } }, /--url/],
    ['has a weak token', { api: { token: 'a'.repeat(30) } }, /config\.secret_missing/],
    ['is wrong there', { listen: { port: 'x' }, api: { token: API_TOKEN } }, /listen\.port \(line \d+\)/],
  ] as const)
    it(`is not found by a configuration that ${what}`, async () => {
      const { code, stdout, stderr } = await run(['orders', '--config', write(content)]);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(says);
    });

  for (const [what, args, environment, says] of [
    ['nobody says which', [], {}, /--config FILE/],
    ['the token is not there', ['--url', 'http://127.0.0.1:1'], {}, /BRIDGE_API_TOKEN is not set/],
    ['it is no URL', ['--url', 'bridge'], { BRIDGE_API_TOKEN: API_TOKEN }, /is no URL/],
    ['the token would travel in the clear', ['--url', 'http://10.0.0.1'], { BRIDGE_API_TOKEN: API_TOKEN }, /https/],
    ['two are said', ['--url', 'http://localhost', '--config', 'x'], {}, /cannot be used with/],
    ['its name is unknown', ['--url', 'https://nowhere.invalid'], { BRIDGE_API_TOKEN: API_TOKEN }, /can’t be reached/],
  ] as const)
    it(`is an error where ${what}, with what to do`, async () => {
      const { code, stdout, stderr } = await run(['orders', ...args], environment);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(says).and.not.to.contain(API_TOKEN);
      expect(stderr.trim().split('\n').length).to.be.greaterThan(1);
    });

  it('is an error where no host runs', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await run(['orders', '--url', url], { BRIDGE_API_TOKEN: API_TOKEN });
    expect(code).to.equal(1);
    expect(stderr).to.contain(`No host runs at ${url}.`).and.to.contain('poshub-bridge start');
  });

  it('is closed to a wrong token', async () => {
    const { code, stderr } = await run(['orders', '--url', server.url], { BRIDGE_API_TOKEN: `${API_TOKEN}x` });
    expect(code).to.equal(1);
    expect(stderr).to.contain('does not accept the token').and.to.contain('request.unauthenticated');
    expect(stderr).not.to.contain(API_TOKEN);
  });

  it('takes no token as an argument', async () => {
    expect((await run(['orders', '--url', server.url, '--token', API_TOKEN])).stderr).to.contain('unknown option');
  });

  it('is said to be closed where the host has no API', async () => {
    const bare = await startServer({ apiToken: null });
    try {
      const { code, stderr } = await run(['orders', '--url', bare.url], { BRIDGE_API_TOKEN: API_TOKEN });
      expect(code).to.equal(1);
      expect(stderr).to.contain('api.token');
    } finally {
      await bare.dispose();
    }
  });

  describe('when something else answers', () => {
    let other: Server;
    let url: string;
    let asked: string[];
    let answer = { status: 200, body: '' };
    before(async () => {
      other = createServer((request, response) => {
        asked.push(request.headers.host ?? '');
        response.writeHead(answer.status, { location: `http://localhost:${new URL(url).port}/` }).end(answer.body);
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const address = other.address();
      url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    });
    beforeEach(() => (asked = []));
    after(() => new Promise((resolve) => other.close(resolve)));

    for (const [status, body, says] of [
      [200, '<html>', /is not the bridge/],
      [200, '{}', /is not the bridge/],
      [502, 'bad gateway', /is not the bridge/],
      [302, '', /is not the bridge/],
      [503, '{"error":"The host is starting."}', /starting[^]*Try again/],
      [500, '{"error":"\\u001b[2Jboo","code":"bridge.broken"}', /boo[^]*\(bridge\.broken/],
    ] as const)
      it(`is an error: ${status} ${body}`, async () => {
        answer = { status, body };
        const { code, stdout, stderr } = await run(['orders', '--url', url], { BRIDGE_API_TOKEN: API_TOKEN });
        expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
        expect(stderr).to.match(says);
        expect(stderr).not.to.contain('\u001b');
        expect(asked, 'the token goes nowhere else').to.deep.equal([new URL(url).host]);
      });
  });
});
