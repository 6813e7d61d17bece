import { expect } from 'chai';
import { anOrder, at, listAt, newKey, refusal, Square, take, type Reply } from '../support/square.js';

describe('the faults of the fake Square', () => {
  let square: Square;
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const arm = async (fault: object): Promise<void> => {
    const reply = await square.admin('POST', '/faults', fault);
    expect(reply.status, reply.text).to.equal(200);
  };
  const send = (idempotency_key = newKey()): Promise<Reply> =>
    square.api('POST', '/v2/orders', { idempotency_key, order: anOrder() });
  const orders = async (): Promise<number> => listAt((await square.admin('GET', '/orders')).body, 'orders').length;
  const broken = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'answered',
      () => 'broken',
    );

  it('lose an answer after its effect; the same key then gets it', async () => {
    await arm({ kind: 'lost_answer', method: 'POST', path: '/v2/orders', times: 1 });
    expect(await broken(send('lost'))).to.equal('broken');
    expect(await orders()).to.equal(1);
    await take(square, anOrder(), 'lost');
    expect(await orders()).to.equal(1);
  });

  it('answer 5xx with and without an effect', async () => {
    await arm({ kind: 'status', path: '/v2/orders', status: 500, times: 1 });
    expect(refusal(await send())).to.deep.equal([500, 'INTERNAL_SERVER_ERROR']);
    expect(await orders()).to.equal(0);
    await arm({ kind: 'status', path: '/v2/orders', when: 'after', times: 1 });
    expect(refusal(await send())).to.deep.equal([503, 'SERVICE_UNAVAILABLE']);
    expect(await orders()).to.equal(1);
  });

  it('limit the rate, with and without saying for how long', async () => {
    await arm({ kind: 'rate_limit', times: 1, retryAfter: 3 });
    await arm({ kind: 'rate_limit', times: 1 });
    const [one, other] = [await send(), await send()];
    expect([refusal(one), refusal(other)]).to.deep.equal([
      [429, 'RATE_LIMITED'],
      [429, 'RATE_LIMITED'],
    ]);
    expect([one.headers.get('retry-after'), other.headers.get('retry-after')]).to.deep.equal(['3', null]);
    expect((await send()).status).to.equal(200);
  });

  it('break JSON off, and put a page in its place', async () => {
    await arm({ kind: 'malformed', when: 'after', times: 1 });
    const malformed = await send();
    expect([malformed.status, malformed.body]).to.deep.equal([200, undefined]);
    await arm({ kind: 'html', times: 1 });
    const page = await send();
    expect([page.status, page.headers.get('content-type')]).to.deep.equal([502, 'text/html; charset=utf-8']);
    expect(await orders()).to.equal(1);
  });

  it('let a token end in the middle, never answer, and take their time', async () => {
    await arm({ kind: 'expired', path: '/v2/orders', times: 1 });
    expect(refusal(await send())).to.deep.equal([401, 'ACCESS_TOKEN_EXPIRED']);
    await arm({ kind: 'slow', ms: 20, times: 1 });
    expect((await send()).status).to.equal(200);
    await arm({ kind: 'half_open', times: 1 });
    const waiting = fetch(`${square.running.url}/v2/locations`, { signal: AbortSignal.timeout(100) });
    expect(await broken(waiting)).to.equal('broken');
  });

  it('hit the paths, counts and chances that are asked for', async () => {
    await arm({ kind: 'status', path: '/v2/orders/*/pay' });
    await arm({ kind: 'status', path: '/v2/catalog/**', skip: 1, times: 1 });
    expect((await send()).status).to.equal(200);
    const statuses = [];
    for (let index = 0; index < 3; index++) statuses.push((await square.api('GET', '/v2/catalog/info')).status);
    expect(statuses).to.deep.equal([200, 503, 200]);
    expect((await square.api('POST', '/v2/orders/x/pay', {})).status).to.equal(503);
    await square.admin('DELETE', '/faults');
    const chances = async (): Promise<number[]> => {
      await arm({ kind: 'status', share: 0.5, seed: 7 });
      const hits = [];
      for (let index = 0; index < 12; index++) hits.push((await square.api('GET', '/v2/locations')).status);
      await square.admin('DELETE', '/faults');
      return hits;
    };
    const first = await chances();
    expect(new Set(first)).to.deep.equal(new Set([200, 503]));
    expect(await chances()).to.deep.equal(first);
  });

  it('are written down with every request, without secrets', async () => {
    await arm({ kind: 'status', times: 1 });
    await send();
    const body = { client_id: 'x', client_secret: 'hush-hush', grant_type: 'refresh_token' };
    await square.api('POST', '/oauth2/token', body);
    const { body: log, text } = await square.admin('GET', '/requests');
    expect(at(log, 'requests.0')).to.include({ method: 'POST', path: '/v2/orders', status: 503, fault: 'status' });
    expect(at(log, 'requests.1')).to.include({ path: '/oauth2/token', status: 401, error: 'UNAUTHORIZED' });
    expect(text).to.not.contain('hush-hush').and.not.contain(square.token);
  });

  it('are refused where they make no sense', async () => {
    expect((await square.admin('POST', '/faults', { kind: 'flood' })).status).to.equal(400);
    expect((await square.admin('POST', '/faults', { kind: 'slow', minutes: 1 })).status).to.equal(400);
  });
});
