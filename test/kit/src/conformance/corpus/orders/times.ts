import { line, ordered, orderOf, PLACED_AT } from '../build.js';
import type { OrderCase } from '../types.js';

const HOUR = 3_600_000;

/** @param placedAt two hours before, where a case does not say it: an order is never older than its time */
function timed(
  name: string,
  why: string,
  utc: string,
  more: { readonly placedAt?: number; readonly currency?: string } = {},
): OrderCase {
  const scheduledFor = Date.parse(utc);
  const { placedAt = scheduledFor - 2 * HOUR, ...rest } = more;
  const order = orderOf([line('bread', 495)], { placedAt, scheduledFor });
  return { ...ordered(name, why, order, { scheduledFor }), ...rest };
}

/** When the guest wants it. The first store of the fakes that come with the bridge keeps London's time. */
export const TIME_ORDERS: readonly OrderCase[] = [
  timed(
    'the-hour-that-does-not-exist',
    'In the night of 29 March 2026 clocks jump from 1:00 to 2:00; local times were an hour off, or invalid.',
    '2026-03-29T01:00:00Z',
  ),
  timed(
    'before-the-hour-that-does-not-exist',
    'The last half hour of winter was moved into summer.',
    '2026-03-29T00:30:00Z',
  ),
  timed(
    'the-first-half-past-one',
    'On 25 October 2026 it is 1:30 twice. A till that is told local time alone takes either.',
    '2026-10-25T00:30:00Z',
  ),
  timed('the-second-half-past-one', 'The second 1:30 of that night was cooked an hour early.', '2026-10-25T01:30:00Z'),
  timed('at-midnight', 'Midnight was written as 24:00, or as the midnight before.', '2026-02-03T00:00:00Z'),
  timed(
    'past-midnight',
    'Half past midnight belongs to the next day, and was cooked a day early.',
    '2026-07-01T23:30:00Z',
    {
      placedAt: Date.parse('2026-07-01T20:00:00Z'),
    },
  ),
  timed('on-a-leap-day', 'The 29th of February was made the 1st of March.', '2028-02-29T12:00:00Z'),
  timed(
    'at-the-end-of-the-year',
    'The week-based year is not the year: 31 December came a year late.',
    '2027-01-01T00:00:00Z',
  ),
  timed(
    'in-another-zone',
    'The store is east of the server: half past midnight there is yesterday here.',
    '2026-01-31T23:30:00Z',
    {
      currency: 'EUR',
    },
  ),
  timed('three-weeks-ahead', 'A cake for a birthday: “at 17:45” without its day is today.', '2026-02-23T17:45:00Z', {
    placedAt: PLACED_AT,
  }),
];
