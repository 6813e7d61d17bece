import { expect } from 'chai';
import { Fault, HOUR } from '@poshub-bridge/core';
import { endRun } from '#host/storage/queue/ending.js';
import { seededChance } from '../../../../support/clock.js';

describe('the end of a run', () => {
  const job = { id: 1, deaths: 0, topic: 'order', key: 'a', group: 'g', failures: 0 } as const;
  const chance = seededChance(3);
  const now = 1_000_000;
  const waitAfter = (error: unknown, failures: number): number =>
    (endRun({ ...job, failures }, { error }, now, chance).next ?? 0) - now;

  it('pauses by chance between the half and the whole of a time that doubles, up to five minutes', () => {
    for (const [failures, pause] of [1_000, 2_000, 4_000, 8_000, 16_000].entries()) {
      const waits = Array.from({ length: 50 }, () => waitAfter(new Error('no'), failures));
      expect(Math.min(...waits)).to.be.at.least(pause / 2);
      expect(Math.max(...waits)).to.be.at.most(pause);
      expect(new Set(waits).size, 'not all at once').to.be.greaterThan(20);
    }
    expect(waitAfter(new Error('no'), 5_000)).to.be.within(150_000, 300_000);
  });

  it('waits as long as it was asked to, but never backwards and never for more than an hour', () => {
    expect(waitAfter(new Fault('vendor.rate_limited', { retryAfterMs: 12_345 }), 7)).to.equal(12_345);
    expect(waitAfter(new Fault('vendor.rate_limited', { retryAfterMs: 0 }), 7)).to.equal(0);
    expect(waitAfter(new Fault('vendor.rate_limited', { retryAfterMs: -5 }), 7)).to.equal(0);
    expect(waitAfter(new Fault('vendor.rate_limited', { retryAfterMs: 1e12 }), 7)).to.equal(HOUR);
  });

  it('counts what fails, forgets it after a success, and leaves it as it is when the queue stops', () => {
    const failed = { ...job, failures: 3 };
    expect(endRun(failed, { error: 'not even an error' }, now, chance).failures).to.equal(4);
    expect(endRun(failed, { done: true }, now, chance)).to.include({ failures: 0, next: undefined });
    expect(endRun(failed, { again: 5 }, now, chance)).to.include({ failures: 0, next: 5 });
    expect(endRun(failed, { released: true }, now, chance)).to.include({ failures: 3, next: now });
  });
});
