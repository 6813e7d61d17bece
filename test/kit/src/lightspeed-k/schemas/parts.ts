import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { invalidFields, type FieldError } from '../errors.js';

/** Compiles the fake's own schemas: `ajv.compile<T>(schema)` is a type guard. */
export const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);

/* Short forms to write schemas with. Nothing that a schema doesn't name is allowed. */

export const text = (maxLength = 10_000, minLength = 0): object => ({ type: 'string', minLength, maxLength });
export const flag = { type: 'boolean' };
export const whole = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
export const decimal = { type: 'number', minimum: -10_000_000, maximum: 10_000_000 };
export const time = { type: 'string', format: 'date-time' };
export const one = (...values: string[]): object => ({ type: 'string', enum: values });
export const list = (items: object, limits: object = {}): object => ({ type: 'array', items, ...limits });
export const dict = (properties: object, required: string[] = []): object => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
});

/** Names of Java's constraints, as refusals give them. */
const CODES: Record<string, string> = {
  ...{ required: 'NotNull', maxLength: 'Size', minLength: 'Size', maxItems: 'Size', minItems: 'Size' },
  ...{ minimum: 'Min', maximum: 'Max', type: 'typeMismatch', format: 'typeMismatch', enum: 'typeMismatch' },
  additionalProperties: 'Unrecognized',
};

/** Makes of a type guard a check that gives the value its type, or throws a 400 that names each field at fault. */
export function check<T>(objectName: string, valid: ValidateFunction<T>): (value: unknown) => T {
  return (value) => {
    if (valid(value)) return value;
    throw invalidFields(objectName, (valid.errors ?? []).slice(0, 10).map(fieldError));
  };
}

function fieldError({ instancePath, keyword, message, params }: ErrorObject): FieldError {
  const steps = instancePath.split('/').slice(1);
  const told: Record<string, unknown> = params;
  const last = told['missingProperty'] ?? told['additionalProperty'];
  if (typeof last === 'string') steps.push(last.slice(0, 80));
  const field = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  const isMissing = keyword === 'required';
  return {
    field: field.replace(/^\./, ''),
    code: CODES[keyword] ?? 'Invalid',
    defaultMessage: isMissing ? 'must not be null' : (message ?? 'is not valid'),
  };
}

/** A copy without the keys that are null: to the API, null is the same as nothing. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.filter(([, own]) => own !== null).map(([key, own]) => [key, withoutNulls(own)]));
}
