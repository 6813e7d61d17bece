import type { SchemaObject } from 'ajv';
import { address, closed, flag, list, oneOf, open, serviceAvailability, text, uuid, wholeFromZero } from './parts.js';

export const countryCode = oneOf('US', 'CA', 'GB', 'AU', 'NZ', 'DE', 'FR', 'ES', 'IT', 'NL', 'MX');
export const currencyCode = oneOf('GBP', 'USD', 'EUR', 'NZD', 'AUD', 'CAD');
/** E.164, as the platform describes phone numbers. */
export const phone: SchemaObject = { type: 'string', pattern: '^\\+[1-9][0-9]{1,14}$' };
/** An IANA name; the format is checked against this Node's own zones. */
export const timezone: SchemaObject = { type: 'string', format: 'timezone' };

const taxRate = open(
  {
    name: text,
    posReference: text,
    rate: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    type: oneOf('FIXED', 'PERCENTAGE'),
    inclusive: flag,
    isDefault: flag,
  },
  ['name', 'posReference', 'rate'],
);

const paymentType = closed(
  {
    code: oneOf('CASH', 'CARD', 'GIFT_CARD', 'OTHER'),
    name: text,
    posReference: text,
    isDefault: flag,
    isActive: flag,
  },
  ['code', 'name', 'posReference'],
);

const locationProperties: Record<string, SchemaObject> = {
  name: text,
  posReference: text,
  timezone,
  phoneNumber: phone,
  email: text,
  firstName: text,
  lastName: text,
  countryCode,
  currency: currencyCode,
  address,
  businessHours: serviceAvailability,
  availability: open({ delivery: serviceAvailability, collection: serviceAvailability }),
  taxRates: list(taxRate),
  paymentTypes: list(paymentType),
  autoCloseOrders: flag,
  autoCloseOrdersAfter: { type: 'number', minimum: 1800, maximum: 86_400 },
  deliveryDefaultPickupInstructions: text,
  deliveryDefaultProofRequired: flag,
  deliveryDefaultFailureAction: oneOf('RETURN', 'DISPOSE'),
  autoCreateDeliveryOnDeliveryOrder: flag,
  deliveryAutoDispatchEnabled: flag,
  deliveryAutoDispatchSelectionStrategy: oneOf('PRICE', 'RANK'),
  deliveryAutoDispatchSelectionRanking: list(uuid),
  deliveryAutoDispatchFailoverEnabled: flag,
  deliveryAutoDispatchFailoverGraceTime: { ...wholeFromZero, maximum: 900 },
};

/** What an application may change about a location, by PATCH or inside an import. */
export const locationPatch = closed(locationProperties);

/** What an application says about its side of a connection. */
export const connectionPatch = closed({ status: oneOf('PENDING', 'COMPLETED', 'FAILED'), failureReason: text });
