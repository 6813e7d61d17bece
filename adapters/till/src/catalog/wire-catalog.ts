import {
  flag,
  guard,
  having,
  havingSome,
  id,
  listOf,
  oneOf,
  text,
  textOrNull,
  whole,
  wholeOrNull,
  type Typed,
} from '../guard.js';
import { hours } from '../wire.js';

/** Anything in a catalog; `kind` says what, also of kinds that the till may have one day. */
const entry = having({ kind: text, id });
export type Entry = Typed<typeof entry>;

const page = having({ data: listOf(entry), next_cursor: textOrNull, catalog_version: whole });
export type CatalogPage = Typed<typeof page>;
export const isCatalogPage = guard(page);

/** The kinds that the adapter knows: one of these that can't be read makes the catalog unreadable. */
export const KINDS: readonly string[] = ['category', 'product', 'modifier_group', 'modifier', 'tax'];

/** What the entries of all these kinds have in common. */
const head = { id, name: text, version: whole };
export type Head = Typed<ReturnType<typeof having<typeof head>>>;

const category = having({
  ...head,
  kind: oneOf('category'),
  description: text,
  position: whole,
  hidden: flag,
  /** When its products are sold; empty: whenever the store is open. */
  hours,
});
export type Category = Typed<typeof category>;
export const isCategory = guard(category);

/** A modifier group as one product offers it; its bounds override the group's. */
const offeredGroup = havingSome({ id }, { min: whole, max: whole });
export type OfferedGroup = Typed<typeof offeredGroup>;

/** What products and modifiers have in common. */
const sellable = { ...head, allergens: listOf(text), alcohol: flag, position: whole };
export type Sellable = Typed<ReturnType<typeof having<typeof sellable>>>;

const product = having({
  ...sellable,
  kind: oneOf('product'),
  description: text,
  /** Null: sold by its variants only. */
  price: wholeOrNull,
  variants: listOf(having({ id, name: text, price: whole })),
  category_ids: listOf(id),
  modifier_groups: listOf(offeredGroup),
  dietary: listOf(text),
  calories: wholeOrNull,
  hidden: flag,
  image_url: textOrNull,
});
export type Product = Typed<typeof product>;
export const isProduct = guard(product);

const modifierGroup = having({
  ...head,
  kind: oneOf('modifier_group'),
  min: whole,
  max: whole,
  modifier_ids: listOf(id),
  position: whole,
});
export type ModifierGroup = Typed<typeof modifierGroup>;
export const isModifierGroup = guard(modifierGroup);

/** Its groups open once it is chosen. */
const modifier = having({ ...sellable, kind: oneOf('modifier'), price: whole, modifier_group_ids: listOf(id) });
export type Modifier = Typed<typeof modifier>;
export const isModifier = guard(modifier);

/** `rate_ppm`: in millionths, of a percentage. */
const tax = having({ ...head, kind: oneOf('tax'), type: text, rate_ppm: whole, inclusive: flag });
export type Tax = Typed<typeof tax>;
export const isTax = guard(tax);
