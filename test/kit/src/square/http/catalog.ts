import { invalid, notFound } from '../errors.js';
import { BATCH, checkCatalogBatch, checkCatalogSearch, checkCounts } from '../schemas/catalog.js';
import { withoutNulls } from '../schemas/parts.js';
import type { State } from '../state/state.js';
import { CATALOG_TYPES, type CatalogObject } from '../wire/catalog.js';
import type { Route } from './calls.js';

const PAGE = 100;
const LARGEST_PAGE = 1000;
/** Types that are not parts of others; images are, but are asked for like these. */
const TOP = ['ITEM', 'CATEGORY', 'TAX', 'DISCOUNT', 'MODIFIER_LIST'];

const isObject = (value: CatalogObject | undefined): value is CatalogObject => value !== undefined;

/** The merchant, its locations, catalog and stock. */
export const catalogRoutes: Route[] = [
  {
    ...{ method: 'get', path: '/v2/merchants', needs: ['MERCHANT_PROFILE_READ'], query: ['cursor'] },
    answer: ({ state }) => ({ merchant: [state.merchant] }),
  },
  {
    ...{ method: 'get', path: '/v2/merchants/:merchant', needs: ['MERCHANT_PROFILE_READ'] },
    answer: ({ state, params: { merchant = '' } }) => {
      if (merchant !== 'me' && merchant !== state.merchant.id) throw notFound('The merchant was not found.');
      return { merchant: state.merchant };
    },
  },
  {
    ...{ method: 'get', path: '/v2/locations', needs: ['MERCHANT_PROFILE_READ'] },
    answer: ({ state }) => ({ locations: [...state.locations.values()] }),
  },
  {
    ...{ method: 'get', path: '/v2/locations/:location', needs: ['MERCHANT_PROFILE_READ'] },
    answer: ({ state, params: { location = '' } }) => ({
      location: location === 'main' ? state.location(state.merchant.main_location_id) : state.location(location),
    }),
  },
  {
    ...{ method: 'get', path: '/v2/catalog/info', needs: ['ITEMS_READ'] },
    answer: () => ({
      limits: {
        ...{ batch_upsert_max_objects_per_batch: 1000, batch_upsert_max_total_objects: 10_000 },
        ...{
          batch_retrieve_max_object_ids: BATCH,
          search_max_page_limit: LARGEST_PAGE,
          batch_delete_max_object_ids: 200,
        },
      },
    }),
  },
  {
    ...{ method: 'get', path: '/v2/catalog/list', needs: ['ITEMS_READ'], query: ['cursor', 'types'] },
    answer: ({ state, query: { cursor, types: asked } }) => {
      const types = asked === undefined ? TOP : asked.split(',').map((type) => type.trim().toUpperCase());
      const wrong = types.find((type) => !CATALOG_TYPES.some((known) => known === type) && !/^[A-Z_]+$/.test(type));
      if (wrong !== undefined) throw invalid('INVALID_ENUM_VALUE', `${wrong} is not a type of object.`, 'types');
      const page = state.pages.page({ list: types }, cursor, PAGE, () => state.catalog.ids(types));
      return { objects: page.ids.map((id) => state.catalog.read(id)).filter(isObject), cursor: page.cursor };
    },
  },
  {
    ...{ method: 'get', path: '/v2/catalog/object/:object', needs: ['ITEMS_READ'], query: ['include_related_objects'] },
    answer: ({ state, params: { object = '' }, query }) => {
      const found = state.catalog.read(object);
      if (!found) throw notFound(`Catalog object with ID ${object} not found.`);
      const related = query['include_related_objects'] === 'true';
      return { object: found, ...(related ? { related_objects: relatedTo([found], state) } : {}) };
    },
  },
  {
    ...{ method: 'post', path: '/v2/catalog/batch-retrieve', needs: ['ITEMS_READ'] },
    answer: ({ state, body }) => {
      const asked = checkCatalogBatch(withoutNulls(body));
      const deleted = asked.include_deleted_objects === true;
      const objects = [...new Set(asked.object_ids)].map((id) => state.catalog.read(id, deleted)).filter(isObject);
      return {
        objects,
        ...(asked.include_related_objects === true ? { related_objects: relatedTo(objects, state) } : {}),
      };
    },
  },
  {
    method: 'post',
    path: '/v2/catalog/search',
    needs: ['ITEMS_READ'],
    answer: ({ state, body }) => search(state, body),
  },
  {
    ...{ method: 'post', path: '/v2/inventory/counts/batch-retrieve', needs: ['INVENTORY_READ'] },
    answer: ({ state, body }) => {
      const { cursor, limit = LARGEST_PAGE, ...query } = checkCounts(withoutNulls(body));
      const key = (count: { catalog_object_id: string; location_id: string }): string =>
        `${count.catalog_object_id} ${count.location_id}`;
      const page = state.pages.page({ counts: query }, cursor, limit, () => state.stock.list(query).map(key));
      const counts = state.stock.list({}).filter((count) => page.ids.includes(key(count)));
      return { counts, cursor: page.cursor };
    },
  },
];

function search(state: State, body: unknown): object {
  const { cursor, limit, ...query } = checkCatalogSearch(withoutNulls(body));
  const { object_types = TOP, begin_time, include_related_objects } = query;
  const deleted = query.include_deleted_objects === true;
  const size = limit === undefined || limit < 1 || limit > LARGEST_PAGE ? PAGE : limit;
  const since = begin_time === undefined ? 0 : Date.parse(begin_time);
  const { ids, cursor: next } = state.pages.page({ search: query }, cursor, size, () =>
    state.catalog.ids(object_types, deleted, since),
  );
  const objects = ids.map((id) => state.catalog.read(id, deleted)).filter(isObject);
  return {
    ...{ objects: objects.length > 0 ? objects : undefined, cursor: next, latest_time: state.catalog.latest },
    ...(include_related_objects === true ? { related_objects: relatedTo(objects, state) } : {}),
  };
}

/** What the objects refer to: categories, taxes, lists, images, and the item of a variation. */
function relatedTo(objects: CatalogObject[], { catalog }: State): CatalogObject[] {
  const ids = objects.flatMap(({ item_data, item_variation_data, modifier_data }) => [
    ...(item_data?.categories ?? []).map(({ id }) => id),
    ...(item_data?.tax_ids ?? []),
    ...(item_data?.modifier_list_info ?? []).map(({ modifier_list_id }) => modifier_list_id),
    ...(item_data?.image_ids ?? []),
    ...[item_variation_data?.item_id, modifier_data?.modifier_list_id].filter((id) => id !== undefined),
  ]);
  return [...new Set(ids)].map((id) => catalog.read(id)).filter(isObject);
}
