import { CATALOG_TYPES, type CatalogObject } from '../wire/catalog.js';
import { ajv, check, dict, flag, free, list, money, one, text, time, whole, word } from './parts.js';

const anyType = one(
  ...CATALOG_TYPES,
  ...['PRICING_RULE', 'PRODUCT_SET', 'TIME_PERIOD', 'MEASUREMENT_UNIT', 'SUBSCRIPTION_PLAN_VARIATION', 'ITEM_OPTION'],
  ...['ITEM_OPTION_VAL', 'CUSTOM_ATTRIBUTE_DEFINITION', 'QUICK_AMOUNTS_SETTINGS', 'SUBSCRIPTION_PLAN'],
  'AVAILABILITY_PERIOD',
);

export interface CatalogSearch {
  object_types?: string[];
  include_deleted_objects?: boolean;
  include_related_objects?: boolean;
  begin_time?: string;
  limit?: number;
  cursor?: string;
}
export const checkCatalogSearch = check(
  ajv.compile<CatalogSearch>(
    dict({
      ...{ object_types: list(anyType), include_deleted_objects: flag, include_related_objects: flag },
      ...{ begin_time: time, limit: whole, cursor: text(2000, 1) },
    }),
  ),
);

export interface CatalogBatch {
  object_ids: string[];
  include_related_objects?: boolean;
  include_deleted_objects?: boolean;
}
/** How many ids one batch may name; `GET /v2/catalog/info` says so too. */
export const BATCH = 1000;
export const checkCatalogBatch = check(
  ajv.compile<CatalogBatch>(
    dict(
      {
        object_ids: list(word, { minItems: 1, maxItems: BATCH }),
        ...{ include_related_objects: flag, include_deleted_objects: flag },
      },
      ['object_ids'],
    ),
  ),
);

export interface CountsQuery {
  catalog_object_ids?: string[];
  location_ids?: string[];
  states?: string[];
  updated_after?: string;
  cursor?: string;
  limit?: number;
}
export const checkCounts = check(
  ajv.compile<CountsQuery>(
    dict({
      ...{ catalog_object_ids: list(word, { maxItems: 1000 }), location_ids: list(word, { maxItems: 300 }) },
      ...{ states: list(word), updated_after: time, cursor: text(2000, 1) },
      limit: { type: 'integer', minimum: 1, maximum: 1000 },
    }),
  ),
);

/* What an admin may put into the catalog. The parts that the fake reads are checked, the others only kept. */

const loose = (properties: object, required: string[] = []): object => ({
  ...{ type: 'object', additionalProperties: true, required, properties },
});
const ids = list(word);
const link = loose({ id: word, ordinal: whole }, ['id']);
const pricingType = one('FIXED_PRICING', 'VARIABLE_PRICING');
const override = loose({ location_id: word, price_money: money, sold_out: flag, track_inventory: flag }, [
  'location_id',
]);
const name = text(512);
const presence = { present_at_all_locations: flag, present_at_location_ids: ids, absent_at_location_ids: ids };

const object = (nested: object): object =>
  dict(
    {
      ...{ type: one(...CATALOG_TYPES), id: word, is_deleted: flag, version: whole, updated_at: time, ...presence },
      item_data: loose({
        ...{ name, categories: list(link), reporting_category: link, tax_ids: ids, image_ids: ids, is_archived: flag },
        modifier_list_info: list(loose({ modifier_list_id: word, enabled: flag }, ['modifier_list_id'])),
        variations: list(nested),
      }),
      item_variation_data: loose({
        ...{ item_id: word, name, pricing_type: pricingType, price_money: money, track_inventory: flag },
        location_overrides: list(override),
      }),
      modifier_list_data: loose({ name, modifier_type: one('LIST', 'TEXT'), modifiers: list(nested) }),
      modifier_data: loose({ name, price_money: money, modifier_list_id: word, location_overrides: list(override) }),
      tax_data: loose({ name, percentage: text(10), inclusion_type: one('ADDITIVE', 'INCLUSIVE'), enabled: flag }),
      discount_data: loose({ name, percentage: text(10), amount_money: money }),
      ...{ category_data: free, image_data: free },
    },
    ['type', 'id'],
  );

export const checkObjects = check(
  ajv.compile<{ objects: CatalogObject[] }>(dict({ objects: list(object(object(free))) }, ['objects'])),
);
