import { expect } from 'chai';
import fc from 'fast-check';
import type { Draft, LineDraft } from '#kit/square/money/draft.js';
import { price } from '#kit/square/money/price.js';

const gbp = (amount: number): { amount: number; currency: string } => ({ amount, currency: 'GBP' });
const line = (uid: string, amount: number, quantity = '1', rest: Partial<LineDraft> = {}): LineDraft => ({
  ...{ uid, name: uid, quantity, base_price_money: gbp(amount) },
  ...rest,
});
const order = (parts: Partial<Draft>): Draft => ({ location_id: 'L', ...parts });
const vat = { uid: 'vat', name: 'VAT', percentage: '20.0' };

describe('the amounts of an order', () => {
  it('count a modifier for each unit of its line, times its own quantity', () => {
    const modifiers = [{ uid: 'm', name: 'Olives', quantity: '3', base_price_money: gbp(90) }];
    const priced = price(order({ line_items: [line('pizza', 1250, '2', { modifiers })] }), 'GBP');
    expect(priced.total_money.amount).to.equal(2 * (1250 + 3 * 90));
    expect(priced.line_items?.[0]).to.deep.include({
      ...{ variation_total_price_money: gbp(2500), gross_sales_money: gbp(3040), total_money: gbp(3040) },
    });
    expect(priced.line_items?.[0]?.modifiers?.[0]?.total_price_money).to.deep.equal(gbp(540));
  });

  it('leave an inclusive tax within the price and put an additive one on top', () => {
    const line_items = [line('a', 1200)];
    const within = price(order({ line_items, taxes: [{ ...vat, type: 'INCLUSIVE', scope: 'ORDER' }] }), 'GBP');
    expect([within.total_money.amount, within.total_tax_money.amount]).to.deep.equal([1200, 200]);
    expect(within.line_items?.[0]?.gross_sales_money?.amount).to.equal(1200);
    const onTop = price(order({ line_items, taxes: [{ ...vat, type: 'ADDITIVE', scope: 'ORDER' }] }), 'GBP');
    expect([onTop.total_money.amount, onTop.total_tax_money.amount]).to.deep.equal([1440, 240]);
  });

  it('compute an additive tax without the inclusive one that is within the price', () => {
    const taxes: Draft['taxes'] = [
      { ...vat, type: 'INCLUSIVE', scope: 'ORDER' },
      { uid: 'levy', name: 'Levy', percentage: '10', type: 'ADDITIVE', scope: 'ORDER' },
    ];
    const priced = price(order({ line_items: [line('a', 1200)], taxes }), 'GBP');
    expect(priced.taxes?.map(({ applied_money }) => applied_money?.amount)).to.deep.equal([200, 100]);
    expect(priced.total_money.amount).to.equal(1300);
  });

  it('round a tax of the order once, and one of lines line by line', () => {
    const lines = ['a', 'b', 'c'].map((uid) => line(uid, 5)); // 10% of each is half a penny
    const whole = price(
      order({ line_items: lines, taxes: [{ ...vat, percentage: '10', type: 'ADDITIVE', scope: 'ORDER' }] }),
      'GBP',
    );
    expect(whole.total_tax_money.amount).to.equal(2); // 1.5
    const applied_taxes = [{ uid: 'x', tax_uid: 'vat' }];
    const each = price(
      order({
        line_items: lines.map((one) => ({ ...one, applied_taxes })),
        taxes: [{ ...vat, percentage: '10', type: 'ADDITIVE', scope: 'LINE_ITEM' }],
      }),
      'GBP',
    );
    expect(each.total_tax_money.amount).to.equal(0);
  });

  it('take a discount off before taxes and charges, spread over the lines', () => {
    const priced = price(
      order({
        line_items: [line('a', 1000), line('b', 2000)],
        taxes: [{ ...vat, type: 'ADDITIVE', scope: 'ORDER' }],
        discounts: [{ uid: 'd', name: 'Promo', amount_money: gbp(300), scope: 'ORDER' }],
        service_charges: [
          { uid: 's', name: 'Service', percentage: '10', calculation_phase: 'SUBTOTAL_PHASE', taxable: true },
          { uid: 't', name: 'Delivery', amount_money: gbp(250), calculation_phase: 'TOTAL_PHASE', taxable: false },
        ],
      }),
      'GBP',
    );
    expect(priced.line_items?.map((one) => one.total_discount_money?.amount)).to.deep.equal([100, 200]);
    expect(priced.service_charges?.map(({ applied_money }) => applied_money?.amount)).to.deep.equal([270, 250]);
    expect(priced.total_tax_money.amount).to.equal(594); // 20% of 2700 + 270
    expect(priced.total_money.amount).to.equal(2700 + 270 + 594 + 250);
  });

  it('take percentages off before amounts, and never more than there is', () => {
    const discounts: Draft['discounts'] = [
      { uid: 'fixed', name: 'A fiver', amount_money: gbp(500), scope: 'ORDER' },
      { uid: 'half', name: 'Half', percentage: '50', scope: 'ORDER' },
    ];
    const priced = price(order({ line_items: [line('a', 800)], discounts }), 'GBP');
    expect(priced.discounts?.map(({ applied_money }) => applied_money?.amount)).to.deep.equal([400, 400]);
    expect(priced.total_money.amount).to.equal(0);
  });

  it('have the tip in the total, but not in what is due', () => {
    const priced = price(order({ line_items: [line('a', 800)] }), 'GBP', { amount: 800, tip: 100 });
    expect([priced.total_money.amount, priced.total_tip_money.amount]).to.deep.equal([900, 100]);
    expect(priced.net_amount_due_money.amount).to.equal(0);
  });

  it('add up: the lines and charges make the total, whatever is put on them', () => {
    const amount = fc.integer({ min: 0, max: 20_000 });
    const rate = fc.constantFrom('0', '5', '7.25', '12.5', '20.0');
    const tax = fc.record({
      uid: fc.constant('vat'),
      name: fc.constant('VAT'),
      percentage: rate,
      type: fc.constantFrom('ADDITIVE' as const, 'INCLUSIVE' as const),
      scope: fc.constant('ORDER' as const),
    });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 6 }), tax, amount, amount, (prices, one, off, charge) => {
        const priced = price(
          order({
            line_items: prices.map((each, index) => line(`l${String(index)}`, each, String((index % 3) + 1))),
            taxes: [one],
            discounts: [{ uid: 'd', name: 'D', amount_money: gbp(off), scope: 'ORDER' }],
            service_charges: [
              { uid: 's', name: 'S', amount_money: gbp(charge), calculation_phase: 'SUBTOTAL_PHASE', taxable: true },
            ],
          }),
          'GBP',
        );
        const parts = [...(priced.line_items ?? []), ...(priced.service_charges ?? [])];
        const sum = parts.reduce((all, { total_money }) => all + (total_money?.amount ?? 0), 0);
        expect(sum).to.equal(priced.total_money.amount);
        expect(priced.total_money.amount).to.be.at.least(0);
      }),
    );
  });
});
