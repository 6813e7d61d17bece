import { expect } from 'chai';
import { HOUR } from '@poshub-bridge/core';
import { ManualClock } from '../../../../support/clock.js';
import { IDS } from '../../../../support/world.js';
import { valueOf } from '../connect/support/visitor.js';
import { openDesk, TOKEN, type Desk } from './support/desk.js';
import { Operator } from './support/operator.js';

const PAGES = ['', '/orders/o-1', '/connections', '/connections/connection-1', '/connections/connection-1/disconnect'];
const FORMS = ['/orders/o-1', '/connections/connection-1/sync', '/connections/connection-1/disconnect'];

describe('the sign-in of the console', () => {
  let desk: Desk;
  let operator: Operator;
  beforeEach(async () => {
    desk = await openDesk();
    operator = new Operator(desk);
    await desk.connect();
    await desk.order('o-1', { number: '4711' });
  });
  afterEach(() => desk.close());

  const cookie = (headers: Headers): string => headers.getSetCookie().at(-1) ?? '';

  for (const path of PAGES)
    it(`asks for the token at /console${path}, and tells nothing`, async () => {
      const { status, text } = await operator.get(path);
      expect(status).to.equal(401);
      expect(text)
        .to.contain('API token')
        .and.not.match(/4711|High Street|connection-1<|store-1/);
    });

  it('opens no stream to who is not signed in', async () => {
    const { status, headers } = await operator.get('/live');
    expect([status, headers.get('content-type')]).to.deep.equal([401, 'text/html; charset=utf-8']);
  });

  it('lets in with the token, and leads to the page that was asked for', async () => {
    const asked = await operator.get('/orders/o-1?told=retry');
    const answer = await operator.signIn(TOKEN, { to: valueOf(asked, 'to') });
    expect([answer.status, answer.location]).to.deep.equal([303, '/console/orders/o-1?told=retry']);
    expect((await operator.get('/orders/o-1')).text).to.contain('4711');
  });

  for (const to of [
    '//evil.example.com',
    'https://evil.example.com',
    '/\\evil.example.com',
    '.evil.example.com',
    '@evil',
  ])
    it(`leads nowhere else: ${to}`, async () => {
      expect((await operator.signIn(TOKEN, { to })).location).to.equal('/console');
    });

  for (const token of ['', 'a-guess', TOKEN.slice(0, -1), `${TOKEN} `, TOKEN.toUpperCase()])
    it(`refuses what is not the token: "${token.replace(TOKEN, '…')}"`, async () => {
      const { status, text } = await operator.signIn(token);
      expect(status).to.equal(403);
      expect(text).to.contain('That is not the API token');
      expect((await operator.get()).status).to.equal(401);
    });

  it('keeps the session in a cookie that no script can use, and another site for nothing but a link', async () => {
    const { headers } = await operator.signIn();
    expect(cookie(headers)).to.match(/^console=[\w-]{43}; /);
    expect(cookie(headers).split('; ').slice(1)).to.have.members([
      ...['Max-Age=43200', 'Path=/console', 'HttpOnly', 'SameSite=Lax'],
    ]);
  });

  it('lasts for who follows an alert’s link: the page opens, and the cookie stays as it is', async () => {
    await operator.signIn();
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const { status, text, headers } = await operator.browser.get('/console/orders/o-1', link);
    expect([status, headers.getSetCookie()]).to.deep.equal([200, []]);
    expect(text).to.contain('4711');
  });

  it('changes the browser’s secret, so that one that was planted before opens nothing', async () => {
    await operator.get();
    const planted = new Map(operator.browser.cookies);
    await operator.signIn();
    const stranger = new Operator(desk);
    for (const [name, value] of planted) stranger.browser.cookies.set(name, value);
    expect((await stranger.get()).status).to.equal(401);
  });

  it('ends by signing out, for a copy of the cookie too', async () => {
    await operator.signIn();
    const copy = new Operator(desk);
    for (const [name, value] of operator.browser.cookies) copy.browser.cookies.set(name, value);
    expect((await copy.get()).status).to.equal(200);
    expect((await operator.send('/sign-out')).status).to.equal(303);
    expect((await copy.get()).status).to.equal(401);
    expect((await operator.get()).status).to.equal(401);
  });

  it('takes ten tries a minute, then makes who tries wait, with the right token too', async () => {
    for (let tries = 0; tries < 10; tries += 1) expect((await operator.signIn('a-guess')).status).to.equal(403);
    const { status, headers } = await operator.signIn();
    expect(status).to.equal(429);
    expect(Number(headers.get('retry-after'))).to.be.within(1, 60);
    expect((await operator.get()).status).to.equal(401);
  });

  it('compares no more of many tries at once than of one after the other', async () => {
    await operator.get();
    const answers = await Promise.all(Array.from({ length: 25 }, () => operator.signIn('a-guess')));
    expect(answers.filter(({ status }) => status === 403)).to.have.length(10);
    expect(answers.filter(({ status }) => status === 429)).to.have.length(15);
  });

  it('does not count against who mistyped before', async () => {
    for (let rounds = 0; rounds < 3; rounds += 1) {
      for (let tries = 0; tries < 6; tries += 1) await operator.signIn('a-guess');
      expect((await operator.signIn()).status).to.equal(303);
    }
  });

  for (const path of [...FORMS, '/sign-out']) {
    it(`takes no form at /console${path} that its pages did not make`, async () => {
      await operator.signIn();
      const foreign = await Operator.signedIn(desk);
      const csrf = valueOf(await foreign.get('/connections'), 'csrf');
      for (const refused of [
        await operator.send(path, { csrf: '' }),
        await operator.send(path, { csrf }),
        await operator.send(path, {}, { origin: 'https://evil.example.com' }),
        await operator.send(path, {}, { origin: 'null' }),
        await operator.send(path, {}, { 'sec-fetch-site': 'cross-site' }),
        await operator.send(path, {}, { 'sec-fetch-site': 'same-site' }),
      ])
        expect(refused.status).to.equal(403);
      expect((await operator.get()).status).to.equal(200);
      expect((await desk.storage.ledger.connections.get(IDS.connectionId))?.status).to.equal('connected');
      expect(await desk.storage.ledger.catalogs.runs(IDS.connectionId)).to.deep.equal([]);
    });
  }

  for (const path of FORMS)
    it(`takes no form at /console${path} from who is not signed in`, async () => {
      const { status } = await operator.send(path, { action: 'cancelled' });
      expect(status).to.equal(401);
      expect((await desk.storage.ledger.connections.get(IDS.connectionId))?.status).to.equal('connected');
    });

  it('takes no sign-in form that another site sends, and none in JSON or without end', async () => {
    const elsewhere = { origin: 'https://evil.example.com' };
    expect((await operator.send('/sign-in', { token: TOKEN }, elsewhere)).status).to.equal(403);
    expect((await operator.send('/sign-in', { token: TOKEN, csrf: '' })).status).to.equal(403);
    const json = { 'content-type': 'application/json' };
    expect((await operator.send('/sign-in', { token: TOKEN }, json)).status).to.equal(415);
    expect((await operator.send('/sign-in', { token: 'x'.repeat(70_000) })).status).to.equal(413);
  });

  it('lets browsers load and keep nothing but what a page needs', async () => {
    await operator.signIn();
    for (const path of [...PAGES, '/script.js', '/orders/none', '/sign-in']) {
      const { headers } = await operator.get(path);
      if (path !== '/sign-in') expect(headers.get('cache-control'), path).to.equal('no-store');
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
      if (path === '/sign-in') continue;
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.match(
        /default-src 'none'.*style-src 'sha256-[\w+/=]+'.*form-action 'self'; frame-ancestors 'none'/,
      );
      expect(policy).to.contain("script-src 'self'; connect-src 'self'").and.not.contain('unsafe');
    }
  });

  it('writes the token neither into a page nor into the log', async () => {
    await operator.signIn('a-guess-that-may-be-half-right');
    await operator.signIn();
    const { text } = await operator.get();
    expect(text).not.to.contain(TOKEN);
    expect(JSON.stringify(desk.storage.log.lines)).not.to.match(new RegExp(`${TOKEN}|half-right`));
  });
});

describe('the sign-in of the console elsewhere', () => {
  let desk: Desk | undefined;
  afterEach(() => desk?.close());

  it('ends after twelve hours', async () => {
    const clock = new ManualClock();
    desk = await openDesk({ clock });
    const operator = await Operator.signedIn(desk);
    clock.advance(12 * HOUR - 1);
    expect((await operator.get()).status).to.equal(200);
    clock.advance(1);
    expect((await operator.get()).status).to.equal(401);
  });

  it('stays on https and below the path of the public URL', async () => {
    desk = await openDesk({ publicUrl: 'https://shops.example.com/bridge' });
    const operator = new Operator(desk);
    const answer = await operator.signIn();
    expect(answer.location).to.equal('/bridge/console');
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).to.match(/^__Secure-console=.*Path=\/bridge\/console; .*; Secure$/);
    const { text, headers } = await operator.get();
    expect(headers.get('strict-transport-security')).to.match(/^max-age=\d+/);
    for (const [, path = ''] of text.matchAll(/ (?:href|action|src|data-stream)="([^"#][^"]*)"/g))
      expect(path).to.match(/^(\/bridge\/console|data:)/);
  });
});
