import { randomBytes } from 'node:crypto';
import { invalid } from '../errors.js';

/** Opaque cursors over ids: the rest of a result stays as it was when its first page was asked for. */
export class Pages {
  readonly #rests = new Map<string, { query: string; rest: string[] }>();

  /**
   * One page of the ids that `all` finds, or of what is left under a cursor. Throws `INVALID_CURSOR` for an unknown
   * cursor and for one of another query.
   */
  page(
    query: object,
    cursor: string | undefined,
    limit: number,
    all: () => string[],
  ): { ids: string[]; cursor?: string } {
    const print = JSON.stringify(query);
    const known = cursor === undefined ? undefined : this.#rests.get(cursor);
    if (cursor !== undefined && known?.query !== print)
      throw invalid('INVALID_CURSOR', 'The cursor is not valid, or is one of another query.', 'cursor');
    const found = known?.rest ?? all();
    const rest = found.slice(limit);
    if (rest.length === 0) return { ids: found };
    const next = randomBytes(24).toString('base64url');
    this.#rests.set(next, { query: print, rest });
    return { ids: found.slice(0, limit), cursor: next };
  }
}
