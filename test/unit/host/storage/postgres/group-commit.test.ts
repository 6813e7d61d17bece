import { expect } from 'chai';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type DatabaseConnection,
} from 'kysely';
import sinon, { type SinonFakeTimers } from 'sinon';
import { asFault, Fault } from '@poshub-bridge/core';
import { Bell } from '#host/storage/queue/bell.js';
import { GroupCommit } from '#host/storage/postgres/group-commit.js';
import type { Tables } from '#host/storage/schema/tables.js';
import { ManualClock } from '../../../../support/clock.js';
import { until } from '../../../../support/until.js';
import { anEvent } from '../../../../contract/samples.js';

/** A statement that the database has been given: it does it, or says why not. */
interface Given {
  done(): void;
  fail(fault: Fault): void;
}

describe('the group commit on PostgreSQL', () => {
  let time: SinonFakeTimers;
  let given: Given[];
  let events: GroupCommit;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ['performance'] });
    given = [];
    events = new GroupCommit({
      db: new Kysely<Tables>({
        dialect: {
          createAdapter: () => new PostgresAdapter(),
          createDriver: () => new Hearing((statement) => given.push(statement)),
          createIntrospector: (db) => new PostgresIntrospector(db),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        },
      }),
      prepare: () => undefined,
      askJobs: () => sql`told as (select 1)`,
      clock: new ManualClock(),
      bell: new Bell(),
    });
  });
  afterEach(() => time.restore());

  /** What becomes of so many events that are told at once. */
  function tell(count: number): string[] {
    const outcomes: string[] = [];
    for (let index = 0; index < count; index += 1)
      void events.record(anEvent(`e${index}`), undefined).then(
        (answer) => outcomes.push(answer),
        (error: unknown) => outcomes.push(asFault(error).code),
      );
    return outcomes;
  }

  const LOST = new Fault('storage.unavailable', { detail: 'PostgreSQL: 57014' });

  it('refuses all that wait where the database has said nothing for long', async () => {
    const outcomes = tell(400);
    await until(() => given.length === 2);
    time.tick(5_000);
    given[0]?.fail(LOST);
    await until(() => outcomes.length === 300);
    expect(new Set(outcomes)).to.deep.equal(new Set(['storage.unavailable']));
    given[1]?.done();
    await events.rest();
    expect(outcomes.filter((outcome) => outcome === 'stored')).to.have.length(100);
    expect(given).to.have.length(2);
  });

  it('lets those that wait try on another connection where one breaks off at once', async () => {
    const outcomes = tell(400);
    await until(() => given.length === 2);
    given[0]?.fail(LOST);
    for (let next = 1; next < 4; next += 1) {
      await until(() => given.length > next);
      given[next]?.done();
    }
    await events.rest();
    expect(outcomes.filter((outcome) => outcome === 'stored')).to.have.length(300);
  });

  it('takes new events after a silence', async () => {
    const before = tell(1);
    await until(() => given.length === 1);
    time.tick(5_000);
    given[0]?.fail(LOST);
    await until(() => before.length === 1);
    const after = tell(1);
    await until(() => given.length === 2);
    given[1]?.done();
    await until(() => after.length === 1);
    expect([before, after]).to.deep.equal([['storage.unavailable'], ['stored']]);
  });
});

class Hearing extends DummyDriver {
  readonly #hear: (statement: Given) => void;

  constructor(hear: (statement: Given) => void) {
    super();
    this.#hear = hear;
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve({
      executeQuery: () =>
        new Promise((resolve, reject) =>
          this.#hear({ done: () => resolve({ rows: [] }), fail: (fault) => reject(fault) }),
        ),
      streamQuery: () => {
        throw new Error('nothing is streamed');
      },
    });
  }
}
