import { expect } from 'chai';
import type { Instant } from '@poshub-bridge/core';
import { Bell } from '#host/storage/queue/bell.js';
import { ManualClock } from '../../../../support/clock.js';

describe('the bell', () => {
  it('wakes who waits, before the time is over', async () => {
    const bell = new Bell();
    const waiting = bell.wait(60_000, new ManualClock());
    bell.ring();
    await waiting;
  });

  it('is heard by who comes later, once', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    bell.ring();
    bell.ring();
    await bell.wait(60_000, clock);
    let woken = false;
    const second = bell.wait(1_000, clock).then(() => {
      woken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).to.equal(false);
    clock.advance(1_000);
    await second;
  });

  it('lets a burst of events pass, however often it rings, and for no longer than a second', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    /** After how many milliseconds it wakes where so many events come in every so often. */
    const wokenAfter = async (events: number, every: number): Promise<number> => {
      const woken: Instant[] = [];
      const begun = clock.now();
      bell.hear(events, begun);
      bell.ring();
      const waiting = bell.wait(60_000, clock).then(() => woken.push(clock.now() - begun));
      await new Promise((resolve) => setImmediate(resolve));
      while (woken.length === 0) {
        clock.advance(1);
        if ((clock.now() - begun) % every === 0) bell.hear(events, clock.now());
        await new Promise((resolve) => setImmediate(resolve));
      }
      await waiting;
      return woken[0] ?? NaN;
    };
    expect(await wokenAfter(9, 10)).to.equal(0);
    expect(await wokenAfter(10, 60_000)).to.equal(15);
    expect(await wokenAfter(10, 10)).to.equal(1_000);
  });

  it('waits for a hush once at most that ends far away because the clock was set back', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    bell.hear(10, clock.now());
    clock.advance(-3_600_000);
    bell.ring();
    const first = bell.wait(60_000, clock);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_000);
    await first;
    bell.ring();
    await bell.wait(60_000, clock);
  });
});
