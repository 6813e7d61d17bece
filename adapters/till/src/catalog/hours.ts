import { WEEKDAYS, type Opening, type Weekday } from '@poshub-bridge/core';
import type { Hours } from '../wire.js';

const MIDNIGHT = '00:00';
const LAST_MINUTE = '23:59';

/** The till's hours, with a stretch past midnight as one on each day; the same stretch once. */
export function openingsOf(hours: Hours): readonly Opening[] {
  const openings = hours.flatMap(({ day, from, to }): readonly Opening[] => {
    if (from < to) return [{ day, from, to }];
    const evening = { day, from, to: LAST_MINUTE };
    return to === MIDNIGHT ? [evening] : [evening, { day: dayAfter(day), from: MIDNIGHT, to }];
  });
  return [...new Map(openings.map((opening) => [Object.values(opening).join(' '), opening])).values()];
}

function dayAfter(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? day;
}
