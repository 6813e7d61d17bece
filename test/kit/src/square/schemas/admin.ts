import { planSchema, type WebhookPlan } from '../../fake/courier.js';
import { faultSchema, type OrderedFault } from '../../fake/faults.js';
import type { BulkSize } from '../seed/bulk.js';
import type { Lives } from '../state/tokens.js';
import type { FulfillmentState } from '../wire/order.js';
import type { Location } from '../wire/place.js';
import { ajv, check, dict, flag, free, list, one, text, whole, word } from './parts.js';

/* What the admin routes take. */

const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };

export const checkFault = check(ajv.compile<OrderedFault>(faultSchema));

export const checkPlan = check(ajv.compile<WebhookPlan>(planSchema));

export const checkWebhook = check(ajv.compile<{ url: string }>(dict({ url: text(2048, 1) }, ['url'])));
export const checkResend = check(ajv.compile<{ event_id: string }>(dict({ event_id: word }, ['event_id'])));
export const checkScopes = check(ajv.compile<{ scopes?: string[] }>(dict({ scopes: list(word) })));
export const checkAdvance = check(ajv.compile<{ ms: number }>(dict({ ms: { type: 'integer', minimum: 0 } }, ['ms'])));

export interface SquareSettings {
  consent?: 'allow' | 'deny';
  redirectUrl?: string;
  lives?: Partial<Lives>;
}
export const checkSettings = check(
  ajv.compile<SquareSettings>(
    dict({
      ...{ consent: one('allow', 'deny'), redirectUrl: text(2048, 1) },
      lives: dict({ code: whole, access: whole, shortAccess: whole, refresh: whole }),
    }),
  ),
);

/** What an admin may change of one object, whatever its type. */
export interface ObjectChange {
  name?: string;
  /** Minor units; at one location if that is given, else everywhere. */
  price?: number;
  currency?: string;
  location_id?: string;
  sold_out?: boolean;
  archived?: boolean;
  present_at_all_locations?: boolean;
  present_at_location_ids?: string[];
  absent_at_location_ids?: string[];
}
export const checkChange = check(
  ajv.compile<ObjectChange>(
    dict({
      ...{ name: text(512), price: count, currency: text(3, 3), location_id: word, sold_out: flag, archived: flag },
      present_at_all_locations: flag,
      ...{ present_at_location_ids: list(word), absent_at_location_ids: list(word) },
    }),
  ),
);

export const checkBulk = check(
  ajv.compile<BulkSize>(
    dict({ items: count, variations: count, modifier_lists: count, modifiers: count, categories: count }, [
      ...['items', 'variations', 'modifier_lists', 'modifiers', 'categories'],
    ]),
  ),
);

export const checkStock = check(
  ajv.compile<{ catalog_object_id: string; location_id: string; quantity: number }>(
    dict({ catalog_object_id: word, location_id: word, quantity: { type: 'number', minimum: 0 } }, [
      ...['catalog_object_id', 'location_id', 'quantity'],
    ]),
  ),
);

export const checkLocation = check(
  ajv.compile<Partial<Pick<Location, 'name' | 'status' | 'timezone' | 'business_hours'>>>(
    dict({
      ...{ name: text(255, 1), status: one('ACTIVE', 'INACTIVE'), timezone: text(30, 1) },
      business_hours: dict({ periods: list(free) }, ['periods']),
    }),
  ),
);

export const checkMove = check(
  ajv.compile<{ state: FulfillmentState }>(
    dict({ state: one('PROPOSED', 'RESERVED', 'PREPARED', 'COMPLETED', 'CANCELED', 'FAILED') }, ['state']),
  ),
);
export const checkCancel = check(ajv.compile<{ reason?: string }>(dict({ reason: text(100) })));
