import { expect } from 'chai';
import fc from 'fast-check';
import type { OrderOption } from '@poshub-bridge/core';
import { readHubOrder, readOrder, wireItem, wireOption, type Fields } from '../support/orders.js';
import { settingsOf } from '../support/settings.js';

/** The tree as nested texts: `Cheese[Rind]`. */
function shape(options: readonly OrderOption[]): string {
  return options.map(({ name, options: below }) => (below.length === 0 ? name : `${name}[${shape(below)}]`)).join(' ');
}

function treeOf(...options: readonly Fields[]): string {
  const item = wireItem({ options: options.map(wireOption) });
  return shape(readOrder({ items: [item] }).lines[0]?.options ?? []);
}

const upper = (name: string, more: Fields = {}): Fields => ({ name, posReference: name, ...more });
const under = (parent: string, name: string, more: Fields = {}): Fields => ({
  ...upper(name),
  parentModifierPosReference: parent,
  ...more,
});

describe('the options of an item', () => {
  it('stand below the option that they name', () => {
    expect(treeOf(upper('A'), under('A', 'a'), upper('B'), under('B', 'b'), under('b', 'c'))).to.equal('A[a] B[b[c]]');
    expect(treeOf(under('A', 'a'), upper('A'))).to.equal('A[a]');
  });

  it('may be tied by the menu’s ids in place of the till’s references', () => {
    const menu = { posReference: null, partnerId: 'm1' };
    expect(treeOf({ ...upper('A'), ...menu }, { name: 'a', parentMenuModifierId: 'm1' })).to.equal('A[a]');
  });

  it('stay apart where they are the same, each with what was listed for it', () => {
    expect(treeOf(upper('A'), upper('A'))).to.equal('A A');
    expect(treeOf(upper('A'), under('A', 'x'), upper('A'), under('A', 'x'))).to.equal('A[x] A[x]');
    expect(treeOf(upper('A'), upper('A'), under('A', 'x'), under('A', 'x'))).to.equal('A[x] A[x]');
    expect(treeOf(upper('A'), under('A', 'x'), upper('A'), under('A', 'y'))).to.equal('A[x] A[y]');
  });

  it('belong to the option in the group that they name, where one is offered in two groups', () => {
    const tree = treeOf(
      upper('A', { parentPosReference: 'G1', name: 'first' }),
      upper('A', { parentPosReference: 'G2', name: 'second' }),
      under('A', 'x', { parentModifierGroupPosReference: 'G1' }),
    );
    expect(tree).to.equal('first[x] second');
  });

  it('stay at the top where what they name is not there, and never run in rings', () => {
    expect(treeOf(under('nobody', 'a'), upper('A'))).to.equal('a A');
    expect(treeOf(under('A', 'A'))).to.equal('A');
    expect(treeOf(under('B', 'A'), under('A', 'B'))).to.equal('B[A]');
    expect(treeOf(under('C', 'A'), under('A', 'B'), under('B', 'C'))).to.equal('C[A[B]]');
  });

  it('keep price, quantity and reference', () => {
    const item = wireItem({
      quantity: 2,
      options: [wireOption({ quantity: 3, price: 25 }), wireOption({ posReference: '' })],
    });
    const [first, second] = readOrder({ items: [item] }).lines[0]?.options ?? [];
    expect(first).to.deep.equal({
      ref: 'M1',
      name: 'Cheese',
      quantity: 3,
      price: { amount: 25, currency: 'GBP' },
      options: [],
    });
    expect(second).not.to.have.property('ref');
  });

  it('are divided exactly where prices or quantities are those of the line, or not at all', () => {
    const option = wireOption({ quantity: 4, price: 800 });
    const item = wireItem({ quantity: 2, price: 3000, options: [option] });
    const line = (orders: Fields): unknown => {
      const [read] = readOrder({ items: [item] }, settingsOf({ orders })).lines;
      return [read?.price.amount, read?.options[0]?.quantity, read?.options[0]?.price.amount];
    };
    expect(line({})).to.deep.equal([3000, 4, 800]);
    expect(line({ prices: 'line' })).to.deep.equal([1500, 4, 100]);
    expect(line({ optionQuantities: 'line' })).to.deep.equal([3000, 2, 800]);
    expect(line({ prices: 'line', optionQuantities: 'line' })).to.deep.equal([1500, 2, 200]);
    const uneven = { items: [wireItem({ quantity: 3, price: 1000, options: [] })] };
    expect(readHubOrder(uneven, settingsOf({ orders: { prices: 'line' } })).fault?.path).to.equal('items[0].price');
    const odd = { items: [wireItem({ quantity: 2, options: [wireOption({ quantity: 1 })] })] };
    expect(readHubOrder(odd, settingsOf({ orders: { optionQuantities: 'line' } })).fault?.path).to.equal(
      'items[0].options[0].quantity',
    );
  });

  it('are all kept, with their notes, quantities and sums, however they name each other', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'D');
    const options = fc.array(
      fc.record(
        {
          ...{ name, posReference: name, quantity: fc.integer({ min: 1, max: 9 }), price: fc.nat(10_000) },
          ...{ parentPosReference: name, parentModifierPosReference: name, parentModifierGroupPosReference: name },
        },
        { requiredKeys: ['name', 'quantity', 'price'] },
      ),
      { maxLength: 12 },
    );
    const amounts = fc.array(fc.record({ name: fc.constantFrom('DELIVERY', 'OTHER', 'NEW'), amount: fc.nat(5_000) }));
    const items = fc.array(
      fc.record({
        ...{ name, quantity: fc.integer({ min: 1, max: 9 }), price: fc.nat(10_000), options },
        customerNotes: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(items, amounts, amounts, amounts, (wire, charges, discounts, tax) => {
        const order = readOrder({ items: wire, charges, discounts, tax }, settingsOf({ orders: { taxes: 'added' } }));
        expect(order.lines.map((line) => [line.name, line.quantity, line.price.amount, line.notes])).to.deep.equal(
          wire.map((item) => [item.name, item.quantity, item.price, item.customerNotes.trim()]),
        );
        for (const [index, line] of order.lines.entries()) {
          const read = flat(line.options).map((one) =>
            [one.ref ?? '', one.name, one.quantity, one.price.amount].join(),
          );
          const sent = (wire[index]?.options ?? []).map((one) =>
            [one.posReference ?? '', one.name, one.quantity, one.price].join(),
          );
          expect(read.sort()).to.deep.equal(sent.sort());
        }
        for (const [read, sent] of [
          [order.charges, charges],
          [order.discounts, discounts],
          [order.taxes, tax],
        ] as const)
          expect(read.map((one) => [one.name, one.amount.amount])).to.deep.equal(
            sent.map((one) => [one.name, one.amount]),
          );
      }),
    );
  });
});

function flat(options: readonly OrderOption[]): readonly OrderOption[] {
  return options.flatMap((option) => [option, ...flat(option.options)]);
}
