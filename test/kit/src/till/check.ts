import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { TillError } from './errors.js';

/** Levels of objects and arrays in one another that a body may have: 30 levels of modifiers and what surrounds them. */
const DEEPEST = 64;

/** Compiles the till's schemas: `ajv.compile<T>(schema)` is a type guard. */
export const ajv = new Ajv({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);

/** Makes of a type guard a check that gives the value its type, or throws `invalid_request` with the path at fault. */
export function check<T>(valid: ValidateFunction<T>): (value: unknown) => T {
  return (value) => {
    if (deeperThan(DEEPEST, value)) throw new TillError(400, 'too_deep', 'The body is nested too deeply.');
    if (valid(value)) return value;
    const error = valid.errors?.[0];
    throw new TillError(400, 'invalid_request', error ? sentence(error) : 'The body is not valid.', pathOf(error));
  };
}

function deeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => deeperThan(levels - 1, part));
}

function sentence(error: ErrorObject): string {
  const path = pathOf(error);
  if (error.keyword === 'additionalProperties') return `${path ?? 'The key'} is not known here.`;
  if (error.keyword === 'required') return `${path ?? 'A key'} is missing.`;
  return `${path ?? 'The body'} ${error.message ?? 'is not valid'}.`;
}

function pathOf(error: ErrorObject | undefined): string | undefined {
  if (!error) return undefined;
  const steps = error.instancePath.split('/').slice(1);
  const params: Record<string, unknown> = error.params;
  const last = params['missingProperty'] ?? params['additionalProperty'];
  if (typeof last === 'string') steps.push(last.slice(0, 80));
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  return path === '' ? undefined : path.replace(/^\./, '');
}
