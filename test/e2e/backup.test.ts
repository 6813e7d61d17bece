import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startPart, type Part } from '#kit/demo/processes.js';
import { skip } from '../support/skip.js';
import { run, type Ended } from '../unit/host/support/program.js';
import { openShop, reaches, toldStatuses, type HubView, type Shop } from './sandbox.js';

const program = fileURLToPath(new URL('../../../host/dist/cli/main.js', import.meta.url));

describe('a backup of a running host', function () {
  this.timeout(120_000);
  let shop: Shop;
  let folder: string;
  const hosts: Part[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-backup-'));
    shop = await openShop();
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.stop();
    await shop.sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const order = (): Promise<HubView> => shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
  const backUp = (...args: readonly string[]): Promise<Ended> => {
    const { config, secrets } = shop.sandbox.host;
    return run(['backup', '--config', config, ...args], secrets);
  };

  it('lies where it is asked for, for its owner alone, and leaves nothing beside the storage', async function () {
    const before = readdirSync(dirname(shop.sandbox.host.config));
    const target = join(folder, 'friday.db');
    const made = await backUp('--to', target);
    expect(made).to.include({ code: 0, stderr: '' });
    expect(made.stdout).to.equal(`${target}  ${statSync(target).size} bytes\n`);
    expect(readdirSync(dirname(shop.sandbox.host.config))).to.deep.equal(before);
    const again = await backUp('--to', target);
    expect(again.code).to.equal(1);
    expect(again.stderr).to.contain('is there already');
    if (process.platform === 'win32') skip(this, 'Windows has no modes of files');
    expect(statSync(target).mode & 0o777).to.equal(0o600);
  });

  it('lies beside the storage, named by the time, where no place is said', async () => {
    const { code, stdout } = await backUp();
    expect(code).to.equal(0);
    const [path = ''] = stdout.split('  ');
    expect(path).to.match(/bridge-\d{8}T\d{9}Z\.db$/);
    expect(dirname(path)).to.equal(dirname(shop.sandbox.host.config));
    expect(statSync(path).size).to.be.greaterThan(0);
  });

  it('is not brought to a place that can’t be written, and it is said where it lies then', async () => {
    const { code, stderr } = await backUp('--to', join(folder, 'no', 'such', 'folder.db'));
    expect(code).to.equal(1);
    const [, path = ''] = /It lies at (.+): take it/.exec(stderr) ?? [];
    expect(statSync(path).size).to.be.greaterThan(0);
  });

  it('brings back the orders, the connection and its credentials on another machine', async () => {
    const { id: earlier } = await order();
    await reaches(shop, earlier, 'ACCEPTED');
    const copy = join(folder, 'bridge.db');
    expect((await backUp('--to', copy)).code).to.equal(0);

    await shop.world.hub('PUT', '/faults/webhooks', { drop: { next: 1 } });
    await shop.sandbox.killHost();
    const { id: later } = await order();

    const { config, secrets } = shop.sandbox.host;
    const fresh = join(folder, 'bridge.yaml');
    writeFileSync(fresh, readFileSync(config, 'utf8'));
    hosts.push(await startPart(program, 'The restored host', ['start', '--config', fresh], secrets));

    const ask = (...args: readonly string[]): Promise<Ended> => run([...args, '--config', fresh], secrets);
    expect((await ask('connections')).stdout).to.match(/ connected /);
    expect((await ask('orders', 'show', earlier)).stdout).to.match(/^phase +accepted$/m);
    // No webhook told of it: it is found by listing, and its ticket is made with the merchant's credentials.
    await reaches(shop, later, 'ACCEPTED');
    const { id: newest } = await order();
    await reaches(shop, newest, 'ACCEPTED');
    for (const id of [earlier, later, newest]) {
      expect(await shop.till.tickets(id), id).to.have.length(1);
      expect(await toldStatuses(shop, id), id).to.deep.equal(['ACCEPTED']);
    }
  });

  it('is of no use without the keys that encrypt', async () => {
    const copy = join(folder, 'bridge.db');
    expect((await backUp('--to', copy)).code).to.equal(0);
    await shop.sandbox.killHost();
    const { config, secrets } = shop.sandbox.host;
    const fresh = join(folder, 'bridge.yaml');
    writeFileSync(fresh, readFileSync(config, 'utf8'));
    const others = { ...secrets, BRIDGE_KEY: Buffer.from(folder.padEnd(32).slice(-32)).toString('base64') };
    hosts.push(await startPart(program, 'The restored host', ['start', '--config', fresh], others));
    const ask = (...args: readonly string[]): Promise<Ended> => run([...args, '--config', fresh], others);
    const [, connection = ''] = /\n(\S+) /.exec((await ask('connections')).stdout) ?? [];
    const { id } = await order();
    const plan = await ask('catalog', 'plan', connection);
    expect(plan.code).to.equal(1);
    expect(plan.stderr).to.contain('credentials.unreadable');
    expect(await shop.till.tickets(id)).to.have.length(0);
  });
});
