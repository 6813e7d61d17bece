import { expect } from 'chai';
import type { VendorEvent } from '@poshub-bridge/core';
import { startRig, ticketIn, type Rig } from '../support/rig.js';
import { ticketOf } from '../support/tickets.js';

describe('adapter till: polling', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  const now = async (): Promise<string> => (await rig.system.poll(rig.soho, undefined)).cursor;
  async function submit(): Promise<string> {
    const outcome = await rig.system.submit(rig.soho, ticketOf());
    return ticketIn(outcome.kind === 'accepted' ? outcome : undefined);
  }

  it('begins with now: what was before is no news', async () => {
    await submit();
    const first = await rig.system.poll(rig.soho, undefined);
    expect(first).to.deep.include({ events: [], more: false });
    expect(await rig.system.poll(rig.soho, first.cursor)).to.deep.equal(first);
  });

  it('begins with now after more orders than a page holds', async function () {
    this.timeout(30_000);
    for (let count = 0; count < 105; count += 1) await submit();
    const cursor = await now();
    const ticket = await submit();
    const { events } = await rig.system.poll(rig.soho, cursor);
    expect(events.map((event) => event.type === 'ticket' && event.ticket)).to.deep.equal([ticket]);
  });

  it('tells every change once, page by page, however many there are', async function () {
    this.timeout(30_000);
    let cursor = await now();
    const tickets: string[] = [];
    for (let count = 0; count < 230; count += 1) tickets.push(await submit());
    const told: VendorEvent[] = [];
    const pages: boolean[] = [];
    for (let isMore = true; isMore;) {
      const polled = await rig.system.poll(rig.soho, cursor);
      told.push(...polled.events);
      pages.push(polled.more);
      [cursor, isMore] = [polled.cursor, polled.more];
    }
    expect(pages).to.deep.equal([true, true, false]);
    expect(told.map((event) => event.type === 'ticket' && event.ticket)).to.deep.equal(tickets);
    expect(cursor.length).to.be.lessThan(1_000);
  });

  it('gives the same news again for the same cursor, under the same ids', async () => {
    const cursor = await now();
    await submit();
    await rig.api('PUT', '/v1/stores/str_soho/stock/prd_cola', { in_stock: false });
    const first = await rig.system.poll(rig.soho, cursor);
    expect(first.events.map((event) => event.type)).to.deep.equal(['ticket', 'stock', 'catalog-changed']);
    expect(await rig.system.poll(rig.soho, cursor)).to.deep.equal(first);
  });

  it('tells how a ticket stands now, and later than it was told before', async () => {
    const ticket = await submit();
    const before = await rig.system.read(rig.soho, ticket);
    const cursor = await now();
    await rig.api('POST', `/v1/orders/${ticket}/status`, { status: 'preparing' });
    await rig.api('POST', `/v1/orders/${ticket}/status`, { status: 'ready' });
    const [event] = (await rig.system.poll(rig.soho, cursor)).events;
    expect(event).to.include({ type: 'ticket', ticket, status: 'ready' });
    expect(event?.type === 'ticket' && event.at > before.at).to.equal(true);
  });

  it('hears of a changed menu, changed hours and stock that is back', async () => {
    let cursor = await now();
    const changed = async (): Promise<readonly string[]> => {
      const polled = await rig.system.poll(rig.soho, cursor);
      cursor = polled.cursor;
      return polled.events.map((event) => event.type);
    };
    await rig.admin('PATCH', '/admin/stores/str_soho/products/prd_cola', { price: 330 });
    expect(await changed()).to.deep.equal(['catalog-changed']);
    await rig.admin('PATCH', '/admin/stores/str_soho', { hours: [] });
    expect(await changed()).to.deep.equal(['catalog-changed']);
    await rig.api('PUT', '/v1/stores/str_soho/stock/mod_no_ice', { in_stock: false });
    expect(await changed()).to.deep.equal(['stock', 'catalog-changed']);
    await rig.api('PUT', '/v1/stores/str_soho/stock/mod_no_ice', { in_stock: true });
    expect(await changed()).to.deep.equal(['catalog-changed']);
    expect(await changed()).to.deep.equal([]);
  });

  it('hears nothing of another store', async () => {
    const cursor = (await rig.system.poll(rig.kreuzberg, undefined)).cursor;
    await submit();
    await rig.api('PUT', '/v1/stores/str_soho/stock/prd_cola', { in_stock: false });
    expect((await rig.system.poll(rig.kreuzberg, cursor)).events).to.deep.equal([]);
  });

  it('begins anew with a cursor that it did not make', async () => {
    await submit();
    expect(await rig.system.poll(rig.soho, 'what? 1.2.3')).to.deep.include({ events: [], more: false });
  });
});
