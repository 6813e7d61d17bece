import { expect } from 'chai';
import { changedParts, type Order } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });
const cheese = { name: 'Cheese', quantity: 1, price: gbp(100), options: [] };
const ham = { name: 'Ham', quantity: 1, price: gbp(150), options: [cheese] };
const pizza = { name: 'Pizza', quantity: 1, price: gbp(900), notes: 'thin', options: [ham, cheese] };
const order = (changes: Partial<Order> = {}) => anOrder('order-1', { lines: [pizza, ham], notes: 'Ring', ...changes });

describe('what differs between two contents of an order', () => {
  it('is nothing where they say the same, in whatever order', () => {
    expect(changedParts(order(), order())).to.deep.equal([]);
    const { name, ...rest } = pizza;
    const turned = { ...rest, options: [cheese, ham], name };
    expect(changedParts(order(), order({ lines: [ham, turned] }))).to.deep.equal([]);
  });

  it('is named by its part and no more', () => {
    const cases: readonly (readonly [Partial<Order>, string])[] = [
      [{ lines: [pizza] }, 'lines'],
      [{ lines: [pizza, ham, ham] }, 'lines'],
      [{ lines: [{ ...pizza, notes: 'peanut allergy' }, ham] }, 'lines'],
      [{ lines: [{ ...pizza, quantity: 2 }, ham] }, 'lines'],
      [{ lines: [{ ...pizza, options: [{ ...ham, options: [] }, cheese] }, ham] }, 'lines'],
      [{ notes: 'no nuts' }, 'notes'],
      [{ fulfilment: { kind: 'dine-in', table: '7' } }, 'fulfilment'],
      [{ scheduledFor: 1 }, 'time'],
      [{ total: gbp(2000) }, 'total'],
      [{ notes: 'no nuts', total: gbp(1) }, 'notes, total'],
    ];
    for (const [changes, parts] of cases) {
      expect(changedParts(order(), order(changes)).join(', ')).to.equal(parts);
      expect(changedParts(order(changes), order()).join(', '), 'the other way').to.equal(parts);
    }
    const { notes: _, ...silent } = order();
    expect(changedParts(order(), silent)).to.deep.equal(['notes']);
  });

  it('is not what the kitchen has no use for', () => {
    const changes = { customer: { firstName: 'Bob' }, paid: false, number: '43', tenders: [] };
    expect(changedParts(order(), order(changes))).to.deep.equal([]);
  });
});
