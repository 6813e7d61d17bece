import { expect } from 'chai';
import { field, isRecord, list, listOf, numberOf, textOf } from '#kit/demo/json.js';
import { freePort, textTold, type Part } from '#kit/demo/processes.js';
import { startSandbox, type Sandbox } from '#kit/demo/sandbox.js';
import { STEPS } from '#kit/demo/story.js';
import { startLightspeedVendor, type LightspeedVendor } from '#kit/demo/vendors/lightspeed-k.js';
import { World } from '#kit/demo/world.js';
import { dropDatabases, testPostgres } from '../support/postgres.js';
import { skip } from '../support/skip.js';
import { program, reaches, startReplicas, until } from './sandbox.js';

/** How often the hosts do it, in milliseconds. Each time is put off by chance between four fifths of that and all of it. */
const PERIODS = { poll: 1_000, listing: 1_000, catalog: 2_000 };
const SHORTEST = 0.8;
/** How long access tokens live, in milliseconds; the adapter renews them when a fifth of it is left. */
const LIFE = 2_000;
const RENEWED_AFTER = 0.8 * LIFE;
/** How long calls are counted, in milliseconds. */
const WATCHED = 10_000;
/** How often the token ends while orders come in, and how many of them. */
const ROUNDS = 3;
const ORDERS = 6;

describe('three hosts on one PostgreSQL, as POS Hub and the vendor see them', function () {
  this.timeout(120_000);
  const hosts: Part[] = [];
  let sandbox: Sandbox<LightspeedVendor> | undefined;
  let world: World;
  let vendor: LightspeedVendor;
  let locationId: string;

  before(async function () {
    const server = await testPostgres();
    if ('reason' in server) skip(this, server.reason);
    const { url } = await server.database();
    sandbox = await startSandbox(program, () => undefined, 'lightspeed-k', startLightspeedVendor);
    await sandbox.killHost();
    // The first is where merchants and webhooks come to.
    const ports = [Number(new URL(sandbox.host.url).port), await freePort(), await freePort()];
    hosts.push(...(await startReplicas(sandbox, url, ports, hurried)));
    world = new World(sandbox);
    ({ vendor } = sandbox);
    await world.hub('PATCH', '/settings', { autoConsent: true });
    locationId = textOf(listOf(await world.hub('GET', '/locations'))[0], 'id');
    for (const step of STEPS.slice(0, 2)) await step.play({ world, vendor, locationId, say: () => undefined });
  });
  after(async () => {
    for (const host of hosts) await host.stop();
    await sandbox?.stop();
    await dropDatabases();
  });

  const atHub = async (): Promise<readonly Call[]> => listOf(await world.hub('GET', '/requests')).map(callOf);
  const atVendor = async (): Promise<readonly Call[]> =>
    list(await vendor.admin('GET', '/requests'), 'requests').map(callOf);

  /** From now on, an access token lives so long. The one before ends at once: whoever uses it is refused. */
  async function endToken(life: number): Promise<void> {
    await vendor.admin('PATCH', '/settings', { lives: { access: life } });
    await vendor.admin('POST', '/tokens/expire');
  }

  async function expectGood(renewals: readonly Call[]): Promise<void> {
    // The fake takes a refresh token once; where it comes again, that ends all that the merchant agreed to.
    expect(renewals.filter(({ status }) => status !== 200)).to.deep.equal([]);
    const [connection] = listOf(await world.operator('/connections'));
    expect(textOf(connection, 'status')).to.equal('connected');
  }

  it('poll, list, read the catalog and renew the access as often as one of them would', async () => {
    await endToken(LIFE);
    // What the first poll looks through is no reading of the catalog that the timer asked for.
    await until('polls and a new token', async () => {
      const calls = await atVendor();
      return calls.filter(isPoll).length > 1 && calls.some(isRenewal) ? true : undefined;
    });
    const began = Date.now();
    const before = { hub: (await atHub()).length, vendor: (await atVendor()).length };
    await new Promise((resolve) => setTimeout(resolve, WATCHED));
    const calls = { hub: (await atHub()).slice(before.hub), vendor: (await atVendor()).slice(before.vendor) };
    const passed = Date.now() - began;
    const renewals = calls.vendor.filter(isRenewal);
    const counts = {
      polls: calls.vendor.filter(isPoll).length,
      listings: calls.hub.filter(isListing).length,
      catalogs: calls.vendor.filter(isCatalog).length,
      renewals: renewals.length,
    };
    const told = JSON.stringify(counts);
    expect(counts.polls, told).to.be.within(1, mostIn(passed, SHORTEST * PERIODS.poll));
    expect(counts.listings, told).to.be.within(1, mostIn(passed, SHORTEST * PERIODS.listing));
    expect(counts.catalogs, told).to.be.within(1, mostIn(passed, SHORTEST * PERIODS.catalog));
    expect(counts.renewals, told).to.be.within(1, mostIn(passed, RENEWED_AFTER));
    await expectGood(renewals);
    for (const host of hosts) expect((await fetch(`${textTold(host, 'url')}/health/ready`)).status).to.equal(200);
  });

  it('renew the access once each time it ends, however many of them want to bring orders then', async () => {
    const hour = 60 * 60_000;
    await endToken(hour);
    const before = await atVendor();
    for (let round = 0; round < ROUNDS; round += 1) {
      await endToken(hour);
      const placed = Array.from({ length: ORDERS }, () => world.order({ locationId, sample: 'pickup' }));
      for (const { id } of await Promise.all(placed)) {
        await reaches({ world }, id, 'ACCEPTED');
        expect(await vendor.tickets(id), id).to.have.length(1);
      }
    }
    const renewals = (await atVendor()).slice(before.length).filter(isRenewal);
    // One more where the token that ended before the first round was still in use.
    expect(renewals.length).to.be.within(1, ROUNDS + 1);
    await expectGood(renewals);
  });
});

/** The configuration of deployers who can't wait. */
function hurried(text: string): string {
  const { poll, listing, catalog } = PERIODS;
  return text
    .replace(/pollSeconds: .*/, `pollSeconds: ${poll / 1_000}`)
    .replace(/reconcileSeconds: .*/, `reconcileSeconds: ${listing / 1_000}`)
    .concat(`catalog: { refreshSeconds: ${catalog / 1_000} }\n`);
}

/** How often at most something is done in a time that is done no sooner than `rest` after the last time, both in milliseconds. */
function mostIn(time: number, rest: number): number {
  return Math.floor(time / rest) + 1;
}

/** A call that POS Hub or the vendor got. */
interface Call {
  readonly path: string;
  readonly status: number;
  /** The orders' status that was asked for. */
  readonly orders: unknown;
  /** What a token was asked for with. */
  readonly grant: unknown;
}

function callOf(told: unknown): Call {
  const body = isRecord(told) ? told['body'] : undefined;
  const query = field(told, 'query');
  return {
    path: textOf(told, 'path'),
    status: numberOf(told, 'status'),
    orders: isRecord(query) ? query['status'] : undefined,
    grant: isRecord(body) ? body['grant_type'] : undefined,
  };
}

// The first of the calls that each of them is made of; one whose token just ended is made again.
const isPoll = ({ path, status }: Call): boolean => path === '/o/op/1/order/table/getCheck' && status === 200;
const isCatalog = ({ path, status }: Call): boolean => path === '/o/op/1/menu/list' && status === 200;
const isListing = ({ path, orders }: Call): boolean => path.endsWith('/orders') && orders === 'NEW';
const isRenewal = ({ grant }: Call): boolean => grant === 'refresh_token';
