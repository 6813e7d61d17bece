import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { systemChance, systemClock } from '#host/container/system.js';

describe('the machine’s clock', () => {
  it('sleeps, and wakes', async () => {
    const before = systemClock.now();
    await systemClock.sleep(20);
    // Timers and the clock don't tick together to the millisecond.
    expect(systemClock.now() - before).to.be.at.least(18);
  });

  it('wakes at once when it is told to, and never fails', async () => {
    const controller = new AbortController();
    const asleep = systemClock.sleep(3_600_000, controller.signal);
    controller.abort();
    await asleep;
    await systemClock.sleep(3_600_000, controller.signal);
    await systemClock.sleep(3_600_000, AbortSignal.abort());
  });

  it('leaves nothing behind at the signal', async () => {
    const { signal } = new AbortController();
    for (let count = 0; count < 5; count += 1) await systemClock.sleep(0, signal);
    expect(getEventListeners(signal, 'abort')).to.have.length(0);
  });
});

describe('the machine’s chance', () => {
  it('gives numbers from 0 to less than 1, and ids that differ', () => {
    const numbers = Array.from({ length: 2_000 }, () => systemChance.number());
    expect(numbers.every((number) => number >= 0 && number < 1)).to.equal(true);
    expect(Math.min(...numbers)).to.be.below(0.1);
    expect(Math.max(...numbers)).to.be.above(0.9);
    const ids = new Set(Array.from({ length: 1_000 }, () => systemChance.id()));
    expect(ids.size).to.equal(1_000);
    expect([...ids].every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).to.equal(true);
  });
});
