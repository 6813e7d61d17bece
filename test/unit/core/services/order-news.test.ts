import { expect } from 'chai';
import { Fault, reportFault, type TicketView } from '@poshub-bridge/core';
import { eventsOfTicket } from '#core/services/order-news.js';
import { anOrder } from '../../../support/fake-hub.js';
import { IDS, World } from '../../../support/world.js';

describe('what is told about an order', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
  });
  afterEach(() => world.dispose());

  const UNREADABLE = reportFault(new Fault('order.unreadable', { detail: 'lines is missing' }));

  it('goes to a person when the order’s content can’t be read', async () => {
    const { order: _, ...told } = world.hub.put(IDS, anOrder('order-1'));
    await world.tell('e1', { ...told, fault: UNREADABLE });
    const { phase, attention } = await world.settle('order-1');
    expect(phase).to.equal('attention');
    expect(attention).to.deep.equal(UNREADABLE);
  });

  it('goes to a person when nothing of it can be read at all', async () => {
    await world.tell('e1', world.hub.put(IDS, anOrder('order-1')), new Fault('order.unreadable'));
    expect((await world.settle('order-1')).attention?.code).to.equal('order.unreadable');
    expect(await world.storage.ledger.inbox.unhandled('order', 'order-1')).to.deep.equal([]);
  });

  it('counts as a cancellation although its content can’t be read', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    const { order: _, ...told } = world.hub.move('order-1', 'cancelled');
    await world.tell('cancel', { ...told, fault: UNREADABLE });
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.live).to.deep.equal([]);
  });

  it('is submitted as POS Hub last told it, whichever came first', async () => {
    const first = world.hub.put(IDS, anOrder('order-1', { placedAt: world.clock.now(), notes: 'old' }));
    const second = world.hub.move('order-1', 'placed', { order: { ...first.order!, notes: 'new' } });
    await world.tell('e2', second);
    await world.tell('e1', first);
    await world.settle('order-1');
    expect(world.till.tickets[0]?.ticket.note).to.equal('new');
  });

  it('follows the ticket through the till to its end', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    for (const status of ['preparing', 'ready', 'completed'] as const) {
      const view = world.till.move('ticket-1', status);
      await world.tellFromTill({ type: 'ticket', id: `n-${status}`, store: 'store-1', ...view });
      expect((await world.settle('order-1')).phase).to.equal(status);
    }
    expect(world.hub.reports.map((report) => report.status)).to.deep.equal([
      'accepted',
      'preparing',
      'ready',
      'completed',
    ]);
  });

  it('asks the till what changed where its news does not say', async () => {
    world.till.receptions.push('pending');
    await world.place('order-1');
    await world.run('order', 'order-1');
    world.till.isHiding = true;
    world.till.move('ticket-1', 'accepted');
    await world.tellFromTill({ type: 'ticket-changed', id: 'n1', store: 'store-1', ticket: 'ticket-1' });
    expect((await world.settle('order-1')).phase).to.equal('accepted');
  });

  it('carries the till’s reason when it refuses later what it took', async () => {
    world.till.receptions.push('pending');
    await world.place('order-1');
    await world.run('order', 'order-1');
    const fault = reportFault(new Fault('store.closed', { detail: 'until Monday' }));
    const view = world.till.move('ticket-1', 'rejected');
    await world.tellFromTill({ type: 'ticket', id: 'n1', store: 'store-1', orderId: 'order-1', fault, ...view });
    const { phase, facts } = await world.settle('order-1');
    expect(phase).to.equal('rejected');
    expect(facts.rejected).to.deep.equal(fault);
    expect(world.hub.statusOf('order-1')).to.equal('rejected');
  });

  it('tells POS Hub the till’s own reason of a cancellation', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    const view = world.till.move('ticket-1', 'cancelled', 'out-of-stock');
    await world.tellFromTill({ type: 'ticket', id: 'n1', store: 'store-1', ...view });
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.hub.reports.at(-1)).to.include({ status: 'cancelled', reason: 'out-of-stock' });
  });
});

describe('a ticket that the till shows', () => {
  const view = (status: TicketView['status']): TicketView => ({ ticket: 'T1', status, at: 7 });

  it('means that it has one, accepted or not yet', () => {
    expect(eventsOfTicket(view('accepted'))[0]).to.deep.equal({ type: 'ticket-made', ticket: 'T1', accepted: true });
    for (const status of ['new', 'placed', 'cancelled'] as const)
      expect(eventsOfTicket(view(status))[0]).to.deep.include({ accepted: false });
  });

  it('is none where the till turned it down', () => {
    expect(eventsOfTicket({ ...view('rejected'), reason: 'too-busy' })).to.deep.equal([
      { type: 'till-said', status: 'rejected', at: 7, reason: 'too-busy' },
    ]);
  });
});
