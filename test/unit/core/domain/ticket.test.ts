import { expect } from 'chai';
import fc from 'fast-check';
import { showMoney, sumOf, type Order, type OrderOption, type Tender, type TicketOption } from '@poshub-bridge/core';
import {
  ALL,
  NONE,
  ORDER_ID,
  abilities,
  composed,
  faultOf,
  gbp,
  lineOf,
  noteOf,
  optionOf,
  orderOf,
  orders,
  takenBy,
} from './orders.js';

/** Every option at every depth, with how many of it the guest gets and how deep it lies (1: below a line). */
function flat(
  options: readonly (OrderOption | TicketOption)[],
  times: number,
  depth = 1,
): readonly { option: OrderOption | TicketOption; times: number; depth: number }[] {
  return options.flatMap((option) => [
    { option, times: times * option.quantity, depth },
    ...flat(option.options, times * option.quantity, depth + 1),
  ]);
}

/** Every text of an order that a person in the store may need. */
function textsOf({ notes, lines, fulfilment, customer, charges, discounts, taxes }: Order): readonly string[] {
  const delivery = fulfilment.kind === 'delivery' ? fulfilment : undefined;
  const { lines: street = [], city, postalCode, country } = delivery?.address ?? {};
  const place = [delivery?.by, delivery?.instructions, ...street, city, postalCode, country];
  const { firstName, lastName, phone, phonePin, email } = customer;
  const table = fulfilment.kind === 'dine-in' ? fulfilment.table : undefined;
  const kind = fulfilment.kind === 'other' ? fulfilment.name : fulfilment.kind;
  const items = lines.flatMap((line) => [
    line.name,
    line.notes,
    ...flat(line.options, 1).map(({ option }) => option.name),
  ]);
  const all = [
    notes,
    ...items,
    ...place,
    table,
    kind,
    ...[firstName, lastName, phone, phonePin, email],
    ...[...charges, ...discounts, ...taxes].map(({ name }) => name),
  ];
  return all.filter((text) => text !== undefined);
}

describe('a ticket', () => {
  it('has every text of the order in a field that the till knows, or in its note', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        const { ticket } = composed(order, able);
        // The till takes a tip as one amount, without the names of its parts.
        const tips = able.tips ? order.charges.filter(({ kind }) => kind === 'tip').map(({ name }) => name) : [];
        const taken = `${JSON.stringify(takenBy(ticket, able))}\n${ticket.note}\n${tips.join('\n')}`;
        for (const text of textsOf(order)) expect(taken).to.contain(text);
      }),
      { numRuns: 500 },
    );
  });

  it('has every amount beside the lines in a field that the till knows, or in its note', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        const { ticket } = composed(order, able);
        const groups = [
          [order.charges.filter(({ kind }) => kind !== 'tip'), able.charges, ticket.charges],
          [order.discounts, able.discounts, ticket.discounts],
          [order.taxes, able.taxes, ticket.taxes],
        ] as const;
        for (const [amounts, isAble, field] of groups) {
          expect(field).to.deep.equal(isAble ? amounts : []);
          if (!isAble)
            for (const { name, amount } of amounts) expect(ticket.note).to.contain(`${name} ${showMoney(amount)}`);
        }
        const tips = order.charges.filter(({ kind }) => kind === 'tip');
        if (!able.tips)
          for (const { name, amount } of tips) expect(ticket.note).to.contain(`Tip: ${name} ${showMoney(amount)}`);
        const sum = tips.reduce((total, { amount }) => total + amount.amount, 0);
        expect(ticket.tip).to.deep.equal(able.tips && tips.length > 0 ? gbp(sum) : undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('has each option as often as the guest chose it down to the till’s depth, and writes down the deeper ones', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        const { ticket } = composed(order, able);
        order.lines.forEach((line, index) => {
          const wanted = flat(line.options, line.quantity);
          const got = flat(ticket.lines[index]?.options ?? [], line.quantity);
          expect(count(got)).to.deep.equal(count(wanted.filter(({ depth }) => depth <= able.optionDepth)));
          if (!able.optionQuantities) expect(got.every(({ option }) => option.quantity === 1)).to.be.true;
          for (const { option, depth } of wanted) {
            if (depth <= able.optionDepth) continue;
            const times = option.quantity === 1 ? '' : `${option.quantity} × `;
            const price = option.price.amount === 0 ? '' : ` (${showMoney(option.price)})`;
            expect(ticket.note).to.contain(` > ${times}${option.name}${price}`);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('has the lines as they were ordered, whatever the till can do', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        const { lines } = composed(order, able).ticket;
        expect(lines.map(({ ref, name, quantity, price }) => ({ ref, name, quantity, price }))).to.deep.equal(
          order.lines.map(({ ref, name, quantity, price }) => ({ ref, name, quantity, price })),
        );
        expect(lines.map(({ notes }) => notes)).to.deep.equal(
          order.lines.map(({ notes }) =>
            notes !== undefined && notes.trim().length <= able.lineNoteLength ? notes : undefined,
          ),
        );
      }),
    );
  });

  it('folds nothing for a till that has a field for everything', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { folded, ticket } = composed(order);
        expect(folded).to.deep.equal(order.utensils === undefined ? [] : ['cutlery']);
        expect(ticket).to.deep.include({
          customer: order.customer,
          fulfilment: order.fulfilment,
          total: order.total,
        });
        expect(ticket.scheduledFor).to.equal(order.scheduledFor);
      }),
    );
  });

  it('says by how much the parts and the total differ, to the minor unit', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        const lines = order.lines.map(({ price, quantity, options }) => {
          const extras = flat(options, quantity).map(({ option, times }) => option.price.amount * times);
          return price.amount * quantity + extras.reduce((sum, next) => sum + next, 0);
        });
        const beside = [...order.charges, ...order.taxes].map(({ amount }) => amount.amount);
        const off = order.discounts.map(({ amount }) => -amount.amount);
        const sum = [...lines, ...beside, ...off].reduce((total, next) => total + next, 0);
        expect(sumOf(order)).to.deep.equal(gbp(sum));
        expect(composed(order, able).difference).to.equal(sum - order.total.amount);
      }),
    );
  });

  it('says nothing of taxes within the prices, which are in them already', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        expect(composed(order, able)).to.deep.equal(composed({ ...order, includedTaxes: [] }, able));
      }),
    );
  });

  it('shows a till that asks for the rest itself no payment that is still to be made', () => {
    const card: Tender = { kind: 'card', amount: gbp(500) };
    const rest: Tender = { kind: 'other', amount: gbp(400) };
    const cash: Tender = { kind: 'cash', amount: gbp(400) };
    const tenders = (paid: boolean, ...some: readonly Tender[]): readonly Tender[] =>
      composed(orderOf({ paid, tenders: some })).ticket.tenders;
    expect(tenders(false, card, rest)).to.deep.equal([]);
    expect(tenders(false, card, rest, cash)).to.deep.equal([cash]);
    expect(tenders(false, card, cash)).to.deep.equal([card, cash]);
    expect(tenders(true, card, rest)).to.deep.equal([card, rest]);
    const { paid: _unsaid, ...unsaid } = orderOf({ tenders: [card, rest] });
    expect(composed(unsaid).ticket.tenders).to.deep.equal([card, rest]);
  });

  it('leaves nothing to be asked for of an order that is paid, whatever payments are named', () => {
    const card: Tender = { kind: 'card', amount: gbp(500) };
    const cash: Tender = { kind: 'cash', amount: gbp(900) };
    const other = (amount: number): Tender => ({ kind: 'other', amount: gbp(amount) });
    const tenders = (...some: readonly Tender[]): readonly Tender[] =>
      composed(orderOf({ paid: true, tenders: some })).ticket.tenders;
    expect(tenders()).to.deep.equal([other(900)]);
    expect(tenders(cash)).to.deep.equal([other(900)]);
    expect(tenders(card, cash)).to.deep.equal([card, other(400)]);
    expect(tenders(other(1_000))).to.deep.equal([other(1_000)]);
  });

  it('has all payments for a till that must have every ticket paid', () => {
    const order = orderOf({ paid: false, tenders: [{ kind: 'card', amount: gbp(900) }] });
    expect(composed(order, { ...ALL, unpaid: false }).ticket.tenders).to.deep.equal(order.tenders);
  });

  it('has the order’s own id as its key, and a new one for each new number', () => {
    const keys = [0, 1, 2, 99].map((key) => composed(orderOf(), ALL, key).ticket.idempotencyKey);
    expect(keys).to.deep.equal([ORDER_ID, `${ORDER_ID}-1`, `${ORDER_ID}-2`, `${ORDER_ID}-99`]);
    for (const key of keys) expect(key).to.match(/^[A-Za-z0-9-]{1,45}$/);
  });
});

describe('an order of which no ticket can be made', () => {
  const { ref: _none, ...unreferenced } = optionOf('CHEESE');

  it('is one with an item that has no reference, and the fault says where', () => {
    const { ref: _line, ...line } = lineOf();
    expect(faultOf(() => composed(orderOf({ lines: [lineOf(), line] })))).to.include({
      code: 'menu.item_unreferenced',
      path: 'lines[1]',
    });
    expect(faultOf(() => composed(orderOf({ lines: [lineOf({ ref: '' })] })))).to.include({ path: 'lines[0]' });
    const deep = lineOf({ options: [optionOf('A'), optionOf('B', { options: [optionOf('C'), unreferenced] })] });
    expect(faultOf(() => composed(orderOf({ lines: [lineOf(), deep] })))).to.include({
      code: 'menu.item_unreferenced',
      path: 'lines[1].options[1].options[1]',
    });
  });

  it('is not one whose unreferenced option is only written into the note', () => {
    const order = orderOf({ lines: [lineOf({ options: [unreferenced] })] });
    expect(noteOf(order)).to.contain('1 × Burger > cheese');
    expect(faultOf(() => composed(order, { ...NONE, optionDepth: 1 })).path).to.equal('lines[0].options[0]');
  });

  it('is one without lines', () => {
    expect(faultOf(() => composed(orderOf({ lines: [] }))).code).to.equal('order.unreadable');
  });

  it('is one that takes an option too often for a till that must repeat it', () => {
    const order = orderOf({ lines: [lineOf({ options: [optionOf('CHEESE', { quantity: 1_000_000_000 })] })] });
    expect(faultOf(() => composed(order, { ...ALL, optionQuantities: false }))).to.include({
      code: 'order.too_long',
      path: 'lines[0].options[0]',
    });
    expect(composed(order).ticket.lines[0]?.options[0]?.quantity).to.equal(1_000_000_000);
  });

  it('is one whose amounts can’t be summed', () => {
    const inEuros = { name: 'VAT', amount: { amount: 1, currency: 'EUR' } };
    expect(faultOf(() => composed(orderOf({ taxes: [inEuros] }))).code).to.equal('money.not_exact');
    expect(faultOf(() => composed(orderOf({ lines: [lineOf({ quantity: 0.5 })] }))).code).to.equal('money.not_exact');
  });
});

/** How many of each option there are, by reference, name and price. */
function count(options: ReturnType<typeof flat>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { option, times } of options) {
    // A repeated option is found once for each repetition, so that its times add up; each has its own below it.
    const key = `${option.ref ?? ''}/${option.name}/${option.price.amount}`;
    counts[key] = (counts[key] ?? 0) + times;
  }
  return counts;
}
