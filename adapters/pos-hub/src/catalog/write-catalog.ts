import {
  Fault,
  type Catalog,
  type Category,
  type ConnectedStore,
  type Modifier,
  type ModifierGroup,
  type Product,
  type Reference,
  type Selection,
} from '@poshub-bridge/core';
import type { ValidateFunction } from 'ajv';
import { groupModifierId, variantParentId } from '../assumptions.js';
import { placeOf } from '../guard.js';
import type { HubSettings } from '../settings.js';
import { writeHours, writeLocation } from './location.js';
import { writeNutrition } from './nutrition.js';
import { isWireCategory, isWireDish, isWireGroup, isWireLocation, isWireModifier, isWireSelection } from './schemas.js';
import type {
  WireCatalog,
  WireCategory,
  WireDish,
  WireEntry,
  WireModifier,
  WireModifierGroup,
  WireOffer,
  WireProduct,
  WireSelection,
} from './wire-catalog.js';

/** CatalogImport with its products one after the other, as there may be tens of thousands. */
export interface CatalogParts extends Omit<WireCatalog, 'products'> {
  readonly products: Iterable<WrittenProduct>;
}

export interface WrittenProduct {
  readonly dish: WireDish;
  /** One and the same list for the products that share it. */
  readonly selections: readonly WireSelection[];
}

/**
 * A catalog as CatalogImport: bare, the answer to a sync call. All of it is checked before it is given: POS Hub never gets
 * a body that it can't take.
 * @throws Fault `catalog.incomplete` naming the entry and the field, for a value that POS Hub can't take (an empty name, a
 *   price out of range, a modifier that is not in the catalog, an amount in another currency)
 */
export function writeCatalog(catalog: Catalog, store: ConnectedStore, settings: HubSettings): WireCatalog {
  const { products, ...parts } = writeParts(catalog, store, settings);
  return { ...parts, products: Array.from(products, ({ dish, selections }) => ({ ...dish, selections })) };
}

/** The same in parts; the products are checked as they are taken. @throws Fault as `writeCatalog` */
export function writeParts(catalog: Catalog, store: ConnectedStore, settings: HubSettings): CatalogParts {
  checkCurrency(catalog);
  const location = writeLocation(store, catalog, settings);
  if (!isWireLocation(location))
    throw new Fault('catalog.incomplete', { detail: `POS Hub can’t take location.${placeOf(isWireLocation.errors)}` });
  const modifiers = new Map(catalog.modifiers.map((modifier) => [modifier.ref, modifier]));
  return {
    ...(Object.keys(location).length === 0 ? {} : { location }),
    categories: catalog.categories.map((one) => checked(isWireCategory, writeCategory(one), 'categories')),
    modifiers: catalog.modifiers.map((one) => checked(isWireModifier, writeModifier(one), 'modifiers')),
    modifierGroups: catalog.modifierGroups.map((one) =>
      checked(isWireGroup, writeGroup(one, modifiers, settings), 'modifierGroups'),
    ),
    products: writeProducts(catalog.products, settings),
  };
}

function* writeProducts(products: readonly Product[], settings: HubSettings): Generator<WrittenProduct> {
  const choosing = choosingWriter();
  for (const product of products) {
    const { modifierGroups, selections } = choosing(product);
    const dish = checked(isWireDish, writeDish(product, modifierGroups, settings), 'products');
    yield { dish, selections };
  }
}

function checked<T extends WireEntry>(isRight: ValidateFunction<T>, wire: T, kind: string): T {
  const { posReference } = wire;
  if (isRight(wire)) return wire;
  throw incomplete(kind, posReference, notTaken(placeOf(isRight.errors)));
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/* What all entries have is written at once, and what only some have is set afterwards: copied together, it takes longer. */

function setRest(wire: Draft<WireEntry>, { description, position, version }: ModifierGroup | Category): void {
  if (description !== undefined) wire.description = description;
  if (position !== undefined) wire.position = position;
  if (version !== undefined) wire.posVersion = version;
}

function writeCategory(category: Category): WireCategory {
  const wire: Draft<WireCategory> = {
    posReference: category.ref,
    name: category.name,
    showOnline: category.available,
  };
  setRest(wire, category);
  setImage(wire, category);
  return wire;
}

function setImage(wire: Draft<WireCategory>, { imageUrl }: Category | Modifier): void {
  if (imageUrl !== undefined && isWebAddress(imageUrl)) wire.originalImageUrl = imageUrl;
}

/** POS Hub fetches images itself, so only an absolute web address is of use to it. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

function writeModifier(modifier: Modifier): WireModifier {
  const wire: Draft<WireModifier> = {
    posReference: modifier.ref,
    name: modifier.name,
    price: modifier.price.amount,
    showOnline: modifier.available,
  };
  setOffer(wire, modifier);
  return wire;
}

function setOffer(wire: Draft<WireOffer>, offer: Modifier | Product): void {
  setRest(wire, offer);
  setImage(wire, offer);
  if (offer.containsAlcohol !== undefined) wire.containsAlcohol = offer.containsAlcohol;
  if (offer.containsTobacco !== undefined) wire.containsTobacco = offer.containsTobacco;
  const nutritionalInfo = writeNutrition(offer.nutrition);
  if (nutritionalInfo !== undefined) wire.nutritionalInfo = nutritionalInfo;
}

function writeGroup(
  group: ModifierGroup,
  modifiers: ReadonlyMap<Reference, Modifier>,
  settings: HubSettings,
): WireModifierGroup {
  const wire: Draft<WireModifierGroup> = {
    posReference: group.ref,
    name: group.name,
    minPermitted: group.minimum,
    maxPermitted: group.maximum,
    modifiers: group.modifiers.flatMap((ref) => {
      const modifier = modifiers.get(ref);
      if (modifier === undefined) throw incomplete('modifierGroups', group.ref, 'a modifier is not in the catalog');
      const id = groupModifierId(ref, settings);
      return id === undefined ? [] : [{ id, name: modifier.name, price: modifier.price.amount }];
    }),
  };
  setRest(wire, group);
  return wire;
}

/** A product that is never sold is sent as not available: what POS Hub makes of no hours at all is not known. */
function writeDish(product: Product, modifierGroups: readonly string[], settings: HubSettings): WireDish {
  const { hours, variantOf } = product;
  const wire: Draft<WireDish> = {
    posReference: product.ref,
    name: product.name,
    price: product.price.amount,
    showOnline: product.available && hours?.length !== 0,
    type: variantOf === undefined ? 'PRODUCT' : 'VARIANT',
    categories: product.categories,
    modifierGroups,
  };
  setOffer(wire, product);
  const parentId = variantOf === undefined ? undefined : variantParentId(variantOf, settings);
  if (parentId !== undefined) wire.parentId = parentId;
  if (hours !== undefined && hours.length > 0) wire.serviceAvailability = writeHours(hours);
  return wire;
}

type Choosing = Pick<WireProduct, 'modifierGroups' | 'selections'>;

/**
 * Writes what can be chosen with a product, and checks it. Products share their selections, and lists of them: each is
 * written and checked once. @throws Fault `catalog.incomplete`
 */
function choosingWriter(): (product: Product) => Choosing {
  const written = new Map<Selection, WireSelection>();
  const lists = new Map<readonly Selection[], Choosing>();

  const write = ({ ref }: Product, selection: Selection, place: number): WireSelection => {
    const known = written.get(selection);
    if (known !== undefined) return known;
    const wire = writeSelection(selection);
    if (!isWireSelection(wire))
      throw incomplete('products', ref, notTaken(`selections[${place}].${placeOf(isWireSelection.errors)}`));
    written.set(selection, wire);
    return wire;
  };

  return (product) => {
    const known = lists.get(product.selections);
    if (known !== undefined) return known;
    const selections = product.selections.map((selection, place) => write(product, selection, place));
    const made = { modifierGroups: [...new Set(selections.map(({ posReference }) => posReference))], selections };
    lists.set(product.selections, made);
    return made;
  };
}

function writeSelection(selection: Selection): WireSelection {
  return {
    posReference: selection.group,
    minPermitted: selection.minimum,
    maxPermitted: selection.maximum,
    modifiers: selection.choices.map(({ modifier, price, selections }) => ({
      posReference: modifier,
      ...(price === undefined ? {} : { price: price.amount }),
      ...(selections.length === 0 ? {} : { selections: selections.map(writeSelection) }),
    })),
  };
}

/** Prices go out without a currency, so one in another than the catalog's would be taken for something else. */
function checkCurrency({ currency, products, modifiers }: Catalog): void {
  const ours = new Set<Selection | readonly Selection[]>();
  const areOurs = (selections: readonly Selection[]): boolean => {
    const isOurs = ours.has(selections) || selections.every((one) => ours.has(one) || isOursAt(one));
    if (isOurs) ours.add(selections);
    return isOurs;
  };
  const isOursAt = (selection: Selection): boolean => {
    const isOurs = selection.choices.every(
      ({ price, selections }) => (price === undefined || price.currency === currency) && areOurs(selections),
    );
    if (isOurs) ours.add(selection);
    return isOurs;
  };
  const product = products.find((one) => one.price.currency !== currency || !areOurs(one.selections));
  if (product !== undefined) throw incomplete('products', product.ref, 'a price is in another currency');
  const modifier = modifiers.find((one) => one.price.currency !== currency);
  if (modifier !== undefined) throw incomplete('modifiers', modifier.ref, 'its price is in another currency');
}

const notTaken = (field: string): string => `POS Hub can’t take its ${field}`;

function incomplete(kind: string, ref: Reference, what: string): Fault {
  return new Fault('catalog.incomplete', { detail: `${kind} “${ref.slice(0, 100)}”: ${what}` });
}
