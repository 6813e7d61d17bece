import { expect } from 'chai';
import { Fault, SECOND, type VendorEvent } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';
import { menu } from './menus.js';

describe('what the services tell the meter', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  describe('of events', () => {
    const received = () => world.meter.of('eventReceived');
    const counter: VendorEvent = {
      ...{ type: 'ticket', id: 'n1', store: 'store-1', ticket: 'counter-7', status: 'accepted', at: 1 },
    };

    it('is what became of each, repetitions and refusals too', async () => {
      const told = world.hub.put(IDS, anOrder('order-1'));
      await world.tell('e1', told);
      await world.tell('e1', told);
      const { receiving } = world.services;
      await receiving.receive(world.wire.otherEvent('e2', IDS), { 'x-hub': 'signed' });
      await rejection(receiving.receive(world.wire.otherEvent('e3', IDS), { 'x-hub': 'forged' }));
      await rejection(receiving.receive(new TextEncoder().encode('?'), { 'x-hub': 'signed' }));
      expect(received()).to.deep.equal([
        ...['hub order stored', 'hub order duplicate', 'hub other stored'],
        ...['hub unread request.unauthenticated', 'hub unread request.unreadable'],
      ]);
    });

    it('is that one was not kept where the storage failed, and nothing else', async () => {
      const told = world.hub.put(IDS, anOrder('order-1'));
      await world.storage.storage.close();
      await rejection(world.tell('e1', told));
      expect(received()).to.deep.equal(['hub order storage.unavailable']);
    });

    it('is which of the till’s are the bridge’s business', async () => {
      await world.tellFromTill({ type: 'stock', id: 's1', store: 'store-1', item: 'p1', available: false });
      await world.tellFromTill({ type: 'stock', id: 's1', store: 'store-1', item: 'p1', available: false });
      await world.tellFromTill({ type: 'catalog-changed', id: 'c1', store: 'store-1' });
      await world.tellFromTill({ type: 'catalog-changed', id: 'c2', store: 'elsewhere' });
      await world.tellFromTill({ type: 'access-revoked', id: 'a1', merchant: 'nobody' });
      await world.tellFromTill(counter);
      await rejection(world.services.tillNews.receive({ headers: {}, body: new Uint8Array() }));
      expect(received()).to.deep.equal([
        ...['till stock stored', 'till stock duplicate', 'till catalog-changed stored', 'till catalog-changed ignored'],
        ...['till access-revoked ignored', 'till ticket ignored', 'till unread request.unauthenticated'],
      ]);
    });
  });

  describe('of orders', () => {
    const move = async (status: 'preparing' | 'ready'): Promise<void> => {
      const view = world.till.move('ticket-1', status);
      await world.tellFromTill({ type: 'ticket', id: `n-${status}`, store: 'store-1', ...view });
    };

    it('is each phase that one comes to, once it is stored, and no phase twice', async () => {
      await world.place('order-1');
      await world.settle('order-1');
      await move('preparing');
      await move('ready');
      await world.settle('order-1');
      expect(world.meter.of('orderReached')).to.deep.equal([
        ...['received', 'submitted', 'accepted'],
        ...['preparing', 'ready'],
      ]);
    });

    it('is no phase whose storing failed', async () => {
      await world.place('order-1');
      await world.storage.storage.close();
      await rejection(world.run('order', 'order-1'));
      expect(world.meter.of('orderReached')).to.deep.equal([]);
    });

    it('is the time from its receipt to its first ticket, once', async () => {
      await world.place('order-1');
      world.clock.advance(7 * SECOND);
      await world.drive('order-1');
      world.clock.advance(SECOND);
      await move('preparing');
      await world.drive('order-1');
      expect(world.meter.of('ticketAfter')).to.deep.equal([String(7 * SECOND)]);
    });

    it('is the code of what a person is needed for', async () => {
      await world.place('order-1', { placedAt: world.clock.now() - 10 * 3_600 * SECOND });
      await world.drive('order-1');
      expect(world.meter.of('attentionRaised')).to.deep.equal(['order.too_old']);
      expect(world.meter.of('ticketAfter')).to.deep.equal([]);
    });

    it('is the time from its receipt to POS Hub’s taking of the answer', async () => {
      await world.place('order-1');
      world.clock.advance(3 * SECOND);
      await world.drive('order-1');
      world.clock.advance(2 * SECOND);
      await world.relay('order-1');
      expect(world.meter.of('answerAfter')).to.deep.equal([`accepted ${5 * SECOND}`]);
      expect(world.meter.of('reportAfter'), 'since the till’s answer').to.deep.equal([String(2 * SECOND)]);
      expect(world.meter.of('reportEnded')).to.deep.equal(['told']);
    });

    it('is the time from the receipt of the till’s news to POS Hub’s taking of it', async () => {
      await world.place('order-1');
      await world.settle('order-1');
      const before = world.meter.of('reportAfter').length;
      await move('preparing');
      world.clock.advance(4 * SECOND);
      await world.drive('order-1');
      world.clock.advance(5 * SECOND);
      await world.relay('order-1');
      expect(world.meter.of('reportAfter').slice(before)).to.deep.equal([String(9 * SECOND)]);
      expect(world.meter.of('answerAfter'), 'only the answer to the order is one').to.have.length(1);
    });

    it('is that POS Hub refused a status, or that nobody is there to be told', async () => {
      await world.place('order-1');
      await world.drive('order-1');
      world.hub.plan('report', new Fault('hub.refused'));
      await world.relay('order-1');
      await move('preparing');
      await world.drive('order-1');
      await world.connect({ status: 'removed' });
      await world.relay('order-1');
      expect(world.meter.of('reportEnded')).to.deep.equal(['refused', 'dropped']);
      expect(world.meter.of('reportAfter')).to.deep.equal([]);
    });

    it('is how many were found by listing', async () => {
      await world.place('order-1');
      await world.settle('order-1');
      world.hub.put(IDS, anOrder('order-2'));
      world.hub.put(IDS, anOrder('order-3'));
      world.hub.move('order-1', 'cancelled');
      await world.run('reconcile');
      await world.run('reconcile');
      expect(world.meter.of('ordersFound')).to.deep.equal(['unseen 2', 'ended 1', 'unseen 0', 'ended 0']);
    });
  });

  describe('of catalogs', () => {
    it('is what came of each reading', async () => {
      world.till.menu = menu();
      await world.run('catalog');
      await world.run('catalog');
      world.till.menu = [];
      await world.run('catalog');
      world.till.menu = [new Fault('vendor.unavailable')];
      await rejection(world.run('catalog'));
      expect(world.meter.of('catalogSynced')).to.deep.equal(['applied', 'unchanged', 'refused', 'failed']);
    });

    it('is not that one was read when only stock moved: its age goes on', async () => {
      world.till.menu = menu();
      await world.run('catalog');
      const read = world.clock.now();
      world.clock.advance(60 * SECOND);
      await world.tellFromTill({ type: 'stock', id: 's1', store: 'store-1', item: 'p1', available: false });
      await world.run('stock');
      const { catalogs } = world.storage.ledger;
      const known = await catalogs.snapshot(IDS.connectionId);
      expect(known?.catalog.products.find(({ ref }) => ref === 'p1')?.available).to.equal(false);
      expect([...(await catalogs.readTimes())]).to.deep.equal([[IDS.connectionId, read]]);
    });
  });
});
