import { parseDocument, type Document, type LineCounter, type YAMLError } from 'yaml';
import { Fault } from '@poshub-bridge/core';

/**
 * What is wrong, in own words: the parser's messages quote the text, and that may be a secret.
 */
const REASONS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands twice',
  MISSING_CHAR: 'a quote, bracket, colon or comma is missing',
  BAD_INDENT: 'the indentation is wrong',
  TAB_AS_INDENT: 'a tab is no indentation',
  MULTIPLE_DOCS: 'there is more than one document',
  BAD_SCALAR_START: 'a value that begins with this character needs quotes',
  BAD_DQ_ESCAPE: 'there is no such escape; in single quotes a backslash is a backslash',
  TAG_RESOLVE_FAILED: 'a value that begins with ! needs quotes',
  BAD_DIRECTIVE: 'a line that begins with % needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value that has a colon in it needs quotes; or the next line is indented too far',
};

/**
 * Parses YAML 1.2, of which JSON is a part.
 * @throws Fault `config.invalid` naming the line, and quoting nothing
 */
export function parseYaml(
  text: string,
  file: string,
  lineCounter: LineCounter,
): { readonly document: Document; readonly content: unknown } {
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: true, logLevel: 'error' });
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) throw new Fault('config.invalid', { detail: `${file}: ${describe(broken, text)}` });
  try {
    return { document, content: document.toJS({ maxAliasCount: 10 }) };
  } catch {
    const detail = `${file}: a name that begins with * stands for nothing; a value that begins with * needs quotes`;
    throw new Fault('config.invalid', { detail });
  }
}

function describe({ code, pos, linePos }: YAMLError, text: string): string {
  const line = linePos?.[0].line;
  const [, key] = /^["']?([A-Za-z]\w{0,39})["']?\s*:/.exec(text.slice(pos[0])) ?? [];
  const where = `${code === 'DUPLICATE_KEY' && key !== undefined ? `${key} ` : ''}(line ${line ?? 1})`;
  return `${where}: ${REASONS[code] ?? 'this is not YAML'}`;
}
