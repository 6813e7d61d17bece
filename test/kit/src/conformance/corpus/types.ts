import type {
  Assembled,
  Capabilities,
  CatalogPlan,
  FaultCode,
  Fulfilment,
  Instant,
  Opening,
  Order,
  Reference,
  TaxRate,
} from '@poshub-bridge/core';

/*
 * Orders and menus in words of no vendor. Things are named by keys of the corpus's own, unique within a menu; amounts are
 * minor units without a currency. The runner puts the adapter's references and the store's currency in their places.
 */

export type Key = string;

/** What a store sells. A rig makes the fake vendor's catalog of it, with the vendor's own ids. */
export interface Menu {
  readonly categories?: readonly MenuCategory[];
  readonly groups?: readonly MenuGroup[];
  readonly products: readonly MenuProduct[];
  readonly taxes?: readonly MenuTax[];
  /** When the store is open; as the fake has it where absent. A `to` before its `from` is on the next day. */
  readonly hours?: readonly Opening[];
}

export interface MenuCategory {
  readonly key: Key;
  readonly name: string;
  /** The category that it stands within. */
  readonly parent?: Key;
}

export interface MenuTax extends Pick<TaxRate, 'millionths' | 'inclusive'> {
  readonly key: Key;
  readonly name: string;
}

/**
 * Something that can be ordered. Names are unique within a menu, since they are how the adapter's reference is found; only
 * a modifier that stands in several groups comes more than once, each time the same.
 */
interface MenuItem {
  readonly key: Key;
  readonly name: string;
  /** Minor units; 0 or more. */
  readonly price: number;
  /** In stock, unless false. */
  readonly available?: boolean;
}

export interface MenuProduct extends Omit<MenuItem, 'price'> {
  /** Minor units; absent for a product that is sold by its variants alone. */
  readonly price?: number;
  readonly description?: string;
  readonly category?: Key;
  /** More categories that it stands in. */
  readonly alsoIn?: readonly Key[];
  /** Forms of the product that are ordered in its stead. */
  readonly variants?: readonly MenuItem[];
  /** Groups that are offered with it. */
  readonly groups?: readonly Key[];
  /** What this product asks of a group of its own, by the group's key, where that is not what the group says. */
  readonly limits?: Readonly<Record<Key, { readonly min: number; readonly max: number }>>;
  /** What a modifier costs with this product, by its key, where that is not its own price. */
  readonly prices?: Readonly<Record<Key, number>>;
  /** The address of its picture. */
  readonly image?: string;
  /** Not to be shown to guests. */
  readonly hidden?: boolean;
}

export interface MenuGroup {
  readonly key: Key;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly modifiers: readonly MenuModifier[];
}

export interface MenuModifier extends MenuItem {
  /** Groups that open once it is chosen. A rig whose vendor can't nest groups offers them beside, with the product. */
  readonly groups?: readonly Key[];
}

/** One thing that changes at the till. */
export type MenuChange =
  | { readonly type: 'price'; readonly key: Key; readonly price: number }
  | { readonly type: 'rename'; readonly key: Key; readonly name: string }
  | { readonly type: 'stock'; readonly key: Key; readonly available: boolean }
  | { readonly type: 'remove'; readonly key: Key }
  | { readonly type: 'add'; readonly product: MenuProduct };

/** One chosen option as the cook must see it. */
export interface ExpectedOption {
  readonly item: Key;
  /** For one of what it belongs to. */
  readonly quantity: number;
  /** Minor units, for one. */
  readonly price: number;
  readonly options: readonly ExpectedOption[];
}

export interface ExpectedLine extends ExpectedOption {
  /** Must stand at this line, unless it is longer than the till's line notes: then anywhere on the ticket. */
  readonly note?: string;
}

export interface ExpectedAmount {
  /** As it must be readable; the runner looks for it as a part of what stands there. */
  readonly name: string;
  /** Minor units, 0 or more. */
  readonly amount: number;
}

/**
 * What must be on the ticket, whichever vendor it is: what an adapter claims to hold must stand in its field, what it does
 * not claim must be readable in the ticket's texts, with its amounts.
 */
export interface ExpectedTicket {
  /** In the order of the order's lines. */
  readonly lines: readonly ExpectedLine[];
  /** What a person must be able to read somewhere on the ticket, each as it is written here. */
  readonly texts: readonly string[];
  readonly charges: readonly ExpectedAmount[];
  /** What is taken off, as positive amounts. */
  readonly discounts: readonly ExpectedAmount[];
  /** On top of the lines. */
  readonly taxes: readonly ExpectedAmount[];
  /** All tips together, minor units; none where absent. */
  readonly tip?: number;
  /** What the till must show as the total; not looked at where absent (an order whose parts don't add up). */
  readonly total?: number;
  /** What was paid already, without cash that is still to be taken. */
  readonly paid?: number;
  readonly fulfilment: Fulfilment['kind'];
  readonly scheduledFor?: Instant;
}

interface Case {
  /** Unique, short, with hyphens: it becomes the requirement's id. */
  readonly name: string;
  /** What went wrong where this was not thought of. */
  readonly why: string;
  /** What the store sells; the corpus's standard menu where absent. */
  readonly menu?: Menu;
  /** The store's currency; the fake's first store where absent. Not applicable where the fake has none. */
  readonly currency?: string;
}

/** An order, and what must come of it: a ticket, a refusal, or either where tills differ (never less than one of them). */
export interface OrderCase extends Case {
  /** A core order whose references are keys of the menu. Make it with {@link orderOf}. */
  readonly order: Order;
  /** What changes at the till after the menu was read, before the order comes. */
  readonly changes?: readonly MenuChange[];
  readonly ticket?: ExpectedTicket;
  /** The codes with which the order may be refused; then there must be no ticket at all. */
  readonly refusals?: readonly FaultCode[];
  /** Where what must come depends on what the adapter claims: overrides `ticket` and `refusals`. */
  readonly given?: (orders: Capabilities['orders']) => Pick<OrderCase, 'ticket' | 'refusals'>;
}

/** One choice of a selection as POS Hub must be able to show it. */
export interface ExpectedSelection {
  readonly group: Key;
  readonly min: number;
  readonly max: number;
  readonly choices: readonly ExpectedChoice[];
}

export interface ExpectedChoice {
  readonly item: Key;
  readonly name: string;
  readonly price: number;
  readonly available: boolean;
  readonly selections: readonly ExpectedSelection[];
}

export interface ExpectedProduct {
  readonly item: Key;
  /** As it must be readable; the runner looks for it as a part of the name. */
  readonly name: string;
  /** Not looked at where absent (a product that is sold by its variants alone). */
  readonly price?: number;
  readonly available: boolean;
  readonly selections: readonly ExpectedSelection[];
}

/** A menu, and what the adapter must read of it. */
export interface CatalogCase extends Case {
  readonly menu: Menu;
  /** Done one after the other before the reading. */
  readonly changes?: readonly MenuChange[];
  /** Each product and variant; {@link catalogOf} makes it of a menu. */
  readonly products: readonly ExpectedProduct[];
  /** What else must be true; gives what is not, in sentences. */
  readonly also?: (reading: Reading) => readonly string[];
}

/** What came of reading a menu. */
export interface Reading extends Assembled {
  /** What the changes of the case would do to POS Hub. */
  readonly plan: CatalogPlan;
  readonly capabilities: Capabilities;
  /** The adapter's reference of a product, variant or modifier. */
  readonly ref: (key: Key) => Reference;
}
