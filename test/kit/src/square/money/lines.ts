import type { DiscountDraft, Draft, LineDraft, ServiceChargeDraft } from './draft.js';
import { apportion, percent, shareOf } from './round.js';

/** One line on its way to a price: what each adjustment takes from it or adds to it, by the adjustment's uid. */
export interface Line {
  draft: LineDraft;
  variation: number;
  gross: number;
  discounts: Map<string, number>;
  charges: Map<string, number>;
  taxes: Map<string, number>;
  /** The part of `taxes` that is added to the price. */
  added: number;
}

export const sum = (amounts: Iterable<number>): number => [...amounts].reduce((all, amount) => all + amount, 0);

/** What is left of a line after discounts, with the charges that are spread over the lines. */
export const netOf = (line: Line): number => line.gross - sum(line.discounts.values()) + sum(line.charges.values());

export const modifierTotal = (
  modifier: { quantity: string; base_price_money: { amount: number } },
  line: LineDraft,
): number => modifier.base_price_money.amount * Number(modifier.quantity) * Number(line.quantity);

/** The lines with discounts, then with the charges that are spread over them. */
export function adjustedLines({ line_items = [], discounts = [], service_charges = [] }: Draft): Line[] {
  const lines = line_items.map((draft): Line => {
    const variation = draft.base_price_money.amount * Number(draft.quantity);
    const gross = variation + sum((draft.modifiers ?? []).map((modifier) => modifierTotal(modifier, draft)));
    return { draft, variation, gross, discounts: new Map(), charges: new Map(), taxes: new Map(), added: 0 };
  });
  for (const discount of inTurn(discounts)) takeOff(discount, lines);
  for (const phase of ['APPORTIONED_PERCENTAGE_PHASE', 'APPORTIONED_AMOUNT_PHASE'])
    for (const charge of service_charges) if (charge.calculation_phase === phase) spread(charge, lines);
  return lines;
}

/** Percentages before amounts; of each, those of lines before those of the order. */
function inTurn(discounts: DiscountDraft[]): DiscountDraft[] {
  const turn = ({ percentage, scope }: DiscountDraft): number =>
    (percentage === undefined ? 2 : 0) + (scope === 'ORDER' ? 1 : 0);
  return [...discounts].sort((a, b) => turn(a) - turn(b));
}

function takeOff(discount: DiscountDraft, lines: Line[]): void {
  const { uid, percentage, amount_money, scope } = discount;
  const hit = lines.filter(
    ({ draft }) => scope === 'ORDER' || draft.applied_discounts?.some(({ discount_uid }) => discount_uid === uid),
  );
  const bases = hit.map(netOf);
  const wanted = percentage === undefined ? (amount_money?.amount ?? 0) : shareOf(sum(bases), percent(percentage));
  const parts = apportion(Math.min(wanted, sum(bases)), bases);
  hit.forEach((line, index) => line.discounts.set(uid, parts[index] ?? 0));
}

function spread({ uid, percentage, amount_money, scope }: ServiceChargeDraft, lines: Line[]): void {
  const hit = lines.filter(
    ({ draft }) =>
      scope !== 'LINE_ITEM' || draft.applied_service_charges?.some((charge) => charge.service_charge_uid === uid),
  );
  const bases = hit.map(netOf);
  const amount = percentage === undefined ? (amount_money?.amount ?? 0) : shareOf(sum(bases), percent(percentage));
  const parts = apportion(amount, bases);
  hit.forEach((line, index) => line.charges.set(uid, parts[index] ?? 0));
}
