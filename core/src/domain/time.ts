/** A point in time: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * A stretch of one day, in the store's own time zone: `from` and `to` are `HH:MM` on the 24-hour clock. A stretch past
 * midnight is written as two, and a whole day as 00:00 to 23:59: POS Hub documents no other form.
 */
export interface Opening {
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
}

/**
 * How long to wait before attempt number `attempt` (1 is the first repetition), in milliseconds: exponential, by chance
 * (0 to 1) between half of it and all of it.
 */
export function backOff(attempt: number, chance: number, base = SECOND, most = 5 * MINUTE): number {
  const ceiling = Math.min(most, base * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * chance);
}

/**
 * How long to wait for the next time of what is done every so many milliseconds: by chance (0 to 1) between four fifths of it
 * and all of it. What began together, as everything does when the host starts, does not come together for ever.
 */
export function regularly(every: number, chance: number): number {
  return Math.round(every * (0.8 + 0.2 * chance));
}

/**
 * A time as people of a time zone read it: `Sat 31 Jan 2026, 18:30 GMT`. A zone that is not known is read as UTC.
 * @param timezone an IANA name
 */
export function showTime(time: Instant, timezone: string): string {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '', timeZoneName = '' } = parts;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} ${timeZoneName}`;
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...TIME_FORMAT, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...TIME_FORMAT, timeZone: 'UTC' });
  }
}

const TIME_FORMAT = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const;
