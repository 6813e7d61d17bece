import { ALLERGENS, WEEKDAYS } from '@poshub-bridge/core';
import type { SchemaObject } from 'ajv';
import { closed, guard } from '../guard.js';
import { upperSnake } from '../order/status.js';
import { allergenOnWire } from './nutrition.js';
import type {
  WireCategory,
  WireLocation,
  WireModifier,
  WireModifierGroup,
  WireDish,
  WireSelection,
} from './wire-catalog.js';

/** The currencies that a location of POS Hub can have. */
export const CURRENCIES: readonly string[] = ['GBP', 'USD', 'EUR', 'NZD', 'AUD', 'CAD'];

/** The highest price that POS Hub takes, in minor units. */
export const HIGHEST_PRICE = 999_999_999;

const flag: SchemaObject = { type: 'boolean' };
const number: SchemaObject = { type: 'number' };
const text: SchemaObject = { type: 'string' };
/** POS Hub would take an empty name or reference; neither could be shown or found again. */
const filled: SchemaObject = { type: 'string', pattern: '\\S' };
const price: SchemaObject = { type: 'integer', minimum: 0, maximum: HIGHEST_PRICE };
const limit: SchemaObject = { type: 'integer', minimum: 0, maximum: 100 };
const clock: SchemaObject = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
const list = (items: SchemaObject): SchemaObject => ({ type: 'array', items });
const words = (all: readonly string[], write: (word: string) => string): SchemaObject => ({
  type: 'string',
  enum: all.map(write),
});

const hours = list(
  closed(
    {
      weekday: words(WEEKDAYS, upperSnake),
      timePeriods: list(closed({ startTime: clock, endTime: clock }, 'startTime', 'endTime')),
    },
    ...['weekday', 'timePeriods'],
  ),
);

const taxRate = closed(
  {
    posReference: filled,
    name: filled,
    type: { type: 'string', enum: ['PERCENTAGE'] },
    rate: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    inclusive: flag,
    isDefault: flag,
  },
  ...['posReference', 'name', 'type', 'rate', 'inclusive', 'isDefault'],
);

const location = closed({
  posReference: filled,
  name: filled,
  timezone: filled,
  currency: { type: 'string', enum: [...CURRENCIES] },
  businessHours: hours,
  taxRates: list(taxRate),
});

const nutrition = closed({
  calories: closed({ lowerRange: number, upperRange: number }, 'lowerRange', 'upperRange'),
  dietaryRestriction: words(['vegan', 'vegetarian'], upperSnake),
  spiciness: words(['mild', 'medium', 'hot', 'very-hot'], upperSnake),
  allergens: list({ type: 'string', enum: ALLERGENS.map(allergenOnWire) }),
});

const entry = { posReference: filled, name: filled, description: text, position: number, posVersion: text };
const category = { ...entry, showOnline: flag, originalImageUrl: { type: 'string', pattern: '^https?://' } };
const offer = { ...category, price, containsAlcohol: flag, containsTobacco: flag, nutritionalInfo: nutrition };
const limits = { minPermitted: limit, maxPermitted: limit };
const group = {
  ...entry,
  ...limits,
  modifiers: list(closed({ id: filled, name: filled, price }, 'id', 'name', 'price')),
};
const product = {
  ...offer,
  type: { type: 'string', enum: ['PRODUCT', 'VARIANT'] },
  parentId: filled,
  categories: list(filled),
  modifierGroups: list(filled),
  serviceAvailability: hours,
};
const named = ['posReference', 'name'];
const offered = [...named, 'price', 'showOnline'];

/*
 * What the parts of an import may look like: our own reading of CatalogImport, narrower where POS Hub is lax. Each entry is
 * checked by itself: so the place of a mistake names the entry's field, and a small function that is called often is quick.
 */

export const isWireCategory = guard<WireCategory>(closed(category, ...named, 'showOnline'));
export const isWireModifier = guard<WireModifier>(closed(offer, ...offered));
export const isWireGroup = guard<WireModifierGroup>(
  closed(group, ...named, 'minPermitted', 'maxPermitted', 'modifiers'),
);
export const isWireDish = guard<WireDish>(closed(product, ...offered, 'type', 'categories', 'modifierGroups'));

/** A selection in its whole depth; thousands of products share a few. */
export const isWireSelection = guard<WireSelection>({
  $ref: '#/definitions/selection',
  definitions: {
    selection: closed(
      { posReference: filled, ...limits, modifiers: list({ $ref: '#/definitions/choice' }) },
      ...['posReference', 'minPermitted', 'maxPermitted', 'modifiers'],
    ),
    choice: closed(
      { posReference: filled, price, selections: list({ $ref: '#/definitions/selection' }) },
      'posReference',
    ),
  },
});

/** What stands of a location in an import, and in its PATCH. */
export const isWireLocation = guard<WireLocation>(location);
