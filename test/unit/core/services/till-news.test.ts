import { expect } from 'chai';
import { asFault, Fault, HOUR, MINUTE, SECOND, type VendorEvent } from '@poshub-bridge/core';
import { fakeManifest, type FakeTill } from '../../../support/fake-till.js';
import { rejection } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';

const stock = (id: string, more: Partial<Extract<VendorEvent, { type: 'stock' }>> = {}): VendorEvent => ({
  type: 'stock',
  id,
  store: 'store-1',
  item: 'p1',
  available: false,
  ...more,
});

describe('the till’s news', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  const unhandled = (topic: 'order' | 'stock' | 'connection' | 'ticket', subject: string = IDS.connectionId) =>
    world.storage.ledger.inbox.unhandled(topic, subject);

  it('are refused unless the vendor signed them', async () => {
    const call = (headers: Record<string, string>, body = 'x') =>
      world.services.tillNews.receive({ headers, body: new TextEncoder().encode(body) });
    expect(asFault(await rejection(call({}))).code).to.equal('request.unauthenticated');
    expect(asFault(await rejection(call({ 'x-till': 'signed' }))).code).to.equal('request.unreadable');
  });

  it('are on disk before the vendor is answered, and taken once however often they are told', async () => {
    await world.tellFromTill(stock('s1'));
    await world.tellFromTill(stock('s1'));
    await world.tellFromTill(stock('s1'), stock('s2'));
    await world.restart();
    expect((await unhandled('stock')).map(({ id }) => id)).to.deep.equal([
      `till:${IDS.connectionId}:s1`,
      `till:${IDS.connectionId}:s2`,
    ]);
    expect(await world.waiting()).to.deep.equal({ stock: 1 });
  });

  it('are taken for each order that they are told of, and once for each', async () => {
    for (const orderId of ['order-1', 'order-2']) {
      await world.place(orderId);
      await world.settle(orderId);
    }
    const news = { type: 'ticket', id: 'n1', store: 'store-1', ticket: 'table-7', status: 'ready', at: 9 } as const;
    for (const orderId of ['order-1', 'order-2', 'order-1']) await world.tellFromTill({ ...news, orderId });
    for (const orderId of ['order-1', 'order-2']) expect(await unhandled('order', orderId)).to.have.length(1);
  });

  it('of a ticket that nobody ordered through the bridge are none of its business', async () => {
    const counter = { type: 'ticket', store: 'store-1', ticket: 'counter-7', status: 'accepted', at: 1 } as const;
    await world.tellFromTill({ ...counter, id: 'n1' }, { ...counter, id: 'n2', orderId: 'the till’s own number' });
    expect(await world.waiting()).to.deep.equal({});
  });

  it('of the till’s own tickets are not kept where an order has its ticket and only waits for its time', async () => {
    world.till.receptions.push('pending');
    await world.place('order-1', { scheduledFor: world.clock.now() + HOUR });
    await world.run('order', 'order-1');
    expect((await world.order('order-1')).phase).to.equal('submitted');
    const counter = { type: 'ticket', store: 'store-1', ticket: 'counter-7', status: 'accepted', at: 1 } as const;
    await world.tellFromTill({ ...counter, id: 'n1' });
    expect(await unhandled('ticket')).to.deep.equal([]);
  });

  it('of the store that was connected before set no cursor for the one that is connected now', async () => {
    const poll = world.till.poll.bind(world.till);
    world.till.poll = async (session, cursor) => {
      const polled = await poll(session, cursor);
      await world.connect({ store: { ref: 'store-2', name: '', currency: 'GBP', timezone: 'Europe/London' } });
      return polled;
    };
    await world.run('poll');
    expect(await world.storage.ledger.catalogs.pollCursor(IDS.connectionId)).to.equal(undefined);
  });

  describe('of a ticket that is only being made', () => {
    const ready = (id: string, ticket = 'ticket-1'): VendorEvent => ({
      ...{ type: 'ticket', store: 'store-1', status: 'ready', at: 9 },
      ...{ id, ticket },
    });
    let answer: () => void;
    let submit: FakeTill['submit'];

    /** The till has the ticket, but its answer is not there yet. */
    beforeEach(async () => {
      submit = world.till.submit.bind(world.till);
      const asked = new Promise<void>((ask) => {
        world.till.submit = async (session, ticket) => {
          const outcome = await submit(session, ticket);
          ask();
          await new Promise<void>((resolve) => (answer = resolve));
          return outcome;
        };
      });
      await world.place('order-1');
      const work = world.run('order', 'order-1');
      work.catch(() => undefined);
      await asked;
      underWay = work;
    });
    let underWay: Promise<unknown>;

    it('wait for it, and then find their order', async () => {
      await world.tellFromTill(ready('n1'));
      expect((await unhandled('ticket')).map(({ id }) => id)).to.deep.equal([`ticket:${IDS.connectionId}:n1`]);
      expect(await world.waiting()).to.deep.include({ ticket: 1 });
      expect(await world.run('ticket')).to.deep.equal({ again: world.clock.now() + 2 * SECOND });
      answer();
      await underWay;
      expect(await world.run('ticket')).to.deep.equal({ done: true });
      expect((await world.settle('order-1')).phase).to.equal('ready');
      expect(await unhandled('ticket')).to.deep.equal([]);
    });

    it('are lost to no restart, and counted as kept', async () => {
      await world.tellFromTill(ready('n1'));
      await world.restart();
      world.till.submit = submit;
      await world.settle('order-1');
      await world.run('ticket');
      expect((await world.settle('order-1')).phase).to.equal('ready');
      expect(world.meter.of('eventReceived')).to.include('till ticket stored');
    });

    it('are taken for the till’s own after five minutes', async () => {
      await world.tellFromTill(ready('n1', 'counter-7'));
      answer();
      await underWay;
      world.clock.advance(5 * MINUTE - 1);
      expect(await world.run('ticket')).to.have.property('again');
      world.clock.advance(1);
      expect(await world.run('ticket')).to.deep.equal({ done: true });
      expect(await unhandled('ticket')).to.deep.equal([]);
      expect((await world.order('order-1')).phase).to.equal('accepted');
    });

    it('are given to no order of another connection', async () => {
      await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
      await world.tellFromTill(ready('n1'));
      answer();
      await underWay;
      await world.run('ticket');
      await world.run('ticket', 'connection-2');
      expect(await unhandled('order', 'order-1')).to.have.length(1);
    });
  });

  it('find their order by its ticket or by its id, among the store’s own orders only', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    await world.connect({
      connectionId: 'connection-2',
      locationId: 'location-2',
      store: { ref: 'store-2', name: '', currency: 'GBP', timezone: '' },
    });
    const news = { type: 'ticket', ticket: 'ticket-1', status: 'ready', at: 9 } as const;
    await world.tellFromTill({ ...news, id: 'foreign', store: 'store-2' });
    await world.tellFromTill({ ...news, id: 'foreign too', store: 'store-2', orderId: 'order-1' });
    await world.tellFromTill({ ...news, id: 'nowhere', store: 'store-3' });
    expect(await unhandled('order', 'order-1')).to.deep.equal([]);
    await world.tellFromTill({ ...news, id: 'by ticket', store: 'store-1' });
    await world.tellFromTill({ ...news, id: 'by id', store: 'store-1', orderId: 'order-1', ticket: 'unknown' });
    expect(await unhandled('order', 'order-1')).to.have.length(2);
  });

  it('of the catalog ask for a sync, and are not kept', async () => {
    await world.tellFromTill({ type: 'catalog-changed', id: 'c1', store: 'store-1' });
    expect(await world.waiting()).to.deep.equal({ catalog: 1 });
  });

  it('of a catalog that is the merchant’s ask for a sync of each of their locations', async () => {
    await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
    await world.connect({ connectionId: 'other', locationId: 'location-3', merchant: 'merchant-2' });
    await world.tellFromTill({ type: 'catalog-changed', id: 'c1', merchant: 'merchant-1' });
    expect(await world.waiting()).to.deep.equal({ catalog: 2 });
  });

  it('reach every location of a store, and none that is not connected', async () => {
    await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
    await world.connect({ connectionId: 'connection-3', locationId: 'location-3', status: 'failed' });
    await world.tellFromTill(stock('s1'));
    expect(await unhandled('stock')).to.have.length(1);
    expect(await unhandled('stock', 'connection-2')).to.have.length(1);
    expect(await unhandled('stock', 'connection-3')).to.have.length(0);
  });

  it('of a withdrawn access fail all of the merchant’s connections, and POS Hub is told why', async () => {
    await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
    await world.connect({ connectionId: 'other', locationId: 'location-3', merchant: 'merchant-2' });
    await world.tellFromTill({ type: 'access-revoked', id: 'r1', merchant: 'merchant-1' });
    for (const id of [IDS.connectionId, 'connection-2', 'other']) await world.run('connection', id);
    expect((await world.connection())?.failure?.code).to.equal('credentials.revoked');
    expect((await world.connection('connection-2'))?.status).to.equal('failed');
    expect((await world.connection('other'))?.status).to.equal('connected');
    expect(world.hub.statuses.map(({ connectionId, status }) => [connectionId, status])).to.deep.equal([
      [IDS.connectionId, 'failed'],
      ['connection-2', 'failed'],
    ]);
    expect(world.hub.statuses[0]?.reason).to.contain('must connect again');
  });

  it('of a withdrawn access, told again, do no harm to a merchant who connected anew', async () => {
    const revoked: VendorEvent = { type: 'access-revoked', id: 'r1', merchant: 'merchant-1' };
    await world.tellFromTill(revoked);
    await world.run('connection');
    await world.tellFromTill(revoked);
    await world.connect();
    await world.tellFromTill(revoked);
    await world.run('connection');
    expect((await world.connection())?.status).to.equal('connected');
  });

  it('of a withdrawn access are taken in once, although POS Hub can’t be told yet', async () => {
    await world.tellFromTill({ type: 'access-revoked', id: 'r1', merchant: 'merchant-1' });
    world.hub.isDown = true;
    await rejection(world.run('connection'));
    await world.connect();
    world.hub.isDown = false;
    await world.run('connection');
    expect((await world.connection())?.status).to.equal('connected');
  });
});

describe('asking the till for news', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  it('begins now, goes on from where it was, and at once while there is more', async () => {
    world.till.news.push(stock('old'));
    const [now, every] = [world.clock.now(), SETTINGS.pollEveryMs];
    const rest = async (): Promise<unknown> => Reflect.get(await world.run('poll'), 'again');
    expect(await rest()).to.be.within(now + 0.8 * every, now + every);
    world.till.news.push(stock('s1'), stock('s2'), stock('s3'));
    expect(await world.run('poll')).to.deep.equal({ again: world.clock.now() });
    await world.restart();
    expect(await rest()).to.be.within(now + 0.8 * every, now + every);
    expect(await rest()).to.be.within(now + 0.8 * every, now + every);
    const events = await world.storage.ledger.inbox.unhandled('stock', IDS.connectionId);
    expect(events.map(({ id }) => id.split(':').at(-1))).to.deep.equal(['s1', 's2', 's3']);
  });

  it('asks again for what could not be stored', async () => {
    await world.run('poll');
    world.till.news.push(stock('s1'));
    const { inbox } = world.storage.ledger;
    const record = inbox.record.bind(inbox);
    inbox.record = () => Promise.reject(new Fault('storage.unavailable'));
    world.reborn();
    expect(asFault(await rejection(world.run('poll'))).code).to.equal('storage.unavailable');
    inbox.record = record;
    world.reborn();
    await world.run('poll');
    expect(await world.storage.ledger.inbox.unhandled('stock', IDS.connectionId)).to.have.length(1);
  });

  it('hears a thing once that the vendor’s call brought, too', async () => {
    await world.run('poll');
    world.till.news.push(stock('s1'));
    await world.tellFromTill(stock('s1'));
    await world.run('poll');
    expect(await world.storage.ledger.inbox.unhandled('stock', IDS.connectionId)).to.have.length(1);
  });

  it('brings only the news of the connection that asked', async () => {
    await world.connect({ connectionId: 'connection-2', locationId: 'location-2' });
    await world.run('poll');
    world.till.news.push(stock('s1'), stock('s2', { store: 'store-9' }));
    await world.run('poll');
    expect(await world.storage.ledger.inbox.unhandled('stock', 'connection-2')).to.have.length(0);
    expect(await world.storage.ledger.inbox.unhandled('stock', IDS.connectionId)).to.have.length(1);
  });

  it('ends with the connection', async () => {
    await world.connect({ status: 'failed' });
    expect(await world.run('poll')).to.deep.equal({ done: true });
    expect(world.till.calls).to.deep.equal([]);
  });

  it('is left where the till has no news to ask for', async () => {
    const { capabilities } = fakeManifest();
    const deaf = await World.open(fakeManifest({}, { capabilities: { ...capabilities, polling: false } }));
    await deaf.connect();
    expect(await deaf.run('poll')).to.deep.equal({ done: true });
    expect(deaf.till.calls).to.deep.equal([]);
    await deaf.dispose();
  });
});
