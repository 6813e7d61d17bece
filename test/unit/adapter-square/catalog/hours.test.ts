import { expect } from 'chai';
import fc from 'fast-check';
import { WEEKDAYS } from '@poshub-bridge/core';
import { openingsOf } from '#adapter-square/catalog/hours.js';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const period = (day: string, start: string, end: string): Parameters<typeof openingsOf>[0][number] => ({
  day_of_week: day,
  start_local_time: start,
  end_local_time: end,
});

describe('adapter square: opening hours', () => {
  for (const [start, end, openings] of [
    ['09:00:00', '17:30:00', ['sunday 09:00-17:30']],
    ['8:30:00', '9:00:00', ['sunday 08:30-09:00']],
    ['17:00:00', '01:30:00', ['sunday 17:00-23:59', 'monday 00:00-01:30']],
    ['17:00:00', '00:00:00', ['sunday 17:00-23:59']],
    ['17:00:00', '24:00:00', ['sunday 17:00-23:59']],
    ['00:00:00', '00:00:00', ['sunday 00:00-23:59']],
    ['10:00:00', '10:00:00', ['sunday 00:00-23:59']],
    ['00:00:00', '23:59:00', ['sunday 00:00-23:59']],
  ] as const)
    it(`read ${start} to ${end} as ${openings.join(' and ')}`, () => {
      const shown = openingsOf([period('SUN', start, end)]).map(({ day, from, to }) => `${day} ${from}-${to}`);
      expect(shown).to.deep.equal(openings);
    });

  it('are on days that exist, and end after they begin', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([hour, minute]) => `${hour}:${String(minute).padStart(2, '0')}:00`);
    fc.assert(
      fc.property(fc.constantFrom(...DAYS), time, time, (day, start, end) => {
        for (const opening of openingsOf([period(day, start, end)])) {
          expect(WEEKDAYS).to.include(opening.day);
          expect(opening.from < opening.to || opening.from === opening.to, JSON.stringify(opening)).to.equal(true);
        }
      }),
    );
  });

  it('leave out what says no day or no time', () => {
    expect(openingsOf([{ day_of_week: 'MON' }, period('', '09:00', '10:00'), {}])).to.deep.equal([]);
  });
});
