import { appendFileSync } from 'node:fs';
import type { Violation } from './check/rules.js';

/** So many violations are told at once; all of them are in the file. */
const MOST_TOLD = 50;
/** So many orders are told with their whole history. */
const MOST_HISTORIES = 3;

export interface Tale {
  readonly violations: readonly Violation[];
  /** All that is known of an order, a line a step. */
  readonly history: (orderId: string) => Promise<readonly string[]>;
  readonly say: (line: string) => void;
  /** Where every violation goes with the history of its order; nowhere where it is absent. */
  readonly file?: string;
}

/** Tells what was broken: the first orders with their history, and everything in the file. */
export async function tell({ violations, history, say, file }: Tale): Promise<void> {
  const known = new Set<string>();
  const stepsOf = async ({ orderId }: Violation): Promise<readonly string[]> => {
    if (orderId === undefined || known.has(orderId)) return [];
    known.add(orderId);
    return (await history(orderId)).map((line) => `  ${line}`);
  };
  for (const [index, violation] of (file === undefined ? violations.slice(0, MOST_TOLD) : violations).entries()) {
    const isWhole = known.size < MOST_HISTORIES;
    const steps = isWhole || file !== undefined ? await stepsOf(violation) : [];
    const words = wordsOf(violation);
    if (index < MOST_TOLD) for (const line of [words, ...(isWhole ? steps : [])]) say(line);
    // At once, so that what is interrupted leaves what it had.
    if (file !== undefined) appendFileSync(file, `${[words, ...steps].join('\n')}\n`);
  }
  if (violations.length > MOST_TOLD) say(`… and ${violations.length - MOST_TOLD} more`);
  if (file !== undefined && violations.length > 0) say(`all of them, with the history of every order, are in ${file}`);
}

function wordsOf({ rule, orderId, what }: Violation): string {
  return `VIOLATION ${rule}: ${orderId === undefined ? what : `order ${orderId}: ${what}`}`;
}
