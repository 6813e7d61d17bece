import { expect } from 'chai';
import { HOUR, MINUTE, type Topic } from '@poshub-bridge/core';
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

  for (const topic of ['order', 'report', 'ticket', 'alert'] as const)
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
});
