import { Ajv, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A checker for the draft that a schema names: 2020-12, else 07. */
export function ajvFor(schema: object, options: Options): Ajv | Ajv2020 {
  const draft: unknown = '$schema' in schema ? schema.$schema : undefined;
  const all = { strict: false, ...options };
  const ajv = String(draft).includes('2020-12') ? new Ajv2020(all) : new Ajv(all);
  addFormats.default(ajv);
  return ajv;
}
