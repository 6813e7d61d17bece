import { expect } from 'chai';
import { showTime } from '@poshub-bridge/core';
import till from '@poshub-bridge/adapter-till';
import type { SeenTicket } from '@poshub-bridge/testkit';
import { differences } from '#kit/conformance/compare.js';
import { asOrdered, charge, line, minor, option, orderOf } from '#kit/conformance/corpus/build.js';
import type { ExpectedTicket } from '#kit/conformance/corpus/types.js';

const { orders } = till.manifest.capabilities;
const order = orderOf(
  [line('pizza', 1350, { notes: 'hot', options: [option('stuffed', 250, { options: [option('nduja', 120)] })] })],
  { charges: [charge('Bag', 10), charge('Driver', 50, 'tip')], taxes: [{ name: 'City', amount: minor(7) }] },
);
const expected = asOrdered(order);
const right: SeenTicket = {
  ref: 't1',
  status: 'accepted',
  currency: 'GBP',
  lines: [
    {
      ...{ item: 'pizza', name: 'Pizza', quantity: 1, price: 1350, note: 'hot' },
      options: [
        {
          ...{ item: 'stuffed', name: 'Stuffed', quantity: 1, price: 250 },
          options: [{ item: 'nduja', name: 'Nduja', quantity: 1, price: 120, options: [] }],
        },
      ],
    },
  ],
  texts: ['42', 'Ada'],
  charges: [{ name: 'Bag', amount: 10 }],
  discounts: [],
  taxes: [{ name: 'City', amount: 7 }],
  tip: 50,
  total: 1787,
  paid: 1787,
  fulfilment: 'pickup',
};

function found(
  seen: Partial<SeenTicket>,
  able: Partial<typeof orders> = {},
  wanted: ExpectedTicket = expected,
): string {
  return differences(wanted, { ...right, ...seen }, { ...orders, ...able }, (key) => key, 'UTC').join('; ');
}

describe('The comparison of a ticket', () => {
  it('has nothing to say of a right one', () => {
    expect(found({})).to.equal('');
  });

  it('takes a line that was split for a discount for one, but no piece too many', () => {
    const [line] = right.lines;
    const wanted = { ...expected, lines: expected.lines.map((one) => ({ ...one, quantity: 2 })) };
    const lines = (count: number): SeenTicket['lines'] =>
      Array.from({ length: count }, () => line).flatMap((one) => one ?? []);
    expect(found({ lines: lines(2) }, {}, wanted)).to.equal('');
    expect(found({ lines: lines(3) }, {}, wanted)).to.match(/2 lines instead of 1/);
  });

  it('lets discounts bear the vendor’s name where all is taken off and their own is read', () => {
    const wanted = { ...expected, discounts: [{ name: 'Loyalty', amount: 100 }] };
    const seen = { discounts: [{ name: 'Manual', amount: 100 }] };
    expect(found(seen, {}, wanted)).to.match(/the discount Loyalty \(1\.00 GBP\) is not on the ticket/);
    const texts = [...right.texts, 'Discount: Loyalty 1.00 GBP'];
    expect(found({ ...seen, texts }, {}, wanted)).to.equal('');
    expect(found({ texts, discounts: [{ name: 'Manual', amount: 99 }] }, {}, wanted)).to.match(/Loyalty/);
  });

  it('wants the guest’s total to be read where the till’s own prices count', () => {
    const [line] = right.lines;
    const dear = { lines: line === undefined ? [] : [{ ...line, price: 9 }], total: 446 };
    expect(found(dear)).to.match(/costs 9 for one instead of 1350/);
    expect(found(dear, { prices: false })).to.match(/the total that the guest was charged, 17\.87 GBP, can be read/);
    expect(found({ ...dear, texts: [...right.texts, 'Total in POS Hub: 17.87 GBP'] }, { prices: false })).to.equal('');
  });

  it('lets a time that has passed be read, but not one to come', () => {
    const wanted = (scheduledFor: number): ExpectedTicket => ({ ...expected, scheduledFor });
    const [past, future] = [Date.UTC(2020, 1, 3, 12), Date.UTC(2999, 1, 3, 12)];
    const texts = [past, future].map((time) => showTime(time, 'UTC'));
    expect(found({ texts: [...right.texts, ...texts] }, {}, wanted(past))).to.equal('');
    expect(found({}, {}, wanted(past))).to.match(/it is wanted for as soon as possible/);
    expect(found({ texts: [...right.texts, ...texts] }, {}, wanted(future))).to.match(/it is wanted for as soon as/);
  });

  it('names what is missing, wrong and too much', () => {
    expect(found({ texts: ['42'] })).to.equal('“Ada” can be read nowhere on the ticket');
    expect(found({ tip: 0 })).to.match(/the tip is 0\.00 GBP instead of 0\.50 GBP/);
    expect(found({ total: 1786 })).to.equal('the till shows a total of 1786 instead of 1787');
    expect(found({ charges: [] })).to.match(/the charge Bag \(0\.10 GBP\) is not on the ticket; it has none/);
    expect(found({ discounts: [{ name: 'Oops', amount: 1 }] })).to.match(/a discount Oops .* that nobody ordered/);
    expect(found({ fulfilment: 'delivery' })).to.equal('it is for delivery instead of pickup');
    expect(found({ lines: [] })).to.match(/0 lines instead of 1/);
  });

  it('wants what is not claimed in the ticket’s words, with its amount', () => {
    const able = { optionDepth: 1, charges: false };
    const [first] = right.lines;
    const lines = first === undefined ? [] : [{ ...first, options: [{ ...first.options[0], options: [] }] }];
    const flat = lines.map((one) => ({
      ...one,
      options: [{ item: 'stuffed', name: 'S', quantity: 1, price: 250, options: [] }],
    }));
    const without = found({ lines: flat, charges: [] }, able);
    expect(without).to.match(/the option nduja of line 1, option 1 can be read nowhere/);
    expect(without).to.match(/the charge Bag \(0\.10 GBP\) can be read nowhere/);
    const note = 'pizza > stuffed > nduja (1.20 GBP)\nCharge: Bag 0.10 GBP';
    expect(found({ lines: flat, charges: [], texts: [...right.texts, note] }, able)).to.equal('');
  });

  it('takes a tax of a fixed amount among the charges, and a kind of order in words', () => {
    const charges = [...right.charges, ...right.taxes];
    expect(found({ charges, taxes: [] })).to.equal('');
    const { fulfilment: _fulfilment, ...wordy } = right;
    const dineIn: ExpectedTicket = { ...expected, fulfilment: 'dine-in' };
    const say = (texts: readonly string[]): string =>
      differences(dineIn, { ...wordy, texts }, orders, (key) => key, 'UTC').join();
    expect(say(['42', 'Ada'])).to.equal('nothing on it says that it is for dine-in');
    expect(say(['42', 'Ada', 'DINE IN, table 4'])).to.equal('');
  });
});
