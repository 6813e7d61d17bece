import { WEEKDAYS, type Opening, type Weekday } from '@poshub-bridge/core';
import type { Period } from '../wire.js';

const MIDNIGHT = '00:00';
const LAST_MINUTE = '23:59';
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const TIME = /^(\d{1,2}):(\d\d)/;

/** Opening hours, with a stretch past midnight as one on each day, and one that ends when it begins as the whole day. */
export function openingsOf(periods: readonly Period[]): readonly Opening[] {
  return periods.flatMap(({ day_of_week, start_local_time, end_local_time }): readonly Opening[] => {
    const day = WEEKDAYS[DAYS.indexOf(day_of_week ?? '')];
    const [from, to] = [timeOf(start_local_time), timeOf(end_local_time)];
    if (day === undefined || from === undefined || to === undefined) return [];
    if (from < to) return [{ day, from, to }];
    const evening = { day, from, to: LAST_MINUTE };
    if (to === MIDNIGHT) return [evening];
    return from === to
      ? [{ day, from: MIDNIGHT, to: LAST_MINUTE }]
      : [evening, { day: dayAfter(day), from: MIDNIGHT, to }];
  });
}

/** `8:30:00` is 08:30; 24:00 is the next midnight. */
function timeOf(time: string | null | undefined): string | undefined {
  const [, hour = '', minute = ''] = TIME.exec(time ?? '') ?? [];
  if (hour === '') return undefined;
  return hour === '24' ? MIDNIGHT : `${hour.padStart(2, '0')}:${minute}`;
}

function dayAfter(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? day;
}
