import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { MERCHANT, OTHER_MERCHANT } from './support/fakes.js';
import { Visitor, type Answer } from './support/visitor.js';
import { openWorld, type World } from './support/world.js';

/** The attacks of RFC 9700, section 4, that attacks.test.ts does not show; docs/security.md lists them all. */
describe('attacks on OAuth (RFC 9700)', () => {
  let world: World;
  let merchant: Visitor;

  beforeEach(async () => {
    world = await openWorld({ onboarding: 'oauth' });
    merchant = new Visitor(world);
  });
  afterEach(() => world.close());

  /** Leaves for the vendor's page; gives the address that the browser is sent to. */
  const leave = async (visitor: Visitor, request = MERCHANT, headers = {}): Promise<URL> => {
    await visitor.install(request);
    const entrance = await visitor.get(`/connect/${request.connectionId}`, headers);
    return new URL((await visitor.submit(entrance, {})).location);
  };
  const back = (visitor: Visitor, query: Readonly<Record<string, string>>): Promise<Answer> =>
    visitor.get(`/connect/callback?${new URLSearchParams(query).toString()}`);

  it('mix-up: each of the two servers has a redirect URI of its own, and takes no code of the other', async () => {
    const { code, state } = world.till.agree((await leave(merchant)).href);
    const { accountId, locationId, connectionId } = MERCHANT;
    const asHubs = { code, state, account_id: accountId, location_id: locationId, connectionId };
    world.hub.refusal = new Fault('install.not_allowed');
    const atHub = await merchant.get(`/poshub/install?${new URLSearchParams(asHubs).toString()}`);
    expect(atHub.status, 'the vendor’s code at POS Hub’s redirect').to.equal(403);
    world.hub.refusal = undefined;
    const atVendor = await back(merchant, { code: 'code-of-pos-hub', account_id: accountId, connectionId });
    expect(atVendor.status, 'POS Hub’s code at the vendor’s redirect').to.equal(403);
    expect(world.till.exchanged).to.deep.equal([]);
    expect((await back(merchant, { code, state })).status, 'the right one').to.equal(303);
  });

  it('PKCE downgrade: no way leads to the vendor without a challenge, and none back without its verifier', async () => {
    const first = await leave(merchant);
    const second = await leave(new Visitor(world), OTHER_MERCHANT);
    const challenges = [first, second].map((url) => url.searchParams.get('code_challenge') ?? '');
    for (const challenge of challenges) expect(challenge).to.match(/^[\w-]{43}$/);
    expect(new Set(challenges), 'a new one each time').to.have.property('size', 2);
    const stripped = new URL(first);
    stripped.searchParams.delete('code_challenge');
    const answer = await back(merchant, { ...world.till.agree(stripped.href) });
    expect(answer.status, 'a code that was asked for without a challenge').to.equal(422);
    const [trade] = world.till.trades;
    expect(trade?.codeVerifier).to.match(/^[\w-]{43}$/);
    expect(
      createHash('sha256')
        .update(trade?.codeVerifier ?? '')
        .digest('base64url'),
    ).to.equal(challenges[0]);
  });

  it('redirect URI manipulation: it is the configured one, whatever a request says, and the same with the code', async () => {
    const callback = `${world.publicUrl}/connect/callback`;
    const hostile = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      forwarded: 'host=evil.example',
    };
    const url = await leave(merchant, MERCHANT, hostile);
    expect(url.searchParams.get('redirect_uri')).to.equal(callback);
    const planted = new Visitor(world);
    const page = await planted.arrive(OTHER_MERCHANT);
    const bent = await planted.submit(page, { redirect_uri: 'https://evil.example', redirectUri: '//evil.example' });
    expect(new URL(bent.location).searchParams.get('redirect_uri')).to.equal(callback);
    await back(merchant, world.till.agree(url.href));
    expect(world.till.trades.map(({ redirectUri }) => redirectUri)).to.deep.equal([callback]);
  });

  it('session fixation: the secret of a planted cookie is worth nothing after the installation', async () => {
    const attacker = new Visitor(world);
    await attacker.install();
    const planted = attacker.cookies.get('connect') ?? '';
    const victim = new Visitor(world);
    victim.cookies.set('connect', planted);
    await victim.install({ ...OTHER_MERCHANT });
    expect(victim.cookies.get('connect')).not.to.equal(planted);
    const page = await victim.get(`/connect/${OTHER_MERCHANT.connectionId}`);
    const sent = world.till.agree((await victim.submit(page, {})).location);
    expect((await back(attacker, sent)).status).to.equal(403);
    expect((await attacker.get(`/connect/${OTHER_MERCHANT.connectionId}`)).status).to.equal(403);
    expect((await back(victim, sent)).status).to.equal(303);
  });

  it('state fixation: a state is the host’s own choice, new each time, and a former one is worth nothing', async () => {
    const first = await leave(merchant);
    const again = await merchant.submit(await merchant.get(`/connect/${MERCHANT.connectionId}?state=chosen`), {
      state: 'chosen',
    });
    const states = [first.href, again.location].map((url) => new URL(url).searchParams.get('state') ?? '');
    for (const state of states) expect(state).to.match(/^[\w-]{43}$/);
    expect(states[0]).not.to.equal(states[1]);
    const { code } = world.till.agree(again.location);
    expect((await back(merchant, { code, state: states[0] ?? '' })).status).to.equal(403);
    expect((await back(merchant, { code, state: 'chosen' })).status).to.equal(403);
    expect((await back(merchant, { code, state: states[1] ?? '' })).status).to.equal(303);
  });

  it('leaks by referrer, history or log: a page that a code leads to tells nobody, and does not repeat it', async () => {
    const url = await leave(merchant);
    const { state } = world.till.agree(url.href);
    const secrets = { code: 'kanarie-code', state };
    const answers = [
      await back(new Visitor(world), secrets),
      await back(merchant, { ...secrets, state: 'kanarie-state' }),
      await back(merchant, { error: 'server_error', error_description: 'kanarie-words', state }),
      await back(merchant, secrets),
      await merchant.install({ ...MERCHANT, code: 'kanarie-hub', locationId: OTHER_MERCHANT.locationId }),
    ];
    for (const { status, headers, text } of answers) {
      expect(status).to.be.within(400, 599);
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(text).not.to.contain('kanarie').and.not.to.contain(state);
      expect(headers.get('content-security-policy')).to.match(/^default-src 'none'/);
    }
    const lines = JSON.stringify(world.storage.log.lines.map(({ event, fields }) => [event, fields]));
    expect(lines).not.to.contain('kanarie').and.not.to.contain(state);
  });

  it('307 redirect: every redirect makes the browser ask anew, without the form that it sent', async () => {
    const installed = await merchant.install();
    const left = await merchant.submit(await merchant.get(installed.location), { kanarie: 'kanarie' });
    const returned = await back(merchant, world.till.agree(left.location));
    const stores = await merchant.get(returned.location);
    const chosen = await merchant.submit(stores, { store: 'str_soho' });
    expect([installed, left, returned, chosen].map(({ status }) => status)).to.deep.equal([303, 303, 303, 303]);
    for (const { location } of [installed, left, returned, chosen]) expect(location).not.to.contain('kanarie');
  });

  it('clickjacking: no page may be framed, neither one that asks for consent nor one that tells of a fault', async () => {
    const entrance = await merchant.arrive();
    const { location } = await merchant.submit(entrance, {});
    const returned = await back(merchant, world.till.agree(location));
    const pages = [entrance, await merchant.get(returned.location), await back(new Visitor(world), {})];
    for (const { headers, text } of pages) {
      expect(text).to.contain('<h1');
      expect(headers.get('content-security-policy')).to.include("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).to.equal('DENY');
    }
  });
});
