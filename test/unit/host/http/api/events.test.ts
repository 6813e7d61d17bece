import { expect } from 'chai';
import type { InboxEvent } from '@poshub-bridge/core';
import { fieldsOf, IDS, ORDER_ID, wireEvent } from '../../../pos-hub/support/orders.js';
import { itemsOf, Operator } from '../support/operator.js';
import { MENU, startServer, type TestServer } from '../support/server.js';

const { connectionId } = IDS;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('/api/v1/events', () => {
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  const idsOf = async (query: string): Promise<unknown[]> =>
    (await operator.items(`/events?${query}`)).map(({ id }) => id);

  /** An event as another part of the bridge would keep it. */
  async function keep(id: string, more: Partial<InboxEvent> = {}): Promise<void> {
    const event: InboxEvent = {
      ...{ id, topic: 'stock', subject: connectionId, connectionId, receivedAt: server.storage.clock.now() },
      news: {
        source: 'till',
        event: { type: 'stock', id: 'n1', store: 's1', item: 'p1', available: false },
      },
      ...more,
    };
    await server.storage.ledger.inbox.record(event, undefined);
  }

  describe('GET /events', () => {
    it('shows what was told, by whom, and whether it was worked on', async () => {
      await operator.take('order-1');
      await keep('stock-1');
      const events = await operator.items('/events');
      const [hub, stock] = ['event-of-order-1', 'stock-1'].map((id) => events.find((one) => one['id'] === id));
      expect(hub).to.include({ source: 'hub', topic: 'order', orderId: 'order-1', connectionId, state: 'handled' });
      expect(hub?.['handledAt']).to.match(isoTime);
      expect(stock).to.include({ source: 'till', topic: 'stock', state: 'waiting' });
      expect(stock).not.to.have.property('news');
    });

    it('can be asked for one connection, one order, what waits and what does not', async () => {
      await operator.take('order-1');
      await keep('stock-1');
      await keep('elsewhere', { connectionId: 'second', subject: 'second' });
      await keep('of-no-interest', { topic: 'other' });
      expect(await idsOf(`orderId=order-1`)).to.deep.equal(['event-of-order-1']);
      expect(await idsOf('connectionId=second')).to.deep.equal(['elsewhere']);
      expect(await idsOf('handled=true')).to.deep.equal(['event-of-order-1']);
      expect((await idsOf('handled=false')).toSorted()).to.deep.equal(['elsewhere', 'stock-1']);
      expect((await operator.items('/events')).find((one) => one['id'] === 'of-no-interest')).to.include({
        state: 'needs-nothing',
      });
    });

    it('gives page after page of a span of time, newest first, each event once', async () => {
      const begin = server.storage.clock.now();
      for (let count = 0; count < 8; count += 1) await keep(`e${count}`, { receivedAt: begin + count * 1_000 });
      const time = (count: number): string => new Date(begin + count * 1_000).toISOString();
      const ids: unknown[] = [];
      let key = '';
      do {
        const answer = await server.api(`/events?from=${time(1)}&to=${time(7)}&limit=4${key}`);
        ids.push(...itemsOf(answer).map(({ id }) => id));
        const { nextPageKey } = fieldsOf(answer.body);
        key = typeof nextPageKey === 'string' ? `&nextPageKey=${encodeURIComponent(nextPageKey)}` : '';
      } while (key !== '');
      expect(ids).to.deep.equal(['e6', 'e5', 'e4', 'e3', 'e2', 'e1']);
    });

    for (const query of [
      ...['limit=0', 'limit=101', 'handled=1', 'handled=', 'from=yesterday', 'from=2026-03-01T12:00:00', 'to=1'],
      ...['from=2026-13-01', 'from=2026-03-02&to=2026-03-01', 'nextPageKey=x'],
    ])
      it(`says 400 to ${query}`, async () => {
        const { status, body } = await server.api(`/events?${query}`);
        expect(status).to.equal(400);
        expect(body).to.include({ code: 'request.unreadable' });
      });

    it('takes times with any zone', async () => {
      await keep('e1', { receivedAt: Date.parse('2026-03-01T12:00:00Z') });
      for (const from of [
        '2026-03-01T13:00:00%2B01:00',
        '2026-03-01T13:00:00+01:00',
        '2026-03-01T11:00Z',
        '2026-03-01',
      ])
        expect(await idsOf(`from=${from}&to=2026-03-02`), from).to.deep.equal(['e1']);
    });
  });

  describe('GET /events/{id}', () => {
    it('shows the structure of what was told, and nothing that anybody wrote', async () => {
      await operator.take('order-1', { notes: 'ring twice, Ada', customer: { id: 'c1', firstName: 'Ada' } });
      const { news } = await operator.item('/events/event-of-order-1');
      expect(news).to.deep.include({ eventType: 'INSERT', orderId: 'order-1', connectionId });
      const order = fieldsOf(fieldsOf(news)['newState']);
      expect(order).to.deep.include({ id: 'order-1', status: 'PLACED', total: 1000, notes: '[text 15]' });
      expect(order['customer']).to.deep.equal({ id: 'c1', firstName: '[text 3]' });
      expect(JSON.stringify(news)).not.to.contain('Ada');
    });

    it('shows a body that is no JSON as its length, and an operator’s decision as it is', async () => {
      await keep('torn', { news: { source: 'hub', body: Buffer.from('{"firstName": "Ada') } });
      expect(await operator.item('/events/torn')).to.have.property('news', '[text 18]');
      await keep('decision', { news: { source: 'operator', event: { type: 'operator-retried', round: 1 } } });
      expect((await operator.item('/events/decision'))['news']).to.deep.equal({ type: 'operator-retried', round: 1 });
    });

    it('says 404 for an event that is not known', async () => {
      for (const [method, path] of [
        ['GET', '/events/unknown'],
        ['POST', '/events/unknown/replay'],
      ] as const) {
        const { status, body } = await server.api(path, { method });
        expect(status).to.equal(404);
        expect(body).to.include({ code: 'event.unknown' });
      }
    });
  });

  describe('POST /events/{id}/replay', () => {
    const replay = (id: string) => server.api(`/events/${encodeURIComponent(id)}/replay`, { method: 'POST' });
    const stateOf = async (id: string): Promise<unknown> => (await operator.item(`/events/${id}`))['state'];

    it('has an order’s event worked on again, which changes nothing, however often', async () => {
      await operator.take('order-1');
      const before = await operator.item('/orders/order-1');
      for (let time = 0; time < 3; time += 1) {
        const { status, body } = await replay('event-of-order-1');
        expect({ status, body }).to.deep.equal({ status: 202, body: { data: { id: 'event-of-order-1' } } });
      }
      expect(await stateOf('event-of-order-1')).to.equal('waiting');
      expect((await server.storage.queue.depth()).order ?? 0).to.be.at.least(1);
      await operator.work('order-1');
      expect(await stateOf('event-of-order-1')).to.equal('handled');
      expect(server.till.tickets).to.have.length(1);
      expect(await operator.item('/orders/order-1')).to.deep.include({ phase: before['phase'], tickets: ['ticket-1'] });
    });

    it('works on an event that waits, whatever it is about', async () => {
      await keep('stock-1');
      expect((await replay('stock-1')).status).to.equal(202);
      expect(await server.storage.queue.depth()).to.include({ stock: 1 });
    });

    it('refuses what may not be true any more', async () => {
      await keep('stock-1');
      await server.storage.ledger.inbox.markHandled(['stock-1'], 1);
      await keep('of-no-interest', { topic: 'other' });
      await server.tell(wireEvent({ eventId: 'gone', objectType: 'CONNECTION', eventType: 'REMOVE', orderId: null }));
      await server.storage.ledger.inbox.markHandled(['gone'], 1);
      for (const id of ['stock-1', 'of-no-interest', 'gone']) {
        const { status, body } = await replay(id);
        expect(status, id).to.equal(409);
        expect(body).to.include({ code: 'event.not_replayable' });
      }
    });
  });

  describe('POST /orders/{id}/replay', () => {
    it('asks POS Hub for the order again', async () => {
      await operator.take('order-1');
      const { status, body } = await server.api('/orders/order-1/replay', { method: 'POST' });
      expect({ status, body }).to.deep.equal({ status: 202, body: { data: { id: 'order-1' } } });
      expect(await idsOf('orderId=order-1&handled=false')).to.have.length(1);
      const asked = server.hub.calls.filter((call) => call === 'order').length;
      await operator.work('order-1');
      expect(server.hub.calls.filter((call) => call === 'order')).to.have.length(asked + 1);
      expect(await idsOf('orderId=order-1&handled=false')).to.deep.equal([]);
      expect(server.till.tickets).to.have.length(1);
    });

    it('says 404 for an order that is not known', async () => {
      expect((await server.api(`/orders/${ORDER_ID}/replay`, { method: 'POST' })).body).to.include({
        code: 'order.unknown',
      });
    });
  });
});
