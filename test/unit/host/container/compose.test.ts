import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '#host/config/load.js';
import { compose, type Composition } from '#host/container/compose.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { adapterModule } from '../support/adapters.js';
import { API_TOKEN, CATALOG_TOKEN, configOf } from '../support/configs.js';
import { Folder } from '../support/folder.js';

const STRICT = {
  settings: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    required: ['site'],
    properties: {
      site: { type: 'string', pattern: '^[0-9]+$', description: 'the number of the shop' },
      pause: { type: 'number', default: 5 },
    },
  },
};

describe('the composition of the host', () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  function composed(config: object | string, adapter = adapterModule()): Promise<Composition> {
    folder.write('adapter.mjs', adapter);
    return compose(loadConfig(folder.write('bridge.yaml', config), {}));
  }

  const quiet = (changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> =>
    configOf({ adapter: { use: './adapter.mjs' }, log: { level: 'error' }, ...changes });

  it('puts together what the configuration names, and closes it again', async () => {
    const composition = await composed(
      quiet({
        publicUrl: 'https://bridge.example.com/behind',
        api: { token: API_TOKEN },
        hub: { clientId: 'a', clientSecret: 'b', catalogToken: CATALOG_TOKEN },
        limits: { bodyBytes: 2_048 },
      }),
    );
    expect(composition.bridge.manifest.id).to.equal('fake');
    expect(composition.httpDeps).to.include({
      ...{ publicUrl: 'https://bridge.example.com/behind', bodyBytes: 2_048 },
      ...{ apiToken: API_TOKEN, catalogToken: CATALOG_TOKEN },
    });
    expect(existsSync(join(folder.path, 'data/bridge.db')), 'the storage is beside the configuration').to.equal(true);
    await composition.httpDeps.checkStorage();
    await composition.close();
    expect((await faultIn(composition.httpDeps.checkStorage())).code).to.equal('storage.unavailable');
  });

  it('opens no door that is not configured', async () => {
    const composition = await composed(quiet());
    expect(composition.httpDeps).not.to.have.any.keys('apiToken', 'catalogToken');
    await composition.close();
  });

  it('shows the metrics to who has their token, or the API’s where they have none', async () => {
    const [api, metrics] = [{ token: API_TOKEN }, { token: 'token-of-the-scraper-for-tests' }];
    for (const [config, token] of [
      [{}, undefined],
      [{ api }, API_TOKEN],
      [{ metrics }, metrics.token],
      [{ api, metrics }, metrics.token],
    ] as const) {
      const composition = await composed(quiet(config));
      await composition.close();
      expect(composition.httpDeps.metricsToken).to.equal(token);
    }
  });

  it('gives the adapter its settings with their defaults, and where the vendor reaches us', async () => {
    const adapter = adapterModule(
      STRICT,
      `hosts: ({ site }) => { globalThis.hostsAskedWith = site; return ['till.example.com']; },
       create: (context) => { globalThis.createdWith = context; return { receive: () => ({ events: [] }) }; },`,
    );
    const composition = await composed(quiet({ adapter: { use: './adapter.mjs', settings: { site: '12' } } }), adapter);
    await composition.close();
    expect(Reflect.get(globalThis, 'hostsAskedWith')).to.equal('12');
    const context: unknown = Reflect.get(globalThis, 'createdWith');
    expect(context).to.deep.include({
      settings: { site: '12', pause: 5 },
      webhookUrl: 'https://bridge.example.com/vendor/webhooks',
    });
    expect(context).to.include.keys('http', 'clock', 'log');
  });

  it('names by key and line what the adapter’s own schema does not allow', async () => {
    const { adapter: _one, ...rest } = quiet();
    const head = Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    const text = [...head, 'adapter:', '  use: ./adapter.mjs', '  settings:', '    site: High Street', '    sight: 3'];
    const fault = await faultIn(composed(text.join('\n'), adapterModule(STRICT)));
    expect(fault.code).to.equal('config.invalid');
    const line = head.length + 4;
    expect(fault.detail).to.contain(
      `adapter.settings.site (line ${line}): found "High Street", wanted match pattern "^[0-9]+$" (the number of the shop)`,
    );
    expect(fault.detail).to.contain(
      `adapter.settings.sight (line ${line + 1}): there is no such key, wanted one of site, pause`,
    );
    const missing = await faultIn(composed(quiet(), adapterModule(STRICT)));
    expect(missing.detail).to.match(/^adapter\.settings\.site \(line 1\): is missing \(the number of the shop\)$/);
  });

  for (const [what, hub, says] of [
    ['that lacks its secret', { clientId: 'a' }, /^hub\.clientSecret \(line 1\): is missing/],
    [
      'with a key too many',
      { clientId: 'a', clientSecret: 'b', secret: 'kanarie' },
      /hub\.secret \(line 1\): there is no such key/,
    ],
    [
      'with a weak token',
      { clientId: 'a', clientSecret: 'b', catalogToken: 'kanarie' },
      /hub\.catalogToken .*found 7 characters/,
    ],
    [
      'with an address that is none',
      { clientId: 'a', clientSecret: 'b', baseUrl: 'https://a:99999' },
      /hub\.baseUrl \(line 1\): /,
    ],
  ] as const)
    it(`names what is wrong with the section hub ${what}`, async () => {
      const fault = await faultIn(composed(quiet({ hub })));
      expect(fault.code).to.equal('config.invalid');
      expect(fault.detail).to.match(says).and.not.to.contain('kanarie');
    });

  it('leaves no storage locked when something else of it can’t be made', async () => {
    const hub = { clientId: 'a', clientSecret: 'b', baseUrl: 'https://a:99999' };
    expect((await faultIn(composed(quiet({ hub })))).code).to.equal('config.invalid');
    const path = join(folder.path, 'data/bridge.db');
    expect(existsSync(path), 'the storage was opened before').to.equal(true);
    await (await composed(quiet())).close();
  });

  it('gives an adapter’s own mistake as it is', async () => {
    const broken = adapterModule({}, "create: () => { throw new TypeError('not today'); },");
    const problem = await composed(quiet(), broken).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(problem).to.be.instanceOf(TypeError);
  });

  it('refuses a storage that another process has open', async () => {
    const first = await composed(quiet());
    expect((await faultIn(composed(quiet()))).code).to.equal('storage.locked');
    await first.close();
    await (await composed(quiet())).close();
  });

  it('calls POS Hub only where the configuration says it is', async () => {
    const composition = await composed(
      quiet({ hub: { clientId: 'a', clientSecret: 'b', baseUrl: 'http://127.0.0.1:9', attempts: 1 } }),
    );
    const ids = { connectionId: 'c', accountId: 'a', locationId: 'l' };
    const fault = await faultIn(composition.bridge.hub.connection(ids));
    await composition.close();
    expect(fault.code, 'private addresses are not allowed unless configured').to.equal('outbound.not_allowed');
  });
});
