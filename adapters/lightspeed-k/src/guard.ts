import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';

/** A JSON Schema that knows the type of what it accepts, so that form and type are written once. */
export interface Schema<T> extends SchemaObject {
  /** Never there: it carries the type. */
  readonly of?: T;
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
 * An object that has some fields for certain, and may have others: Lightspeed leaves out what is not set, or says null. Fields
 * that are not named may come and are not read.
 */
export function having<F extends Fields>(fields: F): Schema<Filled<F>>;
export function having<F extends Fields, O extends Fields>(fields: F, optional: O): Schema<Filled<F> & Perhaps<O>>;
export function having(fields: Fields, optional: Fields = {}): Schema<unknown> {
  const others = Object.fromEntries(
    Object.entries<SchemaObject>(optional).map(([name, schema]) => [name, { anyOf: [{ type: 'null' }, schema] }]),
  );
  return { type: 'object', required: Object.keys(fields), properties: { ...fields, ...others } };
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
/**
 * An id of Lightspeed's: 64 bits wide, so a number that JSON could not carry exactly is none. Use {@link idText} of it.
 */
export const identity: Schema<number | string> = {
  anyOf: [
    { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'string', pattern: '^[1-9]\\d{0,18}$' },
  ],
};
/** A decimal in major units, as a number or (in webhooks) as text. */
export const decimal: Schema<number | string> = {
  anyOf: [{ type: 'number' }, { type: 'string', pattern: '^-?\\d{1,16}(\\.\\d{1,16})?$' }],
};
/** Any object; what it holds is checked where it is used. */
export const object: Schema<object> = { type: 'object' };

/** An id as the bridge keeps it. */
export function idText(id: number | string): string {
  return String(id);
}
