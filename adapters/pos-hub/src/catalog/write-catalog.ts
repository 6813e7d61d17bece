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
import { groupModifierId, variantParentId } from '../assumptions.js';
import { placeOf } from '../guard.js';
import type { HubSettings } from '../settings.js';
import { writeHours, writeLocation } from './location.js';
import { writeNutrition } from './nutrition.js';
import { isWireCatalog } from './schemas.js';
import type {
  WireCatalog,
  WireCategory,
  WireEntry,
  WireModifierGroup,
  WireOffer,
  WireProduct,
  WireSelection,
} from './wire-catalog.js';

/**
 * A catalog as CatalogImport: the body of an import, and, bare, the answer to a sync call. The result is checked before it
 * is given: POS Hub never gets a body that it can't take.
 * @throws Fault `catalog.incomplete` naming the entry and the field, for a value that POS Hub can't take (an empty name, a
 *   price out of range, a modifier that is not in the catalog, an amount in another currency)
 */
export function writeCatalog(catalog: Catalog, store: ConnectedStore, settings: HubSettings): WireCatalog {
  checkCurrency(catalog);
  const location = writeLocation(store, catalog, settings);
  const modifiers = new Map(catalog.modifiers.map((modifier) => [modifier.ref, modifier]));
  const selections = remembering(writeSelection);
  const wire: WireCatalog = {
    ...(Object.keys(location).length === 0 ? {} : { location }),
    categories: catalog.categories.map(writeCategory),
    modifiers: catalog.modifiers.map(writeOffer),
    modifierGroups: catalog.modifierGroups.map((group) => writeGroup(group, modifiers, settings)),
    products: catalog.products.map((product) => writeProduct(product, selections, settings)),
  };
  if (!isWireCatalog(wire)) throw refusal(catalog, placeOf(isWireCatalog.errors));
  return wire;
}

/* What all entries have comes before what only some have: the other way round, such objects are slow to make, and large. */

function writeEntry(entry: ModifierGroup | Category): WireEntry {
  return {
    posReference: entry.ref,
    name: entry.name,
    ...(entry.description === undefined ? {} : { description: entry.description }),
    ...(entry.position === undefined ? {} : { position: entry.position }),
    ...(entry.version === undefined ? {} : { posVersion: entry.version }),
  };
}

function writeCategory(category: Category): WireCategory {
  const { imageUrl } = category;
  return {
    showOnline: category.available,
    ...writeEntry(category),
    ...(imageUrl !== undefined && isWebAddress(imageUrl) ? { originalImageUrl: imageUrl } : {}),
  };
}

/** POS Hub fetches images itself, so only an absolute web address is of use to it. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

function writeOffer(offer: Modifier | Product): WireOffer {
  const nutritionalInfo = writeNutrition(offer.nutrition);
  return {
    price: offer.price.amount,
    ...writeCategory(offer),
    ...(offer.containsAlcohol === undefined ? {} : { containsAlcohol: offer.containsAlcohol }),
    ...(offer.containsTobacco === undefined ? {} : { containsTobacco: offer.containsTobacco }),
    ...(nutritionalInfo === undefined ? {} : { nutritionalInfo }),
  };
}

function writeGroup(
  group: ModifierGroup,
  modifiers: ReadonlyMap<Reference, Modifier>,
  settings: HubSettings,
): WireModifierGroup {
  return {
    minPermitted: group.minimum,
    maxPermitted: group.maximum,
    ...writeEntry(group),
    modifiers: group.modifiers.flatMap((ref) => {
      const modifier = modifiers.get(ref);
      if (modifier === undefined) throw incomplete('modifierGroups', group.ref, 'a modifier is not in the catalog');
      const id = groupModifierId(ref, settings);
      return id === undefined ? [] : [{ id, name: modifier.name, price: modifier.price.amount }];
    }),
  };
}

/** A product that is never sold is sent as not available: what POS Hub makes of no hours at all is not known. */
function writeProduct(
  product: Product,
  selections: (selection: Selection) => WireSelection,
  settings: HubSettings,
): WireProduct {
  const { hours, variantOf } = product;
  const parentId = variantOf === undefined ? undefined : variantParentId(variantOf, settings);
  return {
    type: variantOf === undefined ? 'PRODUCT' : 'VARIANT',
    categories: product.categories,
    modifierGroups: [...new Set(product.selections.map(({ group }) => group))],
    selections: product.selections.map(selections),
    ...writeOffer(product),
    showOnline: product.available && hours?.length !== 0,
    ...(parentId === undefined ? {} : { parentId }),
    ...(hours === undefined || hours.length === 0 ? {} : { serviceAvailability: writeHours(hours) }),
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

/** The same answer for the same selection: many products share theirs. */
function remembering<T>(make: (selection: Selection) => T): (selection: Selection) => T {
  const known = new Map<Selection, T>();
  return (selection) => {
    const made = known.get(selection) ?? make(selection);
    known.set(selection, made);
    return made;
  };
}

/** Prices go out without a currency, so one in another than the catalog's would be taken for something else. */
function checkCurrency({ currency, products, modifiers }: Catalog): void {
  const foreign: (selection: Selection) => boolean = remembering((selection: Selection): boolean =>
    selection.choices.some(
      ({ price, selections }) => (price !== undefined && price.currency !== currency) || selections.some(foreign),
    ),
  );
  const product = products.find((one) => one.price.currency !== currency || one.selections.some(foreign));
  if (product !== undefined) throw incomplete('products', product.ref, 'a price is in another currency');
  const modifier = modifiers.find((one) => one.price.currency !== currency);
  if (modifier !== undefined) throw incomplete('modifiers', modifier.ref, 'its price is in another currency');
}

function refusal(catalog: Catalog, place: string): Fault {
  const [, kind = '', index = '', field = ''] = /^(\w+)\[(\d+)\]\.?(.*)$/.exec(place) ?? [];
  const entries: Readonly<Record<string, readonly { readonly ref: Reference }[] | undefined>> = {
    categories: catalog.categories,
    modifiers: catalog.modifiers,
    modifierGroups: catalog.modifierGroups,
    products: catalog.products,
  };
  const ref = entries[kind]?.[Number(index)]?.ref;
  return ref === undefined
    ? new Fault('catalog.incomplete', { detail: `POS Hub can’t take ${place}` })
    : incomplete(kind, ref, `POS Hub can’t take its ${field}`);
}

function incomplete(kind: string, ref: Reference, what: string): Fault {
  return new Fault('catalog.incomplete', { detail: `${kind} “${ref.slice(0, 100)}”: ${what}` });
}
