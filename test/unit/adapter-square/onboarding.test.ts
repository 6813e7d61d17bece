import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Credentials, HttpClient, OAuthOnboarding, PosSystem, StoreSession } from '@poshub-bridge/core';
import { ManualClock } from '../../support/clock.js';
import { faultIn } from '../pos-hub/support/faults.js';
import { createSystem, fieldOf, startRig, type Rig } from './support/rig.js';

const REDIRECT = 'https://bridge.example/connect/back';
const DAY = 86_400_000;

describe('adapter square: onboarding', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  function oauthOf({ oauth }: PosSystem): OAuthOnboarding {
    if (oauth === undefined) throw new Error('it has no onboarding');
    return oauth;
  }

  /** What the merchant's browser brings back. */
  async function consent(system: PosSystem, verifier: string): Promise<URLSearchParams> {
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
    const address = oauthOf(system).authorizeUrl({ state: 'S1', redirectUri: REDIRECT, codeChallenge });
    const answer = await fetch(address, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams;
  }

  async function connect(system: PosSystem): Promise<StoreSession> {
    const codeVerifier = randomBytes(32).toString('base64url');
    const back = await consent(system, codeVerifier);
    expect(back.get('state')).to.equal('S1');
    const code = back.get('code') ?? '';
    return sessionOf(await oauthOf(system).exchange({ code, redirectUri: REDIRECT, codeVerifier }));
  }

  const sessionOf = (credentials: Credentials): StoreSession => ({ ...rig.soho, credentials });
  const refreshed = async (system: PosSystem, session: StoreSession): Promise<StoreSession> => {
    if (system.refresh === undefined) throw new Error('it can’t refresh');
    return sessionOf(await system.refresh(session));
  };

  for (const pkce of [false, true])
    it(`trades a consent for tokens, and renews them (PKCE: ${pkce})`, async () => {
      const system = rig.systemWith({ pkce });
      const session = await connect(system);
      expect((await system.stores(session)).merchant).to.equal(rig.square.merchantId);
      expect(session.credentials).to.include({ merchantId: rig.square.merchantId, pkce });
      await rig.admin('POST', '/tokens/expire');
      expect((await faultIn(system.stores(session))).code).to.equal('credentials.expired');
      const renewed = await refreshed(system, session);
      expect((await system.stores(renewed)).stores).to.have.length(3);
      const same = renewed.credentials['refreshToken'] === session.credentials['refreshToken'];
      expect(same, 'a refresh token of PKCE is good once').to.equal(!pkce);
      const secrets = rig.sent.filter(({ json }) => fieldOf(json, 'client_secret') !== undefined);
      expect(secrets).to.have.length(pkce ? 0 : 2);
    });

  it('lists the locations that are active, with currency and time zone', async () => {
    const { stores } = await rig.system.stores(rig.soho);
    expect(stores.map(({ ref, currency, timezone }) => [ref, currency, timezone])).to.deep.equal([
      ['L_SOHO', 'GBP', 'Europe/London'],
      ['L_CAMDEN', 'GBP', 'Europe/London'],
      ['L_DUBLIN', 'EUR', 'Europe/Dublin'],
    ]);
  });

  it('renews within seven days, and well before the end', () => {
    const now = Date.UTC(2026, 1, 1);
    const expiresAt = (obtainedAt: number, end: number): number | undefined =>
      rig.system.expiresAt?.({ ...rig.soho.credentials, obtainedAt, expiresAt: end });
    expect(expiresAt(now, now + 30 * DAY)).to.equal(now + 6 * DAY);
    expect(expiresAt(now, now + DAY)).to.equal(now + DAY - DAY / 24);
  });

  it('asks for what it does and no more, with the pinned version', async () => {
    const session = await connect(rig.system);
    await rig.system.stores(session);
    for (const { headers } of rig.sent) expect(headers).to.include({ 'square-version': '2025-08-20' });
    const address = oauthOf(rig.system).authorizeUrl({ state: 'S', redirectUri: REDIRECT, codeChallenge: 'C' });
    const query = new URL(address).searchParams;
    expect(query.get('scope')?.split(' ')).to.include('ORDERS_WRITE').and.not.include('CUSTOMERS_WRITE');
    expect(query.get('session')).to.equal('false');
    expect(query.has('code_challenge')).to.equal(false);
    expect(address).to.not.include(rig.square.applicationSecret);
  });

  it('accepts a code once, of its own, while it lasts', async () => {
    const back = await consent(rig.system, 'x');
    const answer = { code: back.get('code') ?? '', redirectUri: REDIRECT, codeVerifier: 'x' };
    await oauthOf(rig.system).exchange(answer);
    expect((await faultIn(oauthOf(rig.system).exchange(answer))).code).to.equal('credentials.invalid');
    const wrong = rig.systemWith({ applicationSecret: 'wrong' });
    const other = { ...answer, code: (await consent(rig.system, 'x')).get('code') ?? '' };
    expect((await faultIn(oauthOf(wrong).exchange(other))).code).to.equal('credentials.invalid');
  });

  it('tells a withdrawn access from one that ended', async () => {
    await rig.admin('POST', '/revoke');
    expect((await faultIn(rig.system.stores(rig.soho))).code).to.equal('credentials.revoked');
    expect((await faultIn(refreshed(rig.system, rig.soho))).code).to.equal('credentials.revoked');
  });

  it('ends no connection where the application is at fault: its secret is wrong, or it is disabled', async () => {
    const wrong = rig.systemWith({ applicationSecret: 'wrong' });
    expect((await faultIn(refreshed(wrong, rig.soho))).code).to.equal('vendor.refused');
    for (const [status, code] of [
      [401, 'CLIENT_DISABLED'],
      [401, 'APPLICATION_DISABLED'],
      [403, 'FORBIDDEN'],
      [403, 'unknown'],
    ] as const) {
      const { http, asked } = answering({ status, code });
      expect((await faultIn(refreshed(createSystem(http), rig.soho))).code, code).to.equal('vendor.refused');
      expect(asked, code).to.deep.equal(['/oauth2/token']);
    }
    await rig.admin('POST', '/tokens/expire');
    expect((await faultIn(refreshed(wrong, rig.soho))).code, 'not to be told').to.equal('vendor.refused');
    expect((await rig.system.stores(await refreshed(rig.system, rig.soho))).stores).to.have.length(3);
  });

  it('says that the merchant must agree anew where neither token is known, or one of PKCE was used', async () => {
    const { credentials } = rig.soho;
    const unknown = sessionOf({ ...credentials, accessToken: 'opens-nothing', refreshToken: 'renews-nothing' });
    expect((await faultIn(refreshed(rig.system, unknown))).code).to.equal('credentials.invalid');
    const system = rig.systemWith({ pkce: true });
    const session = await connect(system);
    await refreshed(system, session);
    expect((await faultIn(refreshed(system, session))).code).to.equal('credentials.invalid');
  });

  /** A Square that refuses everything with this. */
  function answering({ status, code }: { status: number; code: string }): { http: HttpClient; asked: string[] } {
    const asked: string[] = [];
    const body = { errors: [{ category: 'AUTHENTICATION_ERROR', code }] };
    const send: HttpClient['send'] = ({ url }) => {
      asked.push(new URL(url).pathname);
      return Promise.resolve({ status, headers: {}, body });
    };
    return { http: { send }, asked };
  }

  it('says that the merchant must agree anew where a permission is missing', async () => {
    const tokens = await rig.admin('POST', '/tokens', { scopes: ['ITEMS_READ'] });
    const session = sessionOf({ ...rig.soho.credentials, accessToken: fieldOf(tokens, 'access_token') });
    expect((await faultIn(rig.system.poll(session, undefined))).code).to.equal('credentials.invalid');
  });

  it('never takes an outage for a no', async () => {
    for (const [kind, code] of [
      ['status', 'vendor.no_answer'],
      ['rate_limit', 'vendor.rate_limited'],
      ['lost_answer', 'vendor.no_answer'],
    ] as const) {
      await rig.fault(kind, { path: '/oauth2/token', times: 1 });
      expect((await faultIn(refreshed(rig.system, rig.soho))).code).to.equal(code);
    }
  });

  it('ends its own token when a location is disconnected, and no other location’s', async () => {
    const [one, other] = [await connect(rig.system), await connect(rig.system)];
    await rig.system.detach?.(one);
    expect((await faultIn(rig.system.stores(one))).code).to.equal('credentials.revoked');
    expect((await rig.system.stores(other)).stores).to.have.length(3);
  });

  it('takes credentials of another form for none', async () => {
    const session = sessionOf({ apiKey: 'x' });
    expect((await faultIn(rig.system.stores(session))).code).to.equal('credentials.invalid');
  });

  it('counts from when tokens were obtained', async () => {
    const clock = new ManualClock(Date.UTC(2026, 1, 1));
    const { credentials } = await connect(rig.systemWith({}, clock));
    expect(credentials['obtainedAt']).to.equal(clock.now());
  });
});
