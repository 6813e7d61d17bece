import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { Kysely, SqliteDialect } from 'kysely';
import { Fault, isFault, type InboxEvent, type News } from '@poshub-bridge/core';
import { Bell } from '#host/storage/queue/bell.js';
import type { Tables } from '#host/storage/schema/tables.js';
import { GroupCommit } from '#host/storage/sqlite/group-commit.js';
import { SqliteFile } from '#host/storage/sqlite/sqlite-file.js';
import type { SqliteThread } from '#host/storage/sqlite/sqlite-thread.js';
import { Turns } from '#host/storage/sqlite/turns.js';
import type { RecordEntry } from '#host/storage/sqlite/worker-messages.js';
import { ManualClock } from '../../../../support/clock.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { until } from '../../../../support/until.js';
import { aChange, anEvent, aRecord } from '../../../../contract/samples.js';

describe('the group commit', () => {
  let subject: TemporaryStorage;
  beforeEach(async () => {
    subject = await temporaryStorage();
  });
  afterEach(() => subject.dispose());

  /** Records events by a thread that is not there; tells the sizes of the groups that it was given. */
  async function recordBy(
    record: SqliteThread['record'],
    work: (events: GroupCommit) => Promise<void>,
  ): Promise<readonly number[]> {
    const sizes: number[] = [];
    const thread: Pick<SqliteThread, 'record'> = {
      record: (texts, group) => {
        sizes.push(group.entries.length);
        return record(texts, group);
      },
    };
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new SqliteFile(':memory:') }) });
    await work(new GroupCommit({ thread, turns: new Turns(), db, clock: new ManualClock(), bell: new Bell() }));
    await db.destroy();
    return sizes;
  }

  const store: SqliteThread['record'] = (_texts, { entries }) => Promise.resolve(entries.map(() => true));
  const idOf = ({ event: [id] }: RecordEntry): string => String(id);

  it('hands all events of a moment over together, and at most 32', async () => {
    const sizes = await recordBy(store, async (events) => {
      await Promise.all(Array.from({ length: 80 }, (_, index) => events.record(anEvent(`e${index}`), undefined)));
      await Promise.all(Array.from({ length: 7 }, (_, index) => events.record(anEvent(`f${index}`), undefined)));
    });
    expect(sizes).to.deep.equal([32, 32, 16, 7]);
  });

  it('hands fewer large ones over, and the largest alone', async () => {
    const large = (id: string, size: number): InboxEvent => ({
      ...anEvent(id),
      news: { source: 'hub', body: Buffer.alloc(size, 'x') },
    });
    const sizes = await recordBy(store, async (events) => {
      const all = [large('a', 200_000), large('b', 200_000), large('c', 200_000), large('d', 900_000), anEvent('e')];
      await Promise.all(all.map((event) => events.record(event, undefined)));
    });
    expect(sizes).to.deep.equal([2, 1, 1, 1]);
  });

  it('hands small groups over while others are written, and no fourth', async () => {
    const written: (() => void)[] = [];
    const sizes: number[] = [];
    const slow: SqliteThread['record'] = (_texts, { entries }) =>
      new Promise((resolve) => {
        sizes.push(entries.length);
        written.push(() => resolve(entries.map(() => true)));
      });
    await recordBy(slow, async (events) => {
      const record = (name: string, count: number) =>
        Array.from({ length: count }, (_, index) => events.record(anEvent(`${name}${index}`), undefined));
      const first = record('a', 3);
      await until(() => written.length === 1);
      const more = record('b', 100);
      expect(sizes).to.deep.equal([3, 8, 8]);
      written[0]?.();
      await Promise.all(first);
      await until(() => written.length === 4);
      expect(sizes.at(-1)).to.equal(32);
      while (written.length > 0) {
        for (const end of written.splice(0)) end();
        await setImmediate();
      }
      await Promise.all(more);
    });
  });

  it('refuses the one event that can’t be written, and stores the others of its group', async () => {
    const fragile: SqliteThread['record'] = (texts, group) =>
      group.entries.some((entry) => idOf(entry) === 'e7')
        ? Promise.reject(new Fault('bridge.broken', { detail: 'SQLITE_CONSTRAINT_CHECK' }))
        : store(texts, group);
    await recordBy(fragile, async (events) => {
      const all = Array.from({ length: 20 }, (_, index) => events.record(anEvent(`e${index}`), undefined));
      const outcomes = await Promise.allSettled(all);
      expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).to.deep.equal([7]);
    });
  });

  it('refuses all of a group at once that the disk does not take', async () => {
    const full: SqliteThread['record'] = () => Promise.reject(new Fault('storage.unavailable'));
    const sizes = await recordBy(full, async (events) => {
      const all = Array.from({ length: 20 }, (_, index) => events.record(anEvent(`e${index}`), undefined));
      const outcomes = await Promise.allSettled(all);
      expect(outcomes.every(({ status }) => status === 'rejected')).to.equal(true);
    });
    expect(sizes).to.deep.equal([20]);
  });

  it('waits for transactions under way, and neither gets into the other', async () => {
    const { inbox, orders } = subject.ledger;
    const events = Array.from({ length: 200 }, (_, index) => inbox.record(anEvent(`e${index}`), undefined));
    const commits = Array.from({ length: 50 }, (_, index) =>
      orders.commit(aChange(aRecord(`o${index}`, { version: index % 2 === 0 ? 0 : 7 }))),
    );
    const more = Array.from({ length: 200 }, (_, index) => inbox.record(anEvent(`f${index}`), undefined));
    const outcomes = await Promise.allSettled(commits);
    const answers = await Promise.all([...events, ...more]);
    expect(new Set(answers)).to.deep.equal(new Set(['stored']));
    expect(outcomes.filter(({ status }) => status === 'rejected')).to.have.length(25);
    expect(await inbox.unhandled('order', 'order-1')).to.have.length(400);
    expect(await orders.open('connection-1')).to.have.length(25);
  });

  it('refuses an event that can’t be made a row, and no other', async () => {
    const { inbox } = subject.ledger;
    const broken: InboxEvent = {
      ...anEvent('broken'),
      get news(): News {
        throw new Error('stands for whatever makes it fail');
      },
    };
    const answers = await Promise.allSettled([
      inbox.record(anEvent('e1'), undefined),
      inbox.record(broken, undefined),
      inbox.record(anEvent('e2'), undefined),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await inbox.unhandled('order', 'order-1')).to.have.length(2);
  });

  it('finishes what was told before the storage closes', async () => {
    const before = Array.from({ length: 300 }, (_, index) =>
      subject.ledger.inbox.record(anEvent(`e${index}`), undefined),
    );
    await subject.reopen();
    const outcomes = await Promise.allSettled(before);
    const stored = outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
    const refused = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused.every((error) => isFault(error) && error.code === 'storage.unavailable')).to.equal(true);
    expect(await subject.ledger.inbox.unhandled('order', 'order-1')).to.have.length(stored);
  });
});
