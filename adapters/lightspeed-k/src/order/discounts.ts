import type { Adjustment, Money, TicketLine } from '@poshub-bridge/core';
import { unitPrice } from './items.js';

/** More pieces than this on a line are not looked at one by one. */
const MOST_PIECES = 50;

/** What is taken off where, and how much could not be. */
export interface Placed {
  /** For each line, what is taken off pieces of it: one amount a piece. */
  readonly lines: readonly (readonly Money[])[];
  /** Minor units. */
  readonly left: number;
}

interface Piece {
  readonly line: number;
  /** What it costs; minor units, more than 0. */
  readonly worth: number;
  /** Whether the line has no other, so that it need not be split. */
  readonly isWhole: boolean;
}

/**
 * Lightspeed takes discounts off items, at most one off each, and it does not say whether an amount is for one or for all
 * of a quantity. So what all discounts come to is put on a single piece that is worth it, or on several where none is; their
 * names stand in the note. What is more than all the pieces cost is left.
 */
export function placeDiscounts(discounts: readonly Adjustment[], lines: readonly TicketLine[]): Placed {
  const found: Money[][] = lines.map(() => []);
  const pieces = lines
    .flatMap((line, index): readonly Piece[] => {
      const piece = { line: index, worth: unitPrice(line), isWhole: line.quantity === 1 };
      return Array.from({ length: Math.min(line.quantity, MOST_PIECES) }, () => piece);
    })
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth);
  let left = discounts.reduce((sum, { amount }) => sum + amount.amount, 0);
  const currency = discounts[0]?.amount.currency ?? '';
  for (const { line, worth } of choose(pieces, left)) {
    const amount = Math.min(left, worth);
    left -= amount;
    found[line]?.push({ amount, currency });
  }
  return { lines: found, left };
}

/** One piece that is worth it, best one that stands alone; otherwise the dearest ones that are together, or all. */
function choose(pieces: readonly Piece[], amount: number): readonly Piece[] {
  if (amount <= 0) return [];
  const enough = pieces.filter(({ worth }) => worth >= amount);
  const one = enough.find(({ isWhole }) => isWhole) ?? enough[0];
  if (one !== undefined) return [one];
  const several: Piece[] = [];
  let sum = 0;
  for (const piece of pieces) {
    several.push(piece);
    sum += piece.worth;
    if (sum >= amount) break;
  }
  return several;
}
