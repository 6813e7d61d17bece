import { expect } from 'chai';
import { call, listAt, pizzeria, Talk, type Reply } from './talk.js';

describe('the simulator’s page', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start();
  });
  afterEach(() => talk.close());

  const signIn = (token: string): Promise<Reply> =>
    call('POST', `${talk.hub.url}/sign-in`, new URLSearchParams({ token }));
  const cookieOf = (reply: Reply): string => reply.headers.get('set-cookie')?.split(';')[0] ?? '';
  const see = (cookie: string): Promise<Reply> => call('GET', `${talk.hub.url}/`, undefined, { cookie });
  const csrfOf = (page: Reply): string => /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const press = (cookie: string, csrf: string, path: string): Promise<Reply> =>
    call('POST', `${talk.hub.url}${path}`, new URLSearchParams({ csrf }), { cookie });

  it('shows nothing before signing in, and says when the token is wrong', async () => {
    const page = await see('');
    expect(page.text).to.contain('Admin token').and.not.contain('High Street');
    const wrong = await signIn('wrong');
    expect(wrong.status).to.equal(401);
    expect(wrong.headers.get('set-cookie')).to.equal(null);
  });

  it('signs in by a cookie that no script and no other site can use', async () => {
    const reply = await signIn(talk.hub.adminToken);
    expect(reply.status).to.equal(303);
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie.toLowerCase()).to.contain('httponly').and.contain('samesite=strict');
    expect(cookie).not.to.contain(talk.hub.adminToken);
    const page = await see(cookieOf(reply));
    expect(page.text).to.contain('High Street').and.contain('Connection PENDING');
    expect(page.text).not.to.contain('<script').and.not.to.contain('style=');
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).to.contain(rule);
    expect((await call('GET', `${talk.hub.url}/style.css`)).headers.get('content-type')).to.contain('text/css');
  });

  it('puts orders in, cancels them and syncs catalogs by its buttons', async () => {
    const cookie = cookieOf(await signIn(talk.hub.adminToken));
    const csrf = csrfOf(await see(cookie));
    const location = talk.hub.locationIds[0] ?? '';
    expect((await press(cookie, csrf, `/do/order/${location}/pickup`)).status).to.equal(303);
    expect((await see(cookie)).text).to.contain('sync or import its catalog first');
    talk.answer = () => ({ status: 200, body: pizzeria });
    await press(cookie, csrf, `/do/sync/${location}`);
    expect((await see(cookie)).text)
      .to.contain('2 products')
      .and.not.contain('sync or import');
    await press(cookie, csrf, `/do/order/${location}/pickup`);
    const placed = await see(cookie);
    expect(placed.text).to.contain('Margherita').and.contain('PLACED').and.contain('£');
    const cancel = /action="(\/do\/cancel\/[^"]+)"/.exec(placed.text)?.[1] ?? '';
    await press(cookie, csrf, cancel);
    const done = await see(cookie);
    expect(done.text).to.contain('CANCELLED').and.contain('by the customer');
    expect(done.text).not.to.contain('/do/cancel/');
  });

  it('refuses a button without the page’s own mark, or without a session', async () => {
    const cookie = cookieOf(await signIn(talk.hub.adminToken));
    const csrf = csrfOf(await see(cookie));
    const path = `/do/sync/${talk.hub.locationIds[0] ?? ''}`;
    expect((await press(cookie, 'guess', path)).status).to.equal(403);
    expect((await press('', csrf, path)).status).to.equal(403);
    expect(listAt((await talk.admin('GET', '/pulls')).body, 'data')).to.deep.equal([]);
  });

  it('starts a connection with a link, for those who are signed in', async () => {
    const path = `${talk.hub.url}/connect/${talk.hub.locationIds[0] ?? ''}`;
    expect((await call('GET', path)).headers.get('location')).to.equal('/');
    const cookie = cookieOf(await signIn(talk.hub.adminToken));
    const reply = await call('GET', path, undefined, { cookie });
    expect(reply.headers.get('location')).to.contain('/oauth2/authorize?response_type=code');
  });

  it('ends a session at sign-out', async () => {
    const cookie = cookieOf(await signIn(talk.hub.adminToken));
    await press(cookie, csrfOf(await see(cookie)), '/do/sign-out');
    expect((await see(cookie)).text).to.contain('Admin token');
  });

  it('shows what an order says as text, whatever it says', async () => {
    await talk.admin('POST', '/orders', { items: [{ name: '<img src=x>', price: 1 }] });
    const page = await see(cookieOf(await signIn(talk.hub.adminToken)));
    expect(page.text).to.contain('&lt;img src').and.not.contain('<img src');
  });
});
