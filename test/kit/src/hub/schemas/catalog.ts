import type { SchemaObject } from 'ajv';
import { locationPatch } from './location.js';
import { nutritionalInfo } from './nutrition.js';
import {
  closed,
  flag,
  fromZero,
  integer,
  list,
  number,
  oneOf,
  price,
  serviceAvailability,
  text,
  upToHundred,
  uri,
  uuid,
  wholeFromZero,
} from './parts.js';

const described = { name: text, description: text, posVersion: text, position: number };
const warnings = { containsAlcohol: flag, containsTobacco: flag, isBikeFriendly: flag, nutritionalInfo };

const category = { ...described, originalImageUrl: text, showOnline: flag };

const modifier = {
  ...described,
  ...warnings,
  price,
  inStorePrice: price,
  originalImageUrl: text,
  showOnline: flag,
  minPermitted: wholeFromZero,
  maxPermitted: integer,
};

const modifierGroup = { ...described, minPermitted: fromZero, maxPermitted: fromZero };
const groupMember = (id: SchemaObject): SchemaObject => closed({ id, name: text, price }, ['id', 'name', 'price']);

const product = {
  ...described,
  ...warnings,
  price,
  inStorePrice: price,
  originalImageUrl: text,
  showOnline: flag,
  type: oneOf('PRODUCT', 'VARIANT', 'MODIFIER'),
  parentId: text,
  categories: list(text),
  modifierGroups: list(text),
  serviceAvailability,
};

const importSelection = closed(
  {
    posReference: text,
    modifiers: list({ $ref: '#/$defs/selectionModifier' }),
    minPermitted: fromZero,
    maxPermitted: upToHundred,
  },
  ['posReference', 'modifiers'],
);

const importSelectionModifier = closed(
  {
    posReference: text,
    price: fromZero,
    minPermitted: fromZero,
    maxPermitted: upToHundred,
    selections: list({ $ref: '#/$defs/selection' }),
  },
  ['posReference'],
);

/** CatalogImport: the body of an import and, bare, the answer to a pull. */
export const catalogImport: SchemaObject = {
  ...closed(
    {
      location: locationPatch,
      categories: list(closed({ posReference: text, ...category }, ['posReference', 'name'])),
      modifiers: list(closed({ posReference: text, ...modifier }, ['posReference', 'name', 'price'])),
      modifierGroups: list(
        closed({ posReference: text, ...modifierGroup, modifiers: list(groupMember(text)) }, [
          'posReference',
          'name',
          'modifiers',
        ]),
      ),
      products: list(
        closed({ posReference: text, ...product, selections: list({ $ref: '#/$defs/selection' }) }, [
          ...['posReference', 'name', 'price', 'showOnline', 'categories', 'modifierGroups'],
        ]),
      ),
    },
    ['categories', 'modifiers', 'modifierGroups', 'products'],
  ),
  $defs: { selection: importSelection, selectionModifier: importSelectionModifier },
};

const storedSelection = closed(
  {
    catalogModifierGroupId: text,
    modifiers: list(
      closed(
        {
          catalogModifierId: text,
          price: fromZero,
          inStorePrice: fromZero,
          showOnline: flag,
          minPermitted: fromZero,
          maxPermitted: upToHundred,
          selections: list({ type: 'object' }),
        },
        ['catalogModifierId'],
      ),
    ),
    minPermitted: fromZero,
    maxPermitted: upToHundred,
  },
  ['catalogModifierGroupId'],
);

export const categoryPatch = closed(category);
export const modifierPatch = closed({ ...modifier, originalImageUrl: uri });
export const modifierGroupPatch = closed({ ...modifierGroup, expanded: flag, modifiers: list(groupMember(uuid)) });
export const productPatch = closed({ ...product, originalImageUrl: uri, selections: list(storedSelection) });
