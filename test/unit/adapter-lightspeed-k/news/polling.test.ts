import { expect } from 'chai';
import type { Polled } from '@poshub-bridge/core';
import { ManualClock } from '../../../support/clock.js';
import { startRig, type Rig } from '../support/rig.js';
import { ticketOf } from '../support/tickets.js';

describe('adapter lightspeed-k: polling', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    await rig.system.attach?.(rig.london);
  });
  afterEach(() => rig.close());

  const poll = (cursor?: string): Promise<Polled> => rig.system.poll(rig.london, cursor);

  async function openCheck(): Promise<string> {
    const ticket = ticketOf();
    await rig.system.submit(rig.london, ticket);
    return (await rig.ticket(ticket.idempotencyKey)).identifier;
  }

  it('begins with now, and has no news while nothing happens', async () => {
    await openCheck();
    const first = await poll();
    expect(first.events).to.deep.equal([]);
    expect((await poll(first.cursor)).events).to.deep.equal([]);
  });

  it('tells a check that is open no more, again with the same cursor, and how it ended', async () => {
    const ticket = await openCheck();
    const { cursor } = await poll();
    await rig.admin('POST', `/accounts/${ticket}/status`, { status: 'CLOSED' });
    const { events } = await poll(cursor);
    expect(events).to.deep.equal((await poll(cursor)).events);
    expect(events).to.have.length(1);
    expect(events[0]).to.include({ type: 'ticket', ticket, status: 'completed' });
  });

  it('looks at many checks that closed at once little by little, and loses none', async () => {
    const tickets: string[] = [];
    for (let count = 0; count < 45; count += 1) tickets.push(await openCheck());
    let { cursor } = await poll();
    for (const ticket of tickets) await rig.admin('POST', `/accounts/${ticket}/status`, { status: 'CLOSED' });
    const told: string[] = [];
    for (let more = true; more;) {
      const before = rig.sent.length;
      const polled = await poll(cursor);
      expect(rig.sent.slice(before).filter(({ url }) => url.includes('/accounts/'))).to.have.length.at.most(20);
      told.push(...polled.events.flatMap((event) => (event.type === 'ticket' ? event.ticket : [])));
      ({ cursor, more } = polled);
    }
    expect([...told].sort()).to.deep.equal([...tickets].sort());
  });

  it('tells once that the menu or the stock is another', async () => {
    const businessLocationId = Number(rig.london.store.ref);
    for (const change of [
      () => rig.admin('PUT', '/stock', { businessLocationId, sku: 'COLA', count: 0 }),
      () => rig.admin('PATCH', '/items/21', { price: 510 }),
    ]) {
      const { cursor } = await poll();
      await change();
      const changed = await poll(cursor);
      expect(changed.events.map(({ type }) => type)).to.deep.equal(['catalog-changed']);
      expect((await poll(changed.cursor)).events).to.deep.equal([]);
    }
  });

  it('reads the menus no more often than the settings say', async () => {
    const clock = new ManualClock(Date.now());
    const system = rig.systemWith({ menuPollMinutes: 10 }, clock);
    const { cursor } = await system.poll(rig.london, undefined);
    const loads = (): number => rig.sent.filter(({ url }) => url.includes('/menu/load/')).length;
    const before = loads();
    const next = await system.poll(rig.london, cursor);
    expect(loads()).to.equal(before);
    clock.advance(10 * 60_000);
    await system.poll(rig.london, next.cursor);
    expect(loads()).to.be.greaterThan(before);
  });
});
