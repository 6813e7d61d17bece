import { Fault, type CatalogPart } from '@poshub-bridge/core';
import type { ValidateFunction } from 'ajv';
import { categoryOf } from './categories.js';
import type { ModifierLists, Place } from './modifier-lists.js';
import { taxRateOf } from './taxes.js';
import { isCategory, isImage, isModifierList, isTax, type CatalogObject } from './wire-catalog.js';

/** What is shown of categories, modifier lists and taxes. */
export function partOf(objects: readonly CatalogObject[], place: Place, lists: ModifierLists): CatalogPart {
  const ofType = (type: string): readonly CatalogObject[] => objects.filter((object) => object.type === type);
  const added = ofType('MODIFIER_LIST').flatMap((object) => lists.add(typed(object, isModifierList)) ?? []);
  return {
    categories: ofType('CATEGORY').flatMap((object) => categoryOf(typed(object, isCategory), place) ?? []),
    modifierGroups: added.map(({ group }) => group),
    modifiers: added.flatMap(({ modifiers }) => modifiers),
    taxRates: ofType('TAX').flatMap((object) => taxRateOf(typed(object, isTax), place.location, place.warnings) ?? []),
  };
}

export function collectImages(objects: readonly CatalogObject[], images: Map<string, string>): void {
  for (const object of objects) {
    const url = typed(object, isImage).image_data.url;
    if (url) images.set(object.id, url);
  }
}

/** An object as what its type says. @throws Fault `vendor.unreadable` naming it */
export function typed<T>(object: CatalogObject, form: ValidateFunction<T>): CatalogObject & T {
  const value: CatalogObject = object;
  if (form(value)) return value;
  const mistake = form.errors?.[0];
  throw new Fault('vendor.unreadable', {
    detail: `the ${object.type} ${object.id}: ${mistake?.instancePath ?? ''} ${mistake?.message ?? 'has another form'}`,
  });
}
