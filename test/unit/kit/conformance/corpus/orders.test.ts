import { expect } from 'chai';
import { sumOf, type Order } from '@poshub-bridge/core';
import { ORDER_CASES } from '#kit/conformance/corpus/index.js';
import { STANDARD_MENU } from '#kit/conformance/corpus/menu.js';
import type { ExpectedOption, ExpectedTicket, Menu, OrderCase } from '#kit/conformance/corpus/types.js';
import { CAPABILITIES, keysOf } from './support.js';

/** Every ticket that a case can ask for, whatever a till claims. */
function ticketsOf(one: OrderCase): readonly ExpectedTicket[] {
  const answers = one.given === undefined ? [one] : CAPABILITIES.map((orders) => one.given?.(orders) ?? one);
  return answers.flatMap(({ ticket }) => ticket ?? []);
}

function costOf({ price, quantity, options }: ExpectedOption): number {
  return quantity * (price + options.reduce((sum, option) => sum + costOf(option), 0));
}

/** What the parts of an expected ticket come to, added up by other hands than the bridge's. */
function addUp({ lines, charges, discounts, taxes, tip = 0 }: ExpectedTicket): number {
  const sum = (amounts: readonly { readonly amount: number }[]): number =>
    amounts.reduce((all, one) => all + one.amount, 0);
  return lines.reduce((all, one) => all + costOf(one), 0) + sum(charges) + sum(taxes) + tip - sum(discounts);
}

function refsOf({ lines }: Order): readonly string[] {
  const below = ({ ref, options }: Order['lines'][number]['options'][number]): readonly string[] => [
    ...(ref === undefined ? [] : [ref]),
    ...options.flatMap(below),
  ];
  return lines.flatMap(below);
}

const menuOf = ({ menu = STANDARD_MENU }: OrderCase): Menu => menu;
const STRANGERS = ['never-sold-here', 'never-offered-here'];

describe('The orders of the corpus', () => {
  it('are more than sixty, each with a name of its own that can be an id', () => {
    const names = ORDER_CASES.map(({ name }) => name);
    expect(names.length).to.be.at.least(60);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  for (const one of ORDER_CASES)
    describe(one.name, () => {
      it('says why, in a sentence', () => expect(one.why).to.match(/^[A-Z“].{20,}\.$/u));

      it('asks for a ticket, a refusal or either, whatever a till claims', () => {
        for (const orders of CAPABILITIES) {
          const { ticket, refusals = [] } = one.given?.(orders) ?? one;
          expect(ticket !== undefined || refusals.length > 0).to.equal(true);
        }
      });

      it('names what its menu sells, and strangers only where they are the point', () => {
        const known = new Set([...keysOf(menuOf(one)), ...STRANGERS]);
        for (const ref of refsOf(one.order)) expect(known).to.include(ref);
      });

      it('expects as many lines as are ordered, and a total that is the sum of the expected parts', () => {
        for (const ticket of ticketsOf(one)) {
          expect(ticket.lines.length).to.equal(one.order.lines.length);
          if (ticket.total !== undefined) expect(addUp(ticket)).to.equal(ticket.total);
        }
      });

      it('expects the total that was ordered, unless its parts do not add up or are in the note', () => {
        const [best, ...others] = ticketsOf(one);
        if (best === undefined) return;
        const isWhole = sumOf(one.order).amount === one.order.total.amount;
        expect(best.total).to.equal(isWhole ? one.order.total.amount : undefined);
        for (const { total } of others) expect(total).to.be.oneOf([best.total, undefined]);
      });

      it('counts no cash as paid, and nothing that was not given', () => {
        const cards = one.order.tenders.filter(({ kind }) => kind !== 'cash');
        const named = cards.reduce((sum, { amount }) => sum + amount.amount, 0);
        const given = one.order.paid === false && named >= one.order.total.amount ? 0 : named;
        for (const { paid = given } of ticketsOf(one)) expect(paid).to.equal(given);
      });
    });
});
