import { expect } from 'chai';
import { get } from 'node:http';
import { call, type Answer } from '../support/client.js';
import { TOKEN, type Till, Tills, anOrder, orderOf, take } from '../support/tills.js';
import { until } from '../support/until.js';

describe('the page of the till', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
    call('POST', till.url + path, {
      body: new URLSearchParams(fields).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
  const look = (cookie: string, query = ''): Promise<Answer> =>
    call('GET', `${till.url}/${query}`, { headers: { Cookie: cookie } });

  async function signIn(): Promise<{ cookie: string; csrf: string }> {
    const answer = await form('/page/sign-in', { pin: TOKEN });
    const set = String(answer.headers['set-cookie']);
    expect(answer.status).to.equal(303);
    expect(set)
      .to.match(/httponly/i)
      .and.match(/samesite=strict/i);
    const cookie = set.split(';')[0] ?? '';
    const csrf = /name="csrf" value="([^"]+)"/.exec((await look(cookie)).text)?.[1] ?? '';
    return { cookie, csrf };
  }

  it('shows nothing before somebody has signed in', async () => {
    await take(till, anOrder({ note: 'Our secret' }));
    expect((await look('')).text)
      .to.include('PIN')
      .and.not.include('Our secret');
    expect((await look('till_session=guess')).text).to.not.include('Our secret');
    expect((await call('GET', `${till.url}/page/live?store=str_soho`)).status).to.equal(401);
    expect((await form('/page/stores/str_soho/open', { open: 'no' })).status).to.equal(401);
    const { cookie } = await signIn();
    expect((await look(cookie)).text).to.include('Our secret');
  });

  it('tells a wrong PIN, and makes a guesser wait', async () => {
    for (let tries = 0; tries < 5; tries++) {
      const wrong = await form('/page/sign-in', { pin: 'guess' });
      expect(wrong.status).to.equal(403);
      expect(wrong.text).to.include('not the PIN');
    }
    expect((await form('/page/sign-in', { pin: TOKEN })).status).to.equal(429);
  });

  it('takes forms from itself alone', async () => {
    const { cookie, csrf } = await signIn();
    const order = await take(till);
    const path = `/page/orders/${order.id}/status`;
    const fields = { status: 'ready', store: 'str_soho', view: 'tickets' };
    const status = async (): Promise<string> => orderOf(await till.client.get(`/v1/orders/${order.id}`)).status;
    const refused = [
      form(path, fields, { Cookie: cookie }),
      form(path, { ...fields, csrf: 'guess' }, { Cookie: cookie }),
      form(path, { ...fields, csrf }, { Cookie: cookie, Origin: 'http://evil.example' }),
    ];
    for (const answer of refused) expect((await answer).status).to.equal(403);
    expect(await status()).to.equal('accepted');
    const moved = await form(path, { ...fields, csrf }, { Cookie: cookie, Origin: till.url });
    expect([moved.status, moved.headers.location]).to.deep.equal([303, '/?store=str_soho&view=tickets']);
    expect(await status()).to.equal('ready');
  });

  it('says once why a form changed nothing', async () => {
    const { cookie, csrf } = await signIn();
    const { id } = await take(till);
    await till.client.post(`/v1/orders/${id}/status`, { status: 'completed' });
    await form(`/page/orders/${id}/status`, { status: 'ready', csrf, store: 'str_soho' }, { Cookie: cookie });
    expect((await look(cookie)).text).to.include('The order is completed and stays so.');
    expect((await look(cookie)).text).to.not.include('The order is completed and stays so.');
  });

  it('writes what customers wrote as text, whatever it is', async () => {
    const { cookie } = await signIn();
    await take(till, anOrder({ note: '<script>alert(1)</script>', source: '"><img src=x>' }));
    const { text } = await look(cookie);
    expect(text).to.include('&lt;script>alert(1)&lt;/script>').and.not.include('<script>alert').and.not.include('<img');
  });

  it('allows no script or style but its own files', async () => {
    const { cookie } = await signIn();
    await take(till);
    const { headers, text } = await look(cookie);
    expect(headers['content-security-policy']).to.include("default-src 'none'").and.include("script-src 'self'");
    expect(headers['content-security-policy']).to.include("frame-ancestors 'none'").and.not.include('unsafe');
    expect(text).to.not.match(/ style=| on[a-z]+=|<style/);
    for (const [name, type] of [
      ['style.css', 'text/css'],
      ['script.js', 'text/javascript'],
      ['icon.svg', 'image/svg'],
    ]) {
      const file = await call('GET', `${till.url}/page/${name ?? ''}`);
      expect(file.status).to.equal(200);
      expect(file.headers['content-type']).to.include(type);
    }
  });

  it('marks items out of stock and closes the store', async () => {
    const { cookie, csrf } = await signIn();
    const sent = { csrf, store: 'str_soho', view: 'stock' };
    await form('/page/stores/str_soho/stock/prd_cola', { ...sent, in_stock: 'no' }, { Cookie: cookie });
    expect((await look(cookie, '?store=str_soho&view=stock')).text).to.include('Stock (1 out)');
    expect((await till.client.get('/v1/stores/str_soho/stock')).text).to.include('"in_stock":false');
    await form('/page/stores/str_soho/open', { ...sent, open: 'no' }, { Cookie: cookie });
    expect((await till.client.get('/v1/stores/str_soho')).body).to.include({ open: false });
  });

  it('is told of each change by server-sent events, of its own store alone', async () => {
    const { cookie } = await signIn();
    let heard = '';
    const stream = get(
      `${till.url}/page/live?store=str_soho`,
      { agent: false, headers: { Cookie: cookie } },
      (answer) => {
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (heard += part));
        answer.on('error', () => undefined);
      },
    );
    stream.on('error', () => undefined);
    await until(() => (heard.includes('retry:') ? true : undefined));
    await till.client.put('/v1/stores/str_kreuzberg/stock/prd_cola', { in_stock: false });
    const { number } = await take(till);
    await until(() => (heard.includes('event: change') ? true : undefined));
    stream.destroy();
    expect(heard).to.include(`data: {"type":"order.updated","number":${number},"is_new":true}`);
    expect(heard).to.not.include('stock.updated');
  });

  it('forgets who signed out', async () => {
    const { cookie, csrf } = await signIn();
    await form('/page/sign-out', { csrf }, { Cookie: cookie });
    expect((await look(cookie)).text).to.include('PIN');
  });
});
