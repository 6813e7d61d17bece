import { randomUUID } from 'node:crypto';
import type { Catalog, Money, Order, OrderLine, OrderOption, Reference } from '@poshub-bridge/core';
import type { Key, Menu } from './corpus/types.js';
import { NO_CURRENCY } from './corpus/build.js';
import { demand } from './verdict.js';

interface Goods {
  readonly ref: Reference;
  readonly name: string;
}

/** Goods by their names; menus may have ten thousand. */
class Named {
  readonly #byName: ReadonlyMap<string, Goods>;

  constructor(private readonly all: readonly Goods[]) {
    this.#byName = new Map([...all].reverse().map((one) => [one.name, one]));
  }

  /** The first of that name, or the first whose name has it within. */
  find(name: string): Goods | undefined {
    return this.#byName.get(name) ?? this.all.find((one) => one.name.includes(name));
  }

  names(): string {
    return this.all.map((one) => one.name).join(', ');
  }
}

/** The adapter's references of what a menu names: found in the catalog that the adapter read, by their names. */
export class Shelf {
  private constructor(
    private readonly goods: ReadonlyMap<Key, Goods>,
    private readonly currency: string,
  ) {}

  /** @throws Unmet where the catalog lacks something of the menu */
  static of({ products, groups = [] }: Menu, catalog: Catalog): Shelf {
    const goods = new Map<Key, Goods>();
    const [sold, chosen] = [new Named(catalog.products), new Named(catalog.modifiers)];
    const put = (what: string, key: Key, name: string, among: Named): void => {
      const found = among.find(name);
      const known = found === undefined ? among.names() : '';
      demand(found !== undefined, `the catalog to have the ${what} “${name}”`, `it has ${known || 'none'}`);
      goods.set(key, { ref: found.ref, name });
    };
    for (const { key, name, variants = [] } of products) {
      put('product', key, name, sold);
      if (variants.length === 0) continue;
      const known = goods.get(key);
      // Where a till has no variants, each is a product, and what was found first is one of them.
      const isForm = (one: Goods): boolean => variants.some((variant) => one.name.includes(variant.name));
      const forms = catalog.products.filter(
        (one) => one.name.includes(name) && (one.ref !== known?.ref || isForm(one)),
      );
      const among = forms.length > 0 ? new Named(forms) : sold;
      for (const variant of variants) put('variant', variant.key, variant.name, among);
    }
    for (const { modifiers } of groups) for (const { key, name } of modifiers) put('modifier', key, name, chosen);
    return new Shelf(goods, catalog.currency);
  }

  ref(key: Key): Reference {
    return this.goods.get(key)?.ref ?? key;
  }

  /** As a person calls it. */
  name(key: Key): string {
    return this.goods.get(key)?.name ?? key;
  }

  /** An order of the corpus as POS Hub would tell it: a new id, the adapter's references, the store's currency. */
  place(order: Order): Order {
    const named = (amounts: Order['discounts']): Order['discounts'] =>
      amounts.map((one) => ({ ...one, amount: this.#money(one.amount) }));
    return {
      ...order,
      id: randomUUID(),
      lines: order.lines.map((one) => this.#line(one)),
      charges: order.charges.map((one) => ({ ...one, amount: this.#money(one.amount) })),
      discounts: named(order.discounts),
      taxes: named(order.taxes),
      includedTaxes: named(order.includedTaxes),
      tenders: order.tenders.map((one) => ({ ...one, amount: this.#money(one.amount) })),
      subtotal: this.#money(order.subtotal),
      total: this.#money(order.total),
    };
  }

  #line(line: OrderLine): OrderLine {
    return { ...line, ...this.#goods(line), price: this.#money(line.price), options: this.#options(line.options) };
  }

  #options(options: readonly OrderOption[]): readonly OrderOption[] {
    return options.map((one) => ({
      ...one,
      ...this.#goods(one),
      price: this.#money(one.price),
      options: this.#options(one.options),
    }));
  }

  #goods({ ref, name }: OrderLine | OrderOption): { readonly ref?: Reference; readonly name: string } {
    if (ref === undefined) return { name };
    const known = this.goods.get(ref);
    return { ref: known?.ref ?? ref, name: name === ref ? (known?.name ?? name) : name };
  }

  #money({ amount, currency }: Money): Money {
    return { amount, currency: currency === NO_CURRENCY ? this.currency : currency };
  }
}
