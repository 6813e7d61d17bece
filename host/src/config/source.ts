import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, type Document } from 'yaml';
import { Fault } from '@poshub-bridge/core';
import { parseYaml } from './yaml.js';

/** A configuration file as it was written, with its variables filled in. */
export interface ConfigSource {
  /** The folder that relative paths in the file start from. */
  readonly folder: string;
  readonly content: unknown;
  /** The line, from 1, where a key stands; or the nearest key above it. */
  readonly lineOf: (path: readonly string[]) => number | undefined;
  /** Whether a value holds what a variable stands for: that may be a secret. */
  readonly isFilled: (path: readonly string[]) => boolean;
}

/** Where a key stands, for a person. What can't be the name of a setting is not repeated. */
export function place(path: readonly string[], { lineOf }: Pick<ConfigSource, 'lineOf'>): string {
  const shown = path.map((key) => (key.length > 40 ? '…' : key.replace(/[^\w$-].*$/s, '…')));
  const line = lineOf(path);
  return `${shown.join('.') || 'the configuration'}${line === undefined ? '' : ` (line ${line})`}`;
}

const VARIABLE = /\$\{(?:file:([^}]+)|([A-Za-z_][A-Za-z0-9_]*))\}/g;

/**
 * A variable while YAML is parsed: within braces, `{ token: ${TOKEN} }`, its own braces would end the value. The letters
 * are of Unicode's private use, and as many as they stand for, so that places stay where they are.
 */
const SHIELDED = /\uE000\uE000([^\uE001]+)\uE001/g;

function shield(text: string): string {
  return text.replace(VARIABLE, (whole) => `\uE000\uE000${whole.slice(2, -1)}\uE001`);
}

/** Deeper than any configuration; one that contains itself is deeper. */
const DEEPEST = 32;

/**
 * Reads a YAML or JSON file. `${NAME}` is replaced from the environment, `${file:PATH}` by a file's content without the
 * line break at its end; a path is relative to the configuration file.
 * @param only the sections that are read, all where absent: what is of no concern need not be set
 * @throws Fault `config.invalid` when the file can't be read or parsed; `config.secret_missing` when a variable or file is
 *   not there
 */
export function readSource(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  only?: readonly string[],
): ConfigSource {
  const { folder, parsed, lineOf } = readWritten(file);
  const filled = new Set<string>();
  return {
    folder,
    content: fill(only === undefined ? parsed : sectionsOf(parsed, only), [], { folder, environment, filled, lineOf }),
    lineOf,
    isFilled: (path) => filled.has(JSON.stringify(path)),
  };
}

function sectionsOf(content: unknown, names: readonly string[]): unknown {
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).filter(([name]) => names.includes(name)));
}

/** A configuration file as it was written, variables and all. */
export interface Written extends Pick<ConfigSource, 'folder' | 'lineOf'> {
  readonly parsed: unknown;
}

/** @throws Fault `config.invalid` when the file can't be read or parsed */
export function readWritten(file: string): Written {
  const folder = dirname(resolve(file));
  const lines = new LineCounter();
  const text = readText(file);
  if (text instanceof Unreadable)
    throw new Fault('config.invalid', { detail: `the configuration file ${file} can’t be read (${text.reason})` });
  const { document, content } = parseYaml(shield(text), file, lines);
  return { folder, parsed: content, lineOf: (path) => lineOf(document, lines, path) };
}

class Unreadable {
  constructor(readonly reason: string) {}
}

function readText(path: string): string | Unreadable {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return new Unreadable(error instanceof Error && 'code' in error ? String(error.code) : 'no text');
  }
}

interface Surroundings extends Pick<ConfigSource, 'folder' | 'lineOf'> {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The paths of the values that had a variable, as JSON. */
  readonly filled: Set<string>;
}

function fill(value: unknown, path: readonly string[], around: Surroundings): unknown {
  if (path.length > DEEPEST)
    throw new Fault('config.invalid', { detail: `${place(path.slice(0, 2), around)}: is nested too deep` });
  if (typeof value === 'string') return fillText(value, path, around);
  if (Array.isArray(value)) return value.map((one, index) => fill(one, [...path, String(index)], around));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, [...path, key], around)]));
  return value;
}

function fillText(text: string, path: readonly string[], around: Surroundings): string {
  const missing = (what: string): Fault =>
    new Fault('config.secret_missing', { detail: `${place(path, around)}: asks for ${what}` });
  return text
    .replace(SHIELDED, '${$1}')
    .replace(VARIABLE, (_whole, file: string | undefined, name: string | undefined) => {
      around.filled.add(JSON.stringify(path));
      if (file === undefined) {
        const value = name === undefined ? undefined : around.environment[name];
        if (value !== undefined && value !== '') return value;
        throw missing(`the environment variable ${name ?? ''}, which is not set`);
      }
      const content = readText(resolve(around.folder, file));
      if (content instanceof Unreadable) throw missing(`the file ${file}, which can’t be read (${content.reason})`);
      const value = content.replace(/\r?\n$/, '');
      if (value === '') throw missing(`the file ${file}, which is empty`);
      return value;
    });
}

function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number | undefined {
  let line: number | undefined;
  let node: unknown = document.contents;
  for (const key of path) {
    const step = stepInto(node, key);
    if (step === undefined) break;
    line = lines.linePos(step.at).line;
    node = step.value;
  }
  return line;
}

/** A key's value, and where the key itself stands in the text. */
function stepInto(node: unknown, key: string): { readonly at: number; readonly value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === key);
    return isNode(pair?.key) && pair.key.range ? { at: pair.key.range[0], value: pair.value } : undefined;
  }
  const item: unknown = isSeq(node) ? node.items[Number(key)] : undefined;
  return isNode(item) && item.range ? { at: item.range[0], value: item } : undefined;
}
