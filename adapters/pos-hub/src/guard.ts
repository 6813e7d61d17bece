import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });

/** Compiles a schema to a type guard, once at start. */
export function guard<T>(schema: SchemaObject): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}

/** The place of a schema's first complaint, as `items[0].price`; the name of a missing field included, never a value. */
export function placeOf(errors: readonly ErrorObject[] | null | undefined): string {
  const error = errors?.[0];
  if (error === undefined) return '';
  const missing: unknown = error.keyword === 'required' ? error.params.missingProperty : undefined;
  const path = typeof missing === 'string' ? `${error.instancePath}/${missing}` : error.instancePath;
  return path
    .split('/')
    .slice(1)
    .reduce((place, step) => (/^\d+$/.test(step) ? `${place}[${step}]` : place === '' ? step : `${place}.${step}`), '');
}

/** An object whose other fields are let through unread. */
export function open(properties: Readonly<Record<string, SchemaObject>>, ...required: readonly string[]): SchemaObject {
  return { type: 'object', properties, required };
}

/** An object that may have no other fields. */
export function closed(
  properties: Readonly<Record<string, SchemaObject>>,
  ...required: readonly string[]
): SchemaObject {
  return { ...open(properties, ...required), additionalProperties: false };
}

/** The same, or null: POS Hub writes null where it has nothing. */
export function orNull(schema: SchemaObject): SchemaObject {
  return { ...schema, nullable: true };
}

/** An id as it may come from outside: it is put into addresses, keys and log lines. */
export const ID = '^[A-Za-z0-9_.:-]{1,100}$';
export const id: SchemaObject = { type: 'string', pattern: ID };
