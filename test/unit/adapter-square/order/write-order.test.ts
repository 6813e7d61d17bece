import { expect } from 'chai';
import fc from 'fast-check';
import { showTime, type Clock, type Customer, type Fulfilment, type Ticket } from '@poshub-bridge/core';
import type { SquareTicket } from '@poshub-bridge/testkit';
import type { SquareSettings } from '#adapter-square/manifest.js';
import { ManualClock, realClock } from '../../../support/clock.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { fieldOf, startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, lineOf, optionOf, ticketOf } from '../support/tickets.js';

const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).map((one) => one.replaceAll(/\s+/g, ' ').trim());
const word = text(20);
const amount = fc.nat(5_000).map(gbp);
const adjustment = fc.record({ name: word, amount });

const fulfilment: fc.Arbitrary<Fulfilment> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pickup', 'in-store', 'waiting') }),
  fc.record({ kind: fc.constant('dine-in'), table: word }),
  fc.record({
    kind: fc.constant('delivery'),
    by: fc.constantFrom('store', 'partner'),
    address: fc.record({ lines: fc.array(word, { minLength: 1, maxLength: 4 }), city: word, postalCode: word }),
    instructions: text(900),
  }),
  fc.record({ kind: fc.constant('other'), name: word }),
);
const customer: fc.Arbitrary<Customer> = fc.record(
  {
    firstName: text(300),
    lastName: word,
    phone: fc.constantFrom('+447700900123', '07700 900 123'),
    phonePin: word,
    email: word,
  },
  { requiredKeys: ['firstName'] },
);

/** Any ticket that core may give, whose total is what its parts make. */
const anyTicket = fc
  .record({
    number: text(40),
    channel: fc.constantFrom('DIRECT', 'UBEREATS', 'A_CHANNEL_WITH_A_LONG_NAME'),
    fulfilment,
    customer,
    note: fc.oneof(text(3_000), fc.constant('')),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 20 }),
        price: amount,
        notes: text(200),
        options: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 4 }), price: amount }), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    charges: fc.array(
      adjustment.map((one) => ({ ...one, kind: 'other' as const })),
      { maxLength: 2 },
    ),
    taxes: fc.array(adjustment, { maxLength: 2 }),
    discounts: fc.array(adjustment, { maxLength: 2 }),
    tip: fc.nat(500),
  })
  .map(({ lines, tip, ...rest }): Ticket => {
    const written = lines.map(({ options, ...line }) =>
      lineOf({ ...line, options: options.map((one) => optionOf(one)) }),
    );
    const sum = (list: readonly { readonly amount: { readonly amount: number } }[]): number =>
      list.reduce((all, one) => all + one.amount.amount, 0);
    const cost = written.reduce(
      (all, { price, quantity, options }) =>
        all + quantity * (price.amount + options.reduce((more, one) => more + one.quantity * one.price.amount, 0)),
      0,
    );
    const gross = cost + sum(rest.charges) + sum(rest.taxes);
    const net = Math.max(0, gross - sum(rest.discounts));
    return ticketOf({ ...rest, lines: written, ...(tip === 0 ? {} : { tip: gbp(tip) }), total: gbp(net + tip) });
  });

/** Everything that a person at the till can read of an order. */
function readable({ ticket_name, source, lines, fulfillment, service_charges, discounts }: SquareTicket): string {
  const notes = lines.filter(({ name }) => name.startsWith('NOTE')).map(({ note = '' }) => note);
  const shown = [
    ticket_name,
    source,
    fulfillment,
    service_charges,
    discounts,
    lines.map(({ name, note }) => [name, note]),
  ];
  const texts: string[] = [];
  JSON.stringify(shown, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return [notes.join(''), ...texts].join('\n');
}

/** Every text of a ticket that a person at the till must see. */
function textsOf({ number, channel, note, fulfilment: way, customer: guest, ...amounts }: Ticket): readonly string[] {
  const adjustments = [...amounts.charges, ...amounts.taxes, ...amounts.discounts].map(({ name }) => name);
  const contact = [guest?.firstName, guest?.phone, guest?.phonePin, guest?.email];
  const { address } = way.kind === 'delivery' ? way : {};
  const there =
    way.kind === 'delivery' ? [way.by, way.instructions, ...(address?.lines ?? []), address?.postalCode] : [];
  const table = way.kind === 'dine-in' ? [way.table] : [];
  return [number, channel, note, ...adjustments, ...contact, ...there, ...table].filter((one) => one !== undefined);
}

describe('adapter square: what is written', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  const shown = async (
    ticket: Ticket,
    settings: Partial<SquareSettings> = {},
    clock: Clock = realClock,
  ): Promise<SquareTicket> => rig.ticket(ticketIn(await rig.systemWith(settings, clock).submit(rig.soho, ticket)));

  for (const delivery of ['pickup', 'delivery', 'shipment'] as const)
    it(`is seen at the till, every text and every amount of any ticket (delivery: ${delivery})`, async () => {
      await fc.assert(
        fc.asyncProperty(anyTicket, async (ticket) => {
          const outcome = await rig.systemWith({ delivery }).submit(rig.soho, ticket);
          expect(outcome).to.deep.include({ kind: 'accepted', total: ticket.total });
          const seen =
            delivery === 'delivery' && ticket.fulfilment.kind === 'delivery'
              ? undefined
              : await rig.ticket(ticketIn(outcome));
          if (seen === undefined) return;
          expect(seen.totals).to.include({ total: ticket.total.amount, due: 0 });
          const all = readable(seen);
          for (const one of textsOf(ticket)) expect(all).to.include(one);
          for (const [index, line] of ticket.lines.entries()) {
            expect(seen.lines[index]).to.include({
              quantity: line.quantity,
              unit_price: line.price.amount,
            });
            expect(seen.lines[index]?.note ?? '').to.equal(line.notes);
            const options = seen.lines[index]?.modifiers.map((one) => [one.quantity, one.unit_price]);
            expect(options).to.deep.equal(line.options.map((one) => [one.quantity, one.price.amount]));
          }
        }),
        { numRuns: 40 },
      );
      expect(fieldOf(await rig.admin('GET', '/violations'), 'violations')).to.deep.equal([]);
    });

  it('says for when an order is, and as soon as possible where it says nothing', async () => {
    const scheduledFor = Date.UTC(2026, 1, 3, 18, 30);
    const clock = new ManualClock(Date.UTC(2026, 1, 3, 12));
    expect((await shown(ticketOf({ scheduledFor }), {}, clock)).fulfillment).to.include({
      schedule_type: 'SCHEDULED',
      pickup_at: '2026-02-03T18:30:00.000Z',
    });
    expect((await shown(ticketOf(), { prepMinutes: 40 })).fulfillment).to.include({
      schedule_type: 'ASAP',
      prep_time: 'PT40M',
    });
    const passed = ticketOf({ scheduledFor: Date.UTC(2026, 1, 3, 11) });
    expect((await shown(passed, {}, clock)).fulfillment).to.include({ schedule_type: 'ASAP' });
  });

  const delivery = {
    kind: 'delivery',
    by: 'store',
    address: { lines: ['1 Elm Street', 'Flat 2'], city: 'London', postalCode: 'N1 1AA', country: 'GB' },
    instructions: 'Ring twice',
  } as const;

  it('writes a delivery as a pickup that says where to, because the till shows no delivery', async () => {
    const { fulfillment } = await shown(ticketOf({ fulfilment: delivery, note: 'No basil' }));
    expect(fulfillment).to.deep.include({
      type: 'PICKUP',
      note: 'DELIVERY by store\nDeliver to: 1 Elm Street, Flat 2, N1 1AA, London, GB\nDelivery: Ring twice\nNo basil',
    });
  });

  it('writes a delivery as a delivery or a shipment, where the settings want that', async () => {
    const scheduledFor = Date.UTC(2026, 1, 3, 18, 30);
    const ticket = ticketOf({ fulfilment: delivery, scheduledFor });
    const clock = new ManualClock(ticket.placedAt);
    const outcome = await rig.systemWith({ delivery: 'delivery' }, clock).submit(rig.soho, ticket);
    const made = (await rig.orders())
      .map((one) => fieldOf(one, 'order'))
      .find((one) => fieldOf(one, 'id') === ticketIn(outcome));
    const details = fieldOf(made, 'fulfillments', '0', 'delivery_details');
    expect(details).to.include({ schedule_type: 'SCHEDULED', deliver_at: '2026-02-03T18:30:00.000Z' });
    expect(fieldOf(details, 'recipient', 'address')).to.deep.equal({
      address_line_1: '1 Elm Street',
      address_line_2: 'Flat 2',
      locality: 'London',
      postal_code: 'N1 1AA',
      country: 'GB',
    });
    const parcel = await shown({ ...ticket, idempotencyKey: 'another' }, { delivery: 'shipment' });
    expect(parcel.fulfillment.type).to.equal('SHIPMENT');
    expect(readable(parcel)).to.include(showTime(scheduledFor, 'Europe/London'));
  });

  it('sends the same for the same ticket, whatever the time is', async () => {
    const ticket = ticketOf({ scheduledFor: Date.UTC(2026, 1, 3, 18, 30) });
    const clock = new ManualClock(ticket.placedAt);
    await shown(ticket, {}, clock);
    const first = rig.sent.findLast(({ url }) => url.endsWith('/v2/orders'));
    clock.advance(3_600_000);
    await shown(ticket, {}, clock);
    expect(rig.sent.findLast(({ url }) => url.endsWith('/v2/orders'))).to.deep.equal(first);
  });

  describe('when the time that was asked for has passed', () => {
    const scheduledFor = Date.UTC(2026, 1, 3, 18, 30);
    const said = `For: ${showTime(scheduledFor, 'Europe/London')}`;
    let clock: ManualClock;
    beforeEach(() => {
      clock = new ManualClock(scheduledFor);
    });

    it('is as soon as possible, with the time in the note', async () => {
      const { fulfillment } = await shown(ticketOf({ scheduledFor, note: 'No basil' }), {}, clock);
      expect(fulfillment).to.include({ schedule_type: 'ASAP', prep_time: 'PT15M', note: `${said}\nNo basil` });
      clock = new ManualClock(scheduledFor - 1);
      const inTime = await shown(ticketOf({ scheduledFor, note: 'No basil' }), {}, clock);
      expect(inTime.fulfillment).to.include({ schedule_type: 'SCHEDULED', note: 'No basil' });
    });

    it('is so for a delivery, too', async () => {
      const ticket = ticketOf({ fulfilment: delivery, scheduledFor });
      const outcome = await rig.systemWith({ delivery: 'delivery' }, clock).submit(rig.soho, ticket);
      const made = (await rig.orders())
        .map((one) => fieldOf(one, 'order'))
        .find((one) => fieldOf(one, 'id') === ticketIn(outcome));
      const details = fieldOf(made, 'fulfillments', '0', 'delivery_details');
      expect(details).to.include({ schedule_type: 'ASAP' });
      expect(fieldOf(details, 'note')).to.include(said);
    });

    for (const [how, first, then] of [
      ['passed between two attempts', -1, 1],
      ['had passed, and another clock is behind', 1, -1],
    ] as const)
      for (const path of ['/v2/orders', '/v2/payments'])
        for (const unknownItems of ['reject', 'ad-hoc'] as const)
          it(`finishes what was made when it ${how} (${path} broke off, unknown items: ${unknownItems})`, async () => {
            const before = (await rig.orders()).length;
            const known = unknownItems === 'reject' ? {} : { lines: [lineOf({ ref: 'VAR_GONE' })] };
            const ticket = ticketOf({ scheduledFor, ...known });
            const skip = unknownItems === 'ad-hoc' && path === '/v2/orders' ? 1 : 0;
            await rig.fault('lost_answer', { method: 'POST', path, times: 1, skip });
            const settings = { unknownItems };
            const begun = shown(ticket, settings, new ManualClock(scheduledFor + first));
            expect((await faultIn(begun)).code).to.equal('vendor.no_answer');
            const seen = await shown(ticket, settings, new ManualClock(scheduledFor + then));
            expect(seen.fulfillment.schedule_type).to.equal(first < 0 ? 'SCHEDULED' : 'ASAP');
            expect(seen.totals.due).to.equal(0);
            expect(await rig.orders()).to.have.length(before + 1);
          });

    it('is still refused when the order has changed under its key', async () => {
      const ticket = ticketOf({ scheduledFor });
      await shown(ticket, {}, clock);
      const changed = faultIn(shown({ ...ticket, note: 'No cutlery' }, {}, clock));
      expect((await changed).detail).to.include('IDEMPOTENCY_KEY_REUSED');
    });
  });
});
