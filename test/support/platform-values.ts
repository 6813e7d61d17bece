import fc from 'fast-check';
import type { SchemaObject } from 'ajv';
import type { PlatformSchemas } from './platform-schemas.js';

const DEEPEST = 12;

/**
 * Values of every kind that the platform's document allows for a schema: optional keys there or not, every word of an
 * enumeration. Numbers are whole, as amounts are.
 */
export function platformValues(platform: PlatformSchemas, schemaName: string): fc.Arbitrary<unknown> {
  const make = (schema: SchemaObject, depth: number): fc.Arbitrary<unknown> => {
    const words: unknown = schema['enum'];
    if (typeof schema['$ref'] === 'string') return make(platform.schema(lastOf(schema['$ref'])), depth);
    if (Array.isArray(words)) return fc.constantFrom<unknown>(...words.map((word: unknown) => word));
    switch (schema['type']) {
      case 'string':
        return textOf(schema['format']);
      case 'boolean':
        return fc.boolean();
      case 'integer':
      case 'number':
        return fc.integer({ min: numberOf(schema['minimum'], -5_000), max: numberOf(schema['maximum'], 5_000) });
      case 'array':
        return depth > DEEPEST
          ? fc.constant([])
          : fc.array(make(recordOf(schema['items']), depth + 1), { maxLength: 3 });
      default:
        return objectOf(schema, depth);
    }
  };
  const objectOf = (schema: SchemaObject, depth: number): fc.Arbitrary<unknown> => {
    const names: unknown = schema['required'];
    const required = Array.isArray(names) ? names.map(String) : [];
    const properties = Object.entries(recordOf(schema['properties']));
    const kept = properties.filter(([name]) => depth <= DEEPEST || required.includes(name));
    const model = Object.fromEntries(kept.map(([name, inner]) => [name, make(recordOf(inner), depth + 1)]));
    return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
  };
  return make(platform.schema(schemaName), 0).map((value): unknown => JSON.parse(JSON.stringify(value)));
}

function textOf(format: unknown): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'uri') return fc.webUrl();
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
  return fc.string({ maxLength: 12 });
}

function lastOf(reference: string): string {
  return reference.split('/').at(-1) ?? reference;
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function recordOf(value: unknown): SchemaObject {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
