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
});
