import { createServer, type Server } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { freePort } from '#kit/demo/processes.js';
import { startHub, type StartedHub } from '#kit/hub/index.js';
import { until } from '../../../support/until.js';
import { adapterModule } from '../support/adapters.js';
import { API_TOKEN, configOf, KEY } from '../support/configs.js';
import { Folder } from '../support/folder.js';
import { Program, run, type Ended } from '../support/program.js';

describe('check', function () {
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

  const write = (changes: Readonly<Record<string, unknown>> = {}): string =>
    folder.write('bridge.yaml', stringify(configOf({ adapter: { use: './adapter.mjs' }, ...changes })));
  const offline = (path: string, environment: Record<string, string> = {}): Promise<Ended> =>
    run(['check', '--offline', '--config', path], environment);
  /** The marks by what was looked at. */
  const marksOf = ({ stdout }: Ended): Record<string, string> =>
    Object.fromEntries(
      stdout
        .split('\n')
        .map((line) => /^(ok|note|FAILED|–)\s+(configuration|secrets|adapter|storage|POS Hub|till|alerts) /.exec(line))
        .flatMap((match) => (match === null ? [] : [[match[2] ?? '', match[1] ?? '']])),
    );

  describe('without a network', () => {
    it('says what it found of each thing, calls nobody, and makes nothing', async () => {
      const path = write({ api: { token: API_TOKEN } });
      const ended = await offline(path);
      expect(ended).to.include({ code: 0, stderr: '' });
      expect(marksOf(ended)).to.deep.equal({
        ...{ configuration: 'ok', secrets: 'ok', adapter: 'ok', storage: 'ok' },
        ...{ 'POS Hub': '–', till: '–' },
      });
      expect(ended.stdout).to.contain('fake 1.0.0').and.to.contain('api.token').and.to.contain(`${path} is right.`);
      expect(existsSync(join(folder.path, 'data')), 'nothing is made').to.equal(false);
    });

    it('names a PostgreSQL that does not answer, without its password', async () => {
      const path = write({ storage: { url: `postgres://bridge:${API_TOKEN}@127.0.0.1:${await freePort()}/orders` } });
      const ended = await offline(path);
      expect(ended.code).to.equal(1);
      expect(marksOf(ended)['storage']).to.equal('FAILED');
      expect(ended.stdout).to.match(/storage .*postgres:\/\/bridge@127\.0\.0\.1:\d+\/orders.*ECONNREFUSED/);
      expect(`${ended.stdout}${ended.stderr}`).not.to.include(API_TOKEN);
    });

    it('takes variables from the environment', async () => {
      const path = write({ secrets: { keys: ['${BRIDGE_KEY}'] } });
      const without = await offline(path);
      expect(without.code).to.equal(1);
      expect(without.stdout).to.match(/secrets\.keys\.0 \(line \d+\): asks for the environment variable BRIDGE_KEY/);
      expect((await offline(path, { BRIDGE_KEY: KEY })).code).to.equal(0);
    });

    for (const [thing, what, changes, says] of [
      ['configuration', 'a key that there is not', { listn: {} }, /listn \(line \d+\)[^]*config\.invalid/],
      ['configuration', 'a hub without its id', { hub: { clientSecret: 'x' } }, /hub\.clientId[^]*config\.invalid/],
      [
        'configuration',
        'an address of POS Hub that is none',
        { hub: { clientId: 'a', clientSecret: 'b', baseUrl: 'https://a:99999' } },
        /hub\.baseUrl[^]*config\.invalid/,
      ],
      ['secrets', 'a short key', { secrets: { keys: ['c2hvcnQ='] } }, /secrets\.keys\.0[^]*config\.secret_missing/],
      ['secrets', 'a key of zeros', { secrets: { keys: [Buffer.alloc(32).toString('base64')] } }, /not random/],
      ['secrets', 'a token that can be guessed', { api: { token: 'password'.repeat(4) } }, /api\.token[^]*random/],
      ['secrets', 'a metrics’ token like that', { metrics: { token: '1234'.repeat(8) } }, /metrics\.token[^]*random/],
      [
        'secrets',
        'a catalog’s token like that',
        { hub: { clientId: 'a', clientSecret: 'b', catalogToken: 'secret'.repeat(4) } },
        /hub\.catalogToken[^]*random/,
      ],
      ['adapter', 'an adapter that there is not', { adapter: { use: 'no-such-till' } }, /config\.adapter_unusable/],
      [
        'storage',
        'a storage that can’t be made',
        { storage: { url: 'sqlite:/dev/null/x.db' } },
        /storage\.unavailable/,
      ],
    ] as const)
      it(`refuses ${what}: what happened, what to do, and a code to look up`, async () => {
        const ended = await offline(write(changes));
        expect(ended).to.include({ code: 1, stderr: '' });
        expect(marksOf(ended)[thing]).to.equal('FAILED');
        expect(ended.stdout).to.match(says).and.to.contain('docs/errors.md').and.to.contain('1 to mend');
      });

    it('tells of each thing that is wrong, not only of the first', async () => {
      const ended = await offline(write({ adapter: { use: 'gone' }, storage: { url: 'sqlite:/dev/null/x.db' } }));
      expect(marksOf(ended)).to.include({ configuration: 'ok', adapter: 'FAILED', storage: 'FAILED' });
      expect(ended.stdout).to.contain('2 to mend');
    });

    it('refuses a file that is not there', async () => {
      const { code, stdout } = await offline(join(folder.path, 'nowhere.yaml'));
      expect(code).to.equal(1);
      expect(stdout).to.contain('nowhere.yaml').and.to.contain('ENOENT');
    });

    it('refuses a file that is no storage, and leaves it as it is', async () => {
      const file = folder.write('data/bridge.db', 'a letter to Ada'.repeat(100));
      const ended = await offline(write());
      expect(marksOf(ended)).to.include({ storage: 'FAILED' });
      expect(ended.stdout).to.contain('storage.unreadable');
      expect(readFileSync(file, 'utf8')).to.match(/^a letter to Ada/);
    });

    it('shows where it happened when the fault is the adapter’s own', async () => {
      folder.write('adapter.mjs', adapterModule({}, "create: () => { throw new TypeError('not today'); },"));
      const { code, stdout, stderr } = await offline(write());
      expect(code).to.equal(1);
      expect(stdout).to.contain('bridge.broken');
      expect(stderr).to.contain('adapter.mjs');
    });

    it('shows no secret', async () => {
      const ended = await offline(write({ api: { token: API_TOKEN } }));
      for (const secret of [API_TOKEN, KEY, 'the-secret-of-the-client'])
        expect(`${ended.stdout}${ended.stderr}`).not.to.contain(secret);
    });
  });

  it('says that a running host has the storage, which is as it should be', async () => {
    const path = write({ listen: { port: await freePort() }, api: { token: API_TOKEN } });
    const program = new Program(['start', '--config', path]);
    running.push(program);
    await until(() => program.lines.some((line) => line.includes('host started')));
    const ended = await offline(path);
    expect(ended.code).to.equal(0);
    expect(ended.stdout).to.match(/ok +storage .*in use by the host that runs at http:\/\/127\.0\.0\.1:\d+/);
    const elsewhere = write({ listen: { port: await freePort() } });
    const other = await offline(elsewhere);
    expect(marksOf(other)).to.include({ storage: 'note' });
    expect(other).to.include({ code: 0 });
    expect(other.stdout).to.contain('one host per file');
    program.signal('SIGTERM');
    expect((await program.ended).code).to.equal(0);
    const after = await offline(path);
    expect(after.stdout).to.match(/ok +storage .*opens/);
  });

  describe('over the network', () => {
    let hub: StartedHub;
    let till: Server;
    let port: number;
    before(async () => {
      hub = await startHub();
      till = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => till.listen(0, '127.0.0.1', resolve));
      const address = till.address();
      port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    });
    after(async () => {
      await hub.close();
      await new Promise((resolve) => till.close(resolve));
    });

    const checked = async (changes: Readonly<Record<string, unknown>> = {}, tillPort = port): Promise<Ended> => {
      folder.write('adapter.mjs', adapterModule({}, `hosts: () => ['127.0.0.1:${tillPort}'],`));
      const { clientId, clientSecret, url } = hub;
      const settings = { baseUrl: url, clientId, clientSecret };
      const outbound = { allowPrivateAddresses: true };
      return run(['check', '--config', write({ hub: settings, outbound, ...changes })]);
    };

    it('finds POS Hub and the till', async () => {
      const ended = await checked();
      expect(ended).to.include({ code: 0, stderr: '' });
      expect(marksOf(ended)).to.include({ 'POS Hub': 'ok', till: 'ok' });
      expect(ended.stdout).to.contain(`127.0.0.1 takes connections at port ${port}`);
    });

    it('says that the client secret is wrong, and not what it is', async () => {
      const ended = await checked({
        hub: { baseUrl: hub.url, clientId: hub.clientId, clientSecret: 'a-wrong-secret' },
      });
      expect(ended.code).to.equal(1);
      expect(marksOf(ended)).to.include({ 'POS Hub': 'FAILED', till: 'ok' });
      expect(ended.stdout).to.contain('hub.clientSecret').and.to.contain('hub.unauthorized');
      expect(ended.stdout).not.to.contain('a-wrong-secret');
    });

    it('says that nobody is there, which key to look at, and why', async () => {
      const closed = await freePort();
      const nobody = { baseUrl: `http://127.0.0.1:${closed}`, clientId: 'a', clientSecret: 'b' };
      const ended = await checked({ hub: nobody }, closed);
      expect(ended.code).to.equal(1);
      expect(marksOf(ended)).to.include({ 'POS Hub': 'FAILED', till: 'FAILED' });
      expect(ended.stdout.match(/ECONNREFUSED/g)).to.have.length(2);
      expect(ended.stdout).to.contain('hub.baseUrl').and.to.contain('adapter.settings').and.to.contain('2 to mend');
    });

    it('looks for the receiver of alerts too', async () => {
      const alerts = { url: `http://127.0.0.1:${await freePort()}/alerts`, secret: KEY };
      const ended = await checked({ alerts });
      expect(ended.code).to.equal(1);
      expect(marksOf(ended)).to.include({ till: 'ok', alerts: 'FAILED' });
      expect(ended.stdout).to.contain('alerts.url');
    });

    it('says that private addresses are not allowed', async () => {
      const ended = await checked({ outbound: { allowPrivateAddresses: false } });
      expect(marksOf(ended)).to.include({ 'POS Hub': 'FAILED', till: 'FAILED' });
      expect(ended.stdout).to.contain('outbound.allowPrivateAddresses');
    });
  });
});
