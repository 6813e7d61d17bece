import { expect } from 'chai';
import type { SubmitOutcome, Ticket } from '@poshub-bridge/core';
import { manifest } from '#adapter-square/manifest.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { wireItem } from '../../pos-hub/support/orders.js';
import { composedFrom } from '../../pos-hub/support/tickets.js';
import { fieldOf, startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, lineOf, optionOf, ticketOf, unlinked } from '../support/tickets.js';

describe('adapter square: submitting', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  afterEach(async () => {
    await rig.admin('DELETE', '/faults');
    expect(
      fieldOf(await rig.admin('GET', '/violations'), 'violations'),
      'calls as Square describes them',
    ).to.deep.equal([]);
    await rig.admin('POST', '/reset');
    const tokens = await rig.admin('POST', '/tokens', {});
    Object.assign(rig.soho.credentials, { accessToken: fieldOf(tokens, 'access_token') });
  });

  const submit = (ticket: Ticket, system = rig.system): Promise<SubmitOutcome> => system.submit(rig.soho, ticket);

  it('makes an order that the till shows, paid, at POS Hub’s prices', async () => {
    const options = [optionOf({ quantity: 2, price: gbp(77) })];
    const total = gbp(2 * (1300 + 2 * 77) + 250 - 100 + 60);
    const ticket = ticketOf({
      lines: [lineOf({ quantity: 2, price: gbp(1300), notes: 'well done', options })],
      charges: [{ kind: 'delivery', name: 'Delivery', amount: gbp(250) }],
      discounts: [{ name: 'Promo', amount: gbp(100) }],
      taxes: [{ name: 'VAT 20%', amount: gbp(60) }],
      note: 'No basil',
      total,
    });
    const outcome = await submit(ticket);
    expect(outcome).to.deep.include({ kind: 'accepted', total });
    const shown = await rig.ticket(ticketIn(outcome));
    expect(shown).to.deep.include({ ticket_name: '42 UBEREATS', reference_id: ticket.orderId, state: 'OPEN' });
    expect(shown.source).to.equal('POS Hub (UBEREATS)');
    expect(shown.lines[0]).to.include({ quantity: 2, unit_price: 1300, note: 'well done' });
    expect(shown.lines[0]?.modifiers[0]).to.include({ name: 'Olives', quantity: 2, unit_price: 77 });
    expect(shown.service_charges).to.deep.equal([
      { name: 'Delivery', amount: 250 },
      { name: 'Tax: VAT 20%', amount: 60 },
    ]);
    expect(shown.discounts).to.deep.equal([{ name: 'Promo', amount: 100 }]);
    expect(shown.totals).to.include({ total: total.amount, due: 0, tip: 0, tax: 0 });
    expect(shown.payments).to.have.length(1);
    expect(shown.payments[0]).to.include({ type: 'EXTERNAL', source: 'POS Hub', amount: total.amount });
    expect(shown.fulfillment).to.include({ type: 'PICKUP', schedule_type: 'ASAP', note: 'No basil' });
    expect(shown.fulfillment.recipient).to.include({ name: 'Ann Lee', phone: '+447700900123' });
  });

  it('charges and discounts nothing for a tax that POS Hub’s prices contain', async () => {
    const items = [wireItem({ posReference: 'VAR_DIAVOLA', price: 1200 })];
    const wire = { items, tax: [{ name: 'VAT', amount: 200 }], subTotal: 1200, total: 1200 };
    const { ticket, difference } = composedFrom(wire, manifest.capabilities.orders);
    expect(difference).to.equal(0);
    const shown = await rig.ticket(ticketIn(await submit(ticket)));
    expect([shown.service_charges, shown.discounts]).to.deep.equal([[], []]);
    expect(shown.totals).to.include({ total: 1200, due: 0 });
    expect(JSON.stringify(shown)).not.to.include('VAT');
  });

  it('says of a card at the door, and of cash, that it is still to be paid', async () => {
    for (const wire of [
      { isPaid: false, payments: [{ name: 'CARD', amount: 1350 }] },
      { payments: [{ name: 'CASH', amount: 1350 }] },
    ]) {
      const order = { ...wire, items: [wireItem({ posReference: 'VAR_DIAVOLA', price: 1350 })], total: 1350 };
      const outcome = await submit(composedFrom(order, manifest.capabilities.orders).ticket);
      const { fulfillment } = await rig.ticket(ticketIn(outcome));
      expect(fulfillment.note).to.equal('Not paid yet: 13.50 GBP');
    }
  });

  it('makes one order of one key however often it is sent', async () => {
    const ticket = ticketOf();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => submit(ticket)));
    expect(new Set(outcomes.map(ticketIn))).to.have.property('size', 1);
    expect(await rig.orders()).to.have.length(1);
    expect(await rig.payments()).to.have.length(1);
  });

  it('puts a tip on the payment, cash as cash, and several payments on one order', async () => {
    const outcome = await submit(
      ticketOf({
        total: gbp(1599),
        tip: gbp(200),
        tenders: [
          { kind: 'cash', amount: gbp(500) },
          { kind: 'card', amount: gbp(1099) },
        ],
      }),
    );
    const { payments, totals } = await rig.ticket(ticketIn(outcome));
    expect(payments.map(({ type, amount, tip, status }) => [type, amount, tip, status])).to.have.deep.members([
      ['CASH', 500, 0, 'COMPLETED'],
      ['EXTERNAL', 899, 200, 'COMPLETED'],
    ]);
    expect(totals).to.include({ total: 1599, tip: 200, due: 0 });
  });

  it('pays nothing for nothing, and the till shows it all the same', async () => {
    const outcome = await submit(
      ticketOf({ total: gbp(0), tenders: [], discounts: [{ name: 'Voucher', amount: gbp(1399) }] }),
    );
    expect((await rig.ticket(ticketIn(outcome))).totals).to.include({ total: 0, due: 0 });
    expect(await rig.payments()).to.have.length(0);
  });

  describe('where nothing is to be paid', () => {
    const discounts = [{ name: 'Voucher', amount: gbp(1399) }];
    const polled = async (cursor: string): Promise<readonly string[]> =>
      (await rig.system.poll(rig.soho, cursor)).events.map((event) => (event.type === 'ticket' ? event.status : ''));

    for (const [said, given] of [
      ['of an order', ticketOf({ total: gbp(0), tenders: [], discounts })],
      ['of one that got the difference to POS Hub', ticketOf({ total: gbp(0), tenders: [] })],
    ] as const)
      it(`says ${said}, when it broke off before the till was told, that there is none, and finishes it`, async () => {
        const { cursor } = await rig.system.poll(rig.soho, undefined);
        await rig.fault('status', { method: 'POST', path: '/v2/orders/*/pay', times: 1 });
        expect((await faultIn(submit(given))).code).to.equal('vendor.no_answer');
        expect(await rig.tickets()).to.deep.equal([]);
        const id = String(fieldOf((await rig.orders())[0], 'order', 'id'));
        expect((await faultIn(rig.system.read(rig.soho, id))).code).to.equal('vendor.order_unknown');
        expect(await polled(cursor)).to.deep.equal([]);
        expect(ticketIn(await submit(given))).to.equal(id);
        expect(await rig.tickets()).to.have.length(1);
        expect((await rig.system.read(rig.soho, id)).status).to.equal('accepted');
        expect(await polled(cursor)).to.deep.equal(['accepted']);
      });

    it('takes back what the till was never told of, and tells of no cancellation', async () => {
      const { cursor } = await rig.system.poll(rig.soho, undefined);
      await rig.fault('status', { method: 'POST', path: '/v2/orders/*/pay', status: 400 });
      expect((await faultIn(submit(ticketOf({ total: gbp(0), tenders: [], discounts })))).code).to.equal(
        'vendor.refused',
      );
      expect(fieldOf((await rig.orders())[0], 'order', 'state')).to.equal('CANCELED');
      expect(await polled(cursor)).to.deep.equal([]);
    });
  });

  it('writes a tip into the order where nothing else is to be paid', async () => {
    const discounts = [{ name: 'Voucher', amount: gbp(1399) }];
    const outcome = await submit(ticketOf({ total: gbp(150), tip: gbp(150), discounts }));
    expect(outcome).to.deep.include({ total: gbp(150) });
    expect((await rig.ticket(ticketIn(outcome))).totals).to.include({ total: 150, tip: 0, due: 0 });
  });

  it('takes a discount off the delivery, too', async () => {
    const charges = [{ kind: 'delivery', name: 'Delivery', amount: gbp(250) }] as const;
    const discounts = [{ name: 'All free', amount: gbp(1649) }];
    const outcome = await submit(ticketOf({ charges, discounts, total: gbp(0), tenders: [] }));
    const shown = await rig.ticket(ticketIn(outcome));
    expect(shown.totals).to.include({ total: 0, discount: 1649 });
    expect(shown.lines.map(({ name }) => name)).to.deep.equal(['Diavola', 'Delivery']);
  });

  describe('when the totals differ', () => {
    const ticket = (amount: number): Ticket => ticketOf({ total: gbp(amount) });
    const answered = async (given: Ticket, totalDifference: 'adjust' | 'accept' | 'reject'): Promise<SubmitOutcome> =>
      submit(given, rig.systemWith({ totalDifference }));

    it('adds a line for what POS Hub’s is more, and a discount for what it is less', async () => {
      const more = await rig.ticket(ticketIn(await answered(ticket(1500), 'adjust')));
      expect(more.service_charges).to.deep.equal([{ name: 'Difference to POS Hub', amount: 101 }]);
      expect(more.totals).to.include({ total: 1500, due: 0 });
      const less = await answered(ticket(1000), 'adjust');
      expect(less).to.deep.include({ total: gbp(1000) });
      expect((await rig.ticket(ticketIn(less))).discounts).to.deep.equal([
        { name: 'Difference to POS Hub', amount: 399 },
      ]);
    });

    it('finds POS Hub’s total also where the dishes alone cost less than what it is less', async () => {
      const charges = [{ kind: 'delivery', name: 'Delivery', amount: gbp(2000) }] as const;
      const outcome = await answered(ticketOf({ charges, total: gbp(500) }), 'adjust');
      expect(outcome).to.deep.include({ kind: 'accepted', total: gbp(500) });
      const shown = await rig.ticket(ticketIn(outcome));
      expect(shown.totals).to.include({ total: 500, due: 0 });
      expect(shown.discounts).to.deep.equal([{ name: 'Difference to POS Hub', amount: 2899 }]);
    });

    it('is finished once, when it broke off between the line and the payment', async () => {
      await rig.fault('lost_answer', { method: 'PUT', times: 1 });
      const given = ticket(1500);
      expect((await faultIn(answered(given, 'adjust'))).code).to.equal('vendor.no_answer');
      const outcome = await answered(given, 'adjust');
      expect((await rig.ticket(ticketIn(outcome))).totals).to.include({ total: 1500, due: 0 });
      expect(await rig.orders()).to.have.length(1);
    });

    it('takes Square’s and says so', async () => {
      const outcome = await answered(ticket(1500), 'accept');
      expect(outcome).to.deep.include({ kind: 'accepted', total: gbp(1399) });
      expect((await rig.ticket(ticketIn(outcome))).totals).to.include({ total: 1399, due: 0 });
    });

    it('rejects the order and leaves nothing of it, where the settings want that', async () => {
      const given = ticket(1500);
      for (let times = 0; times < 2; times += 1)
        expect(await answered(given, 'reject')).to.have.nested.property('fault.code', 'vendor.refused');
      expect(await rig.tickets()).to.deep.equal([]);
      expect(fieldOf((await rig.orders())[0], 'order', 'state')).to.equal('CANCELED');
    });
  });

  describe('what the catalog does not have', () => {
    const gone = lineOf({ ref: 'VAR_GONE', name: 'Special' });

    it('is rejected with its place', async () => {
      const outcome = await submit(ticketOf({ lines: [lineOf(), gone] }));
      expect(outcome).to.have.nested.property('fault.code', 'menu.item_unknown');
      expect(outcome).to.have.nested.property('fault.path', 'lines[1]');
      const options = [optionOf(), optionOf({ ref: 'MOD_GONE' })];
      const option = await submit(ticketOf({ lines: [lineOf({ options })] }));
      expect(option).to.have.nested.property('fault.path', 'lines[0].options[1]');
      expect(await rig.orders()).to.deep.equal([]);
    });

    it('is rejected where nobody linked it', async () => {
      const options = [optionOf(), unlinked(optionOf())];
      const fault = await faultIn(submit(ticketOf({ lines: [lineOf({ options })] })));
      expect([fault.code, fault.path]).to.deep.equal(['menu.item_unreferenced', 'lines[0].options[1]']);
      expect((await faultIn(submit(ticketOf({ lines: [unlinked(lineOf())] })))).path).to.equal('lines[0]');
    });

    it('is given by name and price, where the settings want that', async () => {
      const options = [
        optionOf({ ref: 'MOD_GONE', name: 'Truffle', price: gbp(500) }),
        unlinked(optionOf({ name: 'Love' })),
      ];
      const lines = [lineOf({ options }), gone, unlinked(lineOf({ name: 'By hand', price: gbp(1) }))];
      const total = gbp(1399 + 500 + 90 + 1399 + 1);
      const outcome = await submit(ticketOf({ lines, total }), rig.systemWith({ unknownItems: 'ad-hoc' }));
      const shown = await rig.ticket(ticketIn(outcome));
      expect(shown.lines.map(({ name, catalog_object_id }) => [name, catalog_object_id])).to.deep.equal([
        ['Diavola', 'VAR_DIAVOLA'],
        ['Special', undefined],
        ['By hand', undefined],
      ]);
      expect(shown.lines[0]?.modifiers.map(({ name }) => name)).to.deep.equal(['Truffle', 'Love']);
      expect(shown.totals).to.include({ total: total.amount, due: 0 });
    });
  });

  it('claims a note that it can place', async () => {
    const { noteLength, lineNoteLength } = manifest.capabilities.orders;
    const note = 'x'.repeat(noteLength);
    const shown = await rig.ticket(
      ticketIn(await submit(ticketOf({ note, lines: [lineOf({ notes: 'y'.repeat(lineNoteLength) })] }))),
    );
    expect(shown.lines[0]?.note).to.have.length(lineNoteLength);
    expect(
      shown.lines
        .slice(1)
        .map((line) => line.note)
        .join(''),
    ).to.equal(note);
    expect(shown.fulfillment.note).to.include('NOTE');
  });
});
