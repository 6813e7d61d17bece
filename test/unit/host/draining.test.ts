import { expect } from 'chai';
import sinon, { type SinonFakeTimers } from 'sinon';
import { drain } from '#host/draining.js';

describe('the end of a host', () => {
  let time: SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => time.restore());

  /** Ends a host whose answers and jobs end when the test says so. */
  function begin(callMs: number) {
    const asked: (readonly [string, number])[] = [];
    const ends: (() => void)[] = [];
    const endless = (what: string) => (withinMs: number) => {
      asked.push([what, withinMs]);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    const lastCalls = new AbortController();
    const ended = drain({
      listening: { close: endless('answers') },
      queue: { stop: endless('jobs') },
      callMs,
      lastCalls,
    });
    return { asked, lastCalls: lastCalls.signal, ended, end: () => ends.forEach((one) => one()) };
  }

  it('takes no more jobs from the moment on in which it takes no more requests', () => {
    expect(begin(15_000).asked.map(([what]) => what)).to.deep.equal(['answers', 'jobs']);
  });

  it('leaves every call that begins the time that it may take, and some to store what came of it', async () => {
    for (const callMs of [100, 15_000, 120_000]) {
      const { asked, lastCalls } = begin(callMs);
      let lastBegun = 0;
      for (; !lastCalls.aborted && lastBegun < 60_000; lastBegun += 1_000) await time.tickAsync(1_000);
      expect(asked.find(([what]) => what === 'jobs')?.[1]).to.be.at.least(lastBegun + callMs + 1_000);
    }
  });

  it('leaves the runs some time to end with calls of their own, and forgets of it when they did', async () => {
    const { lastCalls, ended, end } = begin(15_000);
    await time.tickAsync(4_000);
    expect(lastCalls.aborted).to.equal(false);
    end();
    await ended;
    await time.tickAsync(60_000);
    expect(lastCalls.aborted).to.equal(false);
  });
});
