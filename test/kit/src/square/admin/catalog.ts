import { notFound } from '../errors.js';
import type { Fake } from '../fake.js';
import { readJson, type SquareRouter } from '../http/context.js';
import * as admin from '../schemas/admin.js';
import { checkObjects } from '../schemas/catalog.js';
import { bulk } from '../seed/bulk.js';
import type { State } from '../state/state.js';
import { override } from '../state/stock.js';
import { CATALOG_TYPES, type CatalogObject } from '../wire/catalog.js';

/** What the people at the merchant's do to the catalog, the stock and the places. */
export function adminCatalog(router: SquareRouter, fake: Fake): void {
  const changed = (): void => fake.state.events.catalogUpdated(fake.state.catalog.latest);
  const put = (objects: CatalogObject[]): CatalogObject[] => {
    const kept = fake.state.catalog.put(objects);
    changed();
    return kept;
  };
  router.put('/catalog/objects', async (ctx) => {
    ctx.body = { objects: put(checkObjects(await readJson(ctx)).objects) };
  });
  router.put('/catalog', async (ctx) => {
    const { objects } = checkObjects(await readJson(ctx));
    empty(fake.state);
    ctx.body = { objects: put(objects) };
  });
  router.post('/catalog/bulk', async (ctx) => {
    const size = admin.checkBulk(await readJson(ctx));
    empty(fake.state);
    ctx.body = { objects: put(bulk(size)).length };
  });
  router.get('/catalog/objects/:object', (ctx) => {
    ctx.body = { object: fake.state.catalog.read(ctx.params['object'] ?? '', true) };
  });
  router.delete('/catalog/objects/:object', (ctx) => {
    if (!fake.state.catalog.remove(ctx.params['object'] ?? '')) throw notFound('There is no such object.');
    changed();
    ctx.body = {};
  });
  router.patch('/catalog/objects/:object', async (ctx) => {
    const id = ctx.params['object'] ?? '';
    if (!edit(fake.state, id, admin.checkChange(await readJson(ctx)))) throw notFound('There is no such object.');
    changed();
    ctx.body = { object: fake.state.catalog.read(id) };
  });
  router.put('/stock', async (ctx) => {
    const { catalog_object_id, location_id, quantity } = admin.checkStock(await readJson(ctx));
    const count = fake.state.stock.set(catalog_object_id, fake.state.location(location_id).id, quantity);
    if (!count) throw notFound('There is no such variation.', 'catalog_object_id');
    fake.state.events.stockUpdated([count]);
    ctx.body = { count };
  });
  router.patch('/locations/:location', async (ctx) => {
    const location = fake.state.location(ctx.params['location'] ?? '');
    Object.assign(location, admin.checkLocation(await readJson(ctx)));
    fake.state.events.locationUpdated(location.id);
    ctx.body = { location };
  });
}

function empty({ catalog }: State): void {
  for (const id of catalog.ids(CATALOG_TYPES)) catalog.remove(id);
}

/** False when there is no such object. */
function edit({ catalog }: State, id: string, change: admin.ObjectChange): boolean {
  const { name, price, location_id, sold_out, archived, currency = 'GBP', ...presence } = change;
  const price_money = price === undefined ? undefined : { amount: price, currency };
  const known = catalog.find(id);
  if (!known) return false;
  if (location_id !== undefined && known.type === 'ITEM_VARIATION') {
    const rest = { ...(price_money ? { price_money } : {}), ...(sold_out === undefined ? {} : { sold_out }) };
    override(catalog, id, location_id, rest);
  }
  if (location_id !== undefined && known.type === 'MODIFIER')
    catalog.change(id, (object) => ({
      ...object,
      modifier_data: {
        ...object.modifier_data,
        location_overrides: [
          ...(object.modifier_data?.location_overrides ?? []).filter((one) => one.location_id !== location_id),
          { location_id, price_money, sold_out },
        ],
      },
    }));
  const everywhere = location_id === undefined ? price_money : undefined;
  const title = name === undefined ? {} : { name };
  const priced = everywhere ? { price_money: everywhere } : {};
  catalog.change(id, (object) => ({
    ...object,
    ...presence,
    ...(object.item_data
      ? { item_data: { ...object.item_data, ...title, ...(archived === undefined ? {} : { is_archived: archived }) } }
      : {}),
    ...(object.item_variation_data
      ? { item_variation_data: { ...object.item_variation_data, ...title, ...priced } }
      : {}),
    ...(object.modifier_data ? { modifier_data: { ...object.modifier_data, ...title, ...priced } } : {}),
    ...(object.modifier_list_data ? { modifier_list_data: { ...object.modifier_list_data, ...title } } : {}),
    ...(object.category_data ? { category_data: { ...object.category_data, ...title } } : {}),
  }));
  return true;
}
