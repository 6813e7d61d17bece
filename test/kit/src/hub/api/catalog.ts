import { changeCategory, changeModifier, changeModifierGroup, changeProduct, type Change } from '../catalog/patch.js';
import { byReference } from '../catalog/references.js';
import type { Catalog, Stamp } from '../catalog/types.js';
import { param, queryOf, readJson, type HubRouter } from '../http/context.js';
import type { Hub } from '../hub.js';
import type { ObjectType } from '../webhooks/envelope.js';
import { enter, found, type Access } from './guard.js';
import { takeIn } from './imports.js';
import { listingOf, pageOf } from './paging.js';

interface Kind {
  path: string;
  objectType: ObjectType;
  /** Whether the list can be narrowed by `posReference`, as the live platform does for two of the four. */
  filtered: boolean;
  entities: (catalog: Catalog) => ReadonlyMap<string, Stamp & { posReference: string }>;
  change: Change;
}

const kinds: readonly Kind[] = [
  {
    ...{ path: 'products', objectType: 'CATALOG_PRODUCT', filtered: true, change: changeProduct },
    entities: (catalog) => catalog.products,
  },
  {
    ...{ path: 'modifiers', objectType: 'CATALOG_MODIFIER', filtered: true, change: changeModifier },
    entities: (catalog) => catalog.modifiers,
  },
  {
    ...{ path: 'modifier-groups', objectType: 'CATALOG_MODIFIER_GROUP', filtered: false, change: changeModifierGroup },
    entities: (catalog) => catalog.modifierGroups,
  },
  {
    ...{ path: 'categories', objectType: 'CATALOG_CATEGORY', filtered: false, change: changeCategory },
    entities: (catalog) => catalog.categories,
  },
];

/** The catalog: import, and its four kinds of entities to list, read and PATCH. */
export function catalogRoutes(router: HubRouter, hub: Hub, base: string): void {
  router.put(`${base}/catalog/import`, async (ctx) => {
    const { connection } = enter(hub, ctx, 'catalogs.write');
    takeIn(hub, connection, await readJson(ctx));
    ctx.status = 201;
    ctx.body = null;
    ctx.status = 201;
  });
  for (const kind of kinds) entityRoutes(router, hub, base, kind);
}

function entityRoutes(router: HubRouter, hub: Hub, base: string, kind: Kind): void {
  const entitiesOf = ({ location }: Access): ReturnType<Kind['entities']> => {
    const catalog = hub.state.catalogs.get(location.id);
    return catalog === undefined ? new Map() : kind.entities(catalog);
  };

  router.get(`${base}/catalog/${kind.path}`, (ctx) => {
    const entities = entitiesOf(enter(hub, ctx, 'catalogs.read'));
    const reference = kind.filtered ? queryOf(ctx, 'posReference') : undefined;
    const one = reference === undefined ? undefined : byReference(entities, reference);
    const listed = reference === undefined ? [...entities.values()] : one === undefined ? [] : [one];
    ctx.body = pageOf(
      ctx,
      listingOf(listed, ({ id }) => id),
    );
  });

  router.get(`${base}/catalog/${kind.path}/:id`, (ctx) => {
    const entities = entitiesOf(enter(hub, ctx, 'catalogs.read'));
    ctx.body = { data: found(entities.get(param(ctx, 'id')), 'catalog entry') };
  });

  router.patch(`${base}/catalog/${kind.path}/:id`, async (ctx) => {
    const access = enter(hub, ctx, 'catalogs.write');
    const { accountId, id: locationId } = access.location;
    const body = await readJson(ctx);
    const before = found(entitiesOf(access).get(param(ctx, 'id')), 'catalog entry');
    const catalog = found(hub.state.catalogs.get(locationId), 'catalog');
    const after = kind.change(catalog, before.id, body);
    hub.announce(
      {
        ...{ objectType: kind.objectType, eventType: 'MODIFY', newState: after, previousState: before },
        ...{ accountId, locationId },
      },
      access.application.id,
    );
    ctx.body = { data: after };
  });
}
