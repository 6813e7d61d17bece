import type { Allergen, CatalogWarning, Nutrition } from '@poshub-bridge/core';
import type { Food } from './wire-catalog.js';

/** Square's standard ingredients are the allergens that the law names. */
const ALLERGENS: ReadonlyMap<string, Allergen> = new Map([
  ['CELERY', 'celery'],
  ['CRUSTACEANS', 'crustaceans'],
  ['EGGS', 'eggs'],
  ['FISH', 'fish'],
  ['GLUTEN', 'gluten'],
  ['LUPIN', 'lupin'],
  ['MILK', 'milk'],
  ['MOLLUSCS', 'molluscs'],
  ['MUSTARD', 'mustard'],
  ['PEANUTS', 'peanuts'],
  ['SESAME', 'sesame-seeds'],
  ['SOY', 'soybeans'],
  ['SULPHITES', 'sulphur-dioxide-sulphites'],
  ['TREE_NUTS', 'nuts-unspecified'],
]);

/** What a guest may need to know. No ingredients at Square means that nobody said, not that there are none. */
export function nutritionOf(ref: string, food: Food, warnings: CatalogWarning[]): Nutrition {
  const wordsOf = (list: Food['ingredients']): readonly string[] =>
    (list ?? []).flatMap(({ standard_name, custom_name }) => standard_name ?? custom_name ?? []);
  const ingredients = wordsOf(food.ingredients);
  const diets = wordsOf(food.dietary_preferences);
  const unknown = [
    ...ingredients.filter((word) => !ALLERGENS.has(standard(word))),
    ...diets.filter((word) => !['VEGAN', 'VEGETARIAN'].includes(standard(word))),
  ];
  for (const word of unknown) warnings.push({ ref, message: `says “${word}”, which POS Hub can’t show` });
  const allergens = [...new Set(ingredients.flatMap((word) => ALLERGENS.get(standard(word)) ?? []))];
  const words = diets.map(standard);
  const diet = words.includes('VEGAN') ? 'vegan' : words.includes('VEGETARIAN') ? 'vegetarian' : undefined;
  const calories = food.calorie_count ?? undefined;
  return {
    ...(allergens.length === 0 ? {} : { allergens }),
    ...(diet === undefined ? {} : { diet }),
    ...(calories === undefined ? {} : { calories: { from: calories, to: calories } }),
  };
}

/** Merchants write standard words by hand, too. */
function standard(word: string): string {
  return word.trim().toUpperCase().replaceAll(' ', '_');
}
