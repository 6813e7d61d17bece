/** The type `text`, as PostgreSQL numbers it. */
const TEXT = 25;
/** What stands before the values: dimensions, whether there are nulls, the type, how many values, the number of the first. */
const HEAD = 20;

/**
 * A `text[]` in the form that PostgreSQL's drivers send as bytes (array_recv and textrecv in its sources): a long text is
 * neither quoted nor looked through, and one that came in bytes stays as it is.
 */
export function textArray(values: readonly (string | Uint8Array | null)[]): Buffer {
  const parts = values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value));
  const array = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + 4 + (part?.length ?? 0), HEAD));
  const head = [1, parts.includes(null) ? 1 : 0, TEXT, parts.length, 1];
  let at = head.reduce((place, number) => array.writeInt32BE(number, place), 0);
  for (const part of parts) {
    at = array.writeInt32BE(part?.length ?? -1, at);
    if (part === null) continue;
    array.set(part, at);
    at += part.length;
  }
  return array;
}
