import { expect } from 'chai';
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

  it('waits for the end of a hush, however often it rings, and for no longer than a quarter of a second', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    const woken = async (hush: number, passing: readonly number[]): Promise<readonly boolean[]> => {
      let isWoken = false;
      bell.hush(clock.now() + hush);
      bell.ring();
      const waiting = bell.wait(60_000, clock).then(() => (isWoken = true));
      const seen: boolean[] = [];
      for (const time of passing) {
        clock.advance(time);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(isWoken);
      }
      await waiting;
      return seen;
    };
    expect(await woken(15, [0, 14, 1])).to.deep.equal([false, false, true]);
    expect(await woken(5_000, [0, 249, 1])).to.deep.equal([false, false, true]);
  });

  it('waits for a hush once at most that ends far away because the clock was set back', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    bell.hush(clock.now() + 15);
    clock.advance(-3_600_000);
    bell.ring();
    const first = bell.wait(60_000, clock);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(250);
    await first;
    bell.ring();
    await bell.wait(60_000, clock);
  });
});
