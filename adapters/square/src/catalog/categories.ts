import { createHash } from 'node:crypto';
import type { Category as CoreCategory } from '@poshub-bridge/core';
import { versionOf, type Place } from './modifier-lists.js';
import type { Category } from './wire-catalog.js';

/** Where a kitchen makes things is nothing that guests look for. */
const NOT_FOR_GUESTS = 'KITCHEN_CATEGORY';

/** Whether a category is where a kitchen makes things. */
export function isKitchen({ category_data: data }: Category): boolean {
  return data.category_type === NOT_FOR_GUESTS;
}

/**
 * Stands for which categories are kitchens, whatever their order; empty where none is. Items don't change when their
 * category becomes one, or is none any more.
 */
export function kitchensPrint(kitchens: Iterable<string>): string {
  const refs = [...kitchens].sort();
  return refs.length === 0 ? '' : createHash('sha256').update(JSON.stringify(refs)).digest('hex').slice(0, 16);
}

/** A category as POS Hub shows it; undefined for one that is none for guests. POS Hub's are flat. */
export function categoryOf(category: Category, { images, kitchens, warnings }: Place): CoreCategory | undefined {
  const { id: ref, category_data: data } = category;
  if (isKitchen(category)) {
    kitchens.add(ref);
    return undefined;
  }
  const name = data.name || ref;
  if (data.parent_category?.id)
    warnings.push({
      ref,
      message: `“${name}” stands within ${data.parent_category.id}; POS Hub shows them side by side`,
    });
  if ((data.availability_period_ids ?? []).length > 0)
    warnings.push({ ref, message: `“${name}” is sold at certain times only, which POS Hub is not told` });
  const imageUrl = (data.image_ids ?? []).map((one) => images.get(one)).find((url) => url !== undefined);
  const position = data.parent_category?.ordinal ?? undefined;
  return {
    ref,
    name,
    ...versionOf(category),
    ...(position === undefined ? {} : { position }),
    available: data.online_visibility !== false,
    ...(imageUrl === undefined ? {} : { imageUrl }),
  };
}
