import { isRecord, list, numberOf, textOf } from '#kit/demo/json.js';

/* How the checker reads answers: what is absent is empty, what has another form is an Error. */

export { list, numberOf, textOf };

/** A text that may be absent. */
export function textIn(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
  return typeof found === 'string' ? found : '';
}

/** A list that may be absent. */
export function listIn(value: unknown, key: string): readonly unknown[] {
  return isRecord(value) && Array.isArray(value[key]) ? list(value, key) : [];
}

export function sumOf(entries: readonly unknown[], fits: (entry: unknown) => boolean = () => true): number {
  return entries.filter(fits).reduce<number>((sum, entry) => sum + numberOf(entry, 'amount'), 0);
}
