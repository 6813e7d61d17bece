import { expect } from 'chai';
import fc from 'fast-check';
import type { Adjustment, Fulfilment, Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';
import type { NamedAmount, Order, TakenModifier } from '#kit/till/wire.js';
import { startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, ticketOf } from '../support/tickets.js';

const texts = fc.stringMatching(/^[\p{L}\p{N}\p{Emoji_Presentation}][\p{L}\p{N} '"<>&\\/!?.,-]{0,30}$/u);
const amounts = fc.integer({ min: 0, max: 99_999 }).map(gbp);
const quantities = fc.integer({ min: 1, max: 999 });
const MODIFIERS = ['mod_top_olives', 'mod_top_burrata', 'mod_crust_stuffed', 'mod_heat_hot', 'mod_no_ice'] as const;
const PRODUCTS = ['prd_diavola', 'prd_margherita/var_margherita_12', 'prd_cola', 'prd_staff_meal'] as const;

/** Options within options, so deep. */
function optionsTo(depth: number): fc.Arbitrary<readonly TicketOption[]> {
  if (depth === 0) return fc.constant([]);
  const ref = fc.constantFrom(...MODIFIERS);
  const quantity = fc.integer({ min: 1, max: 9 });
  return fc.array(fc.record({ ref, name: texts, quantity, price: amounts, options: optionsTo(depth - 1) }), {
    maxLength: 3,
  });
}

const lines: fc.Arbitrary<TicketLine> = fc.record(
  {
    ref: fc.constantFrom(...PRODUCTS),
    name: texts,
    quantity: quantities,
    price: amounts,
    notes: texts,
    options: optionsTo(4),
  },
  { requiredKeys: ['ref', 'name', 'quantity', 'price', 'options'] },
);

const adjustments = fc.array(fc.record({ name: texts, amount: amounts }), { maxLength: 3 });
const times = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map(Number);

const fulfilments: fc.Arbitrary<Fulfilment> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pickup' as const, 'in-store' as const, 'waiting' as const) }),
  fc.record({ kind: fc.constant('dine-in' as const), table: texts }, { requiredKeys: ['kind'] }),
  fc.record(
    {
      kind: fc.constant('delivery' as const),
      by: fc.constantFrom('store' as const, 'partner' as const),
      address: fc.record(
        {
          lines: fc.array(fc.oneof(texts, fc.constant('')), { maxLength: 4 }),
          city: texts,
          postalCode: texts,
          country: fc.constant('GB'),
        },
        { requiredKeys: ['lines'] },
      ),
      instructions: texts,
    },
    { requiredKeys: ['kind', 'by'] },
  ),
  fc.record({ kind: fc.constant('other' as const), name: texts }),
);

const tickets: fc.Arbitrary<Ticket> = fc
  .record(
    {
      number: texts,
      channel: texts,
      placedAt: times,
      scheduledFor: times,
      fulfilment: fulfilments,
      customer: fc.record(
        { firstName: fc.oneof(texts, fc.constant('')), lastName: texts, phone: texts, phonePin: texts, email: texts },
        { requiredKeys: ['firstName'] },
      ),
      note: fc.oneof(texts, fc.constant('')),
      lines: fc.array(lines, { minLength: 1, maxLength: 3 }),
      charges: fc.array(
        fc.record({ kind: fc.constantFrom('delivery' as const, 'service' as const), name: texts, amount: amounts }),
        { maxLength: 3 },
      ),
      discounts: adjustments,
      taxes: adjustments,
      tip: amounts,
      tenders: fc.array(fc.record({ kind: fc.constantFrom('card', 'cash', 'other'), amount: amounts }), {
        maxLength: 2,
      }),
      total: amounts,
    },
    {
      requiredKeys: [
        ...(['number', 'channel', 'placedAt', 'fulfilment', 'note', 'lines', 'charges'] as const),
        ...(['discounts', 'taxes', 'tenders', 'total'] as const),
      ],
    },
  )
  .map((changes) => ticketOf(changes));

describe('adapter till: the mapping of orders', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  it('keeps every line, option, note, quantity and amount, as the till itself shows them', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(tickets, async (ticket) => {
        const outcome = await rig.system.submit(rig.soho, ticket);
        const order = await rig.order(ticketIn(outcome.kind === 'accepted' ? outcome : undefined));
        expectHead(order, ticket);
        expectPeople(order, ticket);
        expectFulfilment(order, ticket);
        expect(order.lines.map(shownLine)).to.deep.equal(ticket.lines.map(wantedLine));
        expectAmounts(order, ticket);
      }),
      { numRuns: 60 },
    );
  });
});

function expectHead(order: Order, ticket: Ticket): void {
  expect(order).to.include({ reference: ticket.orderId, display_number: ticket.number, source: ticket.channel });
  expect(order.currency).to.equal('GBP');
  expect(order.note ?? '').to.equal(ticket.note);
  expect(Date.parse(order.placed_at ?? '')).to.equal(ticket.placedAt);
  expect(
    order.fulfilment.scheduled_for === undefined ? undefined : Date.parse(order.fulfilment.scheduled_for),
  ).to.equal(ticket.scheduledFor);
}

function expectPeople(order: Order, { customer }: Ticket): void {
  if (customer === undefined) {
    expect(order.customer).to.equal(undefined);
    return;
  }
  const shown = Object.values(order.customer ?? {}).join('\n');
  const { firstName, lastName = '', phone = '', phonePin = '', email = '' } = customer;
  for (const part of [firstName, lastName, phone, phonePin, email]) expect(shown).to.contain(part.trim());
  expect(order.customer?.name).to.not.equal('');
}

function expectFulfilment(order: Order, { fulfilment }: Ticket): void {
  const shown = order.fulfilment;
  if (fulfilment.kind === 'other') expect(shown.type).to.equal('pickup');
  else expect(shown.type).to.equal(fulfilment.kind.replace('-', '_'));
  if (fulfilment.kind === 'dine-in') expect(shown.table).to.equal(fulfilment.table);
  if (fulfilment.kind !== 'delivery') return;
  expect(shown.instructions)
    .to.contain(fulfilment.by)
    .and.to.contain(fulfilment.instructions?.trim() ?? '');
  const address = Object.values(shown.address ?? {}).join('\n');
  for (const line of fulfilment.address?.lines ?? []) expect(address).to.contain(line);
  const { city = '', postalCode = '', country = '' } = fulfilment.address ?? {};
  for (const part of [city, postalCode, country]) expect(address).to.contain(part);
}

function expectAmounts(order: Order, ticket: Ticket): void {
  expect(order.charges?.map(bare)).to.deep.equal(ticket.charges.map(wanted));
  expect(order.discounts?.map(bare)).to.deep.equal(ticket.discounts.map(wanted));
  expect(order.taxes?.map(bare)).to.deep.equal(ticket.taxes.map(wanted));
  expect(order.tips?.map(({ amount }) => amount)).to.deep.equal(ticket.tip === undefined ? [] : [ticket.tip.amount]);
  expect(order.payments).to.deep.equal(
    ticket.tenders.map(({ kind, amount }) => ({ method: kind, amount: amount.amount })),
  );
  const sum = (parts: readonly Adjustment[]): number => parts.reduce((all, { amount }) => all + amount.amount, 0);
  const items = ticket.lines.reduce((all, line) => all + line.quantity * (line.price.amount + extras(line.options)), 0);
  const total = items + sum(ticket.charges) + sum(ticket.taxes) + (ticket.tip?.amount ?? 0) - sum(ticket.discounts);
  expect(order.totals).to.include({ items, total, sent_total: ticket.total.amount });
}

function extras(all: readonly TicketOption[]): number {
  return all.reduce((sum, one) => sum + one.quantity * (one.price.amount + extras(one.options)), 0);
}

const bare = ({ name, amount }: NamedAmount): NamedAmount => ({ name, amount });
const wanted = ({ name, amount }: Adjustment): NamedAmount => ({ name, amount: amount.amount });

interface Item {
  readonly ref: string;
  readonly quantity: number;
  readonly price: number;
  readonly note: string;
  readonly options: readonly Item[];
}

function wantedLine({ ref = '', quantity, price, notes = '', options: all }: TicketLine): Item {
  return { ref, quantity, price: price.amount, note: notes, options: all.map((one) => wantedLine(one)) };
}

function shownLine({ product_id, variant_id, quantity, unit_price, note, modifiers }: Order['lines'][number]): Item {
  const ref = variant_id === undefined ? product_id : `${product_id}/${variant_id}`;
  return { ref, quantity, price: unit_price, note: note ?? '', options: modifiers.map(shownOption) };
}

function shownOption({ modifier_id, quantity, unit_price, note, modifiers }: TakenModifier): Item {
  return { ref: modifier_id, quantity, price: unit_price, note: note ?? '', options: modifiers.map(shownOption) };
}
