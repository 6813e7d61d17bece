import type { Reference } from './catalog.js';

/** Something that may stand before or after others. */
interface Ranked {
  readonly ref: Reference;
  readonly position?: number;
}

/**
 * Whether the positions of what is in both lists say the same order. Tills count places: where one entry goes, all behind
 * it get another position, and yet have not moved.
 */
export function keepsOrder(before: readonly Ranked[], after: readonly Ranked[]): boolean {
  const earlier = new Map(before.map(({ ref, position }) => [ref, position]));
  const pairs: (readonly [number, number])[] = [];
  for (const { ref, position } of after) {
    if (!earlier.has(ref)) continue;
    const known = earlier.get(ref);
    if ((known === undefined) !== (position === undefined)) return false;
    if (known !== undefined && position !== undefined) pairs.push([known, position]);
  }
  if (pairs.every(([was, is]) => was === is)) return true;
  pairs.sort(([a, nextA], [b, nextB]) => a - b || nextA - nextB);
  return pairs.every(([was, is], at) => {
    const [wasNext, isNext] = pairs[at + 1] ?? [was, is];
    return Math.sign(wasNext - was) === Math.sign(isNext - is);
  });
}
