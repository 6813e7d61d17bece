import { createHash } from 'node:crypto';
import { invalid } from '../errors.js';

/** Remembers the first answer to each key of one kind of request. Refusals are not remembered. */
export class Idempotency<T> {
  readonly #answers = new Map<string, { print: string; answer: T }>();

  /** @param field how a refusal names the key */
  constructor(private readonly field = 'idempotency_key') {}

  /**
   * Does the work once for a key; the same key with the same content gets the first answer. Throws
   * `IDEMPOTENCY_KEY_REUSED` for other content.
   */
  once(key: string | undefined, content: unknown, work: () => T): T {
    if (key === undefined) return work();
    const print = createHash('sha256')
      .update(JSON.stringify(sorted(content)))
      .digest('hex');
    const known = this.#answers.get(key);
    if (known?.print === print) return known.answer;
    if (known) throw invalid('IDEMPOTENCY_KEY_REUSED', 'The key was used with other content.', this.field);
    const answer = structuredClone(work());
    this.#answers.set(key, { print, answer });
    return answer;
  }

  /** The first answer to a key. */
  get(key: string): T | undefined {
    return this.#answers.get(key)?.answer;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([, own]) => own !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) => [key, sorted(own)]),
  );
}
