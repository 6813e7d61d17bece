import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { SquareError, type ErrorItem } from '../errors.js';

/** Compiles the fake's own schemas: `ajv.compile<T>(schema)` is a type guard. */
export const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);

/* Short forms to write schemas with. Nothing that a schema doesn't name is allowed. */

export const text = (maxLength: number, minLength = 0): object => ({ type: 'string', minLength, maxLength });
export const word = text(192, 1);
export const flag = { type: 'boolean' };
export const whole = { type: 'integer' };
export const time = { type: 'string', format: 'date-time' };
export const duration = { type: 'string', format: 'duration' };
export const one = (...values: string[]): object => ({ type: 'string', enum: values });
export const list = (items: object, limits: object = {}): object => ({ type: 'array', items, ...limits });
export const dict = (properties: object, required: string[] = []): object => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
});
/** Parts of the catalog that the fake keeps but doesn't read. */
export const free = { type: 'object', additionalProperties: true };
/** Not negative. */
export const money = dict(
  { amount: { type: 'integer', minimum: 0 }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
  ['amount', 'currency'],
);
export const percentage = { type: 'string', maxLength: 10, pattern: '^\\d{1,3}(\\.\\d{1,5})?$' };
export const metadata = {
  ...{ type: 'object', maxProperties: 10, additionalProperties: text(255) },
  propertyNames: { pattern: '^[a-zA-Z0-9_-]{1,60}$' },
};

const CODES: Record<string, string> = {
  maxLength: 'VALUE_TOO_LONG',
  minLength: 'VALUE_EMPTY',
  required: 'MISSING_REQUIRED_PARAMETER',
  additionalProperties: 'UNKNOWN_BODY_PARAMETER',
  enum: 'INVALID_ENUM_VALUE',
  maxItems: 'ARRAY_LENGTH_TOO_LONG',
  minItems: 'ARRAY_EMPTY',
  minimum: 'VALUE_TOO_LOW',
  maximum: 'VALUE_TOO_HIGH',
  pattern: 'VALUE_REGEX_MISMATCH',
  maxProperties: 'TOO_MANY_MAP_ENTRIES',
  propertyNames: 'MAP_KEY_LENGTH_TOO_LONG',
};

/** Makes of a type guard a check that gives the value its type, or throws a 400 that names each field at fault. */
export function check<T>(valid: ValidateFunction<T>): (value: unknown) => T {
  return (value) => {
    if (valid(value)) return value;
    throw new SquareError(400, ...(valid.errors ?? []).slice(0, 10).map(itemOf));
  };
}

function itemOf(error: ErrorObject): ErrorItem {
  const field = fieldOf(error);
  return {
    category: 'INVALID_REQUEST_ERROR',
    code: codeOf(error),
    detail: `${field ?? 'The body'} ${error.message ?? 'is not valid'}.`,
    field,
  };
}

function codeOf({ keyword, params }: ErrorObject): string {
  const told: Record<string, unknown> = params;
  if (keyword === 'format') return told['format'] === 'date-time' ? 'INVALID_TIME' : 'INVALID_VALUE';
  if (keyword !== 'type') return CODES[keyword] ?? 'INVALID_VALUE';
  const type = String(told['type']);
  return `EXPECTED_${type === 'number' ? 'FLOAT' : type.toUpperCase()}`;
}

function fieldOf({ instancePath, params }: ErrorObject): string | undefined {
  const steps = instancePath.split('/').slice(1);
  const told: Record<string, unknown> = params;
  const last = told['missingProperty'] ?? told['additionalProperty'];
  if (typeof last === 'string') steps.push(last.slice(0, 80));
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  return path === '' ? undefined : path.replace(/^\./, '');
}

/** A copy without the keys that are null: to the API, null in a new object is the same as nothing. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.filter(([, own]) => own !== null).map(([key, own]) => [key, withoutNulls(own)]));
}
