import type { ServiceChargeDraft, TaxDraft } from './draft.js';
import { netOf, type Line } from './lines.js';
import { apportion, halfEven, percent, type Fraction } from './round.js';

/** A service charge of its own, before taxes. */
export interface Charge {
  draft: ServiceChargeDraft;
  amount: number;
  taxes: Map<string, number>;
  added: number;
}

interface Taxable {
  base: number;
  owner: Line | Charge;
  taxes: TaxDraft[];
  /** One plus the rates of the inclusive taxes on it. */
  included: Fraction;
}

const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];

/**
 * Puts each tax on what it applies to. A tax of the whole order is computed once on all of it and then spread; one of
 * lines is computed line by line. An inclusive tax is a part of the price; an additive one is computed without it.
 */
export function levy(taxes: TaxDraft[], lines: Line[], charges: Charge[]): void {
  const taxables = [
    ...lines.map((owner) =>
      taxable(
        netOf(owner),
        owner,
        taxes.filter((tax) => onLine(tax, owner)),
      ),
    ),
    ...charges.map((owner) =>
      taxable(
        owner.amount,
        owner,
        taxes.filter((tax) => onCharge(tax, owner)),
      ),
    ),
  ];
  for (const tax of taxes) {
    const hit = taxables.filter((one) => one.taxes.includes(tax));
    const exact = hit.map((one) => exactTax(tax, one));
    const whole = halfEven(exact.reduce(plus, [0n, 1n]));
    const parts =
      tax.scope === 'ORDER'
        ? apportion(
            whole,
            hit.map(({ base }) => base),
          )
        : exact.map(halfEven);
    hit.forEach(({ owner }, index) => {
      const part = parts[index] ?? 0;
      owner.taxes.set(tax.uid, part);
      if (tax.type === 'ADDITIVE') owner.added += part;
    });
  }
}

const onLine = ({ uid, scope }: TaxDraft, { draft }: Line): boolean =>
  scope === 'ORDER' || draft.applied_taxes?.some(({ tax_uid }) => tax_uid === uid) === true;

const onCharge = ({ uid, scope }: TaxDraft, { draft }: Charge): boolean =>
  draft.taxable === true && (scope === 'ORDER' || draft.applied_taxes?.some(({ tax_uid }) => tax_uid === uid) === true);

function taxable(base: number, owner: Line | Charge, taxes: TaxDraft[]): Taxable {
  const rates = taxes.filter(({ type }) => type === 'INCLUSIVE').map(({ percentage }) => percent(percentage));
  return { base, owner, taxes, included: rates.reduce(plus, [1n, 1n]) };
}

function exactTax({ percentage }: TaxDraft, { base, included }: Taxable): Fraction {
  const [numerator, denominator] = percent(percentage);
  return [BigInt(base) * numerator * included[1], denominator * included[0]];
}
