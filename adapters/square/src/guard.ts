import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';

/** A JSON Schema that knows the type of what it accepts, so that form and type are written once. */
export interface Schema<T> extends SchemaObject {
  /** Never there: it carries the type. */
  readonly of?: T;
  readonly enum?: readonly string[];
}
/** What a schema accepts. */
export type Typed<S> = S extends Schema<infer T> ? T : never;
type Fields = Readonly<Record<string, SchemaObject>>;
type Filled<F extends Fields> = { readonly [K in keyof F]: Typed<F[K]> };
type Perhaps<F extends Fields> = { readonly [K in keyof F]?: Typed<F[K]> | null };

const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false, formats: { password: true } });

/** Compiles a schema to a type guard, once at start. */
export function guard<T>(schema: Schema<T>): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}

/**
 * An object that has some fields for certain, and may have others: Square leaves out what is not set, or says null. Fields
 * that are not named may come and are not read.
 */
export function having<F extends Fields>(fields: F): Schema<Filled<F>>;
export function having<F extends Fields, O extends Fields>(fields: F, optional: O): Schema<Filled<F> & Perhaps<O>>;
export function having(fields: Fields, optional: Fields = {}): Schema<unknown> {
  const others = Object.fromEntries(
    Object.entries<Schema<unknown>>(optional).map(([name, schema]) => [name, orNull(schema)]),
  );
  return { type: 'object', required: Object.keys(fields), properties: { ...fields, ...others } };
}

/** The same or null, as one type with two names: two schemas to choose from make an error of the first for each value. */
function orNull({ enum: words, ...schema }: Schema<unknown>): SchemaObject {
  return { ...schema, nullable: true, ...(words === undefined ? {} : { enum: [...words, null] }) };
}

export function listOf<T>(items: Schema<T>): Schema<readonly T[]> {
  return { type: 'array', items };
}

export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return { type: 'string', enum: values };
}

export const text: Schema<string> = { type: 'string' };
export const flag: Schema<boolean> = { type: 'boolean' };
/** A whole number: a version, a position, an amount in minor units. */
export const whole: Schema<number> = {
  type: 'integer',
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};
/** An id of Square's, fit for an address and a log line. */
export const id: Schema<string> = { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,255}$' };
/** A time as Square writes it: RFC 3339. */
export const stamp: Schema<string> = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d' };
