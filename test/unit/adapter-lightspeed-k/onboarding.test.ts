import { expect } from 'chai';
import type { Credentials, OAuthOnboarding, PosSystem, StoreSession } from '@poshub-bridge/core';
import { ManualClock } from '../../support/clock.js';
import { faultIn } from '../pos-hub/support/faults.js';
import { fieldOf, startRig, type Rig } from './support/rig.js';

const REDIRECT = 'https://bridge.example/connect/callback';
const MINUTE = 60_000;

function oauthOf({ oauth }: PosSystem): OAuthOnboarding {
  if (oauth === undefined) throw new Error('it has no onboarding');
  return oauth;
}

/** What the merchant's browser brings back. */
async function consent(system: PosSystem): Promise<string> {
  const address = oauthOf(system).authorizeUrl({ state: 'S1', redirectUri: REDIRECT, codeChallenge: 'C' });
  const answer = await fetch(address, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '').searchParams;
  expect(back.get('state')).to.equal('S1');
  return back.get('code') ?? '';
}

const exchange = (system: PosSystem, code: string): Promise<Credentials> =>
  oauthOf(system).exchange({ code, redirectUri: REDIRECT, codeVerifier: 'V' });

async function refreshed(system: PosSystem, session: StoreSession): Promise<StoreSession> {
  if (system.refresh === undefined) throw new Error('it can’t refresh');
  return { ...session, credentials: await system.refresh(session) };
}

for (const authVersion of [2, 1] as const)
  describe(`adapter lightspeed-k: onboarding, generation ${authVersion}`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await startRig({ authVersion });
    });
    afterEach(() => rig.close());

    it('trades a consent for tokens, and renews them once', async () => {
      const session = { ...rig.london, credentials: await exchange(rig.system, await consent(rig.system)) };
      expect((await rig.system.stores(session)).merchant).to.equal(String(rig.lightspeed.businessId));
      await rig.admin('POST', '/tokens/expire');
      expect((await faultIn(rig.system.stores(session))).code).to.equal('credentials.expired');
      const renewed = await refreshed(rig.system, session);
      expect((await rig.system.stores(renewed)).stores).to.have.length(2);
      expect((await faultIn(refreshed(rig.system, session))).code).to.equal('credentials.invalid');
    });

    it('accepts a code once', async () => {
      const code = await consent(rig.system);
      await exchange(rig.system, code);
      expect((await faultIn(exchange(rig.system, code))).code).to.equal('credentials.invalid');
    });

    it('ends no connection over a client whose secret is wrong', async () => {
      const system = rig.systemWith({ clientSecret: 'wrong' });
      expect((await faultIn(exchange(system, await consent(system)))).code).to.equal('vendor.refused');
      expect((await faultIn(refreshed(system, rig.london))).code).to.equal('vendor.refused');
    });

    it('renews a while before the first of the tokens ends', async () => {
      const clock = new ManualClock(Date.now());
      const system = rig.systemWith({}, clock);
      for (const [access, refresh, margin] of [
        [60, 14 * 24 * 60, 5],
        [10, 14 * 24 * 60, 2],
      ] as const) {
        await rig.admin('PATCH', '/settings', { lives: { access: access * MINUTE, refresh: refresh * MINUTE } });
        const credentials = await exchange(system, await consent(system));
        expect(system.expiresAt?.(credentials)).to.equal(clock.now() + (access - margin) * MINUTE);
      }
    });
  });

describe('adapter lightspeed-k: stores', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  it('lists the business’s locations, whose currency and time zone Lightspeed does not tell', async () => {
    const { stores } = await rig.system.stores(rig.london);
    const [london, manchester] = rig.lightspeed.businessLocationIds.map(String);
    expect(stores).to.deep.equal([
      { ref: london, name: 'La Cucina London', address: 'La Cucina' },
      { ref: manchester, name: 'La Cucina Manchester', address: 'La Cucina' },
    ]);
  });

  it('asks which order profile is for what, and proposes the fitting ones', async () => {
    const schema = await rig.system.choices?.(rig.london, rig.london.store.ref);
    const proposed = ['pickupProfile', 'deliveryProfile', 'dineInProfile'].map((name) =>
      fieldOf(schema, 'properties', name, 'default'),
    );
    expect(proposed).to.deep.equal(['TAKEAWAY', 'DELIVERY', 'DINEIN']);
    expect(fieldOf(schema, 'properties', 'pickupProfile', 'oneOf')).to.deep.include({
      ...{ const: 'TAKEAWAY', title: 'Take away (TAKEAWAY)' },
    });
  });

  it('registers its endpoint with everything said, as often as it is asked to', async () => {
    const endpoints = async (): Promise<unknown> => fieldOf(await rig.admin('GET', '/webhooks'), 'endpoints');
    await rig.system.attach?.(rig.london);
    const first = await endpoints();
    await rig.system.attach?.(rig.london);
    expect(await endpoints()).to.deep.equal(first);
    expect(first).to.have.length(1);
    expect(first).to.have.nested.property('[0].url', rig.webhookUrl);
    expect(first).to.have.nested.property('[0].withBasicAuth', true);
    expect(first).to.have.deep.nested.property('[0].locations', [Number(rig.london.store.ref)]);
  });

  it('moves its endpoint along when another store is chosen, and removes only its own', async () => {
    await rig.system.attach?.(rig.london);
    const other = { ...rig.london, connectionId: 'C2' };
    await rig.system.attach?.(other);
    const manchester = String(rig.lightspeed.businessLocationIds[1]);
    await rig.system.attach?.({ ...rig.london, store: { ...rig.london.store, ref: manchester } });
    const locations = async (): Promise<readonly unknown[]> => {
      const list = fieldOf(await rig.admin('GET', '/webhooks'), 'endpoints');
      return Array.isArray(list) ? list.map((one: unknown) => fieldOf(one, 'locations')) : [];
    };
    expect(await locations()).to.deep.equal([[Number(manchester)], [Number(rig.london.store.ref)]]);
    await rig.system.detach?.(rig.london);
    await rig.system.detach?.(rig.london);
    expect(await locations()).to.deep.equal([[Number(rig.london.store.ref)]]);
  });
});
