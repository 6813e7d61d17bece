import { expect } from 'chai';
import type { HubOrder, PosHub } from '@poshub-bridge/core';
import { sampleCatalog } from '../support/catalogs.js';
import { faultIn } from '../support/faults.js';
import { startHub, type Behaviour, type TestHub, type TestHubOptions } from '../support/hub.js';
import { IDS, ORDER_ID, STORE, wireOrder, type Fields } from '../support/orders.js';

const place = `/v1/accounts/${IDS.accountId}/locations/${IDS.locationId}`;
const connection = {
  ...{ id: IDS.connectionId, accountId: IDS.accountId, locationId: IDS.locationId },
  ...{ status: 'PENDING', applicationId: 'x', lastMenuSyncId: null },
};

describe('POS Hub’s API', () => {
  let hub: TestHub;
  const start = async (options: TestHubOptions): Promise<TestHub> => (hub = await startHub(options));
  const answering = (body: unknown, settings: Fields = {}): Promise<TestHub> =>
    start({ api: () => ({ body }), settings });
  const sent = (): unknown[] =>
    hub.calls.map(({ method, path, body }) => [method, path, ...(body === undefined ? [] : [body])]);
  afterEach(() => hub.stop());

  const posHubWith = async (...send: string[]): Promise<PosHub> => {
    await hub.stop();
    return (await answering({}, { location: { send } })).hub;
  };

  it('tells of a connection, and is told how far it is', async () => {
    const { hub: posHub } = await answering({ data: connection });
    expect(await posHub.connection(IDS)).to.deep.equal({ ...IDS, status: 'PENDING' });
    await posHub.setConnection(IDS, { status: 'completed' });
    await posHub.setConnection(IDS, { status: 'failed', reason: 'x'.repeat(900) });
    const path = `${place}/connections/${IDS.connectionId}`;
    expect(sent()).to.deep.equal([
      ['GET', path],
      ['PATCH', path, { status: 'COMPLETED' }],
      ['PATCH', path, { status: 'FAILED', failureReason: 'x'.repeat(500) }],
    ]);
  });

  it('tells of a location, and is told no more of it than the settings allow', async () => {
    const { hub: posHub } = await answering({
      data: { name: 'Soho', timezone: 'Europe/London', currency: 'gbp', x: 1 },
    });
    expect(await posHub.location(IDS)).to.deep.equal({ name: 'Soho', timezone: 'Europe/London', currency: 'GBP' });
    await posHub.setLocation(IDS, STORE);
    expect(sent()).to.deep.equal([
      ['GET', place],
      ['PATCH', place, { posReference: 'S1' }],
    ]);
    await hub.stop();
    await answering({}, { location: { send: ['taxRates', 'businessHours'] } });
    await hub.hub.setLocation(IDS, STORE);
    expect(sent()).to.deep.equal([]);
    expect(
      (await faultIn(posHubWith('name').then((one) => one.setLocation(IDS, { ...STORE, name: '' })))).detail,
    ).to.equal('the store’s name can’t be sent');
  });

  it('says so where it answers with something else', async () => {
    for (const body of [undefined, [], { data: [] }, { data: { id: 'x' } }, connection, 'text']) {
      const { hub: posHub } = await answering(body);
      expect((await faultIn(posHub.connection(IDS))).code).to.equal('hub.unreadable');
      expect((await faultIn(posHub.location(IDS))).code).to.equal('hub.unreadable');
      await hub.stop();
    }
  });

  it('takes a whole catalog, and an answer without content for a success', async () => {
    const { hub: posHub } = await start({ api: () => ({ status: 201 }) });
    await posHub.importCatalog(IDS, sampleCatalog(), STORE);
    expect(hub.calls[0]).to.include({ method: 'PUT', path: `${place}/catalog/import` });
    expect(hub.calls[0]?.body).to.have.nested.property('products[0].posReference', 'P1');
  });

  it('encodes what is put into an address, and asks for nothing without an id', async () => {
    const { hub: posHub } = await answering({ data: wireOrder() });
    await posHub.order({ ...IDS, locationId: 'a/b?c' }, 'd#e', STORE);
    expect(hub.calls[0]?.path).to.equal(`/v1/accounts/${IDS.accountId}/locations/a%2Fb%3Fc/orders/d%23e`);
    expect((await faultIn(posHub.order(IDS, '..', STORE))).code).to.equal('hub.not_found');
    expect(hub.calls).to.have.length(1);
  });

  it('is told an order’s status in the smallest body, and a reason exactly where it wants one', async () => {
    const { hub: posHub } = await answering({ data: wireOrder() });
    await posHub.report(IDS, ORDER_ID, { status: 'accepted' });
    await posHub.report(IDS, ORDER_ID, { status: 'delivery-failed', reason: 'other' });
    await posHub.report(IDS, ORDER_ID, { status: 'cancelled', reason: 'out-of-stock' });
    await posHub.report(IDS, ORDER_ID, { status: 'cancelled' });
    expect(hub.calls.map(({ body }) => body)).to.deep.equal([
      { status: 'ACCEPTED' },
      { status: 'DELIVERY_FAILED' },
      { status: 'CANCELLED', cancellationReason: 'OUT_OF_STOCK' },
      { status: 'CANCELLED', cancellationReason: 'OTHER' },
    ]);
  });

  it('may refuse a status that the order has already, but no other', async () => {
    const { hub: posHub } = await start({
      api: ({ method }) =>
        method === 'PATCH'
          ? { status: 400, body: { error: 'no' } }
          : { body: { data: wireOrder({ status: 'READY' }) } },
    });
    await posHub.report(IDS, ORDER_ID, { status: 'ready' });
    const fault = await faultIn(posHub.report(IDS, ORDER_ID, { status: 'accepted' }));
    expect([fault.code, fault.detail], 'its words may be a guest’s').to.deep.equal(['hub.refused', 'status 400']);
  });

  it('may refuse a status for now, while the order is open and not that far', async () => {
    let status = 'PLACED';
    const { hub: posHub } = await start({
      api: ({ method }) =>
        method === 'PATCH' ? { status: 409, body: { error: 'Ada is not there' } } : { body: { data: { status } } },
    });
    const report = (told: 'ready' | 'cancelled') => faultIn(posHub.report(IDS, ORDER_ID, { status: told }));
    const fault = await report('ready');
    expect([fault.code, fault.detail]).to.deep.equal(['hub.status_not_taken', 'status 409, the order is placed']);
    expect((await report('cancelled')).code).to.equal('hub.status_not_taken');
    for (status of ['DELIVERING', 'CANCELLED', 'DELIVERY_FAILED', 'UNHEARD_OF'])
      expect((await report('ready')).code, status).to.equal('hub.refused');
    status = 'COMPLETED';
    expect((await report('cancelled')).code).to.equal('hub.refused');
  });
});

describe('POS Hub’s list of orders', () => {
  let hub: TestHub;
  afterEach(() => hub.stop());
  const list = (posHub: PosHub): Promise<HubOrder[]> => collectOrders(posHub.orders(IDS, 'placed', STORE));

  const pages =
    (...all: readonly Fields[]): Behaviour =>
    ({ query }) => ({ body: all[Number(query['nextPageKey']?.slice(-1) ?? 0)] });

  it('is read page by page, fifty at a time, with the key as it came', async () => {
    hub = await startHub({
      api: pages(
        { data: [wireOrder({ id: 'o1' })], hasNextPage: true, nextPageKey: 'a+b/c=& 1' },
        { data: [wireOrder({ id: 'o2' })], nextPageKey: '2' },
        { data: [wireOrder({ id: 'o3' })], hasNextPage: false, nextPageKey: '0' },
      ),
    });
    expect((await list(hub.hub)).map(({ orderId }) => orderId)).to.deep.equal(['o1', 'o2', 'o3']);
    expect(hub.calls.map(({ query }) => query)).to.deep.equal([
      { status: 'PLACED', limit: '50' },
      { status: 'PLACED', limit: '50', nextPageKey: 'a+b/c=& 1' },
      { status: 'PLACED', limit: '50', nextPageKey: '2' },
    ]);
  });

  it('says so where a page is none', async () => {
    for (const body of [undefined, [], { data: {} }, { data: null }, { data: [], nextPageKey: 7 }]) {
      hub = await startHub({ api: () => ({ body }) });
      expect((await faultIn(list(hub.hub))).code).to.equal('hub.unreadable');
      await hub.stop();
    }
  });

  it('ends where there is no key, although it says that there is more', async () => {
    hub = await startHub({ api: pages({ data: [wireOrder()], hasNextPage: true }) });
    expect(await list(hub.hub)).to.have.length(1);
  });

  it('is not read for ever where a server repeats itself', async () => {
    hub = await startHub({ api: () => ({ body: { data: [], hasNextPage: true, nextPageKey: '0' } }) });
    expect((await faultIn(list(hub.hub))).code).to.equal('hub.unreadable');
    expect(hub.calls).to.have.length(2);
  });

  it('is left when the reader has enough', async () => {
    hub = await startHub({
      api: pages({ data: [wireOrder({ id: 'o1' })], hasNextPage: true, nextPageKey: '0' }),
    });
    for await (const { orderId } of hub.hub.orders(IDS, 'placed', STORE)) {
      expect(orderId).to.equal('o1');
      break;
    }
    expect(hub.calls).to.have.length(1);
  });

  it('shows those that can be read, tells what is wrong with the others, and has none of another status', async () => {
    hub = await startHub({
      api: pages({
        data: [
          wireOrder({ id: undefined, notes: 'private' }),
          'text',
          wireOrder({ id: 'o1', status: 'READY' }),
          wireOrder({ id: 'o2', items: null }),
          wireOrder({ id: 'o3' }),
        ],
      }),
    });
    const orders = await list(hub.hub);
    expect(orders.map(({ orderId, fault }) => [orderId, fault?.path])).to.deep.equal([
      ['o2', 'items'],
      ['o3', undefined],
    ]);
    const fields = { locationId: IDS.locationId };
    expect(hub.log.lines).to.deep.equal([
      { event: 'listed order unreadable', fields: { ...fields, field: 'id' } },
      { event: 'listed order unreadable', fields: { ...fields, field: undefined } },
    ]);
  });
});

async function collectOrders(orders: AsyncIterable<HubOrder>): Promise<HubOrder[]> {
  const all: HubOrder[] = [];
  for await (const order of orders) all.push(order);
  return all;
}
