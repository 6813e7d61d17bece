import { expect } from 'chai';
import { HOUR, MINUTE, SECOND, type Topic } from '@poshub-bridge/core';
import { ManualClock } from '../../../../support/clock.js';
import { Hands } from '../../../../support/hands.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { until } from '../../../../support/until.js';

describe('jobs that a clock put off which was ahead', () => {
  let storage: TemporaryStorage;
  beforeEach(async () => (storage = await temporaryStorage()));
  afterEach(() => storage.dispose());

  /** Asks for a job at a time, and starts the host again when the clock is right. */
  async function restart(topic: Topic, runAt: number, now: number): Promise<Hands> {
    const hands = new Hands();
    await storage.queue.add([{ topic, key: 'a', group: 'g', runAt }]);
    await storage.reopen({ clock: new ManualClock(now) });
    storage.queue.start(hands.run);
    await storage.queue.add([{ topic: 'order', key: 'barrier', group: 'h' }]);
    await until(() => hands.keys().includes('barrier'));
    return hands;
  }

  for (const topic of ['order', 'report', 'ticket', 'alert', 'poll', 'reconcile'] as const)
    it(`run at the next start: ${topic}`, async () => {
      const now = storage.clock.now();
      const hands = await restart(topic, now + HOUR, now);
      await until(() => hands.keys().includes('a'));
    });

  it('wait where somebody may have wanted them to', async () => {
    const now = storage.clock.now();
    expect((await restart('order', now + 15 * MINUTE, now)).keys()).to.deep.equal(['barrier']);
  });

  it('wait where they have nothing to do with orders', async () => {
    const now = storage.clock.now();
    expect((await restart('catalog', now + HOUR, now)).keys()).to.deep.equal(['barrier']);
  });

  /** Lets a host begin the job, by a clock that shows this time; whatever is opened next finds it dead. */
  async function die(now: number): Promise<void> {
    await storage.reopen({ clock: new ManualClock(now) });
    const hands = new Hands();
    storage.queue.start(hands.run);
    await until(() => hands.keys().includes('a'));
  }

  it('run at the next start although processes died of them, after the pause that this takes', async () => {
    const right = storage.clock.now();
    const ahead = right + HOUR;
    await storage.queue.add([{ topic: 'reconcile', key: 'a', group: 'g' }]);
    for (let time = 0; time < 5; time += 1) await die(ahead);
    // The death is found by the wrong clock, and the pause begins by it.
    await storage.reopen({ clock: new ManualClock(ahead) });
    const clock = new ManualClock(right);
    await storage.reopen({ clock });
    const hands = new Hands();
    storage.queue.start(hands.run);
    await storage.queue.add([{ topic: 'order', key: 'barrier', group: 'h' }]);
    await until(() => hands.keys().includes('barrier'));
    expect(hands.keys(), 'before its pause').to.deep.equal(['barrier']);
    clock.advance(SECOND);
    await until(() => hands.keys().includes('a'));
  });

  it('run by the right clock where they died by one that was ahead', async () => {
    const right = storage.clock.now();
    await storage.queue.add([{ topic: 'catalog', key: 'a', group: 'g', runAt: right + HOUR / 2 }]);
    await die(right + HOUR);
    await storage.reopen({ clock: new ManualClock(right) });
    const hands = new Hands();
    storage.queue.start(hands.run);
    await until(() => hands.keys().includes('a'));
  });

  it('run when the clock is set right while the host works', async () => {
    const hands = new Hands();
    storage.queue.start(hands.run);
    storage.clock.advance(HOUR);
    await storage.queue.add([{ topic: 'reconcile', key: 'a', group: 'g' }]);
    await until(() => hands.begun.length === 1);
    hands.begun[0]?.again(storage.clock.now() + MINUTE);
    await until(
      async () => (await storage.queue.due()).reconcile === undefined && (await storage.queue.depth()).reconcile === 1,
    );
    storage.clock.advance(-HOUR);
    await storage.queue.add([{ topic: 'order', key: 'barrier', group: 'h' }]);
    await until(() => hands.begun.length === 3);
    expect(hands.keys().sort()).to.deep.equal(['a', 'a', 'barrier']);
  });
});
