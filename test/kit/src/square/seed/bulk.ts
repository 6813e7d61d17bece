import type { CatalogObject } from '../wire/catalog.js';
import { category, item, modifierList, uses, variation } from './build.js';

/** How large a catalog is to be made. */
export interface BulkSize {
  items: number;
  /** Of each item. */
  variations: number;
  /** In all; each item uses up to three of them. */
  modifier_lists: number;
  /** In each list. */
  modifiers: number;
  categories: number;
}

/** A large catalog, the same for the same size. */
export function bulk({ items, variations, modifier_lists, modifiers, categories }: BulkSize): CatalogObject[] {
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const lists = many(modifier_lists, (list) =>
    modifierList(
      `BULK_ML_${list}`,
      `Choices ${list}`,
      [0, modifiers],
      many(modifiers, (index) => [`BULK_MOD_${list}_${index}`, `Choice ${list}.${index}`, (index % 7) * 25]),
    ),
  );
  const used = Math.min(3, modifier_lists);
  return [
    ...many(categories, (index) => category(`BULK_CAT_${index}`, `Category ${index}`)),
    ...lists,
    ...many(items, (index) =>
      item(
        `BULK_ITEM_${index}`,
        `Dish ${index}`,
        many(variations, (size) =>
          variation(`BULK_VAR_${index}_${size}`, `Size ${size}`, 500 + (index % 90) * 10 + size * 100),
        ),
        {
          categories: categories > 0 ? [{ id: `BULK_CAT_${index % categories}`, ordinal: index }] : [],
          modifier_list_info: many(used, (list) => uses(`BULK_ML_${(index + list) % modifier_lists}`)),
        },
      ),
    ),
  ];
}
