import { expect } from 'chai';
import { HOUR, MINUTE, type Job } from '@poshub-bridge/core';
import { Hands } from '../support/hands.js';
import type { StorageUnderTest } from '../support/storage.js';
import { until } from '../support/until.js';

const job = (key: string, group = 'g1'): Job => ({ topic: 'order', key, group });

/** What the queue does about runs that hang, and about runs that end with their process. */
export function describeSurvival(current: () => StorageUnderTest): void {
  it('gives up a run that hangs, repeats it later, and has its place for others meanwhile', async () => {
    const hands = new Hands();
    await current().reopen({ queue: { runs: 1, runMs: 10_000 } });
    const { queue, clock, log } = current();
    queue.start(hands.run);
    await queue.add([job('hangs')]);
    await until(() => hands.busy.size === 1);
    await queue.add([job('waits')]);
    clock.advance(9_999);
    expect(hands.keys()).to.deep.equal(['hangs']);
    expect(hands.begun[0]?.signal.aborted).to.equal(false);
    clock.advance(1);
    await until(() => hands.keys().includes('waits'));
    expect(hands.begun[0]?.signal.aborted, 'it was given up').to.equal(true);
    hands.begun[0]?.done();
    hands.begun[1]?.done();
    await until(async () => (await queue.depth()).order === 1);
    clock.advance(MINUTE);
    await until(() => hands.begun.length === 3);
    expect(hands.begun[2]?.job).to.include({ key: 'hangs', failures: 1 });
    expect(log.lines.map(({ event, fields }) => [event, fields['key']])).to.deep.include(['job failed', 'hangs']);
  });

  it('gives up no run that ended in time', async () => {
    const hands = new Hands();
    const { queue, clock, log } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    hands.doneAll();
    await until(async () => Object.keys(await queue.depth()).length === 0);
    clock.advance(HOUR);
    await queue.add([job('b')]);
    await until(() => hands.keys().includes('b'));
    expect(hands.begun[0]?.signal.aborted).to.equal(false);
    expect(log.lines).to.deep.equal([]);
  });

  let lives = 0;

  /** A process lives until all that is due was begun, and dies then. Says whether the job was. */
  async function die(key: string): Promise<boolean> {
    const taken = new Set<string>();
    const { queue } = current();
    const barrier = `barrier-${(lives += 1)}`;
    queue.start((one) => {
      taken.add(one.key);
      return one.key.startsWith('barrier') ? Promise.resolve({ done: true }) : new Promise(() => undefined);
    });
    await queue.add([job(barrier, 'g2')]);
    await until(() => taken.has(barrier));
    await current().reopen();
    return taken.has(key);
  }

  it('takes up at once what died with its process a few times', async () => {
    await current().queue.add([job('a')]);
    for (const time of [1, 2, 3, 4]) expect(await die('a'), `life ${time}`).to.equal(true);
    expect(await die('a')).to.equal(true);
  });

  it('lets pause, ever longer and with a line in the log, what its process dies of again and again', async () => {
    await current().queue.add([job('poison')]);
    for (let time = 0; time < 5; time += 1) await die('poison');
    for (const pause of [1_000, 2_000, 4_000, 8_000]) {
      await current().queue.add([job('poison')]);
      expect(await die('poison'), 'at once').to.equal(false);
      current().clock.advance(pause - 1);
      expect(await die('poison'), 'too early').to.equal(false);
      current().clock.advance(1);
      expect(await die('poison'), `after ${pause} ms`).to.equal(true);
    }
    const lines = current().log.lines.filter(({ event }) => event === 'job is tried again that its process died of');
    expect(lines.map(({ level, fields }) => [level, fields['key'], fields['deaths']])).to.deep.equal(
      [5, 6, 7, 8].map((deaths) => ['error', 'poison', deaths]),
    );
    for (let time = 0; time < 20; time += 1) {
      current().clock.advance(HOUR);
      expect(await die('poison'), 'after an hour it is tried in any case').to.equal(true);
    }
  });

  it('forgets the deaths of what ends at last', async () => {
    await current().queue.add([job('a')]);
    for (let time = 0; time < 6; time += 1) {
      current().clock.advance(HOUR);
      await die('a');
    }
    current().clock.advance(HOUR);
    const hands = new Hands();
    current().queue.start(hands.run);
    const runs = () => hands.begun.filter((grip) => grip.job.key === 'a');
    await until(() => runs().length === 1);
    runs()[0]?.again(current().clock.now());
    await until(() => runs().length === 2);
    await current().reopen();
    expect(await die('a'), 'one death is none').to.equal(true);
  });
}
