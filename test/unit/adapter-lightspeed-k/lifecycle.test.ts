import { expect } from 'chai';
import { createServices, type Credentials, type OrderRecord, type Services } from '@poshub-bridge/core';
import { manifest } from '#adapter-lightspeed-k/manifest.js';
import { until } from '../../support/until.js';
import { IDS, World } from '../../support/world.js';
import { fieldOf, startRig, type Rig } from './support/rig.js';
import { gbp } from './support/tickets.js';

describe('adapter lightspeed-k: an order in the bridge', () => {
  let rig: Rig;
  let world: World;
  let services: Services;
  beforeEach(async () => {
    rig = await startRig({ webhooks: { timeScale: 0.001 } });
    world = await World.open(manifest);
    world.clock.advance(Date.now() - world.clock.now());
    const tokens = await rig.admin('POST', '/tokens', {});
    const credentials: Credentials = {
      accessToken: fieldOf(tokens, 'access_token'),
      refreshToken: fieldOf(tokens, 'refresh_token'),
      renewAt: world.clock.now() + 86_400_000,
    };
    await world.connect({ adapter: manifest.id, store: { ...rig.london.store, name: 'London' } });
    await world.storage.ledger.vault.write(IDS.connectionId, credentials);
    services = createServices({ ...world.bridge(), till: rig.systemWith({}, world.clock) });
    world.services = services;
    await services.sessions.renew(IDS.connectionId);
  });
  afterEach(async () => {
    await world.dispose();
    await rig.close();
  });

  const ORDER = 'order-of-ann';
  async function place(ref = '21'): Promise<void> {
    await world.place(ORDER, {
      lines: [{ name: 'Garlic bread', ref, quantity: 1, price: gbp(495), options: [] }],
      tenders: [{ kind: 'card', amount: gbp(495) }],
      ...{ subtotal: gbp(495), total: gbp(495) },
    });
    await world.run('order', ORDER);
  }
  /** Hands over what Lightspeed called, once it called so often. */
  async function deliver(count: number): Promise<void> {
    await until(() => rig.called.length >= count);
    for (const request of rig.called) await services.tillNews.receive(request);
    await world.run('order', ORDER);
    await world.relay(ORDER);
  }
  const order = (): Promise<OrderRecord> => world.order(ORDER);

  it('is submitted, then accepted by the webhook, then completed', async () => {
    await place();
    expect((await order()).phase).to.equal('submitted');
    expect(world.hub.reports).to.deep.equal([]);
    await deliver(1);
    expect((await order()).phase).to.equal('accepted');
    const { identifier } = await rig.ticket(ORDER);
    await rig.admin('POST', `/accounts/${identifier}/status`, { status: 'READY_FOR_PICKUP' });
    await deliver(2);
    await rig.admin('POST', `/accounts/${identifier}/status`, { status: 'CLOSED' });
    await deliver(3);
    expect(world.hub.reports.map(({ status }) => status)).to.deep.equal(['accepted', 'ready', 'completed']);
  });

  it('is rejected by a failure at the point of sale', async () => {
    await rig.admin('PUT', '/stock', { businessLocationId: Number(rig.london.store.ref), sku: '21', count: 0 });
    await place();
    await deliver(2);
    expect((await order()).phase).to.equal('rejected');
    expect(world.hub.reports.map(({ status }) => status)).to.deep.equal(['rejected']);
  });

  it('waits for its result where the answer was lost, and makes one check', async () => {
    await rig.fault('lost_answer', { path: '/o/op/1/order/toGo', times: 1 });
    await place().catch(() => undefined);
    await world.run('order', ORDER);
    expect((await order()).facts.pending).to.equal(true);
    await deliver(1);
    expect((await order()).phase).to.equal('accepted');
    expect(await rig.tickets()).to.have.length(1);
  });

  for (const [how, plan] of [
    ['come three times', { copies: 3 }],
    ['come late', { delayMs: 50 }],
    ['come in another order', { reorder: { hold: 3, order: 'reverse' } }],
    ['come with a wrong password at first', { badSignatures: 1 }],
  ] as const)
    it(`comes to the same where its webhooks ${how}`, async () => {
      await rig.admin('PUT', '/webhooks/faults', plan);
      await place();
      const { identifier } = await rig.ticket(ORDER);
      for (const status of ['READY_FOR_PICKUP', 'CLOSED'])
        await rig.admin('POST', `/accounts/${identifier}/status`, { status });
      await rig.admin('POST', '/webhooks/release', {});
      const bodies = (): ReadonlySet<string> => new Set(rig.called.map(({ body }) => Buffer.from(body).toString()));
      await until(() => bodies().size === 3);
      for (const request of rig.called) await services.tillNews.receive(request).catch(() => undefined);
      await world.run('order', ORDER);
      await world.relay(ORDER);
      expect((await order()).phase).to.equal('completed');
      expect(world.hub.reports.at(-1)).to.include({ status: 'completed' });
      expect(await rig.tickets()).to.have.length(1);
    });

  it('is completed by polling where its webhooks never come', async () => {
    await place();
    await deliver(1);
    await services.tillNews.poll(IDS.connectionId);
    await rig.admin('PUT', '/webhooks/faults', { drop: { share: 1 } });
    const { identifier } = await rig.ticket(ORDER);
    await rig.admin('POST', `/accounts/${identifier}/status`, { status: 'CLOSED' });
    await services.tillNews.poll(IDS.connectionId);
    await world.run('order', ORDER);
    expect((await order()).phase).to.equal('completed');
  });

  it('calls a person when it is cancelled in POS Hub: Lightspeed cancels nothing by software', async () => {
    await place();
    await deliver(1);
    await world.tell('cancel', world.hub.move(ORDER, 'cancelled', { reason: 'customer-cancelled' }));
    await world.run('order', ORDER);
    expect(await order()).to.have.nested.property('attention.code', 'order.cancel_unsupported');
  });

  it('calls a person when nothing was heard until the deadline', async () => {
    await place();
    await world.drive(ORDER);
    expect(await order()).to.have.nested.property('attention.code', 'order.deadline_passed');
  });
});
