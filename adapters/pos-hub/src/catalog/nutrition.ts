import type { Nutrition } from '@poshub-bridge/core';
import { upperSnake } from '../order/status.js';
import type { WireNutrition } from './wire-catalog.js';

/** An allergen as POS Hub writes it; `none` is the one word with a space. */
export function allergenOnWire(allergen: string): string {
  return allergen === 'none' ? 'NO ALLERGENS' : upperSnake(allergen);
}

/**
 * What a guest may need to know. Beside any other allergen, `none` is left out: of two statements that contradict each
 * other the careful one is kept.
 */
export function writeNutrition(nutrition: Nutrition | undefined): WireNutrition | undefined {
  if (nutrition === undefined) return undefined;
  const { allergens = [], diet, spiciness, calories } = nutrition;
  const some = allergens.filter((allergen) => allergen !== 'none');
  const told = [...new Set(some.length > 0 ? some : allergens)];
  const wire: WireNutrition = {
    ...(calories === undefined ? {} : { calories: { lowerRange: calories.from, upperRange: calories.to } }),
    ...(diet === undefined ? {} : { dietaryRestriction: upperSnake(diet) }),
    ...(spiciness === undefined ? {} : { spiciness: upperSnake(spiciness) }),
    ...(told.length === 0 ? {} : { allergens: told.map(allergenOnWire) }),
  };
  return Object.keys(wire).length === 0 ? undefined : wire;
}
