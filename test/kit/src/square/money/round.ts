/** A fraction of whole numbers; the denominator is positive. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

/** Rounds half to even, as the Orders API does ("bankers' rounding"). Only for what is not negative. */
export function halfEven([numerator, denominator]: Fraction): number {
  const whole = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return Number(up ? whole + 1n : whole);
}

/** "7.25" as a fraction: 725/10000. */
export function percent(text: string): Fraction {
  const [whole = '0', decimals = ''] = text.split('.');
  return [BigInt(whole + decimals), 100n * 10n ** BigInt(decimals.length)];
}

/** A share of an amount, rounded. */
export const shareOf = (amount: number, [numerator, denominator]: Fraction): number =>
  halfEven([BigInt(amount) * numerator, denominator]);

/** The part of an amount that already holds it, as an inclusive tax of that rate: amount × rate / (1 + rate). */
export const includedIn = (amount: number, [numerator, denominator]: Fraction): number =>
  halfEven([BigInt(amount) * numerator, denominator + numerator]);

/** Parts of a total in proportion to weights; they add up to it exactly. What is left over goes to the largest rests. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0));
  const shares = weights.map((weight, index) => {
    const exact = BigInt(total) * BigInt(weight);
    return { index, part: Number(exact / sum), rest: exact % sum };
  });
  let left = total - shares.reduce((all, { part }) => all + part, 0);
  for (const share of [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))) {
    if (left <= 0) break;
    share.part += 1;
    left -= 1;
  }
  return shares.map(({ part }) => part);
}
