import { money, toDecimal } from '@poshub-bridge/core';

/** A column: its heading, and where in an entry its value stands (`store.name`), or how it is made of the entry. */
export type Column = readonly [heading: string, value: string | ((entry: unknown) => string)];

/** Longer texts are cut in a table, but for the first column: that is the id, to be copied. */
const WIDEST = 60;

/** Entries as aligned columns below their headings. */
export function table(entries: readonly unknown[], columns: readonly Column[]): string {
  const rows = entries.map((entry) =>
    columns.map(([, value], column) => {
      const text = typeof value === 'string' ? textAt(entry, value) : plain(value(entry));
      return column === 0 ? text : cut(text);
    }),
  );
  return aligned([columns.map(([heading]) => heading), ...rows]);
}

/** One thing as lines of names and values. Lists of more than words are left out: they make tables of their own. */
export function sheet(value: unknown): string {
  return aligned(leavesOf(value, ''));
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows
    .map((row) => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))))
    .map((row) => `${row.join('  ').trimEnd()}\n`)
    .join('');
}

const segmenter = new Intl.Segmenter('en');

/** Letters, not code units: names of shops have accents and emoji. */
function lettersOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function widthOf(text: string): number {
  return lettersOf(text).length;
}

function cut(text: string): string {
  const letters = lettersOf(text);
  return letters.length > WIDEST ? `${letters.slice(0, WIDEST - 1).join('')}…` : text;
}

function leavesOf(value: unknown, at: string): readonly (readonly [string, string])[] {
  if (value === undefined || value === null || (Array.isArray(value) && !isOfWords(value))) return [];
  if (typeof value !== 'object' || Array.isArray(value) || isMoney(value)) return [[at, wordOf(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, at === '' ? key : `${at}.${key}`));
}

function isOfWords(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((one) => typeof one !== 'object');
}

function isMoney(value: object): value is { readonly amount: number; readonly currency: string } {
  if (!('amount' in value && 'currency' in value)) return false;
  const { amount, currency } = value;
  return Number.isSafeInteger(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}

/** What stands at a place in an answer, undefined where nothing does. */
export function valueAt(entry: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === key)?.[1];
  }, entry);
}

/** The same as a text for people; a dash where there is nothing. */
export function textAt(entry: unknown, path: string): string {
  const value = valueAt(entry, path);
  return value === undefined || value === null || value === '' ? '–' : wordOf(value);
}

export function listAt(entry: unknown, path: string): readonly unknown[] {
  const value = valueAt(entry, path);
  return Array.isArray(value) ? Array.from<unknown>(value) : [];
}

/** Amounts in major units; times without their milliseconds, which are nobody's business at 2 a.m. */
function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordOf).join(' ');
  if (typeof value === 'object' && value !== null && isMoney(value))
    return `${toDecimal(money(value.amount, value.currency))} ${value.currency}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return plain(text).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z$/, '$1Z');
}

/** Without what a terminal would obey: texts of others must not move its cursor. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
