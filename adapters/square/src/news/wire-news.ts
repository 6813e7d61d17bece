import { guard, having, id, listOf, text, whole } from '../guard.js';

/* What Square's webhooks say, as far as the adapter reads it. They are thin: what is new is read. */

const event = { type: text, event_id: text, merchant_id: id };
export const isEvent = guard(having(event, { location_id: id }));

const head = having({ order_id: id, location_id: id }, { version: whole });
export const isOrderUpdated = guard(having({ ...event, data: having({ object: having({ order_updated: head }) }) }));
export const isFulfillmentUpdated = guard(
  having({ ...event, data: having({ object: having({ order_fulfillment_updated: head }) }) }),
);
const count = having({ location_id: id }, { catalog_object_id: id, state: text, quantity: text });
/** Without an object where the item was deleted. */
export const isStockUpdated = guard(
  having({ ...event, data: having({}, { object: having({}, { inventory_counts: listOf(count) }) }) }),
);
export const isLocationUpdated = guard(having({ ...event, data: having({ id }) }));
