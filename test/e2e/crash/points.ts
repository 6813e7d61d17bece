import type { Kind, Step } from './steps.js';

/** The way of an order that is taken. */
const WAY = [
  'the insert of the event',
  'the record of the attempt',
  'the call to the till',
  'the record of its outcome',
  'the PATCH to POS Hub',
  'the record of the PATCH',
] as const satisfies readonly Step[];

/** A point at which a process may die. */
export interface Point {
  readonly step: Step;
  readonly side: 'before' | 'after';
  /** Its place on the way. */
  readonly number: number;
}

export const nameOf = ({ step, side }: Point): string => `${side} ${step}`;

/** Both sides of each step. */
export function pointsOf(steps: readonly Step[]): readonly Point[] {
  return steps.flatMap((step, index) =>
    (['before', 'after'] as const).map((side, later) => ({ step, side, number: 2 * index + later })),
  );
}

export const POINTS = pointsOf(WAY);

const numberOf = (step: (typeof WAY)[number], side: Point['side']): number =>
  2 * WAY.indexOf(step) + Number(side === 'after');
const UNSTORED = numberOf('the insert of the event', 'before');
const UNTRIED = numberOf('the record of the attempt', 'before');
const BEGUN = numberOf('the record of the attempt', 'after');
const CALLED = numberOf('the call to the till', 'after');
const ANSWERED = numberOf('the record of its outcome', 'before');
const DECIDED = numberOf('the record of its outcome', 'after');
const UNTOLD = numberOf('the PATCH to POS Hub', 'before');
const TOLD = numberOf('the PATCH to POS Hub', 'after');
const ENDED = numberOf('the record of the PATCH', 'after');

/** Whether the till has the ticket when the process dies there. */
export const isMade = ({ number }: Point): boolean => number >= CALLED;

/** Whether POS Hub knows of it by then. */
export const isTold = ({ number }: Point): boolean => number >= TOLD;

/** Whether the bridge does not know that it told POS Hub, and so tells it the same once more. */
export const isToldAgain = (point: Point): boolean => isTold(point) && point.number < ENDED;

/** Nothing tells whether a till of this kind has the ticket: whoever works there must look. */
export const isInDoubt = (kind: Kind, { number }: Point): boolean =>
  kind === 'neither' && number >= BEGUN && number < DECIDED;

/** From which point on the next life goes; undefined where nothing is left to do. */
function nextBegin(kind: Kind, point: Point): number | undefined {
  const { number } = point;
  if (number === ENDED || isInDoubt(kind, point)) return undefined;
  // POS Hub repeats what was not stored. What was stored is worked on at once, whenever it is repeated.
  if (number === UNSTORED) return UNSTORED;
  if (number >= UNTOLD) return UNTOLD;
  // What was lost is asked for once more; all others know by now.
  if (number === DECIDED) return kind === 'lost answers' ? UNTRIED : UNTOLD;
  // The ticket is found, and not made a second time.
  return number >= CALLED && kind === 'look-up' ? ANSWERED : UNTRIED;
}

/** Whether a life after a death at one point comes by another point, or by the same. */
export function comesBy(kind: Kind, first: Point, second: Point): boolean {
  const begin = nextBegin(kind, first);
  return begin !== undefined && second.number >= begin;
}
