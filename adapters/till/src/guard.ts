import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';

/** A JSON Schema that knows the type of what it accepts, so that form and type are written once. */
export interface Schema<T> extends SchemaObject {
  /** Never there: it carries the type. */
  readonly of?: T;
}
/** What a schema accepts. */
export type Typed<S> = S extends Schema<infer T> ? T : never;
type Fields = Readonly<Record<string, SchemaObject>>;

const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false, formats: { password: true } });

/** Compiles a schema to a type guard, once at start. */
export function guard<T>(schema: Schema<T>): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}

type Filled<F extends Fields> = { readonly [K in keyof F]: Typed<F[K]> };

/** An object that has these fields. Fields that are not named may come and are not read: vendors add some. */
export function having<F extends Fields>(fields: F): Schema<Filled<F>> {
  return { type: 'object', required: Object.keys(fields), properties: fields };
}

/** An object that has some fields for certain, and may have others. */
export function havingSome<F extends Fields, O extends Fields>(
  fields: F,
  optional: O,
): Schema<Filled<F> & Partial<Filled<O>>> {
  return { type: 'object', required: Object.keys(fields), properties: { ...fields, ...optional } };
}

export function listOf<T>(items: Schema<T>): Schema<readonly T[]> {
  return { type: 'array', items };
}

export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return { type: 'string', enum: values };
}

export const text: Schema<string> = { type: 'string' };
export const textOrNull: Schema<string | null> = { type: ['string', 'null'] };
export const flag: Schema<boolean> = { type: 'boolean' };
/** A whole number of 0 or more: a version, a count, an amount in minor units. */
export const whole: Schema<number> = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
export const wholeOrNull: Schema<number | null> = { ...whole, type: ['integer', 'null'] };
/** An id, as the till makes them: fit for an address, a log line, and one half of a variant's reference. */
export const id: Schema<string> = { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,64}$' };
