import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { ATTEMPT_LIFE, Fault } from '@poshub-bridge/core';
import { MERCHANT, OTHER_MERCHANT, SOHO } from './support/fakes.js';
import { readable, valueOf, Visitor, type Answer } from './support/visitor.js';
import { openWorld, type World } from './support/world.js';

const PAGE = `/connect/${MERCHANT.connectionId}`;
const RIGHT_ANSWERS = { region: 'eu', account: '12', key: 'right-key' };

/** A refusal that tells what to do and changes nothing. */
function expectExpired(answer: Answer): void {
  expect(answer.status).to.equal(403);
  expect(readable(answer)).to.include('This page is no longer valid').and.to.include('Code: install.expired');
}

describe('attacks on the vendor’s redirect', () => {
  let world: World;
  let merchant: Visitor;
  let attacker: Visitor;

  beforeEach(async () => {
    world = await openWorld({ onboarding: 'oauth' });
    [merchant, attacker] = [new Visitor(world), new Visitor(world)];
  });
  afterEach(() => world.close());

  const back = (visitor: Visitor, query: Readonly<Record<string, string>>): Promise<Answer> =>
    visitor.get(`/connect/callback?${new URLSearchParams(query).toString()}`);
  const agree = async (
    visitor: Visitor,
    request = MERCHANT,
  ): Promise<{ readonly code: string; readonly state: string }> =>
    world.till.agree((await visitor.submit(await visitor.arrive(request), {})).location);

  it('takes a state only from the browser that it was given to', async () => {
    const answer = await agree(merchant);
    expectExpired(await back(attacker, answer));
    await agree(attacker, OTHER_MERCHANT);
    expectExpired(await back(attacker, answer));
    expect(world.till.exchanged).to.have.length(0);
    expect((await back(merchant, answer)).status).to.equal(303);
  });

  it('takes a state once', async () => {
    const answer = await agree(merchant);
    expect((await back(merchant, answer)).status).to.equal(303);
    expectExpired(await back(merchant, answer));
    expect(world.till.exchanged).to.have.length(1);
  });

  it('takes a code once, also with a new state', async () => {
    const { code } = await agree(merchant);
    const again = world.till.agree((await merchant.submit(await merchant.get(PAGE), {})).location);
    expect((await back(merchant, { code, state: again.state })).status).to.equal(422);
    expectExpired(await back(merchant, { code, state: again.state }));
  });

  it('takes an attacker’s code in the merchant’s browser for no state but its own', async () => {
    await agree(merchant);
    const planted = await agree(attacker, OTHER_MERCHANT);
    expectExpired(await back(merchant, planted));
    expectExpired(await back(merchant, { code: planted.code }));
    expectExpired(await back(merchant, { code: planted.code, state: '' }));
    expect(world.till.exchanged).to.have.length(0);
  });

  it('lets no stranger’s link spend the state or decline in the merchant’s name', async () => {
    const answer = await agree(merchant);
    expectExpired(await back(merchant, { error: 'access_denied' }));
    expectExpired(await back(merchant, { error: 'access_denied', state: 'guessed' }));
    expectExpired(await back(merchant, { code: 'x', state: 'guessed' }));
    expect((await world.connection())?.status).to.equal('pending');
    expect((await back(merchant, answer)).status).to.equal(303);
  });

  it('refuses a redirect in which a parameter comes twice with different values', async () => {
    const { code, state } = await agree(merchant);
    for (const twice of [`code=x&code=${code}&state=${state}`, `code=${code}&state=x&state=${state}`])
      expect((await merchant.get(`/connect/callback?${twice}`)).status).to.equal(400);
    expect((await merchant.get(`/connect/callback?state=${state}`)).status).to.equal(400);
    expect(world.till.exchanged).to.have.length(0);
    expect((await merchant.get(`/connect/callback?code=${code}&state=${state}&state=${state}`)).status).to.equal(303);
  });

  it('takes no state after 10 minutes', async () => {
    const answer = await agree(merchant);
    world.storage.clock.advance(ATTEMPT_LIFE);
    expectExpired(await back(merchant, answer));
    expect(world.till.exchanged).to.have.length(0);
  });

  it('spends nothing when somebody only looks', async () => {
    const { code, state } = await agree(merchant);
    const { serverUrl } = world;
    const cookie = `connect=${merchant.cookies.get('connect') ?? ''}`;
    const looked = await fetch(`${serverUrl}/connect/callback?code=${code}&state=${state}`, {
      method: 'HEAD',
      headers: { cookie },
    });
    expect(looked.status).to.equal(405);
    expect((await back(merchant, { code, state })).status).to.equal(303);
  });
});

describe('attacks on the connect pages', () => {
  let world: World;
  let merchant: Visitor;

  beforeEach(async () => {
    world = await openWorld();
    merchant = new Visitor(world);
  });
  afterEach(() => world.close());

  it('opens nothing to a browser without the secret, or with another’s', async () => {
    const entrance = await merchant.arrive();
    const stranger = new Visitor(world);
    expectExpired(await stranger.get(PAGE));
    expectExpired(await stranger.submit(entrance, RIGHT_ANSWERS));
    await stranger.arrive(OTHER_MERCHANT);
    expectExpired(await stranger.get(PAGE));
    expectExpired(await stranger.submit(entrance, RIGHT_ANSWERS));
    expect(world.till.asked).to.have.length(0);
  });

  it('keeps each attempt to its own connection', async () => {
    const other = await new Visitor(world).arrive(OTHER_MERCHANT);
    expect(other.status).to.equal(200);
    const entrance = await merchant.arrive();
    const form = { step: 'credentials', csrf: valueOf(entrance, 'csrf'), ...RIGHT_ANSWERS };
    expectExpired(await merchant.post(`/connect/${OTHER_MERCHANT.connectionId}`, form));
    expect(world.till.asked).to.have.length(0);
  });

  it('refuses a connection whose id is known with another location', async () => {
    await merchant.arrive();
    const stranger = new Visitor(world);
    const refused = await stranger.install({ ...MERCHANT, locationId: OTHER_MERCHANT.locationId, code: 'code-3' });
    expect([refused.status, stranger.cookies.size]).to.deep.equal([403, 0]);
  });

  it('takes a code of POS Hub once, and gives no cookie where POS Hub does not confirm', async () => {
    await merchant.install();
    const replayer = new Visitor(world);
    const refused = await replayer.install();
    expect(refused.status).to.equal(403);
    expect(readable(refused)).to.include('POS Hub did not confirm').and.to.include('Code: install.not_allowed');
    expect(replayer.cookies.size).to.equal(0);
  });

  it('asks to wait where POS Hub can’t be reached, and gives no cookie', async () => {
    world.hub.refusal = new Fault('hub.unavailable');
    const waiting = await merchant.install();
    expect([waiting.status, merchant.cookies.size]).to.deep.equal([503, 0]);
    expect(readable(waiting)).to.include('Wait a moment, then try again.').and.to.include('Code: hub.unavailable');
    world.hub.refusal = undefined;
    expect((await merchant.install()).status).to.equal(303);
  });

  it('refuses an installation that lacks an id or says one twice', async () => {
    const { code, accountId, locationId, connectionId } = MERCHANT;
    const whole = `code=${code}&account_id=${accountId}&location_id=${locationId}&connectionId=${connectionId}`;
    for (const query of ['', whole.replace('code=', 'cod='), `${whole}&connectionId=${OTHER_MERCHANT.connectionId}`]) {
      const refused = await merchant.get(`/poshub/install?${query}`);
      expect(refused.status).to.equal(400);
      expect(readable(refused)).to.include('Code: install.incomplete');
    }
    expect(world.hub.completed).to.have.length(0);
  });

  it('opens nothing after 10 minutes, and keeps no credentials of the attempt', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    const id = createHash('sha256')
      .update(merchant.cookies.get('connect') ?? '')
      .digest('hex');
    const staged = () => world.storage.ledger.vault.read(`attempt:${id}`);
    expect(await staged()).to.include({ account: '12' });
    world.storage.clock.advance(ATTEMPT_LIFE);
    expectExpired(await merchant.get(PAGE));
    expect(await staged()).to.equal(undefined);
    expectExpired(await merchant.submit(stores, { store: SOHO.ref }));
    expect((await world.connection())?.status).to.equal('pending');
  });

  it('opens nothing with the cookie of an attempt that has ended', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    const done = await merchant.submit(stores, { store: SOHO.ref });
    expectExpired(await merchant.get(PAGE));
    const form = { step: 'credentials', csrf: valueOf(stores, 'csrf'), ...RIGHT_ANSWERS };
    expectExpired(await merchant.post(PAGE, form));
    const stranger = await new Visitor(world).get(done.location);
    expect(stranger.status).to.equal(200);
    expect(readable(stranger)).not.to.include('Soho');
  });

  it('takes no form without this browser’s token', async () => {
    const entrance = await merchant.arrive();
    const other = await new Visitor(world).arrive(OTHER_MERCHANT);
    for (const csrf of ['', 'x', valueOf(other, 'csrf'), `${valueOf(entrance, 'csrf')}x`])
      expectExpired(await merchant.post(PAGE, { step: 'credentials', csrf, ...RIGHT_ANSWERS }));
    expectExpired(await merchant.post(PAGE, { step: 'credentials', ...RIGHT_ANSWERS }));
    expect(world.till.asked).to.have.length(0);
  });

  it('takes no form from a page of another site, even with the token', async () => {
    const entrance = await merchant.arrive();
    const form = { step: 'credentials', csrf: valueOf(entrance, 'csrf'), ...RIGHT_ANSWERS };
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${world.publicUrl}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) expectExpired(await merchant.post(PAGE, form, headers));
    expect(world.till.asked).to.have.length(0);
    expect((await merchant.post(PAGE, form, { 'sec-fetch-site': 'same-origin' })).status).to.equal(303);
  });

  it('leads nowhere but to its own pages, whatever the request says', async () => {
    const { code, accountId, locationId } = MERCHANT;
    const ids = `account_id=${accountId}&location_id=${locationId}`;
    for (const id of ['//evil.example', 'https://evil.example', '../..', `${MERCHANT.connectionId}/../x`])
      expect(
        (await merchant.get(`/poshub/install?code=${code}&${ids}&connectionId=${encodeURIComponent(id)}`)).status,
      ).to.equal(400);
    const tempting = 'redirect_uri=https://evil.example&next=//evil.example&return_to=https://evil.example';
    const answer = await merchant.get(
      `/poshub/install?code=${code}&${ids}&connectionId=${MERCHANT.connectionId}&${tempting}`,
      { 'x-forwarded-host': 'evil.example' },
    );
    expect(answer.location).to.equal(`${world.publicUrl}${PAGE}`);
    const entrance = await merchant.get(`${PAGE}?${tempting}`);
    expect(entrance.text).not.to.include('evil');
    const proved = await merchant.submit(entrance, { ...RIGHT_ANSWERS, redirect: 'https://evil.example' });
    expect(proved.location).to.equal(`${world.publicUrl}${PAGE}`);
  });

  it('bounds what it reads, and reads nothing but forms', async () => {
    await merchant.arrive();
    const large = await merchant.post(PAGE, { step: 'credentials', key: 'x'.repeat(70_000) });
    expect(large.status).to.equal(413);
    const json = await merchant.post(PAGE, '{"step":"credentials"}', { 'content-type': 'application/json' });
    expect(json.status).to.equal(415);
    for (const page of [large, json]) expect(readable(page)).to.include('That did not arrive as it should');
  });

  it('refuses a form that says two things at once or names no step', async () => {
    const csrf = valueOf(await merchant.arrive(), 'csrf');
    expect((await merchant.post(PAGE, `csrf=${csrf}&step=store&step=credentials`)).status).to.equal(400);
    expect((await merchant.post(PAGE, { csrf })).status).to.equal(400);
    expect((await merchant.post(PAGE, { csrf, step: 'authorize' })).status).to.equal(400);
  });

  it('logs neither secrets nor codes', async () => {
    const entrance = await merchant.arrive();
    await merchant.submit(entrance, { region: 'eu', account: '12', key: 'wrong-secret-key' });
    await merchant.giveAccess(entrance);
    await merchant.get('/connect/callback?code=vendor-code&state=vendor-state');
    const lines = JSON.stringify(world.storage.log.lines);
    for (const secret of ['wrong-secret-key', 'right-key', 'code-1', 'vendor-', merchant.cookies.get('connect') ?? '?'])
      expect(lines).not.to.include(secret);
    expect(lines).to.include('credentials.invalid');
  });
});
