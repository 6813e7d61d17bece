import type { Catalog, Opening, Product } from '@poshub-bridge/core';
import type { Key, Reading } from '../types.js';

/* What a catalog case asks of a reading beyond its products. Each gives what is wrong, in sentences. */

/** A sentence unless it is so. */
export function unless(isRight: boolean, sentence: string): readonly string[] {
  return isRight ? [] : [sentence];
}

/** The changes are these, and no others. */
export function planned({ plan }: Reading, inserted: number, updated: number, deleted: number): readonly string[] {
  const seen = `${plan.inserted} inserted, ${plan.updated} updated, ${plan.deleted} deleted`;
  const wanted = `${inserted} inserted, ${updated} updated, ${deleted} deleted`;
  return unless(seen === wanted, `the next sync would be ${seen} instead of ${wanted}`);
}

/** Somebody is told of it: a warning about one of these references, or one that names one of these words. */
export function warned({ warnings }: Reading, what: string, ...about: readonly string[]): readonly string[] {
  const isTold = warnings.some(({ ref, message }) => about.some((one) => ref === one || message.includes(one)));
  return unless(isTold, `there is no warning of ${what}`);
}

export function productOf({ catalog, ref }: Reading, key: Key): Product | undefined {
  return catalog.products.find((one) => one.ref === ref(key));
}

/** The names of the categories that a product stands in. */
export function categoryNames(reading: Reading, key: Key): readonly string[] {
  const refs = productOf(reading, key)?.categories ?? [];
  return refs.flatMap((ref) => reading.catalog.categories.find((one) => one.ref === ref)?.name ?? []).sort();
}

/** The group of a name. */
export function groupOf({ modifierGroups }: Catalog, name: string): Catalog['modifierGroups'][number] | undefined {
  return modifierGroups.find((one) => one.name.includes(name));
}

/** Opening hours in one line, in the order of the week. */
export function hoursIn(hours: readonly Opening[] = []): string {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return hours
    .map(({ day, from, to }) => `${days.indexOf(day)} ${day} ${from}-${to}`)
    .sort()
    .map((one) => one.slice(2))
    .join(', ');
}
