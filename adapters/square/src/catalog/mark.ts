import { MINUTE } from '@poshub-bridge/core';

/** What a read has seen. */
export interface Mark {
  /** The time after which something may have changed that it has not seen, as Square writes it. */
  readonly time: string;
  /** When something that was sold out until then can be ordered again: Square tells of no change then. */
  readonly until?: number;
  /** Whether the location said when it is open. */
  readonly hours: boolean;
  /** Which categories were kitchens, as `kitchensPrint` writes it. */
  readonly kitchens: string;
}

/** Square’s search may be a little behind its own clock. */
const OVERLAP = MINUTE;
/** After this it has caught up for certain, also where our clock and Square’s differ. */
const SETTLED = 10 * MINUTE;
const FORM = /^(\d{4}-\d\d-\d\dT[0-9:.]{5,30}(?:Z|[+-]\d\d:\d\d))\|(\d{0,16})\|(open)?\|([0-9a-f]{16})?$/;

export function writeMark({ time, until, hours, kitchens }: Mark): string {
  return `${time}|${until ?? ''}|${hours ? 'open' : ''}|${kitchens}`;
}

/** The mark of an earlier read; undefined where it can't be read, and then everything is read. */
export function readMark(mark: string | undefined): Mark | undefined {
  const [, time, until = '', open, kitchens = ''] = FORM.exec(mark ?? '') ?? [];
  if (time === undefined || Number.isNaN(Date.parse(time))) return undefined;
  return { time, hours: open !== undefined, kitchens, ...(until === '' ? {} : { until: Number(until) }) };
}

/**
 * The time after which the next read asks for changes. What changed just now is read again for certainty’s sake; of a
 * catalog that was quiet for a while nothing is, or its last change would be read anew each time.
 * @param latest the catalog’s last change
 * @param askedAt when Square was asked for it, by our clock
 */
export function seenUntil(latest: string, askedAt: number): string {
  const time = Date.parse(latest);
  return new Date(askedAt - time > SETTLED ? time : time - OVERLAP).toISOString();
}

/** The sooner of two times that may not be. */
export function sooner(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
