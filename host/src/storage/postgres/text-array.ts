/** The type `text`, as PostgreSQL numbers it. */
const TEXT = 25;
/** What stands before the values: dimensions, whether there are nulls, the type, how many values, the number of the first. */
const HEAD = 20;

/**
 * A `text[]` in the form that PostgreSQL's drivers send as bytes (array_recv and textrecv in its sources): a long text is
 * neither quoted nor looked through, and one that came in bytes stays as it is.
 */
export function textArray(values: readonly (string | Uint8Array | null)[]): Buffer {
  const array = Buffer.allocUnsafe(values.reduce<number>((sum, value) => sum + 4 + sizeOf(value), HEAD));
  const head = [1, values.includes(null) ? 1 : 0, TEXT, values.length, 1];
  let at = head.reduce((place, number) => array.writeInt32BE(number, place), 0);
  for (const value of values) {
    const start = at + 4;
    let end = start;
    if (typeof value === 'string') end += array.write(value, start);
    else if (value !== null) {
      array.set(value, start);
      end += value.length;
    }
    array.writeInt32BE(value === null ? -1 : end - start, at);
    at = end;
  }
  return array;
}

function sizeOf(value: string | Uint8Array | null): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : (value?.length ?? 0);
}
