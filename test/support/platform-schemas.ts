import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** A place where the platform's document contradicts itself, and how it is read here. */
export interface Patch {
  schema: string;
  path: readonly string[];
  value: unknown;
  why: string;
}

const parentId = ['CatalogImportProductEntity', 'CatalogProductEntity', 'CatalogProductPatchEntity'];

/** Every deviation of the tests from the platform's document; nothing else in it is touched. */
export const patches: readonly Patch[] = [
  {
    schema: 'ConnectionEntity',
    path: ['required'],
    value: ['accountId', 'applicationId', 'createdAt', 'id', 'locationId', 'resellerId', 'status', 'updatedAt'],
    why: 'it requires "createAt" and allows only "createdAt", so no connection at all would be valid',
  },
  {
    schema: 'OrderEntity',
    path: ['properties', 'freindlyId'],
    value: { type: 'string' },
    why: 'a friendly id for people can not be a uuid; on create the same field is a plain string',
  },
  ...parentId.map((schema) => ({
    schema,
    path: ['properties', 'parentId'],
    value: { type: 'string' },
    why: 'it is declared an object with the format of a string (uuid)',
  })),
];

/** The schemas of the platform's own OpenAPI document. */
export interface PlatformSchemas {
  /** A function that says what is wrong with a value; an empty list: nothing. Fails for a name that the document lacks. */
  validator(schemaName: string): (value: unknown) => string[];
  /** A schema as the document (patched) has it. */
  schema(schemaName: string): SchemaObject;
}

/** Why the tests that need the document are skipped where it is absent. */
export const noDocument = 'the platform’s OpenAPI document is not beside this repository';

const place = fileURLToPath(new URL('../../../../shared/poshub/openapi.json', import.meta.url));
let read: PlatformSchemas | undefined;

/** Reads the document that lies beside the repository; `undefined` where it doesn't. */
export function platformSchemas(): PlatformSchemas | undefined {
  if (read === undefined && existsSync(place)) read = load(readFileSync(place, 'utf8'));
  return read;
}

function load(text: string): PlatformSchemas {
  const raw: unknown = JSON.parse(text);
  const document = modern(raw);
  for (const { schema, path, value } of patches) put(document, ['components', 'schemas', schema, ...path], value);
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...entries(document), $id: 'platform' });
  const compiled = new Map<string, ValidateFunction>();
  return {
    validator: (name) => {
      schemaNamed(document, name);
      const validate = compiled.get(name) ?? ajv.compile({ $ref: `platform#/components/schemas/${name}` });
      compiled.set(name, validate);
      return (value) =>
        validate(value)
          ? []
          : (validate.errors ?? []).map(
              ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
            );
    },
    schema: (name) => schemaNamed(document, name),
  };
}

function schemaNamed(document: unknown, name: string): SchemaObject {
  const schema = entries(entries(entries(document).components).schemas)[name];
  if (schema === undefined) throw new Error(`the platform’s document has no schema ${name}`);
  return entries(schema);
}

function entries(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** OpenAPI 3.0 in the terms of a JSON Schema of today: boolean exclusive limits and old `$schema` marks go. */
function modern(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modern);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]: [string, unknown]) =>
      !(key === '$schema') && !(/^exclusiveM(ax|in)imum$/.test(key) && typeof inner === 'boolean'),
  );
  return Object.fromEntries(kept.map(([key, inner]: [string, unknown]) => [key, modern(inner)]));
}

function put(target: unknown, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (typeof target !== 'object' || target === null || key === undefined) throw new Error('a patch leads nowhere');
  if (rest.length === 0) Reflect.set(target, key, value);
  else put(Reflect.get(target, key), rest, value);
}
