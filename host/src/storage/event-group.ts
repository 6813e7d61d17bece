/**
 * Takes from the beginning of what waits the events that are stored together: so many at most, and with bodies of so many
 * bytes, but one in any case.
 */
export function takeGroup<T>(
  waiting: T[],
  bodyOf: (one: T) => Uint8Array | null,
  mostEvents: number,
  mostBytes: number,
): readonly T[] {
  let [count, bytes] = [0, 0];
  for (const one of waiting) {
    bytes += bodyOf(one)?.length ?? 0;
    if (count === mostEvents || (count > 0 && bytes > mostBytes)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
