import { expect } from 'chai';
import type { Job } from '@poshub-bridge/core';
import { Hands } from '../support/hands.js';
import type { StorageUnderTest } from '../support/storage.js';
import { until } from '../support/until.js';

const jobs = (group: string, count: number): Job[] =>
  Array.from({ length: count }, (_, index) => ({ topic: 'order', key: `${group}-${index}`, group }));

/** How the groups get their turns: 4 runs of one group at once, 32 in all, 32 more of groups that have none, and 4 catalogs. */
export function describeFairness(current: () => StorageUnderTest): void {
  const busyOf = (hands: Hands, group: string) => [...hands.busy].filter((grip) => grip.job.group === group).length;

  it('runs at most 4 jobs of one group at once', async () => {
    const hands = new Hands();
    const { queue } = current();
    await queue.add(jobs('g1', 40));
    queue.start(hands.run);
    let most = 0;
    while (hands.begun.length < 40) {
      await until(() => hands.busy.size > 0);
      most = Math.max(most, hands.busy.size);
      hands.doneAll();
    }
    expect(most).to.equal(4);
  });

  it('runs at most 32 jobs at once of groups that all have their turn', async () => {
    const hands = new Hands();
    const { queue } = current();
    for (let group = 0; group < 8; group += 1) await queue.add(jobs(`g${group}`, 10));
    queue.start(hands.run);
    let most = 0;
    while (hands.begun.length < 80) {
      await until(() => hands.busy.size > 0);
      most = Math.max(most, hands.busy.size);
      [...hands.busy][0]?.done();
    }
    expect(most).to.equal(32);
  });

  it('lets no group wait for 10,000 jobs of another', async () => {
    const hands = new Hands();
    const { queue } = current();
    await queue.add(jobs('big', 10_000));
    queue.start(hands.run);
    await until(() => hands.busy.size === 4);
    await queue.add(jobs('small', 1));
    await until(() => busyOf(hands, 'small') === 1);
    expect(hands.begun).to.have.length(5);
  });

  it('serves the groups in turns when they share what is free', async () => {
    const hands = new Hands();
    const { queue } = current();
    const groups = Array.from({ length: 40 }, (_, index) => `g${String(index).padStart(2, '0')}`);
    for (const group of groups) await queue.add(jobs(group, 3));
    queue.start(hands.run);
    while (hands.begun.length < 120) {
      await until(() => hands.busy.size > 0);
      [...hands.busy][0]?.done();
    }
    // Whoever came last to its first turn must not have waited for more than the first turns of all others.
    const firstTurns = groups.map((group) => hands.begun.findIndex((grip) => grip.job.group === group));
    expect(Math.max(...firstTurns)).to.be.lessThan(40);
  });

  it('goes on with all others while one group hangs for ever', async () => {
    const hands = new Hands();
    const { queue } = current();
    await queue.add(jobs('hanging', 20));
    queue.start(hands.run);
    await until(() => hands.busy.size === 4);
    await queue.add(jobs('well', 60));
    while (hands.begun.filter((grip) => grip.job.group === 'well').length < 60) {
      await until(() => busyOf(hands, 'well') > 0);
      for (const grip of [...hands.busy]) if (grip.job.group === 'well') grip.done();
    }
    expect(busyOf(hands, 'hanging')).to.equal(4);
    expect(hands.begun).to.have.length(64);
  });

  it('finds the one group that can go on among many that hang', async () => {
    const hands = new Hands();
    const { queue } = current();
    for (let group = 1; group <= 6; group += 1) await queue.add(jobs(`hanging-${group}`, 8));
    queue.start(hands.run);
    await until(() => hands.busy.size === 24);
    await queue.add(jobs('hanging-0', 8));
    await until(() => hands.busy.size === 28);
    await queue.add(jobs('a-well-one', 1));
    await until(() => busyOf(hands, 'a-well-one') === 1);
  });

  it('lets no group wait for 10 that hang with all that they may have', async () => {
    const hands = new Hands();
    const { queue } = current();
    for (let group = 0; group < 10; group += 1) await queue.add(jobs(`hanging-${group}`, 8));
    queue.start(hands.run);
    await until(() => hands.busy.size === 32);
    for (let round = 0; round < 5; round += 1) {
      await queue.add(jobs(`well-${round}`, 3));
      for (let count = 0; count < 3; count += 1) {
        await until(() => busyOf(hands, `well-${round}`) === 1);
        for (const grip of [...hands.busy]) if (grip.job.group === `well-${round}`) grip.done();
      }
    }
    expect(hands.begun).to.have.length(32 + 15);
  });

  it('runs at most 64 jobs at once, 32 of them of groups that have nothing else running', async () => {
    const hands = new Hands();
    const { queue } = current();
    for (let group = 0; group < 80; group += 1) await queue.add(jobs(`g${group}`, 2));
    queue.start(hands.run);
    await until(() => hands.busy.size === 64);
    let most = 0;
    while (hands.begun.length < 160) {
      await until(() => hands.busy.size > 0);
      most = Math.max(most, hands.busy.size);
      [...hands.busy][0]?.done();
    }
    expect(most).to.equal(64);
  });

  it('runs 4 catalogs at once, and lets no order wait for them, of whatever store', async () => {
    const hands = new Hands();
    const { queue } = current();
    const stores = Array.from({ length: 100 }, (_, index) => `store-${index}`);
    await queue.add(stores.map((store) => ({ topic: 'catalog', key: store, group: store })));
    queue.start(hands.run);
    await until(() => hands.busy.size === 4);
    for (const store of stores.slice(0, 50)) await queue.add(jobs(store, 1));
    await until(() => hands.busy.size === 4 + 50);
    const catalogs = () => [...hands.busy].filter(({ job }) => job.topic === 'catalog');
    for (let begun = 4; begun < 10; begun += 1) {
      catalogs()[0]?.done();
      await until(() => hands.begun.length === begun + 1 + 50);
      expect(catalogs()).to.have.length(4);
    }
  });

  it('runs a catalog although all other places are taken', async () => {
    const hands = new Hands();
    const { queue } = current();
    for (let group = 0; group < 80; group += 1) await queue.add(jobs(`g${group}`, 2));
    queue.start(hands.run);
    await until(() => hands.busy.size === 64);
    await queue.add([{ topic: 'catalog', key: 'g0', group: 'g0' }]);
    await until(() => hands.busy.size === 65);
    expect(hands.begun.at(-1)?.job.topic).to.equal('catalog');
  });

  it('gives what is due its turn among groups that only wait for later', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    for (let group = 0; group < 50; group += 1)
      await queue.add(jobs(`a${group}`, 2).map((one) => ({ ...one, runAt: clock.now() + 60_000 })));
    await queue.add(jobs('z', 1));
    queue.start(hands.run);
    await until(() => hands.busy.size === 1);
    expect(hands.keys()).to.deep.equal(['z-0']);
  });
}
