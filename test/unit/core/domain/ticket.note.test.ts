import { expect } from 'chai';
import fc from 'fast-check';
import type { Order, Tender } from '@poshub-bridge/core';
import { ALL, NONE, abilities, composed, faultOf, gbp, lineOf, noteOf, optionOf, orderOf, orders } from './orders.js';

describe('the note of a ticket', () => {
  it('is read from the guest’s words down', () => {
    const order = orderOf({
      notes: ' no nuts, allergy! ',
      lines: [
        lineOf({
          quantity: 2,
          notes: 'well done',
          options: [optionOf('CHEESE', { quantity: 2, price: gbp(50), options: [optionOf('AGED')] })],
        }),
      ],
      fulfilment: {
        kind: 'delivery',
        by: 'store',
        address: { lines: ['1 High St', ''], city: 'London', postalCode: 'N1', country: 'GB' },
        instructions: 'ring twice',
      },
      scheduledFor: Date.UTC(2026, 0, 31, 18, 30),
      customer: { firstName: 'Ada', lastName: 'L', phone: '+44', phonePin: '12', email: 'a@b.c' },
      charges: [
        { kind: 'delivery', name: 'Delivery', amount: gbp(250) },
        { kind: 'tip', name: 'Courier', amount: gbp(100) },
      ],
      discounts: [{ name: 'Welcome', amount: gbp(300) }],
      taxes: [{ name: 'VAT', amount: gbp(20) }],
      utensils: false,
    });
    const { ticket, folded } = composed(order, NONE);
    expect(ticket.note.split('\n')).to.deep.equal([
      'no nuts, allergy!',
      '2 × Burger: well done',
      '2 × Burger > 2 × cheese (0.50 GBP)',
      '2 × Burger > 2 × cheese > aged',
      'Fulfilment: delivery',
      'Deliver to: 1 High St, N1, London, GB',
      'Delivery: ring twice',
      'Delivered by: store',
      'For: Sat 31 Jan 2026, 18:30 GMT',
      'Guest: Ada L +44 12 a@b.c',
      'Charge: Delivery 2.50 GBP',
      'Tip: Courier 1.00 GBP',
      'Discount: Welcome 3.00 GBP',
      'Tax: VAT 0.20 GBP',
      'Cutlery: no',
    ]);
    expect(folded).to.deep.equal(
      'line notes,options,fulfilment,address,delivery instructions,courier,scheduled time,customer,charges,tips,discounts,taxes,cutlery'.split(
        ',',
      ),
    );
  });

  it('has the line notes that are too long for their line', () => {
    const order = orderOf({ lines: [lineOf({ notes: 'no nuts' }), lineOf({ notes: 'no nuts!' })] });
    const { ticket } = composed(order, { ...ALL, lineNoteLength: 7 });
    expect(ticket.lines.map(({ notes }) => notes)).to.deep.equal(['no nuts', undefined]);
    expect(ticket.note).to.equal('1 × Burger: no nuts!');
  });

  it('says what the guest was charged, to a till that reckons with its own prices', () => {
    const order = orderOf({ total: gbp(1350) });
    expect(composed(order, { ...ALL, prices: false }).ticket.note).to.equal('Total in POS Hub: 13.50 GBP');
    expect(composed(order, { ...ALL, prices: false }).folded).to.deep.equal(['prices']);
    expect(composed(order, ALL).ticket.note).to.equal('');
  });

  describe('of an order that is not paid, to a till that takes every ticket for paid', () => {
    const tender = (kind: Tender['kind'], amount: number): Tender => ({ kind, amount: gbp(amount) });
    const order = (paid: boolean | undefined, ...tenders: readonly Tender[]): Order => {
      const { paid: _paid, ...rest } = orderOf({ total: gbp(1350), tenders });
      return { ...rest, ...(paid === undefined ? {} : { paid }) };
    };
    const due = (...about: Parameters<typeof order>): string =>
      composed(order(...about), { ...ALL, unpaid: false }).ticket.note;

    it('says what is left to be paid when payments were made', () => {
      expect(due(false)).to.equal('Not paid yet: 13.50 GBP');
      expect(due(false, tender('cash', 1350))).to.equal('Not paid yet: 13.50 GBP');
      expect(due(false, tender('card', 500))).to.equal('Not paid yet: 8.50 GBP');
      expect(due(false, tender('card', 500), tender('cash', 850))).to.equal('Not paid yet: 8.50 GBP');
      expect(due(false, tender('card', 500), tender('other', 849))).to.equal('Not paid yet: 0.01 GBP');
    });

    it('asks for all of it where the payments would cover it: they are still to come', () => {
      expect(due(false, tender('card', 1350))).to.equal('Not paid yet: 13.50 GBP');
      expect(due(false, tender('card', 500), tender('other', 850))).to.equal('Not paid yet: 13.50 GBP');
      expect(due(false, tender('card', 1500))).to.equal('Not paid yet: 13.50 GBP');
      expect(due(false, tender('card', 1350), tender('cash', 1350))).to.equal('Not paid yet: 13.50 GBP');
    });

    it('asks for cash alone where POS Hub does not say whether it is paid', () => {
      expect(due(undefined)).to.equal('');
      expect(due(undefined, tender('card', 500))).to.equal('');
      expect(due(undefined, tender('card', 1350))).to.equal('');
      expect(due(undefined, tender('cash', 1350))).to.equal('Not paid yet: 13.50 GBP');
      expect(due(undefined, tender('card', 500), tender('cash', 850))).to.equal('Not paid yet: 8.50 GBP');
      expect(due(undefined, tender('cash', 850))).to.equal('Not paid yet: 8.50 GBP');
    });

    it('never asks for more cash than is left to be paid', () => {
      expect(due(undefined, tender('cash', 2000))).to.equal('Not paid yet: 13.50 GBP');
      expect(due(undefined, tender('card', 500), tender('cash', 1350))).to.equal('Not paid yet: 8.50 GBP');
      expect(due(undefined, tender('card', 1350), tender('cash', 1350))).to.equal('');
    });

    it('is silent where it is paid, or free, or where the till asks itself', () => {
      expect(due(true)).to.equal('');
      expect(due(true, tender('cash', 1350))).to.equal('');
      for (const paid of [false, undefined]) {
        const free = composed({ ...order(paid), total: gbp(0) }, { ...ALL, unpaid: false });
        expect(free.ticket.note).to.equal('');
        expect(composed(order(paid, tender('cash', 1350)), ALL).ticket.note).to.equal('');
      }
    });
  });

  it('is empty where there is nothing to say', () => {
    expect(composed(orderOf({ notes: '  ', lines: [lineOf({ notes: ' ' })] })).ticket.note).to.equal('');
  });

  it('names the table, and a way to get the food that the till does not know', () => {
    expect(noteOf(orderOf({ fulfilment: { kind: 'dine-in', table: '7' } }))).to.contain('Table: 7');
    expect(noteOf(orderOf({ fulfilment: { kind: 'dine-in' } }))).not.to.contain('Table');
    expect(noteOf(orderOf({ fulfilment: { kind: 'other', name: 'DRONE' } }))).to.contain('Fulfilment: DRONE');
    expect(noteOf(orderOf({ utensils: true }))).to.contain('Cutlery: yes');
  });

  it('has the address for a till that delivers but has no field for it', () => {
    const fulfilment = { kind: 'delivery', by: 'partner', address: { lines: ['1 High St'] } } as const;
    const note = noteOf(orderOf({ fulfilment }), { ...ALL, address: false });
    expect(note.split('\n')).to.deep.equal(['Deliver to: 1 High St', 'Delivered by: partner']);
    expect(noteOf(orderOf({ fulfilment: { kind: 'delivery', by: 'store' } }), { ...ALL, address: false })).to.equal(
      'Delivered by: store',
    );
  });

  it('is whole or refused, never cut', () => {
    fc.assert(
      fc.property(orders, abilities, (order, able) => {
        const { note } = composed(order, able).ticket;
        expect(composed(order, { ...able, noteLength: note.length }).ticket.note).to.equal(note);
        fc.pre(note.length > 0);
        const { code, detail } = faultOf(() => composed(order, { ...able, noteLength: note.length - 1 }));
        expect(code).to.equal('order.too_long');
        expect(detail)
          .to.contain(String(note.length))
          .and.to.contain(String(note.length - 1));
      }),
    );
  });
});
