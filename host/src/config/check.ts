import type { ErrorObject, JSONSchemaType } from 'ajv';
import { Fault } from '@poshub-bridge/core';
import { ajvFor } from './ajv.js';
import { place, type ConfigSource } from './source.js';

/**
 * Checks a section of the configuration against its schema, fills in defaults, and names every mistake by key, line,
 * what was found and what was wanted.
 * @param at the keys that lead to the section
 * @throws Fault `config.invalid`
 */
export function checkSection<T>(
  schema: object | JSONSchemaType<T>,
  section: unknown,
  source: ConfigSource,
  at: readonly string[],
): T {
  const validate = ajvFor(schema, { allErrors: true, useDefaults: true, verbose: true }).compile<T>(schema);
  if (validate(section)) return section;
  const mistakes = (validate.errors ?? []).map((error) => describe(error, source, at));
  throw new Fault('config.invalid', { detail: [...new Set(mistakes)].join('; ') });
}

function describe(error: ErrorObject, source: ConfigSource, at: readonly string[]): string {
  const path = [
    ...at,
    ...error.instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  ];
  const known: unknown = error.parentSchema?.['properties'];
  const keys = typeof known === 'object' && known !== null ? known : {};
  if (error.keyword === 'additionalProperties') {
    const key = [...path, String(error.params['additionalProperty'])];
    const meant = nearest(key.at(-1) ?? '', Object.keys(keys));
    const known = meant === undefined ? `wanted one of ${Object.keys(keys).join(', ')}` : `did you mean ${meant}?`;
    return `${place(key, source)}: there is no such key, ${known}`;
  }
  if (error.keyword === 'required') {
    const key = String(error.params['missingProperty']);
    const description = descriptionOf(new Map<string, unknown>(Object.entries(keys)).get(key));
    return `${place([...path, key], source)}: is missing${description}`;
  }
  return `${place(path, source)}: found ${found(path, error, source)}, wanted ${wanted(error)}`;
}

/** What sounds like the name of a secret. */
export const SECRET = /secret|token|key|pass|pin$|credential|auth|sign|hmac|salt/i;

/**
 * Values that may be a secret are never repeated: by their key, by their schema, because they came from a variable, or
 * because they stand where a section or a list should, which may be one of secrets.
 */
function found(path: readonly string[], error: ErrorObject, source: ConfigSource): string {
  const { data, parentSchema } = error;
  const isMisplaced = error.keyword === 'type' && ['object', 'array'].includes(String(error.params['type']));
  if (data === undefined || data === null) return 'nothing';
  if (Array.isArray(data)) return `a list of ${data.length}`;
  if (typeof data === 'object') return 'a section of keys';
  const isSecret =
    isMisplaced ||
    path.some((key) => SECRET.test(key)) ||
    parentSchema?.['writeOnly'] === true ||
    parentSchema?.['format'] === 'password' ||
    source.isFilled(path);
  if (isSecret) return typeof data === 'string' ? `${data.length} characters` : `a ${typeof data}`;
  const text = JSON.stringify(data).replace(/\/\/.*@/, '//…@');
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function wanted(error: ErrorObject): string {
  const { keyword, params } = error;
  if (keyword === 'enum') return `one of ${JSON.stringify(params['allowedValues'])}`;
  const limit = String(params['limit']);
  const words: Readonly<Record<string, string>> = {
    type: WORD_OF_TYPE[String(params['type'])] ?? String(params['type']),
    minLength: `at least ${limit} characters`,
    maxLength: `at most ${limit} characters`,
    minItems: `at least ${limit} of them`,
    maxItems: `at most ${limit} of them`,
    minimum: `${limit} or more`,
    maximum: `${limit} or less`,
  };
  const said = words[keyword] ?? (error.message ?? 'something else').replace(/^must (be )?/, '');
  return `${said}${descriptionOf(error.parentSchema)}`;
}

const WORD_OF_TYPE: Readonly<Record<string, string>> = {
  object: 'a section of keys',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** The key that somebody meant who wrote it with another case, or with one letter wrong, missing or too many. */
function nearest(written: string, known: readonly string[]): string | undefined {
  const [word, ...names] = [written, ...known].map((one) => one.toLowerCase());
  return known[names.findIndex((name) => word !== undefined && isOneOff(word, name))];
}

function isOneOff(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  let same = 0;
  while (same < long.length && long[same] === short[same]) same += 1;
  const rest = long.slice(same + 1);
  return rest === short.slice(same) || rest === short.slice(same + 1);
}

function descriptionOf(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null || !('description' in schema)) return '';
  return typeof schema.description === 'string' ? ` (${schema.description})` : '';
}
