import { join } from 'node:path';
import { expect } from 'chai';
import type { Fault } from '@poshub-bridge/core';
import { loadConfig, type LoadedConfig } from '#host/config/load.js';
import { hostSchema } from '#host/config/schema.js';
import { faultOf } from '../../pos-hub/support/faults.js';
import { configOf, KEY } from '../support/configs.js';
import { Folder } from '../support/folder.js';

describe('loading a configuration', () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  function load(content: unknown, environment: Record<string, string> = {}, name = 'bridge.yaml'): LoadedConfig {
    return loadConfig(folder.write(name, content), environment);
  }

  function refuses(content: unknown, environment: Record<string, string> = {}): Fault {
    return faultOf(() => load(content, environment));
  }

  it('takes the smallest file and fills in what its documentation promises', () => {
    const { config, keys } = load(configOf());
    expect(config).to.deep.include({
      listen: { host: '127.0.0.1', port: 8080, trustProxy: false },
      outbound: { allowPrivateAddresses: false, timeoutSeconds: 15 },
      limits: { bodyBytes: 1_048_576, connections: 10_000, requestsPerMinute: 120, refusalsPerMinute: 60 },
      orders: { deadlineSeconds: 600, tooOldSeconds: 7_200, checkSeconds: 15 },
      catalog: { largestRemoval: 0.3, answerSeconds: 20, refreshSeconds: 21_600 },
      pollSeconds: 60,
      reconcileSeconds: 300,
      log: { level: 'info', format: 'json' },
    });
    expect(config.adapter.settings).to.deep.equal({});
    expect(config.api, 'without a token there is no API').to.equal(undefined);
    expect(keys.map((key) => Buffer.from(key).toString('base64'))).to.deep.equal([KEY]);
  });

  it('reads YAML and JSON alike', () => {
    const yaml = `
publicUrl: https://bridge.example.com
hub: { clientId: the-client, clientSecret: the-secret-of-the-client }
adapter:
  use: ./adapter.js # beside this file
secrets:
  keys:
    - ${KEY}
`;
    const json = JSON.stringify(configOf(), undefined, 2);
    expect(load(yaml).config).to.deep.equal(load(json, {}, 'bridge.json').config);
  });

  it('lets a JSON file name its schema for the editor', () => {
    const { config } = load({ $schema: './bridge.schema.json', ...configOf() });
    expect(config).not.to.have.property('$schema');
  });

  it('keeps the storage beside the file, or where an absolute path says', () => {
    const placeOf = (url?: string) => load(configOf(url === undefined ? {} : { storage: { url } })).config.storage.url;
    expect(placeOf()).to.equal(`sqlite:${join(folder.path, 'data/bridge.db')}`);
    expect(placeOf('sqlite:other.db')).to.equal(`sqlite:${join(folder.path, 'other.db')}`);
    expect(placeOf('sqlite:/var/lib/bridge.db')).to.equal('sqlite:/var/lib/bridge.db');
    expect(placeOf('sqlite:///var/lib/bridge.db')).to.equal('sqlite:/var/lib/bridge.db');
  });

  it('takes a PostgreSQL as it is written', () => {
    for (const url of ['postgres://bridge:word@db/orders?sslmode=verify-full', 'postgresql://db/orders'])
      expect(load(configOf({ storage: { url } })).config.storage.url).to.equal(url);
  });

  it('keeps backups beside the storage, or in the folder that the file names', () => {
    const placeOf = (storage: object) => load(configOf({ storage })).backups;
    expect(placeOf({})).to.equal(join(folder.path, 'data'));
    expect(placeOf({ url: 'sqlite:/var/lib/bridge.db' })).to.equal('/var/lib');
    expect(placeOf({ url: 'sqlite:/var/lib/bridge.db', backups: './kept' })).to.equal(join(folder.path, 'kept'));
    expect(placeOf({ backups: '/var/backups' })).to.equal('/var/backups');
  });

  for (const url of ['http://bridge.example.com', 'http://192.168.1.5:8080', 'http://127.0.0.1.example.com'])
    it(`refuses ${url} as publicUrl: credentials would travel in the clear`, () => {
      const fault = refuses(`# a comment\npublicUrl: ${url}\n${rest()}`);
      expect(fault.code).to.equal('config.invalid');
      expect(fault.detail).to.contain('publicUrl (line 2)').and.to.contain('wanted https');
    });

  for (const url of [
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://[::1]:1',
    'https://bridge.example.com/behind',
  ])
    it(`takes ${url} as publicUrl`, () => {
      expect(load(configOf({ publicUrl: url })).config.publicUrl).to.equal(url);
    });

  for (const url of [
    'https://a.example/',
    'https://a.example?x=1',
    'ftp://a.example',
    'a.example',
    'https://a.example:99999',
  ])
    it(`refuses ${url} as publicUrl`, () => {
      const fault = refuses(configOf({ publicUrl: url }));
      expect(fault.code).to.equal('config.invalid');
      expect(fault.detail).to.match(/^publicUrl \(line 1\): found .*wanted /);
    });

  function rest(): string {
    const { publicUrl: _told, ...others } = configOf();
    return Object.entries(others)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join('');
  }

  describe('its keys for encryption', () => {
    const refused: readonly [string, string, RegExp][] = [
      ['that is too short', Buffer.alloc(16, 'abcdefgh').toString('base64'), /found 16 bytes, wanted 32 random bytes/],
      ['in hex', Buffer.alloc(32, 'abcdefgh').toString('hex'), /found 48 bytes/],
      ['that is empty', '', /found 0 bytes/],
      ['of zeros', Buffer.alloc(32).toString('base64'), /not random/],
      ['that repeats a few letters', Buffer.alloc(32, 'abc').toString('base64'), /not random/],
    ];
    for (const [what, key, says] of refused)
      it(`refuses a key ${what}, and does not repeat it`, () => {
        const fault = refuses(
          `publicUrl: https://a.example\n${rest().replace(/secrets.*\n/, '')}secrets:\n  keys:\n    - ${KEY}\n    - "${key}"\n`,
        );
        expect(fault.code).to.equal('config.secret_missing');
        expect(fault.detail).to.match(/^secrets\.keys\.1 \(line \d+\): /);
        expect(fault.detail).to.match(says);
        if (key !== '') expect(`${fault.message} ${fault.hint}`).not.to.contain(key);
      });

    it('wants one at least', () => {
      const fault = refuses(configOf({ secrets: { keys: [] } }));
      expect(fault.detail).to.contain('secrets.keys (line 1): found a list of 0, wanted at least 1 of them');
    });
  });

  it('says which keys there are where none is near what was written', () => {
    const fault = refuses(configOf({ loudness: 3 }));
    const keys = Object.keys(hostSchema.properties).join(', ');
    expect(fault.detail).to.equal(`loudness (line 1): there is no such key, wanted one of ${keys}`);
  });

  for (const [written, meant] of [
    ['publicURL', 'publicUrl'],
    ['pollSecond', 'pollSeconds'],
    ['aalerts', 'alerts'],
    ['metricz', 'metrics'],
  ] as const)
    it(`takes ${written} for a slip of the pen`, () => {
      expect(refuses(configOf({ [written]: 3 })).detail).to.contain(
        `${written} (line 1): there is no such key, did you mean ${meant}?`,
      );
    });

  it('names every mistake at once, by key, line, what was found and what was wanted', () => {
    const fault = refuses(`publicUrl: https://bridge.example.com
listen:
  port: 80800
hub: { clientId: a, clientSecret: b }
adapter:
  settings: {}
  usse: till
secrets:
  keys: ["${KEY}"]
api:
  token: short
log:
  level: loud
orders:
  deadlineSeconds: soon
logs: true
`);
    expect(fault.code).to.equal('config.invalid');
    expect(fault.detail?.split(/; (?=[\w.]+ \()/)).to.have.members([
      'listen.port (line 3): found 80800, wanted 65535 or less',
      'adapter.use (line 5): is missing (The till’s adapter: a name of ours, an npm package, or a path that begins with a dot or a slash.)',
      'adapter.usse (line 7): there is no such key, did you mean use?',
      'api.token (line 11): found 5 characters, wanted at least 24 characters (Bearer token of /api/v1, and what the console asks for. Without it neither is there.)',
      'log.level (line 13): found "loud", wanted one of ["error","warn","info","debug"]',
      'orders.deadlineSeconds (line 15): found "soon", wanted a number (How long an order may take until the till has it; then a person is called.)',
      'logs (line 16): there is no such key, did you mean log?',
    ]);
  });

  for (const [what, content] of [
    ['an empty file', ''],
    ['a comment', '# nothing yet\n'],
    ['a text', 'hello'],
    ['a list', '- publicUrl: https://a.example\n'],
    ['a section that is empty', 'hub:\n'],
  ] as const)
    it(`says of ${what} that it is no configuration`, () => {
      expect(refuses(content).code).to.equal('config.invalid');
    });

  it('wants alerts with a URL and a secret or not at all, and https but on one’s own network', () => {
    const [url, secret] = ['https://ops.example.com/hook?team=7', KEY];
    expect(load(configOf()).config.alerts).to.equal(undefined);
    expect(load(configOf({ alerts: { url, secret } })).config.alerts).to.deep.equal({ url, secret });
    expect(load(configOf({ alerts: { url, secret: `whsec_${KEY}` } })).config.alerts).to.have.property('url', url);
    expect(refuses(configOf({ alerts: { url } })).detail)
      .to.contain('alerts.secret')
      .and.contain('missing');
    expect(refuses(configOf({ alerts: { secret } })).detail)
      .to.contain('alerts.url')
      .and.contain('missing');
    for (const weak of ['abcdefghijklmno', 'no base64, but long enough', ''])
      expect(refuses(configOf({ alerts: { url, secret: weak } })).detail).to.contain('alerts.secret');
    expect(refuses(configOf({ alerts: { url, secret: 'a'.repeat(32) } })).code).to.equal('config.secret_missing');
    const plain = { url: 'http://10.0.0.7/hook', secret };
    expect(refuses(configOf({ alerts: plain })).detail).to.contain('wanted https');
    const outbound = { allowPrivateAddresses: true };
    expect(load(configOf({ alerts: plain, outbound })).config.alerts).to.deep.equal(plain);
    expect(refuses(configOf({ alerts: { url: 'ftp://a/b', secret }, outbound })).detail).to.contain('alerts.url');
  });

  it('says which file is not there', () => {
    const fault = faultOf(() => loadConfig(join(folder.path, 'nowhere.yaml'), {}));
    expect(fault.code).to.equal('config.invalid');
    expect(fault.detail).to.contain(join(folder.path, 'nowhere.yaml')).and.to.contain('ENOENT');
  });

  it('takes durations between their bounds only', () => {
    for (const pollSeconds of [0, 0.1, 86_401, -1])
      expect(refuses(configOf({ pollSeconds })).detail, String(pollSeconds)).to.match(/^pollSeconds \(line 1\): found/);
    for (const pollSeconds of [0.2, 86_400])
      expect(load(configOf({ pollSeconds })).config.pollSeconds).to.equal(pollSeconds);
  });
});
