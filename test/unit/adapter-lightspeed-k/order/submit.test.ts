import { expect } from 'chai';
import { MINUTE, type Ticket } from '@poshub-bridge/core';
import { manifest } from '#adapter-lightspeed-k/manifest.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { wireItem } from '../../pos-hub/support/orders.js';
import { composedFrom } from '../../pos-hub/support/tickets.js';
import { fieldOf, startRig, type Rig } from '../support/rig.js';
import { gbp, lineOf, optionOf, ticketOf } from '../support/tickets.js';

describe('adapter lightspeed-k: orders', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    await rig.system.attach?.(rig.london);
  });
  afterEach(() => rig.close());

  async function take(ticket: Ticket, system = rig.system): ReturnType<Rig['ticket']> {
    expect(await system.submit(rig.london, ticket)).to.include({ kind: 'pending' });
    return rig.ticket(ticket.idempotencyKey);
  }

  it('is pending at first, and accepted when the point of sale has it', async () => {
    const ticket = ticketOf();
    const seen = await take(ticket);
    const [event] = await rig.news(ticket.orderId, 1);
    expect(event).to.include({
      type: 'ticket',
      status: 'accepted',
      ticket: seen.identifier,
      store: rig.london.store.ref,
    });
  });

  it('says until when Lightspeed tells the result: as long as it tries, from when the kitchen is to have the order', async () => {
    const now = Date.now();
    const system = rig.systemWith(
      { holdMinutes: 30, deliverMinutes: 7 },
      { now: () => now, sleep: () => Promise.resolve() },
    );
    const submit = (changes: Partial<Ticket>): Promise<unknown> => system.submit(rig.london, ticketOf(changes));
    expect(await submit({})).to.deep.equal({ kind: 'pending', until: now + 7 * MINUTE });
    const held = { kind: 'pending', until: now + 97 * MINUTE };
    expect(await submit({ scheduledFor: now + 120 * MINUTE })).to.deep.equal(held);
    expect(await submit({ scheduledFor: now + 20 * MINUTE })).to.deep.equal({
      kind: 'pending',
      until: now + 7 * MINUTE,
    });
  });

  it('brings lines, options at depth and instructions to the kitchen', async () => {
    const options = [
      optionOf('THIN'),
      optionOf('instruction:236025632784492'),
      optionOf('XCHEESE', 120, { quantity: 2 }),
      optionOf('instruction:236025632784494', 0, { quantity: 2 }),
    ];
    const pizza = lineOf({ ref: 'MARG-L', name: 'Margherita', price: gbp(1200), quantity: 2, options });
    const side = optionOf('FRIES', 0, { options: [optionOf('MAYO', 60)] });
    const meal = lineOf({ ref: 'MEAL', price: gbp(1395), options: [side, optionOf('BEER', 199)] });
    const ticket = ticketOf({ lines: [pizza, meal], total: gbp(2 * 1440 + 1654) });
    const { lines, totals } = await take(ticket, rig.systemWith({ recordPayment: true }));
    expect(lines).to.have.length(2);
    expect(lines[0]).to.include({ sku: 'MARG-L', quantity: 2 });
    expect(lines[0]?.instructions).to.deep.equal(['Cut in eight', 'Well done', 'Well done']);
    expect(lines[0]?.sub_items.map(({ sku, quantity }) => [sku, quantity])).to.deep.equal([
      ['THIN', 1],
      ['XCHEESE', 2],
    ]);
    expect(lines[1]?.sub_items.map(({ sku }) => sku)).to.deep.equal(['FRIES', 'BEER']);
    expect(lines[1]?.sub_items[0]?.sub_items.map(({ sku }) => sku)).to.deep.equal(['MAYO']);
    expect(totals).to.include({ total: 2 * 1440 + 1654, paid: 2 * 1440 + 1654, due: 0 });
  });

  it('brings charges, discounts, tip and payment in amounts that add up', async () => {
    const seen = await take(
      ticketOf({
        lines: [lineOf({ quantity: 2 })],
        charges: [
          { kind: 'delivery', name: 'Delivery', amount: gbp(250) },
          { kind: 'service', name: 'Service', amount: gbp(99) },
        ],
        discounts: [{ name: 'WELCOME', amount: gbp(100) }],
        tip: gbp(200),
        total: gbp(990 + 349 - 100 + 200),
      }),
      rig.systemWith({ recordPayment: true }),
    );
    expect(seen.lines.map(({ name, unit_price }) => [name, unit_price]).slice(-2)).to.deep.equal([
      ['Delivery', 250],
      ['Service', 99],
    ]);
    expect(seen.totals).to.include({ discount: 100, total: 1239, tip: 200, paid: 1239, due: 0 });
    expect(seen.notes.join()).to.include('WELCOME 1.00 GBP');
  });

  it('shows no tax that POS Hub’s prices contain, and what was paid is the check', async () => {
    const items = [wireItem({ posReference: '21', price: 495 })];
    const wire = { items, tax: [{ name: 'VAT', amount: 82 }], subTotal: 495, total: 495 };
    const { ticket, difference } = composedFrom(
      { ...wire, payments: [{ name: 'CARD', amount: 495 }] },
      manifest.capabilities.orders,
    );
    expect(difference).to.equal(0);
    const seen = await take(ticket, rig.systemWith({ recordPayment: true }));
    expect(seen.totals).to.include({ total: 495, paid: 495, due: 0 });
    expect(seen.notes.join()).not.to.match(/Tax|VAT|Paid in|Not paid/);
  });

  it('writes into the note what the settings have no item for', async () => {
    const ticket = ticketOf({
      charges: [{ kind: 'delivery', name: 'Delivery', amount: gbp(250) }],
      total: gbp(745),
    });
    const seen = await take(ticket, rig.systemWithout('deliveryChargeSku'));
    expect(seen.notes.join()).to.include('Charge: Delivery 2.50 GBP').and.include('Paid in POS Hub: 7.45 GBP');
    expect(seen.totals).to.include({ total: 495, paid: 0 });
  });

  it('fails no order by its payment, whatever Lightspeed’s own prices are', async () => {
    const ticket = ticketOf({ lines: [lineOf({ price: gbp(595) })], tip: gbp(100), total: gbp(695) });
    const { notes, payments, totals } = await take(ticket);
    expect(payments).to.deep.equal([]);
    expect(totals).to.include({ total: 495, paid: 0 });
    expect(notes.join()).to.include('Paid in POS Hub: 6.95 GBP').and.include('Tip: 1.00 GBP');
    expect(notes.join()).not.to.include('Not paid');
  });

  describe('where payments are recorded', () => {
    it('fails at the point of sale where Lightspeed’s prices are lower', async () => {
      const ticket = ticketOf({ lines: [lineOf({ price: gbp(595) })], total: gbp(595) });
      await rig.systemWith({ recordPayment: true }).submit(rig.london, ticket);
      const [event] = await rig.news(ticket.orderId, 1);
      expect(event).to.include({ status: 'rejected' });
      expect(await rig.tickets()).to.deep.equal([]);
    });

    for (const [what, changes, paid] of [
      ['a fee that stands in the note', { charges: [{ kind: 'delivery', name: 'Van', amount: gbp(250) }] }, 745],
      ['a tax, which Lightspeed reckons itself', {}, 545],
      ['more than there is to pay', { tenders: [{ kind: 'card', amount: gbp(600) }] }, 600],
    ] as const)
      it(`pays no more than the items come to, and tells in words of ${what}`, async () => {
        const ticket = ticketOf({ total: gbp(paid), ...changes });
        const seen = await take(ticket, rig.systemWithout('deliveryChargeSku', { recordPayment: true }));
        expect(seen.totals).to.include({ total: 495, paid: 495, due: 0 });
        expect(seen.notes.join()).to.include(`Paid in POS Hub: ${(paid / 100).toFixed(2)} GBP`);
      });
  });

  it('brings guest, address, profile, table and times', async () => {
    const scheduledFor = Date.now() + 3_600_000;
    const delivered = await take(
      ticketOf({
        scheduledFor,
        note: 'ring twice',
        customer: { firstName: 'Ann', phone: '07700 900123', phonePin: '77', email: 'ann@example.com' },
        fulfilment: {
          kind: 'delivery',
          by: 'store',
          instructions: 'third floor',
          address: { lines: ['1 High St', 'Flat 2', 'Yard'], city: 'London', postalCode: 'E1', country: 'GB' },
        },
      }),
    );
    expect(delivered).to.include({ kind: 'toGo', profile: 'DELIVERY', collection_code: '42' });
    expect(delivered.address).to.deep.equal({
      ...{ addressLine1: '1 High St', addressLine2: 'Flat 2, Yard', zip: 'E1', city: 'London' },
    });
    expect(Date.parse(delivered.collection_time ?? '')).to.equal(scheduledFor);
    for (const text of ['ring twice', '07700 900123', '77', 'ann@example.com', 'third floor', 'GB', 'UBEREATS'])
      expect(delivered.notes.join(), text).to.include(text);
    const inside = await take(ticketOf({ fulfilment: { kind: 'dine-in', table: '7' }, number: 'A-1234567890' }));
    expect(inside).to.include({ kind: 'local', profile: 'DINEIN', table: '7' });
    expect(inside.notes.join()).to.include('A-1234567890');
  });

  it('says what is still to be paid, and asks nobody to pay twice', async () => {
    const seen = await take(ticketOf({ tenders: [{ kind: 'cash', amount: gbp(495) }], tip: gbp(50), total: gbp(545) }));
    expect(seen.payments).to.deep.equal([]);
    expect(seen.notes.join()).to.include('Not paid: 5.45 GBP to collect').and.include('Tip: 0.50 GBP');
    expect(seen.notes.join()).not.to.include('Paid in');
    const half = [
      { kind: 'card', amount: gbp(200) },
      { kind: 'cash', amount: gbp(295) },
    ] as const;
    const { notes } = await take(ticketOf({ tenders: half }));
    expect(notes.join()).to.include('Not paid: 2.95 GBP to collect').and.include('Paid in POS Hub: 2.00 GBP');
  });

  it('takes a card at the door for no payment', async () => {
    const items = [wireItem({ posReference: '21', price: 495 })];
    const wire = { items, total: 495, isPaid: false, payments: [{ name: 'CARD', amount: 495 }] };
    const seen = await take(composedFrom(wire, manifest.capabilities.orders).ticket);
    expect(seen.totals).to.include({ total: 495, paid: 0, due: 495 });
    expect(seen.notes.join()).to.include('Not paid: 4.95 GBP to collect');
  });

  it('makes one check of one key, and says that it had it', async () => {
    const ticket = ticketOf();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => rig.system.submit(rig.london, ticket)));
    expect(outcomes.filter(({ kind }) => kind === 'pending')).to.have.length(1);
    expect(outcomes.filter(({ kind }) => kind === 'duplicate')).to.have.length(9);
    await rig.ticket(ticket.idempotencyKey);
    expect(await rig.tickets()).to.have.length(1);
  });

  it('says which item it is where Lightspeed knows it not, through what was split and sorted', async () => {
    const options = [optionOf('instruction:236025632784492'), optionOf('THIN'), optionOf('NOPE')];
    const lines = [lineOf({ quantity: 2 }), lineOf({ ref: 'MARG-L', price: gbp(1200), options })];
    const discounts = [{ name: 'Less', amount: gbp(10) }];
    const outcome = await rig.system.submit(rig.london, ticketOf({ lines, discounts, total: gbp(2190) }));
    expect(outcome).to.have.nested.property('fault.path', 'lines[1].options[2]');
    const gone = await rig.system.submit(rig.london, ticketOf({ lines: [lineOf({ ref: 'GONE' })] }));
    expect(gone).to.have.nested.property('fault.code', 'menu.item_unknown');
    expect(gone).to.have.nested.property('fault.path', 'lines[0]');
    expect(gone).to.include({ earlier: 'unknown' });
    expect(await rig.tickets()).to.deep.equal([]);
  });

  it('tells a failure at the point of sale as a no to that order', async () => {
    await rig.admin('PUT', '/stock', { businessLocationId: Number(rig.london.store.ref), sku: '21', count: 0 });
    const ticket = ticketOf();
    expect(await rig.system.submit(rig.london, ticket)).to.include({ kind: 'pending' });
    const [event] = await rig.news(ticket.orderId, 1);
    expect(event).to.include({ status: 'rejected', ticket: ticket.idempotencyKey });
  });

  it('is in doubt where an answer is lost, and certain where it is not', async () => {
    for (const [kind, code] of [
      ['status', 'vendor.no_answer'],
      ['lost_answer', 'vendor.no_answer'],
      ['rate_limit', 'vendor.rate_limited'],
      ['html', 'vendor.no_answer'],
      ['malformed', 'vendor.unreadable'],
    ] as const) {
      await rig.fault(kind, { path: '/o/op/1/order/toGo', times: 1 });
      expect((await faultIn(rig.system.submit(rig.london, ticketOf()))).code, kind).to.equal(code);
    }
  });

  it('never takes a page of somebody between for an order, whatever its status', async () => {
    for (const status of [400, 403, 404, 409]) {
      await rig.fault('html', { path: '/o/op/1/order/toGo', times: 1, status });
      const { side, code } = await faultIn(rig.system.submit(rig.london, ticketOf()));
      expect(side, `${status}: ${code}`).to.equal('vendor');
    }
  });

  it('refuses what it can’t do', async () => {
    expect((await faultIn(rig.system.cancel(rig.london, 'A1.1', 'other'))).code).to.equal('vendor.unsupported');
    expect((await faultIn(rig.system.find(rig.london, 'x'))).code).to.equal('vendor.unsupported');
    expect((await faultIn(rig.system.read(rig.london, 'A1.1'))).code).to.equal('vendor.unsupported');
    const long = ticketOf({ note: 'x'.repeat(4_000) });
    expect((await faultIn(rig.system.submit(rig.london, long))).code).to.equal('order.too_long');
  });

  it('sends the location as a number, and the reference as the key', async () => {
    const ticket = ticketOf();
    await take(ticket);
    const request = rig.sent.find(({ url }) => url.endsWith('/order/toGo'));
    expect(fieldOf(request?.json, 'businessLocationId')).to.equal(Number(rig.london.store.ref));
    expect(fieldOf(request?.json, 'thirdPartyReference')).to.equal(ticket.idempotencyKey);
  });
});
