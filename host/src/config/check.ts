import { Ajv, type ErrorObject, type Schema } from 'ajv';
import addFormats from 'ajv-formats';
import { Fault } from '@poshub-bridge/core';
import type { ConfigSource } from './source.js';

/**
 * Checks a section of the configuration against its schema, fills in defaults, and names every mistake by key, line,
 * what was found and what was wanted.
 * @param at the keys that lead to the section
 * @throws Fault `config.invalid`
 */
export function checkSection<T>(schema: Schema, section: unknown, source: ConfigSource, at: readonly string[]): T {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: false, verbose: true });
  addFormats.default(ajv);
  const validate = ajv.compile<T>(schema);
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
  if (error.keyword === 'additionalProperties') {
    const key = [...path, String(error.params['additionalProperty'])];
    return `${place(key, source)}: there is no such key`;
  }
  if (error.keyword === 'required')
    return `${place([...path, String(error.params['missingProperty'])], source)}: is missing`;
  return `${place(path, source)}: found ${found(path, error.data)}, wanted ${wanted(error)}`;
}

function place(path: readonly string[], source: ConfigSource): string {
  const line = source.lineOf(path);
  return `${path.join('.') || 'the configuration'}${line === undefined ? '' : ` (line ${line})`}`;
}

/** Values of keys that may hold a secret are never repeated. */
function found(path: readonly string[], value: unknown): string {
  const isSecret = path.some((key) => /secret|token|key|password|credential/i.test(key));
  if (isSecret) return typeof value === 'string' ? `${value.length} characters` : typeof value;
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function wanted(error: ErrorObject): string {
  if (error.keyword === 'enum') return `one of ${JSON.stringify(error.params['allowedValues'])}`;
  const description: unknown = error.parentSchema?.['description'];
  const rule = (error.message ?? 'something else').replace(/^must /, '');
  return typeof description === 'string' ? `${rule} (${description})` : rule;
}
