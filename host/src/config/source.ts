import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { Fault } from '@poshub-bridge/core';

/** A configuration file as it was written, with its variables filled in. */
export interface ConfigSource {
  /** The folder that relative paths in the file start from. */
  readonly folder: string;
  readonly content: unknown;
  /** The line, from 1, where a key stands; or the nearest key above it. */
  lineOf(path: readonly string[]): number | undefined;
}

const VARIABLE = /\$\{(?:file:([^}]+)|([A-Za-z_][A-Za-z0-9_]*))\}/g;

/**
 * Reads a YAML or JSON file. `${NAME}` is replaced from the environment, `${file:PATH}` by a file's content without the
 * line break at its end; a path is relative to the configuration file.
 * @throws Fault `config.invalid` when the file can't be read or parsed; `config.secret_missing` when a variable or file is
 *   not there
 */
export function readSource(file: string, environment: Readonly<Record<string, string | undefined>>): ConfigSource {
  const folder = dirname(resolve(file));
  const lines = new LineCounter();
  const document = parseDocument(readText(file, 'config.invalid', `the configuration file ${file}`), {
    lineCounter: lines,
    uniqueKeys: true,
  });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new Fault('config.invalid', { detail: `${file}: ${broken.message.split('\n')[0] ?? 'not YAML'}` });
  const parsed: unknown = document.toJS({ maxAliasCount: 10 });
  return {
    folder,
    content: fill(parsed, [], { folder, environment }),
    lineOf: (path) => lineOf(document, lines, path),
  };
}

function readText(path: string, code: 'config.invalid' | 'config.secret_missing', what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Fault(code, { detail: `${what} can’t be read (${reason})`, cause: error });
  }
}

interface Surroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

function fill(value: unknown, path: readonly string[], around: Surroundings): unknown {
  if (typeof value === 'string') return fillText(value, path, around);
  if (Array.isArray(value)) return value.map((one, index) => fill(one, [...path, String(index)], around));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, [...path, key], around)]));
  return value;
}

function fillText(text: string, path: readonly string[], { folder, environment }: Surroundings): string {
  return text.replace(VARIABLE, (_whole, file: string | undefined, name: string | undefined) => {
    const key = path.join('.');
    if (file !== undefined)
      return readText(
        resolve(folder, file),
        'config.secret_missing',
        `${key} asks for the file ${file}, which`,
      ).replace(/\r?\n$/, '');
    const value = name === undefined ? undefined : environment[name];
    if (value === undefined || value === '')
      throw new Fault('config.secret_missing', {
        detail: `${key} asks for the environment variable ${name ?? ''}, which is not set`,
      });
    return value;
  });
}

function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node: unknown = document.getIn(keys, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}
