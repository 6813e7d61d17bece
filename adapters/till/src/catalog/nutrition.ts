import { ALLERGENS, type Allergen, type CatalogWarning, type Nutrition } from '@poshub-bridge/core';

/** The till's words for allergens where core has another; the others are the same. */
const WORDS: ReadonlyMap<string, Allergen> = new Map([
  ['nuts', 'nuts-unspecified'],
  ['sesame', 'sesame-seeds'],
  ['soya', 'soybeans'],
  ['sulphites', 'sulphur-dioxide-sulphites'],
]);

interface Told {
  readonly id: string;
  readonly allergens: readonly string[];
  readonly dietary?: readonly string[];
  readonly calories?: number | null;
}

/** What a guest may need to know. No allergens at the till means that nobody said, not that there are none. */
export function nutritionOf(
  { id, allergens, dietary = [], calories = null }: Told,
  warnings: CatalogWarning[],
): Nutrition {
  const known = allergens.flatMap((word) => allergenOf(word) ?? []);
  const unknown = [
    ...allergens.filter((word) => allergenOf(word) === undefined),
    ...dietary.filter((word) => word !== 'vegan' && word !== 'vegetarian'),
  ];
  for (const word of unknown) warnings.push({ ref: id, message: `says “${word}”, which POS Hub can’t show` });
  const diet = dietary.includes('vegan') ? 'vegan' : dietary.includes('vegetarian') ? 'vegetarian' : undefined;
  return {
    ...(known.length === 0 ? {} : { allergens: known }),
    ...(diet === undefined ? {} : { diet }),
    ...(calories === null ? {} : { calories: { from: calories, to: calories } }),
  };
}

/** The careful way: the till has no word for "free of all", so one that reads like it is unknown. */
function allergenOf(word: string): Allergen | undefined {
  return WORDS.get(word) ?? ALLERGENS.find((allergen) => allergen === word && allergen !== 'none');
}
