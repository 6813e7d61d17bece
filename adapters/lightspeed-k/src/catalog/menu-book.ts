import {
  fromDecimal,
  isFault,
  type CatalogPart,
  type CatalogWarning,
  type Category,
  type Choice,
  type Modifier,
  type Money,
  type Product,
  type Reference,
  type Selection,
  type TaxRate,
} from '@poshub-bridge/core';
import { OPTION_DEPTH } from '../capabilities.js';
import { parse } from '../client.js';
import { idText } from '../guard.js';
import { instructionRef, isOrderable } from '../references.js';
import { Groups } from './choices.js';
import { describeOffer } from './describe.js';
import { taxRatesOf } from './taxes.js';
import { isEntry, isGroup, isMenu, isOffer, type Bounds, type Instructions, type Offer } from './wire-menu.js';

/** A menu within a menu within a menu: more is a circle. */
const DEEPEST = 12;

type Found = Omit<Product, 'available' | 'categories'> & { readonly categories: Set<Reference> };

/** Where an entry stands in a menu. */
interface Place {
  readonly category: Reference;
  readonly place: string;
  readonly menuId: string;
  /** Of the groups around it. */
  readonly names: readonly string[];
}

/** Makes one catalog of several menus: a SKU that stands in two places is one product in two categories. */
export class MenuBook {
  readonly #categories = new Map<Reference, Category>();
  readonly #products = new Map<Reference, Found>();
  readonly #modifiers = new Map<Reference, Omit<Modifier, 'available'>>();
  readonly #taxRates = new Map<Reference, TaxRate>();
  readonly #warnings: CatalogWarning[] = [];
  readonly #groups = new Groups();

  /** @param notSold the SKUs that stand for charges */
  constructor(
    private readonly currency: string,
    private readonly notSold: ReadonlySet<string>,
  ) {}

  /** @throws Fault `vendor.unreadable` */
  add(menuId: string, answer: unknown): void {
    const menu = parse(answer, isMenu, 'a menu');
    const { menuName, richDataMissing } = menu;
    if (richDataMissing === true)
      this.#warnings.push({ ref: menuId, message: `“${menuName ?? ''}” came without images, texts and allergens` });
    (menu.menuEntryGroups ?? []).forEach((group, index) => {
      this.#group(group, `${menuId}/${index}`, menuId, []);
    });
  }

  /** Everything that can run out: products and priced modifiers. */
  skus(): ReadonlySet<string> {
    return new Set([...this.#products.keys(), ...this.#modifiers.keys()].filter((ref) => isOrderable(ref)));
  }

  /** @param soldOut the SKUs that can't be ordered now */
  part(soldOut: ReadonlySet<string>): CatalogPart {
    return {
      categories: [...this.#categories.values()],
      products: [...this.#products.values()].map((product) => ({
        ...product,
        categories: [...product.categories],
        available: !soldOut.has(product.ref),
      })),
      modifiers: [...this.#modifiers.values()].map((modifier) => ({
        ...modifier,
        available: !soldOut.has(modifier.ref),
      })),
      modifierGroups: this.#groups.all(),
      taxRates: [...this.#taxRates.values()],
      warnings: this.#warnings,
    };
  }

  #group(value: object, place: string, menuId: string, above: readonly string[]): void {
    const { id, name, menuEntry } = parse(value, isGroup, 'a group of a menu');
    const ref = id ? `${menuId}/${id}` : place;
    const names = [...above, name || place];
    if (names.length > DEEPEST) {
      this.#warnings.push({ ref, message: 'stands too deep in the menu, and is left out' });
      return;
    }
    // POS Hub's categories stand side by side, so one within another bears both names.
    if (!this.#categories.has(ref))
      this.#categories.set(ref, { ref, name: names.join(' – '), position: this.#categories.size, available: true });
    (menuEntry ?? []).forEach((entry, index) => {
      this.#entry(entry, { category: ref, place: `${place}/${index}`, menuId, names });
    });
  }

  #entry(value: object, { category, place, menuId, names }: Place): void {
    const { '@type': type } = parse(value, isEntry, 'an entry of a menu');
    if (type === 'group') this.#group(value, place, menuId, names);
    else if (type === 'menuItem' || type === 'menuDeal') this.#product(value, category);
    else {
      const { sku, productName } = parse(value, isOffer, 'an entry of a menu');
      const what = type === 'menuProductModifier' ? 'can be ordered only with an item' : `is a “${type}”`;
      this.#warnings.push({ ref: sku || place, message: `“${productName ?? ''}” ${what}, and is left out` });
    }
  }

  #product(value: object, category: Reference): void {
    const offer = parse(value, isOffer, 'an item of a menu');
    const ref = this.#skuOf(offer);
    const price = ref === undefined ? undefined : this.#priceOf(offer, offer.productPrice, ref);
    if (ref === undefined || price === undefined) return;
    const known = this.#products.get(ref);
    known?.categories.add(category);
    if (known !== undefined) {
      if (known.price.amount !== price.amount)
        this.#warnings.push({ ref, message: 'has different prices in different places; the first one counts' });
      return;
    }
    for (const rate of taxRatesOf(offer, ref, this.#warnings)) this.#taxRates.set(rate.ref, rate);
    this.#products.set(ref, {
      ...describeOffer(offer, ref, this.#warnings),
      ref,
      position: this.#products.size,
      price,
      categories: new Set([category]),
      selections: this.#selections(offer, ref, 1),
    });
  }

  /** What has to be, or may be, chosen with an offer: parts of a combo, priced modifiers, instructions to the kitchen. */
  #selections(offer: Offer, owner: string, depth: number): readonly Selection[] {
    const { menuDealGroups, menuModifierGroups, productionInstructionList } = offer;
    if (depth > OPTION_DEPTH) {
      const isMore = [menuDealGroups, menuModifierGroups, productionInstructionList].some((list) => list?.length);
      if (isMore)
        this.#warnings.push({ ref: owner, message: 'asks for choices too deep in an item; they are left out' });
      return [];
    }
    const named = (bounds: Bounds, index: number, kind: string): Parameters<Groups['select']>[0] => ({
      ref: `${kind}:${bounds.sku || `${owner}/${index}`}`,
      name: bounds.description || bounds.sku || `${owner} ${index + 1}`,
      bounds,
    });
    const parts = (menuDealGroups ?? []).flatMap((group, index) => {
      const choices = (group.items ?? []).flatMap((item) => this.#choice(item, 'extra', depth));
      return this.#groups.select(named(group, index, 'combo'), choices, this.#warnings);
    });
    const modifiers = (menuModifierGroups ?? []).flatMap((group, index) => {
      const choices = (group.productModifiers ?? []).flatMap((item) => this.#choice(item, 'own', depth));
      return this.#groups.select(named(group, index, 'modifiers'), choices, this.#warnings);
    });
    return [...parts, ...modifiers, ...(productionInstructionList ?? []).flatMap((one) => this.#instruct(one))];
  }

  /** A choice of a combo costs what it costs there on top; where nothing is said, nothing. */
  #choice(value: object, pricedAs: 'extra' | 'own', depth: number): readonly Choice[] {
    const offer = parse(value, isOffer, 'a choice of a menu');
    const ref = this.#skuOf(offer);
    if (ref === undefined) return [];
    const price = this.#priceOf(offer, pricedAs === 'extra' ? (offer.extraPrice ?? 0) : offer.productPrice, ref);
    if (price === undefined) return [];
    const known = this.#modifiers.get(ref);
    if (known === undefined)
      this.#modifiers.set(ref, {
        ...describeOffer(offer, ref, this.#warnings),
        ref,
        price,
      });
    const differs = known !== undefined && known.price.amount !== price.amount;
    return [{ modifier: ref, ...(differs ? { price } : {}), selections: this.#selections(offer, ref, depth + 1) }];
  }

  #instruct(group: Instructions): readonly Selection[] {
    const choices = (group.productionInstructionList ?? []).map(({ ikentooModifierId, instruction }): Choice => {
      const ref = instructionRef(idText(ikentooModifierId));
      const price: Money = { amount: 0, currency: this.currency };
      if (!this.#modifiers.has(ref)) this.#modifiers.set(ref, { ref, name: instruction || ref, price });
      return { modifier: ref, selections: [] };
    });
    const ref = `instructions:${idText(group.productionIntructionGroupId)}`;
    const name = group.productionInstructionGroupName || ref;
    return this.#groups.select({ ref, name, bounds: group }, choices, this.#warnings);
  }

  #skuOf({ sku, productName }: Offer): string | undefined {
    if (sku && this.notSold.has(sku)) {
      this.#warnings.push({ ref: sku, message: 'stands for charges in the settings, and is left out' });
      return undefined;
    }
    if (sku && isOrderable(sku)) return sku;
    this.#warnings.push({
      ref: sku || (productName ?? ''),
      message: 'has no SKU of up to 25 characters, and is left out',
    });
    return undefined;
  }

  #priceOf(offer: Offer, decimal: number | string | null | undefined, ref: string): Money | undefined {
    const { pricingStrategy, productName } = offer;
    const price = moneyOf(decimal, this.currency);
    const isOffered = price !== undefined && price.amount >= 0;
    if (isOffered && !RECKONED.includes(pricingStrategy ?? '')) return price;
    const why = isOffered ? 'has a price that is reckoned at the till' : `has no price in ${this.currency}`;
    this.#warnings.push({ ref, message: `“${productName ?? ''}” ${why}, and is left out` });
    return undefined;
  }
}

/** Prices that depend on the rest of the order. */
const RECKONED: readonly string[] = [
  'CUSTOMIZED_ITEM_PRICE_WILL_BE_NEGATIVE',
  'CUSTOMIZED_ITEM_PRICE_WILL_BE_A_PERCENTAGE_OF_TOTAL',
];

/** Undefined where nothing is said, or what is said is no amount of the currency: nothing is rounded. */
function moneyOf(decimal: number | string | null | undefined, currency: string): Money | undefined {
  if (decimal === undefined || decimal === null) return undefined;
  try {
    return fromDecimal(decimal, currency);
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}
