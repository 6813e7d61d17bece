import { expect } from 'chai';
import { Fault, type Capabilities } from '@poshub-bridge/core';
import { fakeManifest, type Fate, type Reception } from '../../../support/fake-till.js';
import { World } from '../../../support/world.js';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });
const LINE = { name: 'Margherita', ref: 'p1', quantity: 2, price: gbp(950), options: [] };

describe('submitting an order', () => {
  let world: World;
  const open = async (orders: Partial<Capabilities['orders']> = {}): Promise<void> => {
    world = await World.open(fakeManifest(orders));
    await world.connect();
  };
  afterEach(() => world.dispose());

  /** What becomes of one order, when the till does that with it. */
  async function orderWith(
    orders: Partial<Capabilities['orders']>,
    receptions: readonly Reception[],
    ...fates: readonly Fate[]
  ) {
    await open(orders);
    world.till.receptions.push(...receptions);
    world.till.plan('submit', ...fates);
    await world.place('order-1');
    return world.settle('order-1');
  }

  it('rejects it with the till’s reason and the item, when the till refuses it', async () => {
    const { phase, facts } = await orderWith({}, ['reject']);
    expect(phase).to.equal('rejected');
    expect(facts.rejected).to.deep.include({ code: 'menu.item_unavailable', path: 'lines[0]' });
    expect(world.hub.reports).to.deep.equal([{ orderId: 'order-1', status: 'rejected' }]);
    expect(await world.timeline('order-1')).to.include('refused by the till: menu.item_unavailable, at lines[0]');
  });

  it('rejects it when the adapter says that an item is unknown or the store closed', async () => {
    for (const code of ['menu.item_unknown', 'store.closed'] as const) {
      expect((await orderWith({}, [], new Fault(code))).phase).to.equal('rejected');
      expect(world.hub.statusOf('order-1')).to.equal('rejected');
      await world.dispose();
    }
    await open();
  });

  it('rejects it, without asking the till, when an item has no reference', async () => {
    await open();
    const { ref: _, ...line } = LINE;
    await world.place('order-1', { lines: [LINE, line] });
    const { phase, facts } = await world.settle('order-1');
    expect(phase).to.equal('rejected');
    expect(facts.rejected).to.deep.include({ code: 'menu.item_unreferenced', path: 'lines[1]' });
    expect(world.till.calls).to.deep.equal([]);
    expect(world.hub.statusOf('order-1')).to.equal('rejected');
  });

  it('shows both totals when the till makes another one of it, and goes on', async () => {
    await open();
    world.till.total = gbp(1950);
    await world.place('order-1');
    const { phase, order } = await world.settle('order-1');
    expect(phase).to.equal('accepted');
    const total = ((order?.total.amount ?? 0) / 100).toFixed(2);
    expect(await world.timeline('order-1')).to.include(
      `totals differ: the till makes 19.50 GBP, the order says ${total} GBP`,
    );
  });

  it('gives a line without a reference to a till that takes ad-hoc lines', async () => {
    await open({ adHocLines: true });
    const { ref: _, ...line } = LINE;
    await world.place('order-1', { lines: [line] });
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect(world.till.tickets[0]?.ticket.lines[0]).not.to.have.property('ref');
  });

  it('holds it for a person when its texts are too long for the till', async () => {
    await open({ noteLength: 10 });
    await world.place('order-1', { notes: 'no onions, please, I beg you' });
    expect((await world.settle('order-1')).attention?.code).to.equal('order.too_long');
    expect(world.till.calls).to.deep.equal([]);
    expect(world.hub.reports).to.deep.equal([]);
  });

  it('holds it for a person when the till refuses the call, not the order', async () => {
    const { phase, attention } = await orderWith({}, [], new Fault('vendor.refused', { detail: 'no such field' }));
    expect(phase).to.equal('attention');
    expect(attention).to.include({ code: 'vendor.refused', detail: 'no such field' });
  });

  it('notes what was written into the note, and totals that differ', async () => {
    await open({ tips: false });
    await world.place('order-1', { charges: [{ kind: 'tip', name: 'Tip', amount: gbp(100) }], total: gbp(2050) });
    await world.settle('order-1');
    expect(world.till.tickets[0]?.ticket.note).to.equal('Tip: Tip 1.00 GBP');
    expect(await world.timeline('order-1')).to.include.members([
      'written into the note: tips',
      'totals differ: the parts make 2000, the order says 2050',
    ]);
  });

  it('repeats a lost call with the same key, where the till knows keys', async () => {
    const { phase } = await orderWith({ idempotent: true, find: false }, [], 'lost-after', 'lost-before');
    expect(phase).to.equal('accepted');
    expect([world.till.countOf('submit'), world.till.tickets.length]).to.deep.equal([3, 1]);
  });

  it('looks before it repeats a lost call, where the till can be looked through', async () => {
    const { phase } = await orderWith({ idempotent: false }, [], 'lost-before', 'lost-after');
    expect(phase).to.equal('accepted');
    expect([world.till.countOf('submit'), world.till.tickets.length]).to.deep.equal([2, 1]);
  });

  it('calls a person after a lost call, where the till can’t say whether it arrived', async () => {
    for (const fate of ['lost-before', 'lost-after', 'broken-after'] as const) {
      const { attention } = await orderWith({ idempotent: false, find: false }, [], fate);
      expect(attention?.code, fate).to.equal('vendor.no_answer');
      expect(world.till.countOf('submit'), fate).to.equal(1);
      await world.dispose();
    }
    await open();
  });

  it('submits again after a call that certainly did not arrive, whatever the till can do', async () => {
    const { phase } = await orderWith({ idempotent: false, find: false }, [], new Fault('vendor.unavailable'));
    expect(phase).to.equal('accepted');
    expect(world.till.tickets).to.have.length(1);
  });

  it('believes a refusal of the same key for the lost calls before, too', async () => {
    const { phase } = await orderWith({ idempotent: true, find: false }, ['reject'], 'lost-before');
    expect(phase).to.equal('rejected');
  });

  it('calls a person where a refusal says nothing of a lost call before, and rejects where there was none', async () => {
    for (const lost of [1, 0]) {
      await open({ idempotent: true, find: false });
      const { refusal: fault } = world.till;
      let calls = 0;
      world.till.submit = () =>
        calls++ < lost
          ? Promise.reject(new Fault('vendor.no_answer'))
          : Promise.resolve({ kind: 'rejected', fault, earlier: 'unknown' });
      await world.place('order-1');
      const { phase, attention } = await world.settle('order-1');
      expect(phase).to.equal(lost === 1 ? 'attention' : 'rejected');
      expect(attention?.code).to.equal(lost === 1 ? 'vendor.no_answer' : undefined);
      expect(world.hub.reports).to.have.length(lost === 1 ? 0 : 1);
      expect(calls).to.equal(lost + 1);
      if (lost === 1) await world.dispose();
    }
  });

  it('takes a ticket that the till says it had before', async () => {
    expect((await orderWith({}, ['duplicate'])).phase).to.equal('accepted');
    expect(await world.timeline('order-1')).to.include('the till had it before');
  });

  it('looks for the ticket that the till says it had before, and does not name', async () => {
    expect((await orderWith({ idempotent: false }, ['duplicate-unnamed'])).phase).to.equal('accepted');
    expect([world.till.countOf('find'), world.till.tickets.length]).to.deep.equal([1, 1]);
  });

  it('submits no second time when that look-up fails', async () => {
    for (const code of ['vendor.unavailable', 'credentials.expired'] as const) {
      await open({ idempotent: false });
      world.till.refresh = () => Promise.resolve({ key: 'good', renewed: code });
      world.till.receptions.push('duplicate-unnamed');
      world.till.plan('find', new Fault(code));
      await world.place('order-1');
      expect((await world.settle('order-1')).phase, code).to.equal('accepted');
      expect([world.till.countOf('submit'), world.till.tickets.length], code).to.deep.equal([1, 1]);
      await world.dispose();
    }
    await open();
  });

  it('waits for the till’s word on a ticket that it had before, where it can’t be looked for', async () => {
    const { phase } = await orderWith({ find: false }, ['duplicate-unnamed']);
    expect(phase).to.equal('attention');
    expect(world.till.countOf('submit')).to.equal(1);
  });

  it('repeats a call once after the session was renewed', async () => {
    await open({ idempotent: false, find: false });
    world.till.refresh = () => Promise.resolve({ key: 'good', renewed: true });
    world.till.plan('submit', new Fault('credentials.expired'));
    await world.place('order-1');
    expect((await world.settle('order-1')).phase).to.equal('accepted');
    expect([world.till.countOf('submit'), world.till.tickets.length]).to.deep.equal([2, 1]);
  });

  it('waits for the merchant when the till does not accept the credentials, and then calls a person', async () => {
    const { phase } = await orderWith({}, [], new Fault('credentials.invalid'));
    expect(phase).to.equal('attention');
    expect((await world.connection())?.status).to.equal('failed');
    expect(world.till.countOf('submit')).to.equal(1);
  });
});

describe('taking a ticket back', () => {
  let world: World;
  const cancelled = async (orders: Partial<Capabilities['orders']>, ...fates: readonly Fate[]) => {
    world = await World.open(fakeManifest(orders));
    await world.connect();
    await world.place('order-1');
    await world.settle('order-1');
    world.till.plan('cancel', ...fates);
    await world.tell('cancel', world.hub.move('order-1', 'cancelled', { reason: 'customer-cancelled' }));
    return world.settle('order-1');
  };
  afterEach(() => world.dispose());

  it('is tried again until the till confirms', async () => {
    const { phase } = await cancelled({}, new Fault('vendor.unavailable'), 'lost-after', 'lost-before');
    expect(phase).to.equal('cancelled');
    expect(world.till.countOf('cancel')).to.equal(4);
    expect(world.till.live).to.deep.equal([]);
  });

  it('goes to a person when the till refuses', async () => {
    const { phase, attention } = await cancelled({}, new Fault('order.cancel_refused', { detail: 'it is cooked' }));
    expect(phase).to.equal('attention');
    expect(attention).to.include({ code: 'order.cancel_refused', detail: 'it is cooked' });
  });

  it('goes to a person at once where the till has no way to', async () => {
    const { attention } = await cancelled({ cancel: false });
    expect(attention?.code).to.equal('order.cancel_unsupported');
    expect(world.till.countOf('cancel')).to.equal(0);
  });

  it('waits for the merchant when the till does not accept the credentials', async () => {
    const { phase } = await cancelled({}, new Fault('credentials.revoked'));
    expect(phase).to.equal('attention');
    expect(world.till.countOf('cancel')).to.equal(1);
  });

  it('looks for the ticket of a lost call before', async () => {
    world = await World.open(fakeManifest({}));
    await world.connect();
    world.till.plan('submit', 'lost-after');
    await world.place('order-1');
    await world.run('order', 'order-1').catch(() => undefined);
    await world.tell('cancel', world.hub.move('order-1', 'cancelled'));
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect([world.till.countOf('find'), world.till.countOf('cancel')]).to.deep.equal([1, 1]);
  });

  it('needs nothing when the lost call certainly left no ticket', async () => {
    world = await World.open(fakeManifest({}));
    await world.connect();
    world.till.plan('submit', 'lost-before');
    await world.place('order-1');
    await world.run('order', 'order-1').catch(() => undefined);
    await world.tell('cancel', world.hub.move('order-1', 'cancelled'));
    expect((await world.settle('order-1')).phase).to.equal('cancelled');
    expect(world.till.countOf('cancel')).to.equal(0);
  });
});
