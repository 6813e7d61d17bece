import { connect } from 'node:net';
import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { rejection, until } from '../../../support/until.js';
import { IDS } from '../../pos-hub/support/orders.js';
import { CLIENT_SECRET } from '../../pos-hub/support/settings.js';
import { CATALOG_TOKEN } from '../support/configs.js';
import { MENU, sign, startServer, type Answer, type TestServer } from './support/server.js';

const { connectionId, accountId, locationId } = IDS;

describe('POST /poshub/catalog', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  function sync(
    query: Readonly<Record<string, string>>,
    body = '',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const search = new URLSearchParams(query).toString();
    return server.call(`/poshub/catalog?${search}`, { method: 'POST', body, headers });
  }

  it('answers the catalog bare, as POS Hub wants it', async () => {
    const { status, headers, body } = await sync({ token: CATALOG_TOKEN, connectionId });
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(body).to.have.nested.property('products[0].posReference', 'p1');
    expect(body).to.have.nested.property('categories[0].posReference', 'c1');
    expect(body).not.to.have.property('data');
  });

  describe('who may ask', () => {
    it('is whoever shows the token in the query or as a bearer, or signs the body', async () => {
      const body = JSON.stringify({ connectionId });
      expect((await sync({ token: CATALOG_TOKEN }, body)).status).to.equal(200);
      expect((await sync({}, body, { authorization: `Bearer ${CATALOG_TOKEN}` })).status).to.equal(200);
      expect((await sync({}, body, { 'x-webhook-signature': sign(body, CLIENT_SECRET) })).status).to.equal(200);
    });

    it('shows it in the query, although the call has another bearer', async () => {
      expect(
        (await sync({ token: CATALOG_TOKEN, connectionId }, '', { authorization: 'Bearer poshubs-own' })).status,
      ).to.equal(200);
    });

    for (const [what, query, headers] of [
      ['nothing', {}, {}],
      ['an empty token', { token: '' }, {}],
      ['another token', { token: `${CATALOG_TOKEN}x` }, {}],
      ['the beginning of the token', { token: CATALOG_TOKEN.slice(0, -1) }, {}],
      ['another bearer', {}, { authorization: 'Bearer nothing' }],
      ['the token without Bearer', {}, { authorization: CATALOG_TOKEN }],
      ['a wrong signature', {}, { 'x-webhook-signature': 'ab'.repeat(32) }],
    ] as const)
      it(`is nobody who shows ${what}`, async () => {
        const { status, body } = await sync({ ...query, connectionId }, '', headers);
        expect(status).to.equal(401);
        expect(body).to.include({ code: 'request.unauthenticated' });
        expect(server.till.countOf('catalog')).to.equal(0);
      });

    it('must sign where no token is configured', async () => {
      const bare = await startServer({ catalogToken: null });
      try {
        for (const token of ['', 'undefined', CATALOG_TOKEN])
          expect(
            (await bare.call(`/poshub/catalog?token=${token}&connectionId=${connectionId}`, { method: 'POST' })).status,
          ).to.equal(401);
        expect(
          (await bare.call('/poshub/catalog', { method: 'POST', headers: { authorization: 'Bearer ' } })).status,
        ).to.equal(401);
      } finally {
        await bare.dispose();
      }
    });

    it('is not told whether a connection exists before that', async () => {
      expect((await sync({ connectionId: 'unknown' })).status).to.equal(401);
    });
  });

  describe('which store is meant', () => {
    const token = CATALOG_TOKEN;
    for (const [what, query, body] of [
      ['the connection in the query', { connectionId }, ''],
      ['the connection in the body', {}, JSON.stringify({ connectionId })],
      ['the location in the query', { locationId }, ''],
      [
        'the location in the body, as snake case',
        {},
        JSON.stringify({ location_id: locationId, account_id: accountId }),
      ],
      ['both, and they agree', { connectionId, locationId }, ''],
    ] as const)
      it(`is said by ${what}`, async () => {
        expect((await sync({ token, ...query }, body)).status).to.equal(200);
      });

    for (const [what, query] of [
      ['of an unknown connection', { connectionId: 'unknown' }],
      ['of an unknown location', { locationId: 'unknown' }],
      ['of a location that is not the connection’s', { connectionId, locationId: accountId }],
    ] as const)
      it(`is not found: ${what}`, async () => {
        const { status, body } = await sync({ token, ...query });
        expect(status).to.equal(404);
        expect(body).to.include({ code: 'connection.unknown' });
      });

    it('is not found while the store is still to be chosen, or was removed', async () => {
      for (const status of ['pending', 'failed', 'removed'] as const) {
        await server.connect({ status });
        expect((await sync({ token, connectionId })).status, status).to.equal(404);
      }
    });

    for (const [what, query, body] of [
      ['an id is none', { connectionId: '../../etc' }, ''],
      ['the body is no JSON and nothing else says it', {}, 'connectionId'],
    ] as const)
      it(`can’t be read when ${what}`, async () => {
        expect((await sync({ token, ...query }, body)).status).to.equal(400);
      });
  });

  it('answers 503 and asks to come again when the till is down and no catalog is known', async () => {
    server.till.menu = [new Fault('vendor.unavailable', { detail: 'GET till.example.com: ECONNREFUSED' })];
    const { status, headers, body } = await sync({ token: CATALOG_TOKEN, connectionId });
    expect(status).to.equal(503);
    expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
    expect(body).to.include({ code: 'catalog.unavailable' });
  });

  it('answers the last good catalog when the till is down', async () => {
    const first = await sync({ token: CATALOG_TOKEN, connectionId });
    server.till.menu = [new Fault('vendor.unavailable')];
    const second = await sync({ token: CATALOG_TOKEN, connectionId });
    expect(second.status).to.equal(200);
    expect(second.body).to.deep.equal(first.body);
  });

  it('answers the last good catalog where POS Hub can’t take the new one, and knows that it did not give that', async () => {
    const first = await sync({ token: CATALOG_TOKEN, connectionId });
    server.till.menu = [{ ...MENU, categories: [{ ref: 'c1', name: '', available: true }] }];
    const second = await sync({ token: CATALOG_TOKEN, connectionId });
    expect(second.status).to.equal(200);
    expect(second.body).to.deep.equal(first.body);
    const known = await server.storage.ledger.catalogs.snapshot(connectionId);
    expect(known?.catalog.categories[0]?.name).to.not.equal('');
  });

  it('brings POS Hub the catalog where it hung up before the answer, and only there', async () => {
    await sync({ token: CATALOG_TOKEN, connectionId });
    expect(await server.storage.queue.depth()).to.deep.equal({});
    let open = (): void => undefined;
    server.till.gate = new Promise((resolve) => (open = resolve));
    const caller = new AbortController();
    const url = `${server.url}/poshub/catalog?token=${CATALOG_TOKEN}&connectionId=${connectionId}`;
    const call = rejection(fetch(url, { method: 'POST', signal: caller.signal }));
    await until(() => server.till.countOf('catalog') === 2);
    caller.abort();
    await call;
    // When others were answered meanwhile, the host has seen that this one is gone.
    for (let others = 0; others < 3; others += 1) await server.call('/nothing');
    open();
    await until(async () => (await server.storage.queue.depth()).catalog === 1);
    expect(await server.storage.ledger.catalogs.snapshot(connectionId)).to.have.property('inDoubt', true);
  });

  it('brings POS Hub the catalog where it hung up in the middle of the answer', async () => {
    // More than the connection's buffers hold.
    const category = { ref: 'c1', name: 'Pizza', available: true, description: 'x'.repeat(16_000_000) };
    server.till.menu = [{ ...MENU, categories: [category] }];
    const caller = connect(server.port, '127.0.0.1').on('error', () => undefined);
    const path = `/poshub/catalog?token=${CATALOG_TOKEN}&connectionId=${connectionId}`;
    caller.pause().write(`POST ${path} HTTP/1.1\r\nHost: bridge\r\nContent-Length: 0\r\n\r\n`);
    await until(() => server.storage.log.lines.some(({ event }) => event === 'catalog answered'));
    for (let others = 0; others < 3; others += 1) await server.call('/nothing');
    expect(await server.storage.queue.depth()).to.deep.equal({});
    caller.destroy();
    await until(async () => (await server.storage.queue.depth()).catalog === 1);
  });

  it('answers 409 when most of the catalog would go', async () => {
    await sync({ token: CATALOG_TOKEN, connectionId });
    server.till.menu = [{ categories: [], products: [] }];
    const { status, body } = await sync({ token: CATALOG_TOKEN, connectionId });
    expect(status).to.equal(409);
    expect(body).to.include({ code: 'catalog.too_many_removed' });
  });
});
