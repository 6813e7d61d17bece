/* Money is whole cents in here, and decimals on the wire. */

/** Cents of a decimal; undefined where it has more than two places. */
export function centsOf(decimal: number): number | undefined {
  const cents = Math.round(decimal * 100);
  return Number.isSafeInteger(cents) && Math.abs(decimal * 100 - cents) < 1e-6 ? cents : undefined;
}

/** As a JSON number. */
export const decimalOf = (cents: number): number => cents / 100;

/** As webhooks write it: `"4.00"`. */
export const textOf = (cents: number): string => (cents / 100).toFixed(2);

/** A share of an amount, half away from zero, in whole cents. The percentage has at most three places. */
export function shareOf(cents: number, percentage: number): number {
  const exact = Math.abs(cents) * Math.round(percentage * 1000);
  return Math.sign(cents) * Math.floor((exact + 50_000) / 100_000);
}

/** The tax that a price includes, in whole cents. */
export function includedIn(cents: number, percentage: number): number {
  const rate = Math.round(percentage * 1000);
  return Math.sign(cents) * Math.floor((2 * Math.abs(cents) * rate + 100_000 + rate) / (2 * (100_000 + rate)));
}
