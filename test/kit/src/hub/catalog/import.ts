import { randomUUID } from 'node:crypto';
import { checkReferences, type Resolver, type Resolvers } from './references.js';
import type {
  Catalog,
  CatalogImport,
  Category,
  CategoryBody,
  ImportSelection,
  Modifier,
  ModifierBody,
  ModifierGroup,
  ModifierGroupBody,
  Product,
  ProductBody,
  Selection,
  Stamp,
} from './types.js';

/** Whose catalog it is and how it is taken in. `replace` forgets what the import doesn't name; `upsert` keeps it. */
export interface ImportContext {
  accountId: string;
  locationId: string;
  mode: 'replace' | 'upsert';
  now: string;
}

const empty = (now: string): Catalog => ({
  categories: new Map(),
  modifiers: new Map(),
  modifierGroups: new Map(),
  products: new Map(),
  imports: 0,
  importedAt: now,
});

/**
 * The catalog after an import. An entity keeps its uuid as long as its `posReference` stays; references inside become
 * uuids. Refuses (400) what is not whole, and then nothing has changed.
 */
export function importCatalog(before: Catalog | undefined, body: CatalogImport, context: ImportContext): Catalog {
  const old = before ?? empty(context.now);
  const stamps = {
    categories: stamper(old.categories, body.categories, context),
    modifiers: stamper(old.modifiers, body.modifiers, context),
    modifierGroups: stamper(old.modifierGroups, body.modifierGroups, context),
    products: stamper(old.products, body.products, context),
  };
  const resolve: Resolvers = {
    categories: stamps.categories.resolve,
    modifiers: stamps.modifiers.resolve,
    modifierGroups: stamps.modifierGroups.resolve,
    products: stamps.products.resolve,
  };
  checkReferences(body, resolve);
  const id = (kind: keyof Resolvers, reference: string): string => resolve[kind](reference) ?? reference;
  const keep = context.mode === 'upsert';
  return {
    categories: collect<CategoryBody, Category>(keep, old.categories, body.categories, (entry) => ({
      ...entry,
      ...stamps.categories.stamp(entry.posReference),
    })),
    modifiers: collect<ModifierBody, Modifier>(keep, old.modifiers, body.modifiers, (entry) => ({
      ...entry,
      ...stamps.modifiers.stamp(entry.posReference),
    })),
    modifierGroups: collect<ModifierGroupBody, ModifierGroup>(
      keep,
      old.modifierGroups,
      body.modifierGroups,
      (entry) => ({
        minPermitted: 0,
        maxPermitted: entry.modifiers.length,
        ...entry,
        modifiers: entry.modifiers.map((member) => ({ ...member, id: id('modifiers', member.id) })),
        ...stamps.modifierGroups.stamp(entry.posReference),
      }),
    ),
    products: collect<ProductBody, Product>(
      keep,
      old.products,
      body.products,
      ({ selections, parentId, ...entry }) => ({
        description: '',
        ...entry,
        ...(parentId === undefined ? {} : { parentId: id('products', parentId) }),
        ...(selections === undefined ? {} : { selections: selections.map((selection) => stored(selection, id)) }),
        categories: entry.categories.map((reference) => id('categories', reference)),
        modifierGroups: entry.modifierGroups.map((reference) => id('modifierGroups', reference)),
        ...stamps.products.stamp(entry.posReference),
      }),
    ),
    imports: old.imports + 1,
    importedAt: context.now,
  };
}

function stamper(
  old: ReadonlyMap<string, Stamp & { posReference: string }>,
  incoming: readonly { posReference: string }[],
  { accountId, locationId, mode, now }: ImportContext,
): { resolve: Resolver; stamp: (posReference: string) => Stamp } {
  const known = new Map([...old.values()].map((entity) => [entity.posReference, entity]));
  const named = new Set(incoming.map(({ posReference }) => posReference));
  const stamps = new Map<string, Stamp>();
  for (const posReference of named) {
    const { id = randomUUID(), createdAt = now } = known.get(posReference) ?? {};
    stamps.set(posReference, { id, accountId, locationId, createdAt, updatedAt: now });
  }
  const stays = (entity: { posReference: string }): boolean => mode === 'upsert' || named.has(entity.posReference);
  return {
    resolve: (reference) => {
      const mine = stamps.get(reference)?.id;
      if (mine !== undefined) return mine;
      const earlier = old.get(reference) ?? known.get(reference);
      return earlier !== undefined && stays(earlier) ? earlier.id : undefined;
    },
    stamp: (posReference) =>
      stamps.get(posReference) ?? { id: randomUUID(), accountId, locationId, createdAt: now, updatedAt: now },
  };
}

function collect<Body, Entity extends Stamp>(
  keep: boolean,
  old: ReadonlyMap<string, Entity>,
  incoming: readonly Body[],
  store: (entry: Body) => Entity,
): Map<string, Entity> {
  const after = new Map(keep ? old : []);
  for (const entity of incoming.map(store)) after.set(entity.id, entity);
  return after;
}

function stored(selection: ImportSelection, id: (kind: keyof Resolvers, reference: string) => string): Selection {
  const { posReference, modifiers, ...limits } = selection;
  return {
    ...limits,
    catalogModifierGroupId: id('modifierGroups', posReference),
    modifiers: modifiers.map(({ posReference: modifier, selections, ...rest }) => ({
      ...rest,
      catalogModifierId: id('modifiers', modifier),
      ...(selections === undefined ? {} : { selections: selections.map((nested) => stored(nested, id)) }),
    })),
  };
}
