import type { Amounts, LineItem, Money, Order, OrderServiceCharge } from '../wire/order.js';
import type { Draft, LineDraft, ServiceChargeDraft } from './draft.js';
import { adjustedLines, modifierTotal, netOf, sum, type Line } from './lines.js';
import { percent, shareOf } from './round.js';
import { levy, type Charge } from './taxes.js';

/** What payments did to an order, in minor units. */
export interface Paid {
  /** Without tips. */
  amount: number;
  tip: number;
}

/**
 * Computes the amounts of an order: lines with their modifiers, discounts, spread charges, charges before taxes, taxes,
 * charges after taxes. Inclusive taxes stay within gross sales, as in Europe.
 */
export function price(draft: Draft, currency: string, paid: Paid = { amount: 0, tip: 0 }): Order {
  const money = (amount: number): Money => ({ amount, currency });
  const lines = adjustedLines(draft);
  const charges = chargesOf(draft, lines);
  const total =
    sum(lines.map((line) => netOf(line) + line.added)) + sum(charges.map(({ amount, added }) => amount + added));
  const amounts: Amounts = {
    total_money: money(total + paid.tip),
    tax_money: money(sum([...lines, ...charges].flatMap(({ taxes }) => [...taxes.values()]))),
    discount_money: money(sum(lines.flatMap(({ discounts }) => [...discounts.values()]))),
    tip_money: money(paid.tip),
    service_charge_money: money(
      sum(charges.map(({ amount, added }) => amount + added)) +
        sum(lines.flatMap((line) => [...line.charges.values()])),
    ),
  };
  return {
    ...draft,
    line_items: draft.line_items && lines.map((line) => lineOf(line, draft, money)),
    taxes: draft.taxes?.map((tax) => ({
      ...tax,
      applied_money: money(sum([...lines, ...charges].map(({ taxes }) => taxes.get(tax.uid) ?? 0))),
    })),
    discounts: draft.discounts?.map((discount) => ({
      ...discount,
      applied_money: money(sum(lines.map(({ discounts }) => discounts.get(discount.uid) ?? 0))),
    })),
    service_charges: draft.service_charges?.map((charge) => chargeOf(charge, lines, charges, money)),
    total_money: amounts.total_money,
    total_tax_money: amounts.tax_money,
    total_discount_money: amounts.discount_money,
    total_tip_money: amounts.tip_money,
    total_service_charge_money: amounts.service_charge_money,
    net_amounts: amounts,
    net_amount_due_money: money(total - paid.amount),
  };
}

/** The charges that stand for themselves: those before taxes, taxed; then those on the total. */
function chargesOf({ service_charges = [], taxes = [] }: Draft, lines: Line[]): Charge[] {
  const charge = (draft: ServiceChargeDraft, base: number): Charge => {
    const { percentage, amount_money } = draft;
    const amount = percentage === undefined ? (amount_money?.amount ?? 0) : shareOf(base, percent(percentage));
    return { draft, amount, taxes: new Map(), added: 0 };
  };
  const inPhase = (phase: string, base: number): Charge[] =>
    service_charges.filter((one) => one.calculation_phase === phase).map((one) => charge(one, base));
  const before = inPhase('SUBTOTAL_PHASE', sum(lines.map(netOf)));
  levy(taxes, lines, before);
  const soFar = sum([
    ...lines.map((line) => netOf(line) + line.added),
    ...before.map(({ amount, added }) => amount + added),
  ]);
  return [...before, ...inPhase('TOTAL_PHASE', soFar)];
}

type InMoney = (amount: number) => Money;

function lineOf(line: Line, draft: Draft, money: InMoney): LineItem {
  const own: LineDraft = line.draft;
  const at = <T extends { uid: string }>(given: T[] | undefined, key: (one: T) => string, uid: string): string =>
    given?.find((one) => key(one) === uid)?.uid ?? `${own.uid.slice(0, 30)}-${uid.slice(0, 29)}`;
  const orNothing = <T>(all: T[]): T[] | undefined => (all.length > 0 ? all : undefined);
  return {
    ...own,
    modifiers: own.modifiers?.map((one) => ({ ...one, total_price_money: money(modifierTotal(one, own)) })),
    applied_taxes: orNothing(
      (draft.taxes ?? [])
        .filter(({ uid }) => line.taxes.has(uid))
        .map(({ uid }) => ({
          uid: at(own.applied_taxes, (one) => one.tax_uid, uid),
          tax_uid: uid,
          applied_money: money(line.taxes.get(uid) ?? 0),
        })),
    ),
    applied_discounts: orNothing(
      [...line.discounts].map(([uid, amount]) => ({
        uid: at(own.applied_discounts, (one) => one.discount_uid, uid),
        discount_uid: uid,
        applied_money: money(amount),
      })),
    ),
    applied_service_charges: orNothing(
      [...line.charges].map(([uid, amount]) => ({
        uid: at(own.applied_service_charges, (one) => one.service_charge_uid, uid),
        service_charge_uid: uid,
        applied_money: money(amount),
      })),
    ),
    variation_total_price_money: money(line.variation),
    gross_sales_money: money(line.gross),
    total_tax_money: money(sum(line.taxes.values())),
    total_discount_money: money(sum(line.discounts.values())),
    total_service_charge_money: money(sum(line.charges.values())),
    total_money: money(netOf(line) + line.added),
  };
}

function chargeOf(draft: ServiceChargeDraft, lines: Line[], charges: Charge[], money: InMoney): OrderServiceCharge {
  const own = charges.find((charge) => charge.draft === draft);
  const amount = own?.amount ?? sum(lines.map((line) => line.charges.get(draft.uid) ?? 0));
  return {
    ...draft,
    applied_taxes:
      own && own.taxes.size > 0
        ? [...own.taxes].map(([tax_uid, tax], index) => ({
            uid:
              draft.applied_taxes?.find((one) => one.tax_uid === tax_uid)?.uid ?? `${draft.uid.slice(0, 50)}-t${index}`,
            tax_uid,
            applied_money: money(tax),
          }))
        : draft.applied_taxes,
    applied_money: money(amount),
    total_money: money(amount + (own?.added ?? 0)),
    total_tax_money: money(sum(own?.taxes.values() ?? [])),
    type: 'CUSTOM',
  };
}
