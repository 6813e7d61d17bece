import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Till, Tills, anOrder, orderOf, send, take } from '../support/tills.js';
import { until } from '../support/until.js';

describe('the faults of the till', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  const ask = (fault: object): ReturnType<Till['admin']['post']> => till.admin.post('/admin/faults', fault);
  const orders = async (): Promise<unknown> => (await till.admin.get('/admin/stats')).body;
  const broken = async (answer: Promise<unknown>): Promise<string> =>
    answer.then(
      () => 'answered',
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'broken'),
    );

  it('latency: the answer comes, but not before its time', async () => {
    await ask({ kind: 'latency', ms: 600_000, match: { path: '/v1/stores' }, times: 1 });
    const slow = broken(till.client.get('/v1/stores'));
    expect((await till.client.get('/v1/merchant')).status).to.equal(200);
    expect(await Promise.race([slow, Promise.resolve('waiting')])).to.equal('waiting');
    await ask({ kind: 'latency', ms: 20, times: 1 });
    expect((await till.client.get('/v1/merchant')).status).to.equal(200);
    await till.close();
    expect(await slow).to.equal('ECONNRESET');
  });

  it('status: nothing is done and the answer is an error', async () => {
    await ask({ kind: 'status', status: 502, match: { method: 'POST', path: '/v1/stores/' }, times: 1 });
    expect((await till.client.get('/v1/merchant')).status).to.equal(200);
    expect((await send(till)).status).to.equal(502);
    expect(await orders()).to.include({ orders: 0 });
    expect((await send(till)).status).to.equal(201);
  });

  it('rate_limit: 429 with Retry-After', async () => {
    await ask({ kind: 'rate_limit', retry_after: 7 });
    const answer = await till.client.get('/v1/merchant');
    expect([answer.status, answer.headers['retry-after']]).to.deep.equal([429, '7']);
    expect(answer.body).to.have.nested.property('error.code', 'rate_limited');
  });

  it('lost_answer: the order is taken, the connection breaks, and the same key finds the order', async () => {
    await ask({ kind: 'lost_answer', match: { method: 'POST' }, times: 1 });
    expect(await broken(send(till, anOrder(), 'one-key'))).to.equal('ECONNRESET');
    expect(await orders()).to.include({ orders: 1, replays: 0 });
    const again = await send(till, anOrder(), 'one-key');
    expect(again.headers).to.have.property('idempotent-replayed', 'true');
    expect(orderOf(again).reference).to.equal('R-1');
    expect(await orders()).to.include({ orders: 1, replays: 1 });
  });

  it('half_open: the connection stands and no answer ever comes, until the client gives up', async () => {
    await ask({ kind: 'half_open', times: 1 });
    const silent = broken(send(till));
    await until(async () => ((await till.admin.get('/admin/faults')).text === '{"data":[]}' ? true : undefined));
    expect(await Promise.race([silent, sleep(100, 'nothing yet')])).to.equal('nothing yet');
    expect(await orders()).to.include({ orders: 0 });
    await till.close();
    expect(await silent).to.equal('ECONNRESET');
  });

  it('refuse: connections are refused until it is cleared, at the same port afterwards', async () => {
    await take(till);
    await ask({ kind: 'refuse' });
    expect(await broken(till.client.get('/v1/merchant'))).to.equal('ECONNREFUSED');
    expect((await till.admin.delete('/admin/faults')).status).to.equal(204);
    expect((await till.client.get('/v1/merchant')).status).to.equal(200);
    expect(await orders()).to.include({ orders: 1 });
  });

  it('refuse: ends by itself when a time was said', async () => {
    await ask({ kind: 'refuse', ms: 50 });
    await until(async () => ((await broken(till.client.get('/v1/merchant'))) === 'answered' ? true : undefined));
    expect((await till.admin.get('/admin/faults')).body).to.deep.equal({ data: [] });
  });

  it('refuse: opens only when the last of several has ended', async () => {
    await ask({ kind: 'refuse', ms: 20 });
    const { text } = await ask({ kind: 'refuse' });
    const left = `{"data":[${text}]}`;
    await until(async () => ((await till.admin.get('/admin/faults')).text === left ? true : undefined));
    expect(await broken(till.client.get('/v1/merchant'))).to.equal('ECONNREFUSED');
    await till.admin.delete('/admin/faults');
    expect(await broken(till.client.get('/v1/merchant'))).to.equal('answered');
  });

  it('are listed with how often they hit, and cleared one by one', async () => {
    const { text } = await ask({ kind: 'status', match: { path: '/v1/stores' } });
    await ask({ kind: 'status', match: { path: '/v1/webhooks' } });
    await till.client.get('/v1/stores');
    const list = await till.admin.get('/admin/faults');
    expect(list.body).to.have.nested.property('data[0].hits', 1);
    expect(list.body).to.have.nested.property('data[1].hits', 0);
    const id = /flt_\w+/.exec(text)?.[0] ?? '';
    expect((await till.admin.delete(`/admin/faults/${id}`)).status).to.equal(204);
    expect((await till.admin.delete(`/admin/faults/${id}`)).status).to.equal(404);
    expect((await till.client.get('/v1/stores')).status).to.equal(200);
    expect((await till.client.get('/v1/webhooks')).status).to.equal(503);
  });

  it('are refused when they make no sense', async () => {
    const cases = [{ kind: 'latency' }, { kind: 'refuse', times: 2 }, { kind: 'fire' }, { kind: 'status', ms: 5 }];
    for (const fault of cases) expect((await ask(fault)).status, JSON.stringify(fault)).to.equal(400);
    expect((await till.admin.get('/admin/faults')).body).to.deep.equal({ data: [] });
  });

  it('never touch the admin routes, which count every request that arrived', async () => {
    await ask({ kind: 'status' });
    await till.client.get('/v1/stores/str_soho');
    await till.client.get('/v1/stores/str_kreuzberg');
    const { body } = await till.admin.get('/admin/stats');
    expect(body).to.have.property('requests').that.deep.equals({ 'GET /v1/stores/:store': 2 });
  });
});

describe('what the till reads', () => {
  let tills: Tills;
  let till: Till;

  beforeEach(async () => {
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(() => tills.close());

  it('is JSON of a bounded size, at an address and with a method that exist', async () => {
    const path = '/v1/stores/str_soho/orders';
    const key = { 'Idempotency-Key': 'one-key' };
    const cases: [ReturnType<Till['client']['get']>, number, string][] = [
      [till.client.post(path, '{"a":', key), 400, 'invalid_json'],
      [till.client.post(path, '', key), 400, 'invalid_json'],
      [till.client.post(path, '{}', { ...key, 'Content-Type': 'text/plain' }), 415, 'unsupported_media_type'],
      [till.client.post(path, anOrder({ note: 'x'.repeat(300_000) }), key), 413, 'body_too_large'],
      [till.client.post(path, anOrder()), 400, 'idempotency_key_missing'],
      [till.client.get(`${path}?colour=red`), 400, 'invalid_request'],
      [till.client.get(`${path}?limit=101`), 400, 'invalid_request'],
      [till.client.get('/v1/stores/str_none/orders'), 404, 'not_found'],
      [till.client.get('/v1/orders/ord_none'), 404, 'not_found'],
      [till.client.get('/v1/nothing'), 404, 'not_found'],
      [till.client.delete('/v1/stores'), 405, 'method_not_allowed'],
    ];
    for (const [sent, status, code] of cases) {
      const answer = await sent;
      expect(answer.status, code).to.equal(status);
      expect(answer.body).to.have.nested.property('error.code', code);
    }
  });
});
