import { expect } from 'chai';
import fc from 'fast-check';
import { HOUR, MINUTE, SECOND, backOff, regularly, showTime } from '@poshub-bridge/core';
import { seededChance } from '../../../support/clock.js';

describe('waiting before another attempt', () => {
  const chances = fc.double({ min: 0, max: 1, noNaN: true });

  it('lasts between half and all of a time that doubles', () => {
    for (const [attempt, most] of [
      [1, 1],
      [2, 2],
      [3, 4],
      [8, 128],
    ] as const) {
      expect(backOff(attempt, 0)).to.equal((most * SECOND) / 2);
      expect(backOff(attempt, 1)).to.equal(most * SECOND);
    }
  });

  it('is a whole number of milliseconds, never more than the most and never nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), chances, (attempt, chance) => {
        const wait = backOff(attempt, chance);
        expect(Number.isSafeInteger(wait)).to.be.true;
        expect(wait).to.be.within(SECOND / 2, 5 * MINUTE);
      }),
    );
  });

  it('never shortens from one attempt to the next by the same chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), chances, (attempt, chance) => {
        expect(backOff(attempt + 1, chance)).to.be.at.least(backOff(attempt, chance));
      }),
    );
  });

  it('takes the base and the most that it is given', () => {
    expect(backOff(1, 1, 200, HOUR)).to.equal(200);
    expect(backOff(40, 1, 200, HOUR)).to.equal(HOUR);
  });
});

describe('doing something again and again', () => {
  it('never comes later than its period says, nor more than a fifth of it sooner', () => {
    expect(regularly(MINUTE, 0)).to.equal(48 * SECOND);
    expect(regularly(MINUTE, 1)).to.equal(MINUTE);
  });

  it('spreads over the period what began at one moment', () => {
    const chance = seededChance(7);
    const places = Array.from({ length: 200 }, () => {
      let at = 0;
      while (at < HOUR) at += regularly(MINUTE, chance.number());
      return Math.floor(((at - HOUR) / MINUTE) * 4);
    });
    for (const quarter of [0, 1, 2, 3])
      expect(places.filter((place) => place === quarter).length, `quarter ${quarter}`).to.be.above(20);
  });
});

describe('a time as people of the store read it', () => {
  it('is in their zone, with its name', () => {
    expect(showTime(Date.UTC(2026, 6, 1, 17, 30), 'Europe/London')).to.equal('Wed 1 Jul 2026, 18:30 BST');
    expect(showTime(Date.UTC(2026, 0, 31, 23, 5), 'Asia/Tokyo')).to.equal('Sun 1 Feb 2026, 08:05 GMT+9');
    expect(showTime(Date.UTC(2026, 0, 31, 0, 0), 'Europe/London')).to.equal('Sat 31 Jan 2026, 00:00 GMT');
  });

  it('tells the two halves past one of an autumn night apart', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(showTime(first, 'Europe/London')).to.equal('Sun 25 Oct 2026, 01:30 BST');
    expect(showTime(first + HOUR, 'Europe/London')).to.equal('Sun 25 Oct 2026, 01:30 GMT');
  });

  it('is UTC in a zone that nobody knows', () => {
    expect(showTime(Date.UTC(2026, 6, 1, 17, 30), 'Mars/Olympus')).to.equal('Wed 1 Jul 2026, 17:30 UTC');
  });
});
