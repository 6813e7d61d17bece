import { expect } from 'chai';
import { asFault, createServices, type Credentials, type Services } from '@poshub-bridge/core';
import { manifest } from '#adapter-lightspeed-k/manifest.js';
import { Life, type Death } from '../../support/life.js';
import { rejection } from '../../support/until.js';
import { IDS, World } from '../../support/world.js';
import { fieldOf, startRig, type Rig } from './support/rig.js';

describe('adapter lightspeed-k: refresh tokens that are good once', () => {
  let rig: Rig;
  let world: World;
  beforeEach(async () => {
    rig = await startRig();
    world = await World.open();
    await world.connect({ adapter: manifest.id });
  });
  afterEach(async () => {
    await world.dispose();
    await rig.close();
  });

  /** Another process begins, which may be one that dies. */
  function begin(life: Life): Services {
    world.reborn(life);
    const till = life.port('till', rig.systemWith({}, world.clock));
    return createServices({ ...world.bridge(), manifest, till });
  }

  /** The merchant connects; the access token has ended since. */
  async function connect(): Promise<void> {
    const tokens = await rig.admin('POST', '/tokens', {});
    const credentials: Credentials = {
      accessToken: fieldOf(tokens, 'access_token'),
      refreshToken: fieldOf(tokens, 'refresh_token'),
      renewAt: world.clock.now(),
    };
    await world.storage.ledger.vault.write(IDS.connectionId, credentials);
    await rig.admin('POST', '/tokens/expire');
  }

  /** Asks for something with the access, which is renewed before. */
  const ask = async ({ sessions }: Services): Promise<number> =>
    (await sessions.use(IDS.connectionId, (session) => rig.system.stores(session))).stores.length;

  /** The steps of a process that lives. */
  async function stepsOf(): Promise<readonly string[]> {
    await connect();
    const life = new Life();
    expect(await ask(begin(life))).to.equal(2);
    return [...life.steps];
  }

  /** What becomes of the access when a process died there. */
  async function afterDeath(death: Death): Promise<string> {
    await world.connect({ adapter: manifest.id });
    await connect();
    const life = new Life(death);
    await Promise.race([ask(begin(life)), life.ended]);
    const services = begin(new Life());
    return ask(services).then(
      () => 'kept',
      (error: unknown) => asFault(error).code,
    );
  }

  it('are stored before their access is used, and many who come at once renew once', async () => {
    await connect();
    const services = begin(new Life());
    const counts = await Promise.all(Array.from({ length: 10 }, () => ask(services)));
    expect(new Set(counts)).to.deep.equal(new Set([2]));
    const renewals = rig.sent.filter(({ url }) => url.endsWith('/token'));
    expect(renewals).to.have.length(1);
  });

  it('survive the death of a process at any step but between Lightspeed’s answer and its storing', async () => {
    const steps = await stepsOf();
    expect(steps).to.include('till.refresh').and.include('vault.write');
    for (const [step, name] of steps.entries())
      for (const side of ['before', 'after'] as const) {
        const isSpent = (name === 'till.refresh' && side === 'after') || (name === 'vault.write' && side === 'before');
        // Lightspeed has no way to get an answer again, so then the merchant must agree anew.
        expect(await afterDeath({ step, side }), `${side} ${step} ${name}`).to.equal(
          isSpent ? 'credentials.invalid' : 'kept',
        );
      }
  });

  it('are not given up over an outage', async () => {
    await connect();
    // Each process tries it in good time, and once more when the till says that the access has ended.
    await rig.fault('status', { path: '/realms/k-series/protocol/openid-connect/token', times: 4 });
    for (let outages = 0; outages < 2; outages += 1)
      expect(asFault(await rejection(ask(begin(new Life())))).code).to.equal('vendor.no_answer');
    expect(await ask(begin(new Life()))).to.equal(2);
  });
});
