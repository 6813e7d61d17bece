import type { ExpectedLine } from './corpus/types.js';
import type { SeenLine } from './rig.js';

/**
 * Lines with neighbours that are the same but for their quantity put together, as far as they were ordered as one: a till
 * that takes a discount off one of two pizzas writes two lines, and the cook makes two pizzas all the same.
 */
export function joined(seen: readonly SeenLine[], wanted: readonly ExpectedLine[]): readonly SeenLine[] {
  const all: SeenLine[] = [];
  for (const line of seen) {
    const before = all.at(-1);
    const room = (wanted[all.length - 1]?.quantity ?? 0) - (before?.quantity ?? 0);
    if (before !== undefined && room >= line.quantity && kindOf(before) === kindOf(line))
      all.splice(-1, 1, { ...before, quantity: before.quantity + line.quantity });
    else all.push(line);
  }
  return all;
}

function kindOf({ quantity: _quantity, ...line }: SeenLine): string {
  return JSON.stringify(line);
}
