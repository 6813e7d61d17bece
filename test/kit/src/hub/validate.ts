import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { HubError } from './http/errors.js';

/** The one validator of the simulator, strict about its own schemas. */
export const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false });
addFormats.default(ajv);
ajv.addFormat('timezone', isTimeZone);

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function describe({ instancePath, message = 'is wrong', keyword, params }: ErrorObject): string {
  const where = instancePath === '' ? 'the body' : instancePath;
  if (keyword === 'additionalProperties') return `${where}: unknown key "${String(params.additionalProperty)}"`;
  if (keyword === 'required') return `${where}: key "${String(params.missingProperty)}" is missing`;
  if (keyword === 'enum') return `${where} must be one of ${JSON.stringify(params.allowedValues)}`;
  return `${where} ${message}`;
}

function summary(errors: readonly ErrorObject[]): string {
  const told = errors.slice(0, 10).map(describe);
  if (errors.length > told.length) told.push(`and ${errors.length - told.length} more`);
  return told.join('; ');
}

/** A function that gives a body back as what the schema says, or refuses it with a 400 that names what is wrong. */
export function checker<T>(validate: ValidateFunction<T>): (value: unknown) => T {
  return (value) => {
    if (validate(value)) return value;
    throw new HubError(400, summary(validate.errors ?? []));
  };
}
