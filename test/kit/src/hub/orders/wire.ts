import type { Hub } from '../hub.js';
import type { Order } from './types.js';

/**
 * The order as it goes out. With `laterFields` it has the keys that the live platform grew after 1.8.9.5, and
 * `friendlyId` in its right spelling.
 */
export function onTheWire(hub: Hub, order: Order): Record<string, unknown> {
  if (!hub.settings.laterFields) return { ...order };
  const { freindlyId, ...rest } = order;
  const location = hub.state.locations.get(order.locationId);
  return {
    timezone: location?.timezone,
    currency: location?.currency,
    utensilsRequested: false,
    ...(order.fulfillmentType === 'DINE-IN' ? { tableId: 7, tableName: 'Table 7' } : {}),
    ...(freindlyId === undefined ? {} : { friendlyId: freindlyId }),
    ...rest,
  };
}
