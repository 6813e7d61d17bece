import { expect } from 'chai';
import { Fault, type Job, type RunningJob } from '@poshub-bridge/core';
import { Hands } from '../support/hands.js';
import type { StorageUnderTest } from '../support/storage.js';
import { until } from '../support/until.js';
import { aChange, aConnection, anEvent, aRecord } from './samples.js';
import { describeFairness } from './work-queue-fairness.js';
import { describePromises } from './work-queue-promises.js';
import { describeSurvival } from './work-queue-survival.js';
import { describeStopping } from './work-queue-stopping.js';

const job = (key: string, more: Partial<Job> = {}): Job => ({ topic: 'order', key, group: 'g1', ...more });

/** What every engine's work queue promises. */
export function describeWorkQueue(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`the work queue on ${name}`, () => {
    let subject: StorageUnderTest;
    const current = () => subject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.dispose());

    describeAsking(current);
    describeTimes(current);
    describeFailures(current);
    describe('fairness', () => describeFairness(current));
    describe('stopping', () => describeStopping(current));
    describe('survival', () => describeSurvival(current));
    describe('in any sequence of events', () => describePromises(current));
  });
}

function describeAsking(current: () => StorageUnderTest): void {
  it('runs what is asked for, at once', async () => {
    const hands = new Hands();
    current().queue.start(hands.run);
    await current().queue.add([job('a')]);
    await until(() => hands.begun.length === 1);
    const told: RunningJob | undefined = hands.begun[0]?.job;
    expect(told).to.include({ topic: 'order', key: 'a', group: 'g1', failures: 0 });
    expect(Object.keys(told ?? {}).sort()).to.deep.equal(['failures', 'group', 'key', 'runAt', 'topic']);
  });

  it('is woken by work that comes with an event, an order or a connection', async () => {
    const hands = new Hands();
    const { ledger, queue } = current();
    queue.start(hands.run);
    await ledger.inbox.record(anEvent('e1'), job('event'));
    await until(() => hands.keys().includes('event'));
    await ledger.orders.commit(aChange(aRecord('order-1'), { jobs: [job('order')] }));
    await until(() => hands.keys().includes('order'));
    await ledger.connections.save(aConnection('c1'), [job('connection')]);
    await until(() => hands.keys().includes('connection'));
  });

  it('runs once what was asked for often before it began', async () => {
    const hands = new Hands();
    const { queue } = current();
    await queue.add([job('a'), job('a'), job('b')]);
    await Promise.all([queue.add([job('a')]), queue.add([job('b'), job('a')])]);
    queue.start(hands.run);
    await until(() => hands.begun.length >= 2);
    hands.doneAll();
    await until(async () => Object.keys(await queue.depth()).length === 0);
    expect(hands.keys().sort()).to.deep.equal(['a', 'b']);
  });

  it('tells apart topics of one key', async () => {
    const hands = new Hands();
    await current().queue.add([job('a'), job('a', { topic: 'report' })]);
    current().queue.start(hands.run);
    await until(() => hands.busy.size === 2);
  });

  it('runs once more what was asked for while it ran, however often', async () => {
    const hands = new Hands();
    const { queue } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    for (let time = 0; time < 3; time += 1) await queue.add([job('a')]);
    await queue.add([job('barrier')]);
    await until(() => hands.keys().includes('barrier'));
    expect(hands.keys()).to.deep.equal(['a', 'barrier']);
    hands.begun[0]?.done();
    await until(() => hands.begun.length === 3);
    hands.doneAll();
    await until(async () => Object.keys(await queue.depth()).length === 0);
    await queue.add([job('last')]);
    await until(() => hands.keys().includes('last'));
    expect(hands.keys()).to.deep.equal(['a', 'barrier', 'a', 'last']);
  });

  it('counts by topic what waits, the future included and what runs left out', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    await queue.add([job('a'), job('b', { runAt: clock.now() + 1_000 }), job('c', { topic: 'poll' })]);
    expect(await queue.depth()).to.deep.equal({ order: 2, poll: 1 });
    queue.start(hands.run);
    await until(() => hands.busy.size === 2);
    expect(await queue.depth()).to.deep.equal({ order: 1 });
    await queue.add([job('a')]);
    expect(await queue.depth()).to.deep.equal({ order: 2 });
  });

  it('knows by topic what is due and has not begun, and since when', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    const now = clock.now();
    expect(await queue.due()).to.deep.equal({});
    await queue.add([job('a', { runAt: now - 5_000 }), job('b'), job('c', { topic: 'poll', runAt: now + 1 })]);
    expect(await queue.due()).to.deep.equal({ order: { jobs: 2, since: now - 5_000 } });
    clock.advance(1);
    expect(await queue.due()).to.deep.include({ poll: { jobs: 1, since: now + 1 } });
    queue.start(hands.run);
    await until(() => hands.busy.size === 3);
    expect(await queue.due()).to.deep.equal({});
  });

  it('takes thousands of jobs at once', async () => {
    await current().queue.add(Array.from({ length: 3_000 }, (_, index) => job(`k${index}`)));
    expect(await current().queue.depth()).to.deep.equal({ order: 3_000 });
    await current().queue.add([]);
  });

  it('keeps what waits over a restart', async () => {
    const hands = new Hands();
    await current().queue.add([job('a')]);
    await current().reopen();
    current().queue.start(hands.run);
    await until(() => hands.busy.size === 1);
  });
}

/** Whatever is due begins before the queue tells of this job. */
async function settled({ queue }: StorageUnderTest, hands: Hands, name: string): Promise<void> {
  await queue.add([job(name, { group: 'barrier' })]);
  await until(() => hands.keys().includes(name));
  hands.begun.find((grip) => grip.job.key === name)?.done();
}

function describeTimes(current: () => StorageUnderTest): void {
  it('begins nothing before its time', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('later', { runAt: clock.now() + 5_000 })]);
    await settled(current(), hands, 'b1');
    clock.advance(4_999);
    await settled(current(), hands, 'b2');
    expect(hands.keys()).to.deep.equal(['b1', 'b2']);
    clock.advance(1);
    await until(() => hands.keys().includes('later'));
  });

  it('brings a waiting job forward, never back', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    const start = clock.now();
    queue.start(hands.run);
    await queue.add([job('a', { runAt: start + 5_000 })]);
    await queue.add([job('a', { runAt: start + 2_000 })]);
    await queue.add([job('a', { runAt: start + 9_000 })]);
    await settled(current(), hands, 'b1');
    clock.advance(2_000);
    await until(() => hands.keys().includes('a'));
    await queue.add([job('b', { runAt: start + 9_000 })]);
    await queue.add([job('b')]);
    await until(() => hands.keys().includes('b'));
  });

  it('repeats at a time what wants to be repeated then', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    hands.begun[0]?.again(clock.now() + 3_000);
    await until(async () => (await queue.depth()).order === 1);
    await settled(current(), hands, 'b1');
    expect(hands.keys()).to.deep.equal(['a', 'b1']);
    clock.advance(3_000);
    await until(() => hands.begun.length === 3);
    expect(hands.begun[2]?.job).to.include({ key: 'a', failures: 0 });
  });

  it('brings forward what wants to be repeated later, when it was asked for meanwhile', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    await queue.add([job('a')]);
    hands.begun[0]?.again(clock.now() + 60_000);
    await until(() => hands.begun.length === 2);
  });
}

function describeFailures(current: () => StorageUnderTest): void {
  it('repeats what fails after ever longer pauses, and forgets the failures after a success', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    for (const [failures, pause] of [1_000, 2_000, 4_000].entries()) {
      await until(() => hands.busy.size === 1);
      expect(hands.begun[failures * 2]?.job).to.include({ key: 'a', failures });
      hands.begun[failures * 2]?.fail(new Error('no'));
      await until(async () => (await queue.depth()).order === 1);
      clock.advance(pause / 2 - 1);
      await settled(current(), hands, `too early ${failures}`);
      expect(hands.begun).to.have.length(failures * 2 + 2);
      clock.advance(pause / 2 + 1);
    }
    await until(() => hands.busy.size === 1);
    await queue.add([job('a')]);
    hands.doneAll();
    await until(() => hands.busy.size === 1);
    expect(hands.begun.at(-1)?.job).to.include({ key: 'a', failures: 0 });
  });

  it('waits as long as the other side asked for', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    hands.begun[0]?.fail(new Fault('vendor.rate_limited', { retryAfterMs: 90_000 }));
    await until(async () => (await queue.depth()).order === 1);
    clock.advance(89_999);
    await settled(current(), hands, 'b1');
    expect(hands.keys()).to.deep.equal(['a', 'b1']);
    clock.advance(1);
    await until(() => hands.begun.length === 3);
  });

  it('pauses after a failure of what asked for itself while it ran', async () => {
    const hands = new Hands();
    const { queue, clock } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    await queue.add([job('a')]);
    hands.begun[0]?.fail(new Error('no'));
    await until(async () => hands.busy.size === 0 && (await queue.depth()).order === 1);
    await settled(current(), hands, 'b1');
    expect(hands.keys()).to.deep.equal(['a', 'b1']);
    clock.advance(1_000);
    await until(() => hands.begun.length === 3);
  });

  it('brings forward what failed, when it is asked for again', async () => {
    const hands = new Hands();
    const { queue } = current();
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    hands.begun[0]?.fail(new Error('no'));
    await until(async () => (await queue.depth()).order === 1);
    await queue.add([job('a')]);
    await until(() => hands.begun.length === 2);
    expect(hands.begun[1]?.job.failures).to.equal(1);
  });

  it('goes on after a handler that throws before it returns a promise', async () => {
    const seen: string[] = [];
    const { queue } = current();
    queue.start((one) => {
      seen.push(one.key);
      if (one.key === 'bad') throw new Error('at once');
      return Promise.resolve({ done: true });
    });
    await queue.add([job('bad')]);
    await queue.add([job('good')]);
    await until(() => seen.includes('good'));
    await until(async () => (await queue.depth()).order === 1);
  });

  it('logs a failure with its code, and never what the error says', async () => {
    const hands = new Hands();
    const { queue, log } = current();
    queue.start(hands.run);
    await queue.add([job('a'), job('b'), job('c')]);
    await until(() => hands.busy.size === 3);
    hands.begun.find((grip) => grip.job.key === 'a')?.fail(new Fault('store.closed', { detail: 'Ada Lovelace' }));
    const mistake = new Error('Ada Lovelace');
    const wrapped = new Fault('bridge.broken', { cause: new Fault('bridge.broken', { cause: mistake }) });
    hands.begun.find((grip) => grip.job.key === 'b')?.fail(mistake);
    hands.begun.find((grip) => grip.job.key === 'c')?.fail(wrapped);
    await until(() => log.lines.filter((line) => line.event.startsWith('job ')).length === 3);
    const lines = log.lines.map(({ level, fields: { connectionId: _, ...fields } }) => ({ level, ...fields }));
    expect(lines).to.deep.include({ level: 'warn', topic: 'order', key: 'a', failures: 1, code: 'store.closed' });
    expect(lines).to.deep.include({ level: 'error', topic: 'order', key: 'b', failures: 1, code: 'bridge.broken' });
    expect(JSON.stringify(lines)).to.not.contain('Ada');
    const causes = log.lines.filter(({ event }) => event === 'job broke').map(({ cause }) => cause);
    expect(causes, 'it can be seen where it was thrown').to.deep.equal([mistake, mistake]);
  });
}
