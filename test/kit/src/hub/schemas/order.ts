import { address, closed, flag, integer, list, number, oneOf, open, price, text, time } from './parts.js';

export const orderStatus = oneOf(
  ...['NEW', 'PLACED', 'ACCEPTED', 'PREPARING', 'READY', 'DELIVERING', 'COMPLETED', 'REJECTED', 'CANCELLED'],
  'DELIVERY_FAILED',
);
export const cancellationReason = oneOf('OUT_OF_STOCK', 'STORE_CLOSED', 'TOO_BUSY', 'CUSTOMER_CANCELLED', 'OTHER');

const driver = closed(
  {
    firstName: text,
    lastName: text,
    phoneNumber: text,
    driverReference: text,
    vehicle: open({ make: text, model: text, color: text, latitude: number, longitude: number, trackingUrl: text }),
  },
  ['firstName'],
);

/** What an application may change about an order; that CANCELLED needs a reason is checked where orders move. */
export const orderPatch = closed({
  status: orderStatus,
  cancellationReason,
  driverStatus: oneOf(
    ...['UNASSIGNED', 'ASSIGNED', 'ON_ROUTE_TO_PICKUP', 'AT_PICKUP', 'ON_ROUTE_TO_DROP_OFF', 'AT_DROP_OFF'],
    ...['RETURNING', 'RETURNED', 'COMPLETED'],
  ),
  driver,
});

const amount = integer;
const optionDraft = closed(
  {
    ...{ posReference: text, parentPosReference: text, name: text, price, quantity: { type: 'integer', minimum: 1 } },
    ...{ parentModifierPosReference: text, parentModifierGroupPosReference: text },
  },
  [],
);
const itemDraft = closed({
  ...{ posReference: text, parentPosReference: text, name: text, price, quantity: { type: 'integer', minimum: 1 } },
  ...{ customerNotes: text, partnerId: text, menuCategoryId: text, options: list(optionDraft) },
});

const people = {
  customer: closed({ id: text, firstName: text, lastName: text, phone: text, email: text, phonePin: text }),
  delivery: closed({
    deliveryType: oneOf('SELF_DELIVERY', 'PARTNER_DELIVERY'),
    address,
    instructions: text,
  }),
};

const money = {
  payments: list(closed({ name: oneOf('CARD', 'CASH', 'OTHER'), amount }, ['name', 'amount'])),
  charges: list(
    closed({ name: oneOf('DELIVERY', 'SERVICE', 'OTHER', 'DRIVER_TIP', 'RESTAURANT_TIP'), amount, displayName: text }, [
      'name',
      'amount',
    ]),
  ),
  discounts: list(
    closed({ name: oneOf('LOYALTY', 'OTHER'), amount, displayName: text, type: oneOf('FIXED', 'PERCENTAGE') }, [
      'name',
      'amount',
    ]),
  ),
  tax: list(closed({ name: text, amount, displayName: text }, ['name', 'amount'])),
  taxIncluded: flag,
  subTotal: number,
  total: number,
  isPaid: flag,
};

/** An order as an admin puts it in: every part may be missing, lines may be just references into the catalog. */
export const orderDraft = closed({
  sample: oneOf('pickup', 'delivery', 'dine-in', 'in-store', 'waiting'),
  locationId: text,
  status: orderStatus,
  fulfillmentType: oneOf('DELIVERY', 'PICKUP', 'DINE-IN', 'WAITING', 'IN_STORE'),
  sourceName: text,
  sourceDeviceType: oneOf('KIOSK', 'MOBILE', 'WEB', 'VOICE', 'CHAT', 'POS', 'WEB_POS'),
  ...{ partnerId: text, orderNumber: text, friendlyId: text, notes: text, menuId: text },
  ...{ placedOn: time, estimatedPickupTime: time, estimatedDeliveryTime: time, isScheduledOrder: flag },
  items: list(itemDraft),
  ...people,
  ...money,
  extra: { type: 'object' },
  announce: flag,
});
