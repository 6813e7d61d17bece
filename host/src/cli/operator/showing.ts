import { sheet, table, valueAt, type Column } from '../table.js';
import type { Listed } from './api.js';

/** How the answer is wanted. */
export interface Wanted {
  readonly json?: true;
}

/** Lists within one thing, which are shown as tables below it, by where they stand. */
export type Tables = Readonly<Record<string, readonly Column[]>>;

/** A list as a table, or as the API gave it. */
export function showList({ entries, more }: Listed, columns: readonly Column[], { json }: Wanted): void {
  if (json) print(JSON.stringify(entries, undefined, 2));
  else if (entries.length === 0) print('There are none.');
  else process.stdout.write(table(entries, columns));
  if (more && !json) process.stderr.write('There are more: ask for them with --limit, or narrow the list.\n');
}

/** One thing as lines of names and values, its lists as tables below; or as the API gave it. */
export function showOne(value: unknown, { json }: Wanted, tables: Tables = {}): void {
  if (json) {
    print(JSON.stringify(value, undefined, 2));
    return;
  }
  process.stdout.write(sheet(value));
  for (const [place, columns] of Object.entries(tables)) {
    const entries = valueAt(value, place);
    if (Array.isArray(entries) && entries.length > 0) process.stdout.write(`\n${place}\n${table(entries, columns)}`);
  }
}

/** What was done, in a sentence; or as the API answered. */
export function tell(answer: unknown, sentence: string, { json }: Wanted): void {
  print(json ? JSON.stringify(answer ?? null, undefined, 2) : sentence);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
