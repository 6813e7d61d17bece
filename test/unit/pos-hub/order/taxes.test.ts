import { expect } from 'chai';
import fc from 'fast-check';
import { sumOf, type Order } from '@poshub-bridge/core';
import { readHubOrder, readOrder, wireItem, wireOption, type Fields } from '../support/orders.js';
import { settingsOf } from '../support/settings.js';

/** Where the taxes of an order went: on top, within the prices. */
function placed({ taxes, includedTaxes }: Order): readonly (readonly string[])[] {
  return [taxes, includedTaxes].map((some) => some.map(({ name, amount }) => `${name} ${amount.amount}`));
}

const read = (fields: Fields, taxes?: string): Order =>
  readOrder(fields, settingsOf(taxes === undefined ? {} : { orders: { taxes } }));

describe('the taxes of an order', () => {
  const vat = { items: [wireItem({ price: 1200 })], tax: [{ name: 'VAT', amount: 200 }], subTotal: 1200 };

  it('are within the prices where the total is what the other parts make', () => {
    const order = read({ ...vat, total: 1200 });
    expect(placed(order)).to.deep.equal([[], ['VAT 200']]);
    expect(sumOf(order).amount).to.equal(1200);
  });

  it('come on top where the total has them, or where it is neither', () => {
    for (const total of [1400, 1399, 1201, 1199, 0])
      expect(placed(read({ ...vat, total })), String(total)).to.deep.equal([['VAT 200'], []]);
  });

  it('are told apart with everything else that an order may have', () => {
    const order = {
      items: [wireItem({ price: 600, quantity: 2, options: [wireOption({ quantity: 2, price: 50 })] })],
      charges: [
        { name: 'DELIVERY', amount: 250 },
        { name: 'SERVICE', amount: -30 },
      ],
      discounts: [{ name: 'LOYALTY', amount: -120 }],
      tax: [
        { name: 'VAT', amount: 210 },
        { name: 'VAT', amount: 40, displayName: 'VAT on delivery' },
      ],
    };
    expect(placed(read({ ...order, total: 1500 }))).to.deep.equal([[], ['VAT 210', 'VAT on delivery 40']]);
    expect(placed(read({ ...order, total: 1750 }))).to.deep.equal([['VAT 210', 'VAT on delivery 40'], []]);
  });

  it('are told apart with prices of whole lines, too', () => {
    const items = [wireItem({ price: 1200, quantity: 2 })];
    const settings = settingsOf({ orders: { prices: 'line' } });
    expect(placed(readOrder({ ...vat, items, total: 1200 }, settings))).to.deep.equal([[], ['VAT 200']]);
    expect(placed(readOrder({ ...vat, items, total: 2400 }, settings))).to.deep.equal([['VAT 200'], []]);
  });

  it('change nothing where they are nothing', () => {
    expect(placed(read({ total: 1000, tax: [] }))).to.deep.equal([[], []]);
    expect(placed(read({ total: 1000, tax: [{ name: 'VAT', amount: 0 }] }))).to.deep.equal([['VAT 0'], []]);
  });

  it('are where the settings say, whatever the total is', () => {
    for (const total of [1200, 1400, 1300]) {
      expect(placed(read({ ...vat, total }, 'added')), String(total)).to.deep.equal([['VAT 200'], []]);
      expect(placed(read({ ...vat, total }, 'included')), String(total)).to.deep.equal([[], ['VAT 200']]);
    }
    expect(() => settingsOf({ orders: { taxes: 'none' } })).to.throw('/orders/taxes');
  });

  it('take something off where one is below 0 on top, and nothing where it is within', () => {
    const tax = [
      { name: 'VAT', amount: 200 },
      { name: 'Relief', amount: -50 },
    ];
    const onTop = read({ ...vat, tax, total: 1350 });
    expect(placed(onTop)).to.deep.equal([['VAT 200'], []]);
    expect(onTop.discounts).to.deep.equal([{ name: 'Relief', amount: { amount: 50, currency: 'GBP' } }]);
    const within = read({ ...vat, tax, total: 1200 });
    expect(placed(within)).to.deep.equal([[], ['VAT 200', 'Relief -50']]);
    expect(within.discounts).to.deep.equal([]);
  });

  it('come on top where the parts make no amount: that is told when a ticket is made', () => {
    const items = [wireItem({ price: Number.MAX_SAFE_INTEGER, quantity: 2 })];
    const { order, fault } = readHubOrder({ ...vat, items, total: 1200 });
    expect(fault).to.equal(undefined);
    expect(order?.taxes).to.have.length(1);
  });

  it('never part an order’s total from its parts where either reading makes it', () => {
    const amounts = fc.array(fc.record({ name: fc.constant('X'), amount: fc.integer({ min: -500, max: 5_000 }) }));
    const items = fc.array(fc.record({ price: fc.nat(10_000), quantity: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(items, amounts, amounts, fc.boolean(), (some, charges, tax, isWithin) => {
        const sum = (all: readonly { amount: number }[]): number => all.reduce((most, one) => most + one.amount, 0);
        const dishes = some.reduce((all, { price, quantity }) => all + price * quantity, 0);
        const total = dishes + sum(charges) + (isWithin ? 0 : sum(tax));
        const order = read({ items: some.map((one) => wireItem(one)), charges, tax, total });
        expect(sumOf(order).amount).to.equal(total);
        expect(order.includedTaxes.length).to.equal(isWithin && sum(tax) !== 0 ? tax.length : 0);
      }),
    );
  });
});
