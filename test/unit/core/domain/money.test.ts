import { expect } from 'chai';
import fc from 'fast-check';
import {
  Fault,
  addMoney,
  fromDecimal,
  minorDigits,
  money,
  shareOf,
  showMoney,
  timesMoney,
  toDecimal,
} from '@poshub-bridge/core';

const CURRENCIES = ['JPY', 'GBP', 'KWD'] as const;
const currencies = fc.constantFrom(...CURRENCIES);
const amounts = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.constantFrom(0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);

/** Runs a call that must be refused as not exact. */
function refuses(call: () => unknown, what: string): void {
  expect(call, what).to.throw(Fault).with.property('code', 'money.not_exact');
}

describe('money', () => {
  it('comes back from its decimal to the minor unit, for every safe amount of every kind of currency', () => {
    fc.assert(
      fc.property(amounts, currencies, (amount, currency) => {
        const value = money(amount, currency);
        expect(fromDecimal(toDecimal(value), currency)).to.deep.equal(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is written with exactly the digits that its currency has', () => {
    expect(CURRENCIES.map((currency) => toDecimal(money(-5, currency)))).to.deep.equal(['-5', '-0.05', '-0.005']);
    expect(toDecimal(money(123_456, 'GBP'))).to.equal('1234.56');
    expect(toDecimal(money(Number.MAX_SAFE_INTEGER, 'JPY'))).to.equal('9007199254740991');
    expect(showMoney(money(1_250, 'GBP'))).to.equal('12.50 GBP');
  });

  it('knows the digits of the currencies as ISO 4217 has them', () => {
    for (const currency of 'GBP EUR USD CHF SEK AED INR JPY KRW VND CLP ISK XOF XAF XPF UGX KWD BHD OMR JOD TND'.split(
      ' ',
    )) {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
      expect(minorDigits(currency), currency).to.equal(maximumFractionDigits);
    }
  });

  it('reads what vendors write as decimals, numbers included', () => {
    expect(fromDecimal('12.5', 'GBP').amount).to.equal(1_250);
    expect(fromDecimal(12.5, 'GBP').amount).to.equal(1_250);
    expect(fromDecimal(0.1, 'GBP').amount).to.equal(10);
    expect(fromDecimal(1.005, 'KWD').amount).to.equal(1_005);
    expect(fromDecimal('12.5000', 'GBP').amount).to.equal(1_250);
    expect(fromDecimal('1000.00', 'JPY').amount).to.equal(1_000);
    expect(fromDecimal('-0.00', 'GBP').amount).to.satisfy((amount: number) => Object.is(amount, 0));
  });

  it('agrees with a number’s own decimal where that has no more digits than the currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (pence) => {
        expect(fromDecimal(pence / 100, 'GBP').amount).to.equal(pence === 0 ? 0 : pence);
      }),
    );
  });

  it('refuses more digits than the currency has instead of rounding', () => {
    fc.assert(
      fc.property(amounts, currencies, fc.integer({ min: 1, max: 9 }), (amount, currency, digit) => {
        const decimal = toDecimal(money(amount, currency));
        refuses(() => fromDecimal(`${decimal}${decimal.includes('.') ? '' : '.'}${digit}`, currency), decimal);
      }),
    );
    refuses(() => fromDecimal(0.1 + 0.2, 'GBP'), 'a sum of floats');
  });

  it('refuses what is no plain decimal', () => {
    const texts = [
      '',
      ' ',
      '1 ',
      ' 1',
      '1\n',
      '+1',
      '1e3',
      '1E3',
      '0x10',
      '1,50',
      '1.',
      '.5',
      '--1',
      '1.2.3',
      'NaN',
      '١',
      '9'.repeat(17),
    ];
    for (const text of texts) refuses(() => fromDecimal(text, 'GBP'), JSON.stringify(text));
    for (const number of [NaN, Infinity, -Infinity, 1e21, 1e-7])
      refuses(() => fromDecimal(number, 'GBP'), String(number));
    refuses(() => fromDecimal('9007199254740993', 'JPY'), 'beyond the safe integers');
    refuses(() => fromDecimal('90071992547409.92', 'GBP'), 'beyond the safe integers');
  });

  it('refuses amounts that are no safe integers and codes that are no currencies', () => {
    for (const amount of [0.5, NaN, Infinity, 2 ** 53, -(2 ** 53)]) refuses(() => money(amount, 'GBP'), String(amount));
    for (const code of ['gbp', 'GB', 'GBPP', '', '£', 'G8P']) refuses(() => money(1, code), code);
  });

  it('has no negative zero', () => {
    expect(Object.is(money(-0, 'GBP').amount, 0)).to.be.true;
    expect(Object.is(timesMoney(money(0, 'GBP'), -1).amount, 0)).to.be.true;
  });
});

describe('sums of money', () => {
  it('are exact, or refused where they leave the safe integers', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 6 }), (parts) => {
        const [first, ...others] = parts.map((amount) => money(amount, 'GBP'));
        const sums = parts.map((_, index) => parts.slice(0, index + 1).reduce((sum, next) => sum + BigInt(next), 0n));
        const isSafe = sums.every((sum) => sum >= Number.MIN_SAFE_INTEGER && sum <= Number.MAX_SAFE_INTEGER);
        if (isSafe) expect(BigInt(addMoney(first!, ...others).amount)).to.equal(sums.at(-1));
        else refuses(() => addMoney(first!, ...others), 'too large');
      }),
    );
  });

  it('multiply by whole numbers only, exactly or not at all', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -1_000, max: 1_000 }), (amount, times) => {
        const exact = BigInt(amount) * BigInt(times);
        const isSafe = exact >= Number.MIN_SAFE_INTEGER && exact <= Number.MAX_SAFE_INTEGER;
        if (isSafe) expect(BigInt(timesMoney(money(amount, 'GBP'), times).amount)).to.equal(exact);
        else refuses(() => timesMoney(money(amount, 'GBP'), times), 'too large');
      }),
    );
    for (const times of [0.5, NaN, Infinity]) refuses(() => timesMoney(money(2, 'GBP'), times), String(times));
  });

  it('never mix currencies', () => {
    refuses(() => addMoney(money(1, 'GBP'), money(1, 'EUR')), 'two currencies');
    refuses(() => addMoney(money(1, 'GBP'), money(1, 'GBP'), money(0, 'JPY')), 'even nothing of another');
  });
});

describe('a share of money', () => {
  it('is the nearest whole minor unit, and away from zero in the middle', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 1_000_000 }), (amount, millionths) => {
        const share = BigInt(shareOf(money(amount, 'GBP'), millionths).amount);
        const exact = BigInt(amount) * BigInt(millionths);
        // Twice the distance between the share and the exact value, in millionths: at most one whole unit.
        const error = 2n * (share * 1_000_000n - exact);
        const distance = error < 0n ? -error : error;
        expect(distance <= 1_000_000n).to.be.true;
        if (distance === 1_000_000n) expect(error > 0n).to.equal(exact > 0n);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is what receipts show', () => {
    expect(shareOf(money(1_000, 'GBP'), 200_000).amount).to.equal(200);
    expect(shareOf(money(5, 'GBP'), 100_000).amount).to.equal(1);
    expect(shareOf(money(-5, 'GBP'), 100_000).amount).to.equal(-1);
    expect(shareOf(money(4, 'GBP'), 100_000).amount).to.equal(0);
  });

  it('is refused where it is no whole number of millionths', () => {
    for (const millionths of [0.5, NaN, Infinity])
      refuses(() => shareOf(money(1, 'GBP'), millionths), String(millionths));
  });
});
