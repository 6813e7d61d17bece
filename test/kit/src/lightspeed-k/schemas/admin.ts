import { planSchema, type WebhookPlan } from '../../fake/courier.js';
import { faultSchema, type OrderedFault } from '../../fake/faults.js';
import type { Lives } from '../state/tokens.js';
import type { AccountStatus } from '../wire/account.js';
import type { Catalog, Item } from '../wire/menu.js';
import type { PosStatus } from '../wire/place.js';
import { ajv, check, dict, flag, list, one, text, whole } from './parts.js';

/* What the admin routes take. */

const count = { type: 'integer', minimum: 0, maximum: 1_000_000_000 };
const free = { type: 'object', additionalProperties: true };

export const checkFault = check('fault', ajv.compile<OrderedFault>(faultSchema));
export const checkPlan = check('plan', ajv.compile<WebhookPlan>(planSchema));
export const checkResend = check('resend', ajv.compile<{ event_id: string }>(dict({ event_id: text() }, ['event_id'])));
export const checkScopes = check('scopes', ajv.compile<{ scopes?: string[] }>(dict({ scopes: list(text(100, 1)) })));
export const checkAdvance = check('clock', ajv.compile<{ ms: number }>(dict({ ms: count }, ['ms'])));

export interface LightspeedSettings {
  consent?: 'allow' | 'deny';
  redirectUrl?: string;
  lives?: Partial<Lives>;
  /** Milliseconds until an order is at its point of sale. */
  posDelayMs?: number;
}
export const checkSettings = check(
  'settings',
  ajv.compile<LightspeedSettings>(
    dict({
      ...{ consent: one('allow', 'deny'), redirectUrl: text(2048, 1), posDelayMs: count },
      lives: dict({ code: whole, access: whole, refresh: whole }),
    }),
  ),
);

export const checkPos = check(
  'pos',
  ajv.compile<Partial<PosStatus>>(
    dict({ salesPeriod: one('OPENED', 'CLOSED'), acceptingOnlineOrders: flag, availableDevices: flag }),
  ),
);

export const checkMove = check(
  'move',
  ajv.compile<{ status: AccountStatus | 'CHECK_WAS_UPDATED' }>(
    dict(
      {
        status: one(
          ...['OPEN', 'READY_FOR_PICKUP', 'IN_DELIVERY', 'CLOSED', 'ABANDONED', 'CANCELLED', 'CHECK_WAS_UPDATED'],
        ),
      },
      ['status'],
    ),
  ),
);

export const checkStock = check(
  'stock',
  ajv.compile<{ businessLocationId: number; sku: string; count: number | null }>(
    dict({ businessLocationId: whole, sku: text(), count: { type: ['integer', 'null'] } }, [
      ...['businessLocationId', 'sku', 'count'],
    ]),
  ),
);

export const checkCatalog = check(
  'catalog',
  ajv.compile<Catalog>(
    dict(
      { items: list(free), selections: list(free), instructions: list(free), menus: list(free), discounts: list(free) },
      [...['items', 'selections', 'instructions', 'menus', 'discounts']],
    ),
  ),
);

/** What an admin may change of one item; a new SKU renames nothing else. */
export type ItemChange = Partial<Pick<Item, 'name' | 'price' | 'extraPrice'>>;
export const checkItem = check(
  'item',
  ajv.compile<ItemChange>(dict({ name: text(1000, 1), price: whole, extraPrice: whole })),
);
