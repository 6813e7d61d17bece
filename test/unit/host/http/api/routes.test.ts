import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { DOCUMENT } from '#host/http/api/routes.js';
import { fieldsOf, IDS } from '../../../pos-hub/support/orders.js';
import { API_TOKEN } from '../../support/configs.js';
import { itemsOf, Operator } from '../support/operator.js';
import { BODY_BYTES, MENU, startServer, type Answer, type TestServer } from '../support/server.js';

const { connectionId } = IDS;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('/api/v1', () => {
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  describe('its door', () => {
    const ROUTES = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => [method.toUpperCase(), path.replaceAll('{id}', connectionId)] as const),
    );
    for (const [method, path] of ROUTES)
      it(`is shut without the token: ${method} ${path.replace(/\/[0-9a-f-]{36}/, '/{id}')}`, async () => {
        for (const authorization of [
          ...[
            '',
            'Bearer',
            'Bearer ',
            `Bearer ${API_TOKEN}x`,
            `Bearer ${API_TOKEN.slice(0, -1)}`,
            `Basic ${API_TOKEN}`,
          ],
          ...[API_TOKEN, 'Bearer undefined', `Bearer ${API_TOKEN} ${API_TOKEN}`],
        ]) {
          const { status, body, headers } = await server.call(`/api/v1${path}`, { method, headers: { authorization } });
          expect(status, authorization).to.equal(401);
          expect(body).to.include({ code: 'request.unauthenticated' });
          expect(headers.get('www-authenticate')).to.equal('Bearer');
        }
      });

    it('does not open by a token in the query', async () => {
      expect((await server.call(`/api/v1/orders?token=${API_TOKEN}`)).status).to.equal(401);
    });

    it('is not there where no token is configured', async () => {
      const bare = await startServer({ apiToken: null });
      try {
        for (const authorization of ['Bearer undefined', 'Bearer ', `Bearer ${API_TOKEN}`])
          expect((await bare.call('/api/v1/orders', { headers: { authorization } })).status).to.equal(404);
      } finally {
        await bare.dispose();
      }
    });
  });

  describe('GET /connections', () => {
    it('shows which locations are connected to which stores, and why not', async () => {
      const failure = { code: 'credentials.revoked', message: 'The merchant withdrew the access.' } as const;
      await server.connect({ connectionId: 'second', locationId: 'second', status: 'failed', failure });
      const answer = await server.api('/connections');
      expect(answer.body).to.include({ hasNextPage: false });
      const [first, second] = [connectionId, 'second'].map((id) => itemsOf(answer).find((one) => one['id'] === id));
      expect(first).to.deep.include({ id: connectionId, status: 'connected', announced: 'connected', adapter: 'fake' });
      expect(first).to.have.nested.property('store.name', 'High Street');
      expect(first?.['createdAt']).to.match(isoTime);
      expect(second).to.deep.include({ id: 'second', status: 'failed', failure });
    });
  });

  describe('syncs', () => {
    it('are asked for, and told of with their numbers', async () => {
      const asked = await server.api(`/connections/${connectionId}/sync`, { method: 'POST' });
      expect(asked.status).to.equal(200);
      expect(asked.body).to.have.nested.property('data.outcome', 'applied');
      expect(server.hub.imports).to.have.length(1);
      const [run] = await operator.items(`/connections/${connectionId}/syncs`);
      expect(run).to.include({ connectionId, trigger: 'operator', outcome: 'applied', deleted: 0 });
      expect([run?.['startedAt'], run?.['endedAt']].every((time) => isoTime.test(String(time)))).to.equal(true);
      expect(run).to.deep.equal(fieldsOf(asked.body)['data']);
    });

    it('that would remove most of the catalog are refused, unless forced', async () => {
      const sync = (query = ''): Promise<Answer> =>
        server.api(`/connections/${connectionId}/sync${query}`, { method: 'POST' });
      await sync();
      server.till.menu = [{ categories: [], products: [] }];
      for (const query of ['', '?force=false']) {
        const { status, body } = await sync(query);
        expect(status, query).to.equal(409);
        expect(body).to.include({ code: 'catalog.too_many_removed' });
      }
      for (const query of ['?force', '?force=1']) expect((await sync(query)).status, query).to.equal(400);
      server.storage.clock.advance(1_000);
      expect((await sync('?force=true')).status).to.equal(200);
      const [newest, before] = await operator.items(`/connections/${connectionId}/syncs`);
      expect([newest?.['outcome'], before?.['outcome']]).to.deep.equal(['applied', 'refused']);
    });

    it('say 404 for a connection that is not known, and 503 while the till is down', async () => {
      expect((await server.api('/connections/unknown/sync', { method: 'POST' })).status).to.equal(404);
      server.till.menu = [new Fault('vendor.unavailable')];
      const { status, headers } = await server.api(`/connections/${connectionId}/sync`, { method: 'POST' });
      expect(status).to.equal(503);
      expect(headers.get('retry-after')).not.to.equal(null);
    });
  });

  describe('GET /orders', () => {
    it('shows how an order fared, and with its id each step', async () => {
      await operator.take('order-1');
      const [order] = await operator.items('/orders');
      expect(order).to.deep.include({
        id: 'order-1',
        connectionId,
        phase: 'accepted',
        number: '42',
        channel: 'UBEREATS',
      });
      expect(order).to.have.nested.property('total.amount', 1000);
      expect(order).not.to.have.property('timeline');
      const { timeline } = await operator.item('/orders/order-1');
      const steps = Array.isArray(timeline) ? timeline.map(fieldsOf) : [];
      expect(steps.map(({ step }) => step)).to.include.members(['received', 'accepted']);
      expect(steps.every(({ at }) => isoTime.test(String(at)))).to.equal(true);
    });

    it('says 404 for an order that is not known', async () => {
      for (const id of ['unknown', '%00', '..%2f..', '%F0%9F%8D%95', "'%20or%201=1--"]) {
        const { status, body } = await server.api(`/orders/${id}`);
        expect(status, id).to.equal(404);
        expect(body).to.include({ code: 'order.unknown' });
      }
    });

    it('gives page after page, newest first, each order once', async () => {
      for (let count = 0; count < 7; count += 1) {
        await operator.take(`order-${count}`);
        server.storage.clock.advance(1_000);
      }
      const ids: unknown[] = [];
      let key: string | undefined;
      do {
        const answer = await server.api(
          `/orders?limit=3${key === undefined ? '' : `&nextPageKey=${encodeURIComponent(key)}`}`,
        );
        ids.push(...itemsOf(answer).map(({ id }) => id));
        const { hasNextPage, nextPageKey } = fieldsOf(answer.body);
        expect(hasNextPage).to.equal(nextPageKey !== undefined);
        key = typeof nextPageKey === 'string' ? nextPageKey : undefined;
      } while (key !== undefined);
      expect(ids).to.deep.equal([6, 5, 4, 3, 2, 1, 0].map((count) => `order-${count}`));
    });

    it('can be asked for one phase and one connection', async () => {
      await operator.take('fine');
      server.till.receptions.push('reject');
      await operator.take('refused');
      await server.connect({ connectionId: 'second', locationId: 'second' });
      await operator.take('elsewhere', {}, 'second');
      const idsOf = async (query: string): Promise<unknown[]> =>
        (await operator.items(`/orders?${query}`)).map(({ id }) => id);
      expect(await idsOf('phase=rejected')).to.deep.equal(['refused']);
      expect(await idsOf('connectionId=second')).to.deep.equal(['elsewhere']);
      expect(await idsOf(`phase=accepted&connectionId=${connectionId}`)).to.deep.equal(['fine']);
      expect(await idsOf('connectionId=unknown')).to.deep.equal([]);
    });

    for (const query of [
      ...['limit=0', 'limit=101', 'limit=-1', 'limit=ten', 'limit=1.5', 'limit=', 'limit=1e1', 'limit=%2010'],
      ...['phase=lost', 'phase=', 'phase=__proto__', 'nextPageKey=x', 'nextPageKey=', 'nextPageKey=AAAA'],
    ])
      it(`says 400 to ${query}`, async () => {
        const { status, body } = await server.api(`/orders?${query}`);
        expect(status).to.equal(400);
        expect(body).to.include({ code: 'request.unreadable' });
      });

    it('takes the first of a parameter that comes twice, and no notice of others', async () => {
      expect((await server.api('/orders?limit=1&limit=999&__proto__=x&constructor=y')).status).to.equal(200);
    });
  });

  describe('POST /orders/{id}/resolve', () => {
    /** An order that needs a person: its answer was lost, and the till can't find it. */
    async function takeInDoubt(): Promise<void> {
      server.till.receptions.push('reject');
      server.till.refusal = { code: 'order.too_long', message: 'too long' };
      await operator.take('order-1', { placedOn: '2020-01-01T00:00:00Z' });
      expect(await phase()).to.equal('attention');
    }
    const phase = async (): Promise<unknown> => (await operator.item('/orders/order-1'))['phase'];

    it('tries an order again', async () => {
      await takeInDoubt();
      server.till.receptions.length = 0;
      const { status, body } = await operator.post('/orders/order-1/resolve', { action: 'retry' });
      expect({ status, body }).to.deep.equal({ status: 202, body: { data: { id: 'order-1' } } });
      await operator.work('order-1');
      expect(await phase()).to.equal('accepted');
      expect(server.till.tickets).to.have.length(1);
    });

    for (const [as, phaseAfter] of [
      ['entered-by-hand', 'accepted'],
      ['rejected', 'rejected'],
      ['cancelled', 'cancelled'],
    ] as const)
      it(`settles an order as ${as}`, async () => {
        await takeInDoubt();
        expect((await operator.post('/orders/order-1/resolve', { action: 'settle', as })).status).to.equal(202);
        await operator.work('order-1');
        expect(await phase()).to.equal(phaseAfter);
        expect(server.till.tickets).to.have.length(0);
      });

    it('asks for the work by itself', async () => {
      await takeInDoubt();
      const before = (await server.storage.queue.depth()).order ?? 0;
      await operator.post('/orders/order-1/resolve', { action: 'retry' });
      expect((await server.storage.queue.depth()).order ?? 0).to.be.at.least(Math.max(1, before));
    });

    it('says 409 of an order that needs nobody, and changes nothing', async () => {
      await operator.take('order-1');
      for (const decision of [{ action: 'retry' }, { action: 'settle', as: 'cancelled' }]) {
        const { status, body } = await operator.post('/orders/order-1/resolve', decision);
        expect(status).to.equal(409);
        expect(body).to.include({ code: 'order.not_resolvable' });
        expect(fieldsOf(body)['error']).to.contain('accepted').and.to.contain('nobody');
      }
      expect((await server.storage.ledger.inbox.unhandled('order', 'order-1')).length).to.equal(0);
    });

    it('says 409 to a decision that leads nowhere, and which one does', async () => {
      await takeInDoubt();
      await operator.post('/orders/order-1/resolve', { action: 'settle', as: 'entered-by-hand' });
      await operator.work('order-1');
      await operator.cancel('order-1');
      expect(await phase()).to.equal('attention');
      const { status, body } = await operator.post('/orders/order-1/resolve', { action: 'retry' });
      expect(status).to.equal(409);
      expect(fieldsOf(body)['error']).to.contain('cancelled');
      expect((await operator.post('/orders/order-1/resolve', { action: 'settle', as: 'cancelled' })).status).to.equal(
        202,
      );
    });

    it('says 404 for an order that is not known', async () => {
      expect((await operator.post('/orders/unknown/resolve', { action: 'retry' })).status).to.equal(404);
    });

    for (const body of [
      ...[
        '',
        'retry',
        '[]',
        'null',
        '{}',
        '{"action":"delete"}',
        '{"action":"settle"}',
        '{"action":"settle","as":"eaten"}',
      ],
      ...['{"action":"retry","as":"rejected"}', '{"action":"retry","force":true}', '{"__proto__":{"action":"retry"}}'],
    ])
      it(`says 400 to ${body === '' ? 'nothing' : body}`, async () => {
        await takeInDoubt();
        const { status, text } = await operator.post('/orders/order-1/resolve', body);
        expect(status).to.equal(400);
        expect(text).to.contain('request.unreadable');
        await operator.work('order-1');
        expect(await phase()).to.equal('attention');
      });

    it('wants JSON of a bounded length', async () => {
      await takeInDoubt();
      expect(
        (await operator.post('/orders/order-1/resolve', { action: 'retry' }, { 'content-type': 'text/plain' })).status,
      ).to.equal(415);
      expect((await operator.post('/orders/order-1/resolve', `${' '.repeat(BODY_BYTES)}{}`)).status).to.equal(413);
    });
  });
});
