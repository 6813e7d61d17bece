import { expect } from 'chai';
import { Kysely, SqliteDialect } from 'kysely';
import { isFault, type InboxEvent, type News } from '@poshub-bridge/core';
import { Bell } from '#host/storage/queue/bell.js';
import type { Tables } from '#host/storage/schema/tables.js';
import { GroupCommit } from '#host/storage/sqlite/group-commit.js';
import { SqliteFile } from '#host/storage/sqlite/sqlite-file.js';
import { Turns } from '#host/storage/sqlite/turns.js';
import type { RecordEntry, RecordTexts } from '#host/storage/sqlite/worker-messages.js';
import { ManualClock } from '../../../../support/clock.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { aChange, anEvent, aRecord } from '../../../../contract/samples.js';

describe('the group commit', () => {
  let subject: TemporaryStorage;
  beforeEach(async () => {
    subject = await temporaryStorage();
  });
  afterEach(() => subject.dispose());

  it('puts all events of a moment into one transaction, and at most a hundred', async () => {
    const sizes: number[] = [];
    const thread = {
      record: (_texts: RecordTexts, entries: readonly RecordEntry[]) => {
        sizes.push(entries.length);
        return Promise.resolve(entries.map(() => true));
      },
    };
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new SqliteFile(':memory:') }) });
    const events = new GroupCommit({ thread, turns: new Turns(), db, clock: new ManualClock(), bell: new Bell() });
    await Promise.all(Array.from({ length: 250 }, (_, index) => events.record(anEvent(`e${index}`), undefined)));
    await Promise.all(Array.from({ length: 7 }, (_, index) => events.record(anEvent(`f${index}`), undefined)));
    expect(sizes).to.deep.equal([100, 100, 50, 7]);
    await db.destroy();
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

  it('refuses all events of a group that can’t be written, and goes on with the next', async () => {
    const { inbox } = subject.ledger;
    const broken: InboxEvent = {
      ...anEvent('broken'),
      get news(): News {
        throw new Error('stands for whatever makes a write fail');
      },
    };
    const answers = await Promise.allSettled([
      inbox.record(anEvent('e1'), undefined),
      inbox.record(broken, undefined),
      inbox.record(anEvent('e2'), undefined),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(await inbox.record(anEvent('e1'), undefined)).to.equal('stored');
    expect(await inbox.unhandled('order', 'order-1')).to.have.length(1);
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
