import { catalogImport, categoryPatch, modifierGroupPatch, modifierPatch, productPatch } from './catalog.js';
import { connectionPatch, locationPatch } from './location.js';
import { orderPatch } from './order.js';

/** The simulator's own schemas of what an application sends, under the names that the platform's document uses. */
export const receivedSchemas = {
  CatalogImportEntity: catalogImport,
  CatalogProductPatchEntity: productPatch,
  CatalogModifierPatchEntity: modifierPatch,
  CatalogModifierGroupPatchEntity: modifierGroupPatch,
  CatalogCategoryPatchEntity: categoryPatch,
  LocationPatchEntity: locationPatch,
  ConnectionPatchEntity: connectionPatch,
  OrderPatchEntity: orderPatch,
} as const;
