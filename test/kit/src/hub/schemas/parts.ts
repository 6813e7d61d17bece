import type { SchemaObject } from 'ajv';

/** An object that may hold these keys and no other. */
export function closed(properties: Record<string, SchemaObject>, required: string[] = []): SchemaObject {
  return { type: 'object', additionalProperties: false, properties, required };
}

/** An object of these keys; others may stand beside them (the platform leaves three of its schemas open). */
export function open(properties: Record<string, SchemaObject>, required: string[] = []): SchemaObject {
  return { type: 'object', properties, required };
}

export const list = (items: SchemaObject): SchemaObject => ({ type: 'array', items });
export const oneOf = (...values: string[]): SchemaObject => ({ type: 'string', enum: values });

export const text: SchemaObject = { type: 'string' };
export const flag: SchemaObject = { type: 'boolean' };
export const number: SchemaObject = { type: 'number' };
export const integer: SchemaObject = { type: 'integer' };
export const uuid: SchemaObject = { type: 'string', format: 'uuid' };
export const uri: SchemaObject = { type: 'string', format: 'uri' };
export const time: SchemaObject = { type: 'string', format: 'date-time' };
/** Minor units, as the platform limits prices. */
export const price: SchemaObject = { type: 'integer', minimum: 0, maximum: 999_999_999 };
export const fromZero: SchemaObject = { type: 'number', minimum: 0 };
export const wholeFromZero: SchemaObject = { type: 'integer', minimum: 0 };
export const upToHundred: SchemaObject = { type: 'number', minimum: 0, maximum: 100 };

const clock: SchemaObject = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };

/** Weekly hours, `HH:MM` in the location's own time. */
export const serviceAvailability = list(
  closed(
    {
      weekday: oneOf('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'),
      timePeriods: list(closed({ startTime: clock, endTime: clock })),
    },
    ['weekday', 'timePeriods'],
  ),
);

export const address = open(
  {
    address: text,
    googlePlaceId: text,
    latitude: { type: 'number', minimum: -90, maximum: 90 },
    longitude: { type: 'number', minimum: -180, maximum: 180 },
    addressComponents: open({
      houseNo: text,
      flatNo: text,
      addressLine1: text,
      addressLine2: text,
      area: text,
      city: text,
      state: text,
      country: text,
      postalCode: text,
    }),
  },
  ['address'],
);
