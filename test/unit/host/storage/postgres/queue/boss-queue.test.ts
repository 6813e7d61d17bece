import { expect } from 'chai';
import { sql } from 'kysely';
import { Fault, HOUR, SECOND, type Job } from '@poshub-bridge/core';
import { ManualClock, realClock } from '../../../../../support/clock.js';
import { until } from '../../../../../support/until.js';
import { aWorld } from './processes.js';

const job = (key: string, more: Partial<Job> = {}): Job => ({ topic: 'order', key, group: 'g1', ...more });

describe('the work queue of several processes on PostgreSQL', () => {
  const { open } = aWorld();

  it('may be opened by all of them at the same moment', async () => {
    const all = await Promise.all([open(), open(), open()]);
    await all[0].queue.add([job('a')]);
    all[2].start();
    await until(() => all[2].hands.busy.size === 1);
  });

  it('never runs one thing in two of them at once, nor more than 4 things of a group', async () => {
    const [left, right] = [await open({ clock: realClock }), await open({ clock: realClock })];
    const running = new Map<string, number>();
    const seen = new Map<string, number>();
    let [overlaps, most] = [0, 0];
    const run = async ({ key, group }: Job): Promise<{ done: true }> => {
      for (const name of [key, group]) running.set(name, (running.get(name) ?? 0) + 1);
      if ((running.get(key) ?? 0) > 1) overlaps += 1;
      most = Math.max(most, running.get(group) ?? 0);
      await new Promise((resolve) => setImmediate(resolve));
      for (const name of [key, group]) running.set(name, (running.get(name) ?? 0) - 1);
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return { done: true };
    };
    left.queue.start(run);
    right.queue.start(run);
    const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`);
    for (let round = 0; round < 10; round += 1)
      await Promise.all(
        [left, right].map(({ queue }) =>
          queue.add(keys.map((key, index) => job(key, { group: `group ${index % 3}` }))),
        ),
      );
    await until(async () => Object.keys(await left.queue.depth()).length === 0 && seen.size === 30);
    expect(overlaps).to.equal(0);
    expect(most).to.be.within(1, 4);
    expect([...left.log.lines, ...right.log.lines]).to.deep.equal([]);
  });

  it('gives a group no more than 4 runs over all of them, and others what is left', async () => {
    const [left, right] = [(await open()).start(), (await open()).start()];
    await left.queue.add(Array.from({ length: 10 }, (_, index) => job(`slow-${index}`)));
    await until(() => left.hands.busy.size + right.hands.busy.size === 4);
    await right.queue.add([job('other', { group: 'g2' })]);
    const keys = () => [...left.hands.keys(), ...right.hands.keys()];
    await until(() => keys().includes('other'));
    expect(keys().filter((key) => key !== 'other')).to.have.length(4);
  });

  it('tells another one what is due, where it can do no more itself', async () => {
    const busy = (await open({ limits: { runs: 1 } })).start();
    await busy.queue.add([job('first')]);
    await until(() => busy.hands.busy.size === 1);
    // Its time stands still: it never looks by itself.
    const free = (await open()).start();
    await free.queue.add([job('to be sure that it rests')]);
    await until(() => free.hands.busy.size === 1);
    await busy.queue.add([job('second')]);
    await until(() => free.hands.keys().includes('second'));
  });

  it('looks every second for what another one was asked for and does not do', async () => {
    const asked = await open();
    asked.start();
    await asked.queue.add([job('a')]);
    await until(() => asked.hands.busy.size === 1);
    const clock = new ManualClock();
    const other = (await open({ clock })).start();
    // Nobody rings here, as where a process is gone after its commit.
    await asked.queue.putJobs(asked.db, [job('b')]);
    await until(() => {
      clock.advance(SECOND);
      return other.hands.keys().includes('b');
    });
    expect(asked.hands.keys()).to.deep.equal(['a']);
  });

  it('begins no run between the asking and its commit, which could not see what was asked', async () => {
    const one = await open();
    await one.queue.add([job('a')]);
    await one.db.transaction().execute(async (tx) => {
      await one.queue.putJobs(tx, [job('a')]);
      one.start();
      await one.queue.add([job('barrier', { group: 'g2' })]);
      await until(() => one.hands.keys().includes('barrier'));
      expect(one.hands.keys()).to.deep.equal(['barrier']);
    });
    one.bell.ring();
    await until(() => one.hands.keys().includes('a'));
  });

  it('asks for nothing where the transaction is undone, and for a thousand things with one statement', async () => {
    const one = await open();
    const many = Array.from({ length: 1_000 }, (_, index) => job(`k${index % 500}`));
    const undone = one.db.transaction().execute(async (tx) => {
      await one.queue.putJobs(tx, many);
      throw new Error('undone');
    });
    await undone.catch(() => undefined);
    expect(await one.queue.depth()).to.deep.equal({});
    await one.queue.putJobs(one.db, many);
    expect(await one.queue.depth()).to.deep.equal({ order: 500 });
  });

  it('goes by the database’s time, whatever the clocks of the processes say', async () => {
    const [right, ahead] = [new ManualClock(), new ManualClock()];
    ahead.advance(HOUR);
    const one = await open({ clock: right });
    const early = (await open({ clock: ahead })).start();
    await one.queue.add([job('in half an hour', { runAt: right.now() + HOUR / 2 })]);
    await early.queue.add([job('now', { group: 'g2' })]);
    await until(() => early.hands.keys().includes('now'));
    expect(early.hands.keys()).to.deep.equal(['now']);
    expect(await early.queue.due()).to.deep.equal({});
    // Each of them is told in its own time.
    expect(early.hands.begun[0]?.job.runAt).to.be.within(ahead.now() - HOUR / 4, ahead.now());
    early.hands.begun[0]?.again(ahead.now());
    await until(() => early.hands.begun.length === 2);
    await one.queue.add([job('at once', { group: 'g3' })]);
    early.bell.ring();
    await until(() => early.hands.keys().includes('at once'));
  });

  it('stores keys of any characters', async () => {
    const one = (await open()).start();
    await one.queue.add([job('a "key", {with} \\ and \u0000')]);
    await until(() => one.hands.busy.size === 1);
    expect(one.hands.keys()).to.deep.equal(['a "key", {with} \\ and \uFFFD']);
  });

  it('keeps what waits for as long as it waits', async () => {
    const one = (await open()).start();
    await one.queue.add([job('a'), job('b', { runAt: Date.UTC(2030, 0) })]);
    await until(() => one.hands.busy.size === 1);
    one.hands.begun[0]?.again(Date.UTC(2030, 0));
    await until(async () => (await one.queue.depth()).order === 2);
    const { rows } = await sql<{ years: number }>`
      select extract(year from keep_until)::int - extract(year from now())::int as years from bridge_jobs.job`.execute(
      one.db,
    );
    for (const { years } of rows) expect(years).to.be.at.least(50);
  });

  it('gives a group whose runs fail one place, until one ends well', async () => {
    const { queue, hands } = (await open()).start();
    await queue.add(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((key) => job(key)));
    await until(() => hands.busy.size === 4);
    for (const grip of [...hands.busy]) grip.fail(new Fault('vendor.no_answer'));
    await until(() => hands.begun.length === 5);
    // Another group's run shows that there was a turn.
    await queue.add([job('other', { group: 'g2' })]);
    await until(() => hands.begun.length === 6);
    expect(hands.begun.slice(4).map((grip) => grip.job.group)).to.deep.equal(['g1', 'g2']);
    hands.begun[4]?.done();
    await until(() => hands.begun.length === 10);
  });
});
