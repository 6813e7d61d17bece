import { Fault } from './fault.js';

/** An ISO 4217 code, upper case: `GBP`. */
export type CurrencyCode = string;

/**
 * An amount of money: a whole number of the currency's smallest unit (pence, cents, fils), with its currency. Never a
 * fraction, never a float: 1000 GBP is £10.00, 1000 JPY is ¥1000, 1000 KWD is 1 dinar.
 */
export interface Money {
  /** Minor units; a safe integer, may be negative (a discount). */
  readonly amount: number;
  readonly currency: CurrencyCode;
}

/** Currencies whose smallest unit is not a hundredth (ISO 4217, list one). */
const MINOR_DIGITS: Readonly<Record<string, 0 | 3>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** How many digits stand behind the decimal point of a currency: 0, 2 or 3. */
export function minorDigits(currency: CurrencyCode): 0 | 2 | 3 {
  return MINOR_DIGITS[currency] ?? 2;
}

/**
 * Money from minor units.
 * @throws Fault `money.not_exact` when the amount is not a safe integer or the code is not three capital letters.
 */
export function money(amount: number, currency: CurrencyCode): Money {
  if (!Number.isSafeInteger(amount))
    throw new Fault('money.not_exact', { detail: 'an amount is not a whole number of minor units' });
  if (!/^[A-Z]{3}$/.test(currency))
    throw new Fault('money.not_exact', { detail: 'a currency is not an ISO 4217 code' });
  return { amount: amount === 0 ? 0 : amount, currency };
}

const DECIMAL = /^(-?)(\d{1,16})(?:\.(\d{1,16}))?$/;

/**
 * Money from a decimal in major units, as vendors write it: `"12.50"`, or a JSON number such as 12.5. The conversion is
 * textual, so 0.1 is 10 pence exactly.
 * @throws Fault `money.not_exact` when the text is no decimal or has more digits than the currency (zeros aside):
 *   nothing is rounded in silence.
 */
export function fromDecimal(decimal: string | number, currency: CurrencyCode): Money {
  const match = DECIMAL.exec(String(decimal));
  if (match === null) throw new Fault('money.not_exact', { detail: 'an amount is not a decimal number' });
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = minorDigits(currency);
  if (/[1-9]/.test(fraction.slice(digits)))
    throw new Fault('money.not_exact', { detail: `an amount has more than ${digits} digits behind the point` });
  return money(Number(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`), currency);
}

/** The decimal in major units, always with the currency's own number of digits: `"12.50"`, `"-0.05"`, `"1000"`. */
export function toDecimal({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** As a person reads it, on a ticket or a page: `12.50 GBP`. */
export function showMoney(value: Money): string {
  return `${toDecimal(value)} ${value.currency}`;
}

/**
 * The sum.
 * @throws Fault `money.not_exact` when the currencies differ or the sum leaves the safe integers.
 */
export function addMoney(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((sum, next) => {
    if (sum.currency !== next.currency)
      throw new Fault('money.not_exact', { detail: 'amounts of two currencies were added' });
    return money(sum.amount + next.amount, sum.currency);
  }, first);
}

/** The amount taken `times` over; `times` is a whole number (a quantity). */
export function timesMoney(value: Money, times: number): Money {
  if (!Number.isSafeInteger(times)) throw new Fault('money.not_exact', { detail: 'a quantity is not a whole number' });
  return money(value.amount * times, value.currency);
}

/**
 * A share of an amount, in millionths (200000 is 20 %), rounded half away from zero as receipts do, in whole-number
 * arithmetic.
 * @throws Fault `money.not_exact` when the share is not a whole number of millionths.
 */
export function shareOf(value: Money, millionths: number): Money {
  if (!Number.isSafeInteger(millionths))
    throw new Fault('money.not_exact', { detail: 'a share is not a whole number of millionths' });
  const exact = BigInt(value.amount) * BigInt(millionths);
  const size = exact < 0n ? -exact : exact;
  const rounded = (size + 500_000n) / 1_000_000n;
  return money(Number(exact < 0n ? -rounded : rounded), value.currency);
}
