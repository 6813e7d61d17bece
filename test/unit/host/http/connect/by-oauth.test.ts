import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { LEEDS, MERCHANT, RIGHT, SOHO } from './support/fakes.js';
import { readable, valueOf, Visitor, type Answer } from './support/visitor.js';
import { openWorld, type World } from './support/world.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('connecting a till by the vendor’s own page', () => {
  let world: World;
  let merchant: Visitor;

  beforeEach(async () => {
    world = await openWorld({ onboarding: 'oauth' });
    merchant = new Visitor(world);
  });
  afterEach(() => world.close());

  const back = (query: Readonly<Record<string, string>>): Promise<Answer> =>
    merchant.get(`/connect/callback?${new URLSearchParams(query).toString()}`);
  const leave = async (): Promise<string> => (await merchant.submit(await merchant.arrive(), {})).location;

  it('leads over the vendor’s page and the store to a connected location', async () => {
    world.till.found = [SOHO, LEEDS];
    const entrance = await merchant.arrive();
    expect(entrance.text.match(/<button/g)).to.have.length(1);
    const away = await merchant.submit(entrance, {});
    expect(away.status).to.equal(303);
    expect(away.location).to.match(/^https:\/\/login\.demo-till\.example\/authorize\?/);
    const returned = await back(world.till.agree(away.location));
    expect([returned.status, returned.location]).to.deep.equal([
      303,
      `${world.publicUrl}/connect/${MERCHANT.connectionId}`,
    ]);
    const done = await merchant.submit(await merchant.get(returned.location), { store: LEEDS.ref });
    expect(readable(await merchant.get(done.location))).to.include('Leeds is connected');
    expect(await world.connection()).to.deep.include({ status: 'connected', merchant: 'merchant-1' });
    expect(await world.storage.ledger.vault.read(MERCHANT.connectionId)).to.deep.equal(RIGHT);
  });

  it('sends a state and a challenge of 32 random bytes, of which only the state’s digest is kept', async () => {
    const query = new URL(await leave()).searchParams;
    const state = query.get('state') ?? '';
    expect(state).to.match(/^[\w-]{43}$/);
    expect(query.get('code_challenge')).to.match(/^[\w-]{43}$/);
    expect(query.get('redirect_uri')).to.equal(`${world.publicUrl}/connect/callback`);
    const attempt = await world.storage.ledger.connections.attempt(sha256(merchant.cookies.get('connect') ?? ''));
    expect(attempt?.state).to.equal(sha256(state));
    expect(new URL(await leaveAgain()).searchParams.get('state')).not.to.equal(state);
  });

  async function leaveAgain(): Promise<string> {
    return (await merchant.submit(await merchant.get(`/connect/${MERCHANT.connectionId}`), {})).location;
  }

  it('tells POS Hub when the merchant declines, and ends', async () => {
    const { state } = world.till.agree(await leave());
    const declined = await back({ error: 'access_denied', state });
    expect(declined.status).to.equal(403);
    expect(readable(declined)).to.include('The access was declined').and.to.include('Code: install.declined');
    expect(await world.connection()).to.deep.include({ status: 'failed', announced: 'pending' });
    expect((await world.connection())?.failure?.code).to.equal('install.declined');
    expect(await world.storage.queue.depth()).to.include({ connection: 1 });
    expect(merchant.cookies.has('connect')).to.equal(false);
  });

  it('says so when POS Hub’s own page was declined', async () => {
    const page = await merchant.get('/poshub/install?error=access_denied');
    expect([page.status, readable(page).includes('The access was declined')]).to.deep.equal([403, true]);
  });

  it('offers another try when the vendor’s page fails', async () => {
    const { state } = world.till.agree(await leave());
    const failed = await back({ error: 'temporarily_unavailable', state });
    expect(failed.status).to.equal(503);
    expect(failed.text).to.include(`href="/connect/${MERCHANT.connectionId}">Try again`);
    expect(readable(await back({ error: 'invalid_scope<b>', state }))).to.include('vendor.refused');
    expect((await back(world.till.agree(await leaveAgain()))).status).to.equal(303);
  });

  it('offers another try when the vendor does not take the code', async () => {
    const { state } = world.till.agree(await leave());
    const refused = await back({ code: 'made-up', state });
    expect(refused.status).to.equal(422);
    expect(readable(refused)).to.include('credentials.invalid');
    expect((await back(world.till.agree(await leaveAgain()))).status).to.equal(303);
  });

  it('takes no credentials by a form', async () => {
    const entrance = await merchant.arrive();
    const refused = await merchant.submit(entrance, {
      step: 'credentials',
      region: 'eu',
      account: '1',
      key: 'right-key',
    });
    expect(refused.status).to.equal(400);
    expect(world.till.asked).to.have.length(0);
  });

  it('leads nowhere when the adapter’s address is no web address', async () => {
    world.till.vendorUrl = 'javascript:alert(1)//';
    const refused = await merchant.submit(await merchant.arrive(), {});
    expect([refused.status, refused.location]).to.deep.equal([503, '']);
  });

  it('leads back to the vendor’s page when the access was withdrawn meanwhile', async () => {
    await back(world.till.agree(await leave()));
    world.till.trouble = new Fault('credentials.revoked');
    const page = await merchant.get(`/connect/${MERCHANT.connectionId}`);
    expect([page.status, valueOf(page, 'step')]).to.deep.equal([422, 'authorize']);
  });
});
