import type { CatalogPart, CatalogWarning, Clock, EntryRefs, StoreSession } from '@poshub-bridge/core';
import type { SquareClient } from '../client.js';
import { isKitchen, kitchensPrint } from './categories.js';
import { absentOf, categoriesOf, offerOf, type Offered } from './items.js';
import { seenUntil, sooner, writeMark, type Mark } from './mark.js';
import { ModifierLists, type Place } from './modifier-lists.js';
import { changedPages, listPages, retrieve } from './pages.js';
import { collectImages, partOf, typed } from './parts.js';
import { isCategory, isGoneItem, isItem, isVariation, type CatalogObject, type Item } from './wire-catalog.js';

const TYPES = ['ITEM', 'ITEM_VARIATION', 'CATEGORY', 'MODIFIER_LIST', 'MODIFIER', 'TAX', 'IMAGE'];
/** When more has changed, reading everything is as quick. */
const MOST_CHANGES = 1000;

/** What others show; which ones do, Square does not say. */
const SHOWN = ['MODIFIER_LIST', 'MODIFIER', 'IMAGE'];

interface Changed extends Offered {
  /** References that an earlier form of the item may have had, and this one has not. */
  readonly absent: readonly string[];
}

/**
 * What changed since a mark; undefined where changes alone would not tell everything: something changed that others show,
 * a category became a kitchen or is none any more, an item is gone whose variations are not known, or too much changed.
 */
export async function changesSince(
  client: SquareClient,
  clock: Clock,
  session: StoreSession,
  mark: Mark,
): Promise<CatalogPart | undefined> {
  const changed: CatalogObject[] = [];
  const askedAt = clock.now();
  let seen: string | undefined;
  for await (const { objects, latest } of changedPages(client, session, TYPES, mark.time)) {
    changed.push(...objects);
    if (changed.length > MOST_CHANGES) return undefined;
    // The first page’s: what changes while the others come is told next time.
    seen ??= latest;
  }
  const gone = changed.filter((object) => object.is_deleted === true);
  const there = changed.filter((object) => object.is_deleted !== true);
  const goneProducts = goneRefs(gone);
  if (goneProducts === undefined || ofTypes(changed, ...SHOWN).length > 0) return undefined;
  // Square does not say what a category was before.
  const areCategories = ofTypes(changed, 'CATEGORY').length > 0;
  if (areCategories && (await readKitchens(client, session)) !== mark.kitchens) return undefined;
  const items = await changedItems(client, session, changed);
  const warnings: CatalogWarning[] = [];
  const menu = await surroundings(client, session, items, there, warnings);
  const offers = items.map((item): Changed => {
    const offered = offerOf(item, { ...menu.place, lists: menu.lists, now: clock.now() });
    return { ...offered, absent: absentOf(item, offered) };
  });
  const others = partOf(ofTypes(there, 'CATEGORY', 'TAX'), menu.place, menu.lists);
  return {
    changesOnly: true,
    categories: others.categories ?? [],
    taxRates: others.taxRates ?? [],
    products: offers.flatMap(({ products }) => products),
    removed: removedOf(changed, goneProducts, offers),
    warnings,
    mark: writeMark({
      ...mark,
      ...(seen === undefined ? {} : { time: seenUntil(seen, askedAt) }),
      ...untilOf(mark, offers),
    }),
  };
}

/** Which categories are kitchens now, as marks hold it; memory holds no more than their ids. */
async function readKitchens(client: SquareClient, session: StoreSession): Promise<string> {
  const kitchens: string[] = [];
  for await (const { objects } of listPages(client, session, 'CATEGORY'))
    kitchens.push(...objects.filter((object) => isKitchen(typed(object, isCategory))).map(({ id }) => id));
  return kitchensPrint(kitchens);
}

function ofTypes(objects: readonly CatalogObject[], ...types: readonly string[]): readonly CatalogObject[] {
  return objects.filter(({ type }) => types.includes(type));
}

/**
 * The references of items and variations that are gone; undefined where an item does not say what its variations were, or a
 * variation not which item it was of.
 */
function goneRefs(gone: readonly CatalogObject[]): readonly string[] | undefined {
  const variations = ofTypes(gone, 'ITEM_VARIATION');
  if (!variations.every((one) => ownerOf(one) !== undefined)) return undefined;
  const refs = variations.map(({ id }) => id);
  for (const item of ofTypes(gone, 'ITEM')) {
    const own = isGoneItem(item) ? (item.item_data.variations ?? []).map(({ id }) => id) : [];
    const isToldApart = variations.some((one) => ownerOf(one) === item.id);
    if (own.length === 0 && !isToldApart) return undefined;
    refs.push(item.id, ...own);
  }
  return refs;
}

/** The item of a variation. */
function ownerOf(object: CatalogObject): string | undefined {
  return isVariation(object) ? (object.item_variation_data.item_id ?? undefined) : undefined;
}

/** The items that changed, and those of which a variation did or is gone. */
async function changedItems(
  client: SquareClient,
  session: StoreSession,
  changed: readonly CatalogObject[],
): Promise<readonly Item[]> {
  const objects = ofTypes(changed, 'ITEM');
  const items = objects.filter(({ is_deleted }) => is_deleted !== true).map((object) => typed(object, isItem));
  const known = new Set(objects.map(({ id }) => id));
  const owners = ofTypes(changed, 'ITEM_VARIATION').flatMap((object) =>
    object.is_deleted === true
      ? (ownerOf(object) ?? [])
      : (typed(object, isVariation).item_variation_data.item_id ?? []),
  );
  const missing = await retrieve(
    client,
    session,
    owners.filter((id) => !known.has(id)),
  );
  const found = missing.filter(({ type, is_deleted }) => type === 'ITEM' && is_deleted !== true);
  return [...items, ...found.map((object) => typed(object, isItem))];
}

/** What these items and categories point at; itself it has not changed. */
async function surroundings(
  client: SquareClient,
  session: StoreSession,
  items: readonly Item[],
  there: readonly CatalogObject[],
  warnings: CatalogWarning[],
): Promise<{ readonly place: Place; readonly lists: ModifierLists }> {
  const needed = new Set<string>();
  for (const item of items) {
    const { item_data: data } = item;
    for (const category of categoriesOf(item)) needed.add(category);
    for (const { modifier_list_id } of data.modifier_list_info ?? []) needed.add(modifier_list_id);
    const images = [data.image_ids, ...(data.variations ?? []).map((one) => one.item_variation_data.image_ids)];
    for (const id of images.flatMap((list) => list ?? [])) needed.add(id);
  }
  for (const category of ofTypes(there, 'CATEGORY')) for (const id of imagesOf(category)) needed.add(id);
  const around = await retrieve(client, session, needed);
  const images = new Map<string, string>();
  collectImages(ofTypes(around, 'IMAGE'), images);
  const { ref: location, currency } = session.store;
  const place: Place = { location, currency, images, kitchens: new Set(), warnings };
  // What is to be said of these was said when they were read.
  const quiet: Place = { ...place, warnings: [] };
  const lists = new ModifierLists(quiet);
  partOf(ofTypes(around, 'MODIFIER_LIST', 'CATEGORY'), quiet, lists);
  return { place, lists };
}

function imagesOf(object: CatalogObject): readonly string[] {
  return typed(object, isCategory).category_data.image_ids ?? [];
}

/** What was shown and may not be any more; what this read names counts all the same. */
function removedOf(
  changed: readonly CatalogObject[],
  goneProducts: readonly string[],
  offers: readonly Changed[],
): EntryRefs {
  const refsOf = (type: string): readonly string[] => ofTypes(changed, type).map(({ id }) => id);
  return {
    products: [...goneProducts, ...offers.flatMap(({ absent }) => absent)],
    categories: refsOf('CATEGORY'),
    taxRates: refsOf('TAX'),
  };
}

function untilOf(mark: Mark, offers: readonly Offered[]): Pick<Mark, 'until'> {
  const until = offers.reduce((soonest, offer) => sooner(soonest, offer.until), mark.until);
  return until === undefined ? {} : { until };
}
