import { HubError } from '../http/errors.js';
import { omit } from '../omit.js';
import { receivedSchemas } from '../schemas/index.js';
import { ajv, checker } from '../validate.js';
import type { Catalog, Category, Modifier, ModifierGroup, Product, Selection, Stamp } from './types.js';

/** Checks a change of one entity against its schema and the catalog, stores it and gives the entity back. */
export type Change = (catalog: Catalog, id: string, body: unknown) => Stamp;

const readProduct = checker(ajv.compile<Partial<Product>>(receivedSchemas.CatalogProductPatchEntity));
const readModifier = checker(ajv.compile<Partial<Modifier>>(receivedSchemas.CatalogModifierPatchEntity));
const readGroup = checker(
  ajv.compile<Partial<ModifierGroup> & { expanded?: boolean }>(receivedSchemas.CatalogModifierGroupPatchEntity),
);
const readCategory = checker(ajv.compile<Partial<Category>>(receivedSchemas.CatalogCategoryPatchEntity));

export const changeProduct: Change = (catalog, id, body) => {
  const patch = readProduct(body);
  need(catalog.categories, patch.categories, 'category');
  need(catalog.modifierGroups, patch.modifierGroups, 'modifier group');
  if (patch.parentId !== undefined) need(catalog.products, [patch.parentId], 'product');
  checkSelections(catalog, patch.selections ?? []);
  return store(catalog.products, id, patch);
};

export const changeModifier: Change = (catalog, id, body) => store(catalog.modifiers, id, readModifier(body));

/** `expanded` is accepted and has no meaning here. */
export const changeModifierGroup: Change = (catalog, id, body) => {
  const patch = omit(readGroup(body), 'expanded');
  need(
    catalog.modifiers,
    patch.modifiers?.map((member) => member.id),
    'modifier',
  );
  return store(catalog.modifierGroups, id, patch);
};

export const changeCategory: Change = (catalog, id, body) => store(catalog.categories, id, readCategory(body));

function store<E extends Stamp>(entities: Map<string, E>, id: string, patch: Partial<E>): E {
  const before = entities.get(id);
  if (before === undefined) throw new HubError(404, 'no such catalog entry');
  const after: E = { ...before, ...patch, updatedAt: new Date().toISOString() };
  entities.set(id, after);
  return after;
}

function need(entities: ReadonlyMap<string, unknown>, ids: readonly string[] | undefined, what: string): void {
  const missing = (ids ?? []).filter((id) => !entities.has(id));
  if (missing.length > 0) throw new HubError(400, `no ${what} with the id ${missing.join(', ')}`);
}

function checkSelections(catalog: Catalog, selections: readonly Selection[]): void {
  for (const { catalogModifierGroupId, modifiers = [] } of selections) {
    need(catalog.modifierGroups, [catalogModifierGroupId], 'modifier group');
    need(
      catalog.modifiers,
      modifiers.map((modifier) => modifier.catalogModifierId),
      'modifier',
    );
  }
}
