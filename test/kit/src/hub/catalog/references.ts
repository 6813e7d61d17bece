import { HubError } from '../http/errors.js';
import type { CatalogImport, ImportSelection } from './types.js';

/** Finds the uuid that belongs to a reference of an import: a `posReference` or a uuid that is already known. */
export type Resolver = (reference: string) => string | undefined;

/** One resolver a kind of entity. */
export interface Resolvers {
  categories: Resolver;
  modifiers: Resolver;
  modifierGroups: Resolver;
  products: Resolver;
}

/** Refuses an import (400) in which a reference is given twice or leads nowhere; the first ten faults are named. */
export function checkReferences(body: CatalogImport, resolve: Resolvers): void {
  const faults = [...twice(body), ...dangling(body, resolve)];
  if (faults.length === 0) return;
  const more = faults.length > 10 ? `; and ${faults.length - 10} more` : '';
  throw new HubError(400, faults.slice(0, 10).join('; ') + more);
}

function twice(body: CatalogImport): string[] {
  const kinds = ['categories', 'modifiers', 'modifierGroups', 'products'] as const;
  return kinds.flatMap((kind) => {
    const seen = new Set<string>();
    return body[kind].flatMap(({ posReference }, index) => {
      if (seen.has(posReference)) return [`/${kind}/${index}: posReference "${posReference}" is given twice`];
      seen.add(posReference);
      return [];
    });
  });
}

function dangling(body: CatalogImport, resolve: Resolvers): string[] {
  const faults: string[] = [];
  const need = (path: string, kind: keyof Resolvers, reference: string): void => {
    if (resolve[kind](reference) === undefined) faults.push(`${path}: no ${kind} entry "${reference}"`);
  };
  const walk = (path: string, selections: readonly ImportSelection[]): void => {
    for (const [index, selection] of selections.entries()) {
      const here = `${path}/selections/${index}`;
      need(here, 'modifierGroups', selection.posReference);
      for (const [place, modifier] of selection.modifiers.entries()) {
        need(`${here}/modifiers/${place}`, 'modifiers', modifier.posReference);
        walk(`${here}/modifiers/${place}`, modifier.selections ?? []);
      }
    }
  };
  for (const [index, group] of body.modifierGroups.entries()) {
    const here = `/modifierGroups/${index}/modifiers`;
    for (const [place, { id }] of group.modifiers.entries()) need(`${here}/${place}/id`, 'modifiers', id);
  }
  for (const [index, product] of body.products.entries()) {
    const here = `/products/${index}`;
    for (const reference of product.categories) need(`${here}/categories`, 'categories', reference);
    for (const reference of product.modifierGroups) need(`${here}/modifierGroups`, 'modifierGroups', reference);
    if (product.parentId !== undefined) need(`${here}/parentId`, 'products', product.parentId);
    walk(here, product.selections ?? []);
  }
  return faults;
}

/** The entity that carries this `posReference`, if there is one. */
export function byReference<Entity extends { posReference: string }>(
  entities: ReadonlyMap<string, Entity>,
  posReference: string,
): Entity | undefined {
  for (const entity of entities.values()) if (entity.posReference === posReference) return entity;
  return undefined;
}
