import { invalidFields, type FieldError } from '../errors.js';
import type { AccountLine } from '../wire/account.js';
import type { Item, PricingStrategy, Tax } from '../wire/menu.js';
import { centsOf, includedIn, shareOf } from '../wire/money.js';
import type { SentLine, SentSubItem } from '../wire/order.js';
import type { CatalogBook } from './catalog.js';

const FIXED: PricingStrategy = 'PRICE_CANNOT_BE_CUSTOMIZED';

/** Refuses what the cloud knows to be wrong in lines. Throws 400 with every field at fault. */
export function checkLines(book: CatalogBook, lines: SentLine[], objectName: string): void {
  const errors = lines.flatMap((line, index) => [
    ...problemsOf(book, line, `items[${index}]`, undefined),
    ...discountProblems(book, line, `items[${index}]`),
  ]);
  if (errors.length > 0) throw invalidFields(objectName, errors);
}

function problemsOf(book: CatalogBook, sent: SentSubItem, at: string, above: Set<string> | undefined): FieldError[] {
  const item = book.items.get(sent.sku);
  if (!item) return [{ field: `${at}.sku`, code: 'ItemExists', defaultMessage: `Item not found: ${sent.sku}` }];
  // What a group within a combo offers may stand beside, too: an item's modifiers belong to whatever is above them.
  const below = new Set([...(above ?? []), ...book.below(item)]);
  return [
    ...itemProblems(item, sent, at, above),
    ...instructionProblems(book, item, sent, at),
    ...(sent.subItems ?? []).flatMap((one, index) => problemsOf(book, one, `${at}.subItems[${index}]`, below)),
  ];
}

function itemProblems(item: Item, sent: SentSubItem, at: string, above: Set<string> | undefined): FieldError[] {
  const { sku, quantity, customItemName, customItemPrice } = sent;
  const { pricing = FIXED } = item;
  const isThere = above === undefined ? item.kind !== 'modifier' : item.asSubItem === true || above.has(sku);
  const cents = customItemPrice === undefined ? 0 : centsOf(customItemPrice);
  const rules: [right: boolean, field: string, code: string, message: string][] = [
    [isThere, 'sku', 'ItemOrderable', `${sku} can not be ordered there`],
    [quantity >= 1, 'quantity', 'Min', 'must be greater than or equal to 1'],
    [customItemName === undefined || item.customName === true, 'customItemName', 'CustomName', 'is not permitted'],
    [customItemPrice === undefined || pricing !== FIXED, 'customItemPrice', 'CustomPrice', 'is not permitted'],
    [cents !== undefined, 'customItemPrice', 'Digits', 'numeric value out of bounds (2 fraction digits expected)'],
  ];
  return rules.flatMap(([right, field, code, defaultMessage]) =>
    right ? [] : [{ field: `${at}.${field}`, code, defaultMessage }],
  );
}

function instructionProblems(book: CatalogBook, item: Item, { modifiers = [] }: SentSubItem, at: string): FieldError[] {
  const allowed = book.instructionsOf(item.instructions).flatMap(({ list }) => list.map(({ id }) => String(id)));
  return modifiers.flatMap(({ modifierId }, index) => {
    const field = `${at}.modifiers[${index}].modifierId`;
    const defaultMessage = `Modifier not found: ${modifierId}`;
    return allowed.includes(modifierId) ? [] : [{ field, code: 'ModifierExists', defaultMessage }];
  });
}

function discountProblems(book: CatalogBook, line: SentLine, at: string): FieldError[] {
  const { discountCode: code, discountAmountOverride: amount, discountPercentOverride: percent } = line;
  const discount = book.discounts.find((one) => one.code === code);
  const isManual = discount && discount.amount === undefined && discount.percentage === undefined;
  const isOverridden = amount !== undefined || percent !== undefined;
  const cents = centsOf(amount ?? 0);
  const rules: [right: boolean, field: string, message: string][] = [
    [code === undefined || discount !== undefined, 'discountCode', `Discount not found: ${code ?? ''}`],
    [(isManual ?? false) === isOverridden, 'discountCode', 'a manual discount, and no other, needs an override'],
    [amount === undefined || percent === undefined, 'discountAmountOverride', 'there are two overrides'],
    [cents !== undefined && cents >= 0, 'discountAmountOverride', 'must be a positive amount'],
    [(percent ?? 0) >= 0 && (percent ?? 0) <= 100, 'discountPercentOverride', 'must be between 0 and 100'],
  ];
  return rules.flatMap(([right, field, defaultMessage]) =>
    right ? [] : [{ field: `${at}.${field}`, code: 'Discount', defaultMessage }],
  );
}

/** Prices lines as the point of sale does. They passed {@link checkLines}. */
export class Pricing {
  constructor(
    private readonly book: CatalogBook,
    private readonly profile: string,
    private readonly nextId: () => number,
  ) {}

  lines(sent: SentLine[]): AccountLine[] {
    const plain = sent.map((one) => this.#line(one, undefined));
    const isShare = (sku: string): boolean =>
      this.book.items.get(sku)?.pricing === 'CUSTOMIZED_ITEM_PRICE_WILL_BE_A_PERCENTAGE_OF_TOTAL';
    const whole = plain.reduce((sum, one) => sum + (isShare(one.sku) ? 0 : one.gross), 0);
    return plain.map((line, index) => {
      const one = sent[index];
      if (one?.customItemPrice === undefined || !isShare(line.sku)) return line;
      const unitPrice = shareOf(whole, one.customItemPrice);
      return this.#sums({ ...line, unitPrice }, one);
    });
  }

  #line(sent: SentLine, parent: Item | undefined): AccountLine {
    const item = this.book.items.get(sent.sku);
    const subItems = (sent.subItems ?? []).map((one) => this.#line(one, item));
    const line: AccountLine = {
      ...{ id: this.nextId(), sku: sent.sku, name: sent.customItemName ?? item?.name ?? sent.sku },
      ...{ quantity: sent.quantity, unitPrice: item ? this.#price(item, sent, parent) : 0, subItems },
      ...(sent.course === undefined ? {} : { course: sent.course }),
      instructions: (sent.modifiers ?? []).map(({ modifierId }) => this.book.instruction(modifierId) ?? modifierId),
      ...{ gross: 0, discount: 0, includedRate: 0, taxIncluded: 0, taxOnTop: [] },
    };
    return this.#sums(line, sent);
  }

  #price(item: Item, { customItemPrice }: SentSubItem, parent: Item | undefined): number {
    const custom = customItemPrice === undefined ? undefined : centsOf(customItemPrice);
    if (custom !== undefined && item.pricing === 'CUSTOMIZED_ITEM_PRICE_WILL_BE_NEGATIVE') return -Math.abs(custom);
    if (custom !== undefined && item.pricing === 'CUSTOMIZED_ITEM_PRICE_WILL_BE_POSTIVE') return Math.abs(custom);
    if (parent?.kind === 'deal' && item.kind === 'item') return item.extraPrice ?? 0;
    return item.profilePrices?.[this.profile] ?? item.price;
  }

  #sums(line: AccountLine, sent: SentLine): AccountLine {
    const below = line.subItems.reduce((sum, one) => sum + one.gross, 0);
    const gross = line.quantity * (line.unitPrice + below);
    const known = this.book.discounts.find(({ code }) => code === sent.discountCode);
    const percent = sent.discountPercentOverride ?? known?.percentage;
    const fixed = centsOf(sent.discountAmountOverride ?? 0) ?? 0;
    const wanted = percent === undefined ? (known?.amount ?? fixed) : shareOf(gross, percent);
    const discount = Math.max(0, Math.min(wanted, gross));
    const taxes = taxesOn(gross - discount, this.book.items.get(line.sku)?.tax);
    return { ...line, ...taxes, gross, discount, ...(known ? { discountName: known.name } : {}) };
  }
}

function taxesOn(amount: number, tax?: Tax): Pick<AccountLine, 'includedRate' | 'taxIncluded' | 'taxOnTop'> {
  if (tax === undefined) return { includedRate: 0, taxIncluded: 0, taxOnTop: [] };
  const { description: name, percentage, included } = tax;
  return included
    ? { includedRate: percentage, taxIncluded: includedIn(amount, percentage), taxOnTop: [] }
    : { includedRate: 0, taxIncluded: 0, taxOnTop: [{ name, amount: shareOf(amount, percentage) }] };
}
