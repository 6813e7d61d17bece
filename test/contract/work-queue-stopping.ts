import { expect } from 'chai';
import type { Job } from '@poshub-bridge/core';
import { Hands } from '../support/hands.js';
import type { StorageUnderTest } from '../support/storage.js';
import { until } from '../support/until.js';

const job = (key: string): Job => ({ topic: 'order', key, group: 'g1' });

/** How the queue ends, and what it takes up again. */
export function describeStopping(current: () => StorageUnderTest): void {
  it('waits for what is under way, and begins nothing more', async () => {
    const hands = new Hands();
    const { queue } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    let stopped = false;
    const stop = queue.stop(60_000).then(() => {
      stopped = true;
    });
    await queue.add([job('b'), job('a')]);
    expect(stopped).to.equal(false);
    hands.doneAll();
    await stop;
    expect(hands.keys()).to.deep.equal(['a']);
    expect(await queue.depth()).to.deep.equal({ order: 2 });
  });

  it('gives up what is under way when its time is over, and not before', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    const stop = queue.stop(5_000);
    clock.advance(4_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(hands.begun[0]?.signal.aborted).to.equal(false);
    clock.advance(1);
    await stop;
    expect(hands.begun[0]?.signal.aborted).to.equal(true);
    await current().reopen();
    hands.doneAll();
  });

  it('waits no longer than it is told to', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('hangs')]);
    await until(() => hands.busy.size === 1);
    const stop = queue.stop(5_000);
    clock.advance(5_000);
    await stop;
    await current().reopen();
    hands.doneAll();
  });

  it('is no failure of a run that throws then', async () => {
    const { queue } = current();
    const before = new Hands();
    queue.start(before.run);
    await queue.add([job('a')]);
    await until(() => before.busy.size === 1);
    const stop = queue.stop(60_000);
    before.begun[0]?.fail(new Error('stopped'));
    await stop;
    await current().reopen();
    const hands = new Hands();
    current().queue.start(hands.run);
    await until(() => hands.busy.size === 1);
    expect(hands.begun[0]?.job).to.include({ key: 'a', failures: 0 });
  });

  it('leaves to the next start what had not ended', async () => {
    const before = new Hands();
    const after = new Hands();
    current().queue.start(before.run);
    await current().queue.add([job('a')]);
    await until(() => before.busy.size === 1);
    await current().queue.add([job('a')]);
    await current().reopen();
    current().queue.start(after.run);
    await until(() => after.busy.size === 1);
    before.doneAll();
    after.doneAll();
    await until(async () => Object.keys(await current().queue.depth()).length === 0);
    await current().queue.add([job('barrier')]);
    await until(() => after.keys().includes('barrier'));
    expect(after.keys()).to.deep.equal(['a', 'barrier']);
  });

  it('is nothing to a queue that never began', async () => {
    await current().queue.stop(60_000);
    await current().queue.add([job('a')]);
    expect(await current().queue.depth()).to.deep.equal({ order: 1 });
  });
}
