import { expect } from 'chai';
import type { HttpClient, Polled } from '@poshub-bridge/core';
import { faultIn } from '../../pos-hub/support/faults.js';
import { createSystem, startRig, ticketIn, type Rig } from '../support/rig.js';
import { ticketOf } from '../support/tickets.js';

describe('adapter square: polling', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  const move = (ticket: string, state: string): Promise<unknown> =>
    rig.admin('POST', `/orders/${ticket}/fulfillment`, { state });

  it('begins with now', async () => {
    await rig.system.submit(rig.soho, ticketOf());
    const first = await rig.system.poll(rig.soho, undefined);
    expect(first).to.include({ more: false });
    expect(first.events).to.deep.equal([]);
    expect(await rig.system.poll(rig.soho, 'of another form')).to.deep.include({ events: [] });
  });

  it('tells how tickets stand by now, under the id that webhooks tell it by', async () => {
    const start = await rig.system.poll(rig.soho, undefined);
    const order = ticketOf();
    const ticket = ticketIn(await rig.system.submit(rig.soho, order));
    await move(ticket, 'RESERVED');
    const { events, cursor } = await rig.system.poll(rig.soho, start.cursor);
    const { at } = await rig.system.read(rig.soho, ticket);
    const id = `order:${ticket}:${at}`;
    expect(events).to.deep.equal([
      { type: 'ticket', id, store: 'L_SOHO', orderId: order.orderId, ticket, status: 'preparing', at },
    ]);
    expect((await rig.system.poll(rig.soho, start.cursor)).events, 'the same again').to.deep.equal(events);
    await move(ticket, 'PREPARED');
    const later = await rig.system.poll(rig.soho, cursor);
    expect(later.events.map((event) => 'status' in event && event.status)).to.include('ready');
  });

  it('tells of the catalog when it changed, and only then', async () => {
    const start = await rig.system.poll(rig.soho, undefined);
    expect((await rig.system.poll(rig.soho, start.cursor)).events).to.deep.equal([]);
    await rig.admin('PATCH', '/catalog/objects/VAR_DIAVOLA', { price: 1450 });
    const changed = await rig.system.poll(rig.soho, start.cursor);
    expect(changed.events).to.have.length(1);
    expect(changed.events[0]).to.include({ type: 'catalog-changed', store: 'L_SOHO' });
    expect((await rig.system.poll(rig.soho, changed.cursor)).events).to.deep.equal([]);
  });

  it('reads more pages than one, and loses nothing between them', async () => {
    const { cursor } = await rig.system.poll(rig.soho, undefined);
    const made = new Set<string>();
    for (let count = 0; count < 13; count += 1) {
      const some = Array.from({ length: 40 }, () => rig.system.submit(rig.soho, ticketOf()));
      for (const outcome of await Promise.all(some)) made.add(ticketIn(outcome));
    }
    const told = new Set<string>();
    let next = { cursor, more: true };
    for (let pages = 0; next.more && pages < 10; pages += 1) {
      const page = await rig.system.poll(rig.soho, next.cursor);
      for (const event of page.events) if (event.type === 'ticket') told.add(event.ticket);
      next = page;
    }
    expect(next.more).to.equal(false);
    expect([...told].sort()).to.deep.equal([...made].sort());
  }).timeout(60_000);

  it('tells of its own store only', async () => {
    const { cursor } = await rig.system.poll(rig.dublin, undefined);
    await rig.system.submit(rig.soho, ticketOf());
    expect((await rig.system.poll(rig.dublin, cursor)).events).to.deep.equal([]);
  });

  it('passes over orders of others, whatever they look like, and says where one of ours can’t be read', async () => {
    const strange = {
      ...{ id: 'OTHER', location_id: 'L_SOHO', state: 'PARKED', version: 'x', updated_at: '2026-02-03T12:00:00Z' },
      fulfillments: [{ type: 'DRONE', state: 'FLYING' }],
    };
    const ours = {
      ...{ id: 'OURS', location_id: 'L_SOHO', state: 'OPEN', version: 7, updated_at: '2026-02-03T12:00:01Z' },
      ...{ metadata: { poshub_order: 'order-x' }, tenders: [{}], fulfillments: [{ uid: 'f', state: 'RESERVED' }] },
    };
    const poll = async (...orders: readonly object[]): Promise<Polled> => {
      const send: HttpClient['send'] = ({ url }) => {
        const body = url.endsWith('/orders/search') ? { orders } : { latest_time: '2026-02-03T12:00:00Z' };
        return Promise.resolve({ status: 200, headers: {}, body });
      };
      return createSystem({ send }).poll(rig.soho, '2026-02-03T11:00:00Z|2026-02-03T12:00:00Z');
    };
    const { events, cursor } = await poll(strange, ours);
    expect(events).to.have.length(1);
    expect(events[0]).to.include({ type: 'ticket', ticket: 'OURS', orderId: 'order-x', status: 'preparing' });
    expect(cursor).to.include('12:00:01');
    const { code, detail } = await faultIn(poll({ ...strange, metadata: { poshub_order: 'order-y' } }));
    expect(code).to.equal('vendor.unreadable');
    expect(detail).to.include('an order');
  });

  it('tells nothing where it could not ask', async () => {
    const { cursor } = await rig.system.poll(rig.soho, undefined);
    await rig.fault('status', { path: '/v2/catalog/search' });
    expect((await faultIn(rig.system.poll(rig.soho, cursor))).code).to.equal('vendor.unavailable');
  });
});
