import { expect } from 'chai';
import type { Polled } from '@poshub-bridge/core';
import { ManualClock } from '../../../support/clock.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { fieldOf, startRig, type Rig } from '../support/rig.js';
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

  describe('of a check that can’t be read', () => {
    const DOWN = { kind: 'status', status: 500, times: 1_000_000 };
    const pathOf = (ticket: string): string => `/o/op/1/order/accounts/${ticket}`;
    const close = (ticket: string): Promise<unknown> =>
      rig.admin('POST', `/accounts/${ticket}/status`, { status: 'CLOSED' });
    const ticketsOf = ({ events }: Polled): readonly string[] =>
      events.flatMap((event) => (event.type === 'ticket' ? event.ticket : []));
    const looks = (): number => rig.sent.filter(({ url }) => url.includes('/accounts/')).length;

    for (const [what, fault] of [
      ['is forbidden', { ...DOWN, status: 403 }],
      ['breaks Lightspeed', DOWN],
      ['has another form', { kind: 'malformed', times: 1_000_000 }],
    ] as const)
      it(`goes on with the others where it ${what}, and tells it`, async () => {
        const [broken, whole] = [await openCheck(), await openCheck()];
        const { cursor } = await poll();
        for (const ticket of [broken, whole]) await close(ticket);
        await rig.fault(fault.kind, { ...fault, path: pathOf(broken) });
        expect(ticketsOf(await poll(cursor))).to.deep.equal([whole]);
        const [line] = rig.log.lines.filter(({ level }) => level === 'warn');
        expect(line?.fields).to.deep.include({ connectionId: 'C1', ticket: broken, failures: 1 });
      });

    it('tells how it ended once it can be read again', async () => {
      const clock = new ManualClock(Date.now());
      const system = rig.systemWith({}, clock);
      const ticket = await openCheck();
      const first = await system.poll(rig.london, undefined);
      await close(ticket);
      await rig.fault('status', { status: 500, path: pathOf(ticket), times: 1 });
      const failed = await system.poll(rig.london, first.cursor);
      expect(ticketsOf(failed)).to.deep.equal([]);
      clock.advance(2 * 60_000);
      expect(ticketsOf(await system.poll(rig.london, failed.cursor))).to.deep.equal([ticket]);
    });

    it('tries it ever more seldom, and gives it up with an error in the log', async () => {
      const clock = new ManualClock(Date.now());
      const system = rig.systemWith({ menuPollMinutes: 1440 }, clock);
      const ticket = await openCheck();
      let { cursor } = await system.poll(rig.london, undefined);
      await close(ticket);
      await rig.fault('status', { ...DOWN, path: pathOf(ticket) });
      for (let minutes = 0; minutes < 6 * 60; minutes += 1) {
        ({ cursor } = await system.poll(rig.london, cursor));
        clock.advance(60_000);
      }
      expect(looks()).to.equal(10);
      expect(
        rig.log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields['ticket']),
      ).to.deep.equal([ticket]);
    });

    it('does not look at all of many where none can be read, and loses none of them', async () => {
      const tickets: string[] = [];
      for (let count = 0; count < 8; count += 1) tickets.push(await openCheck());
      const first = await poll();
      for (const ticket of tickets) await close(ticket);
      await rig.fault('status', { ...DOWN, path: '/o/op/1/order/accounts/*' });
      const failed = await poll(first.cursor);
      expect(looks()).to.equal(3);
      await rig.admin('DELETE', '/faults');
      const clock = new ManualClock(Date.now() + 2 * 60_000);
      const healed = await rig.systemWith({}, clock).poll(rig.london, failed.cursor);
      expect([...ticketsOf(healed)].sort()).to.deep.equal([...tickets].sort());
    });

    it('keeps what it learned where Lightspeed wants fewer calls, and ends the poll where nothing was learned', async () => {
      const [one, two] = [await openCheck(), await openCheck()];
      const { cursor } = await poll();
      for (const ticket of [one, two]) await close(ticket);
      await rig.fault('rate_limit', { path: '/o/op/1/order/accounts/*', times: 1, skip: 1 });
      const slowed = await poll(cursor);
      const rest = await poll(slowed.cursor);
      expect([...ticketsOf(slowed), ...ticketsOf(rest)].sort()).to.deep.equal([one, two].sort());
      await rig.fault('rate_limit', { path: '/o/op/1/order/accounts/*', times: 1 });
      expect((await faultIn(poll(cursor))).code).to.equal('vendor.rate_limited');
    });

    it('tells that Lightspeed does not know it, and asks no more', async () => {
      const { cursor } = await poll();
      const unknown = await poll(`${cursor}A1.:1 x:y`);
      expect(rig.log.lines.map(({ fields }) => fields['ticket'])).to.have.members(['A1.1', 'xy']);
      const before = looks();
      await poll(unknown.cursor);
      expect(looks()).to.equal(before);
    });
  });

  it('follows a check past midnight, when Lightspeed lists it no more, until it closes', async () => {
    const DAY = 24 * 3_600_000;
    const clock = new ManualClock(Date.now());
    const system = rig.systemWith({}, clock);
    const ticket = await openCheck();
    const before = await system.poll(rig.london, undefined);
    await rig.admin('PATCH', '/settings', { lives: { access: 1_000_000 } });
    await rig.admin('POST', '/clock', { ms: DAY });
    clock.advance(DAY);
    const credentials = {
      ...rig.london.credentials,
      accessToken: fieldOf(await rig.admin('POST', '/tokens', {}), 'access_token'),
    };
    const london = { ...rig.london, credentials };
    const open = await system.poll(london, before.cursor);
    expect(open.events.filter(({ type }) => type === 'ticket')).to.deep.equal([]);
    await rig.admin('POST', `/accounts/${ticket}/status`, { status: 'CLOSED' });
    clock.advance(11 * 60_000);
    const { events } = await system.poll(london, open.cursor);
    expect(events).to.have.length(1);
    expect(events[0]).to.include({ type: 'ticket', ticket, status: 'completed' });
  });

  it('tells news of orders although the menus can’t be read', async () => {
    const ticket = await openCheck();
    const { cursor } = await poll();
    await rig.admin('POST', `/accounts/${ticket}/status`, { status: 'CLOSED' });
    await rig.fault('status', { status: 500, path: '/o/op/1/menu/list', times: 1 });
    const polled = await rig.systemWith({ menuPollMinutes: 0 }).poll(rig.london, cursor);
    expect(polled.events.map(({ type }) => type)).to.deep.equal(['ticket']);
    expect(rig.log.lines.map(({ level }) => level)).to.include('warn');
  });
});
