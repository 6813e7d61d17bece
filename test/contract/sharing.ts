import { expect } from 'chai';
import pg from 'pg';
import { asFault, isFault, type Forgotten } from '@poshub-bridge/core';
import { openStorage, type Storage } from '#host/storage/index.js';
import { seededChance } from '../support/clock.js';
import { TEST_KEY, type PostgresStorage } from '../support/storage.js';
import { rejection, until } from '../support/until.js';
import { aChange, aConnection, anEvent, aRecord } from './samples.js';

/** What an engine promises to processes that share one database: here two storages, which know nothing of each other. */
export function describeSharing(name: string, open: () => Promise<PostgresStorage>): void {
  describe(`two processes on ${name}`, () => {
    let first: PostgresStorage;
    let second: Storage;
    beforeEach(async () => {
      first = await open();
      const { url, clock, log } = first;
      second = await openStorage({ url, keys: [TEST_KEY], clock, log, chance: seededChance(2) });
    });
    afterEach(async () => {
      await second.close();
      await first.dispose();
    });

    describe('ledger', () => describeLedgers(() => [first, second]));
    describe('locks', () => describeLocks(() => [first, second]));
  });
}

type Both = () => readonly [PostgresStorage, Storage];

function describeLedgers(both: Both): void {
  it('take an event once, whichever of them is told of it, and however often', async () => {
    const ledgers = both().map(({ ledger }) => ledger);
    const job = { topic: 'order', key: 'order-1', group: 'g' } as const;
    const told = Array.from({ length: 300 }, (_, index) => anEvent(`e${(index * 7) % 30}`));
    const answers = await Promise.all(told.flatMap((event) => ledgers.map(({ inbox }) => inbox.record(event, job))));
    expect(answers.filter((answer) => answer === 'stored')).to.have.length(30);
    for (const { inbox } of ledgers) expect(await inbox.unhandled('order', 'order-1')).to.have.length(30);
  });

  it('let one of two commits over one record through, and give the other nothing', async () => {
    const [one, other] = both();
    await one.ledger.orders.commit(aChange(aRecord('order-1')));
    const step = (detail: string) =>
      aChange(aRecord('order-1', { version: 1 }), { entries: [{ at: 1, step: 's', detail }] });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : other).ledger.orders.commit(step(`${index}`)).then(
          () => 'done',
          (error: unknown) => asFault(error).code,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).to.have.length(1);
    expect(new Set(outcomes)).to.deep.equal(new Set(['done', 'storage.conflict']));
    expect(await other.ledger.orders.timeline('order-1')).to.have.length(1);
  });

  it('let one of two make an order', async () => {
    const [one, other] = both();
    const made = await Promise.allSettled(
      [one, other].map(({ ledger }) => ledger.orders.commit(aChange(aRecord('a')))),
    );
    expect(made.map(({ status }) => status).toSorted()).to.deep.equal(['fulfilled', 'rejected']);
  });

  it('forget no order that another process is just bringing back', async () => {
    const [one] = both();
    const old = aRecord('order-1', { phase: 'completed', updatedAt: 1_000 });
    await one.ledger.orders.commit(aChange(old));
    const reopen = "update orders set phase = 'received', finished = 0, updated_at = 9000 where id = 'order-1'";
    expect(await forgottenBeside(both, reopen)).to.include({ orders: 0 });
    expect((await one.ledger.orders.get('order-1'))?.phase).to.equal('received');
  });

  it('forget no event that another process is just reopening', async () => {
    const [one] = both();
    await one.ledger.inbox.record(anEvent('e1', { receivedAt: 1_000 }), undefined);
    await one.ledger.inbox.markHandled(['e1'], 1_000);
    const reopen = "update inbox set handled_at = null where id = 'e1'";
    expect(await forgottenBeside(both, reopen)).to.include({ events: 0 });
    expect((await one.ledger.inbox.get('e1'))?.handledAt).to.equal(undefined);
  });

  it('let one of them end an install attempt, and a report', async () => {
    const [one, other] = both();
    await one.ledger.connections.saveAttempt({ id: 'a', connectionId: 'c', expiresAt: 9_000_000 });
    const ended = await Promise.all([one, other].map(({ ledger }) => ledger.connections.endAttempt('a')));
    expect(ended.toSorted()).to.deep.equal([false, true]);
    await one.ledger.orders.commit(aChange(aRecord('order-1'), { reports: [{ status: 'accepted' }] }));
    const report = await one.ledger.orders.nextReport('order-1');
    const entry = { at: 1, step: 'told' };
    await Promise.all([one, other].map(({ ledger }) => ledger.orders.endReport(report?.sequence ?? -1, entry)));
    expect(await one.ledger.orders.timeline('order-1')).to.deep.equal([entry]);
  });

  it('see what the other wrote, at once', async () => {
    const [one, other] = both();
    await one.ledger.connections.save(aConnection('c1'), []);
    await one.ledger.vault.write('c1', { token: 'secret' });
    expect((await other.ledger.connections.list()).map(({ connectionId }) => connectionId)).to.deep.equal(['c1']);
    expect(await other.ledger.vault.read('c1')).to.deep.equal({ token: 'secret' });
  });
}

function describeLocks(both: Both): void {
  /** Counts who is in at once. */
  class Room {
    most = 0;
    #in = 0;

    readonly visit = async (): Promise<void> => {
      this.#in += 1;
      this.most = Math.max(this.most, this.#in);
      await new Promise((resolve) => setTimeout(resolve, 1));
      this.#in -= 1;
    };
  }

  it('let one at a time do what has one name', async () => {
    const room = new Room();
    const visits = Array.from({ length: 20 }, () =>
      both().map(({ locks }) => locks.withLock('lock', room.visit)),
    ).flat();
    await Promise.all(visits);
    expect(room.most).to.equal(1);
  });

  it('hold up nobody who does something else, or who is within', async () => {
    const [one, other] = both();
    const inside = await one.locks.withLock('one', () =>
      other.locks.withLock('two', () => one.locks.withLock('three', () => Promise.resolve('inside'))),
    );
    expect(inside).to.equal('inside');
  });

  it('are many at once on one connection', async () => {
    const [one] = both();
    let waiting = 0;
    let open = (): void => undefined;
    const all = new Promise<void>((resolve) => (open = resolve));
    const task = async (): Promise<void> => {
      waiting += 1;
      await all;
    };
    const held = Array.from({ length: 200 }, (_, index) => one.locks.withLock(`lock-${index}`, task));
    await until(() => waiting === 200);
    expect(await sessionsHolding(both)).to.equal(1);
    open();
    await Promise.all(held);
    await until(async () => (await sessionsHolding(both)) === 0);
  });

  it('are given to the other process when their holder’s connection is lost, and the holder learns of it', async () => {
    const [one, other] = both();
    let release = (): void => undefined;
    let isIn = false;
    const holding = one.locks.withLock('lock', () => {
      isIn = true;
      return new Promise<void>((resolve) => (release = resolve));
    });
    await until(() => isIn);
    await cutHolders(both);
    expect(await other.locks.withLock('lock', () => Promise.resolve('mine now'))).to.equal('mine now');
    release();
    const error = await rejection(holding);
    expect(isFault(error) && error.code).to.equal('storage.unavailable');
    expect(await one.locks.withLock('lock', () => Promise.resolve('again'))).to.equal('again');
  });

  it('are free when their holder is gone', async () => {
    const [one, other] = both();
    const never = one.locks.withLock('lock', () => new Promise(() => undefined));
    void never;
    await until(async () => (await sessionsHolding(both)) === 1);
    await one.reopen();
    expect(await other.locks.withLock('lock', () => Promise.resolve('free'))).to.equal('free');
  });
}

/** How many sessions of the database hold advisory locks. */
function sessionsHolding(both: Both): Promise<number> {
  return ask(both, `select count(distinct pid)::int as value from pg_locks ${HELD}`);
}

/** Ends the sessions that hold advisory locks, as an administrator or a restart does. */
async function cutHolders(both: Both): Promise<void> {
  await ask(both, `select count(pg_terminate_backend(pid))::int as value from pg_locks ${HELD}`);
}

const HELD = `where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`;

/** How many statements wait for a lock that another one has. */
const WAITING = `select count(*)::int as value from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

async function connected(both: Both): Promise<pg.Client> {
  const [{ url }] = both();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** What is forgotten while another process holds what a statement of it changed, and then commits it. */
async function forgottenBeside(both: Both, statement: string): Promise<Forgotten> {
  const [one] = both();
  const client = await connected(both);
  await client.query('begin');
  await client.query(statement);
  let isOver = false;
  const forgetting = one.ledger.retention.forget(5_000, 5_000, 100).finally(() => (isOver = true));
  await until(async () => isOver || (await ask(both, WAITING)) === 1);
  await client.query('commit');
  await client.end();
  return forgetting;
}

async function ask(both: Both, text: string): Promise<number> {
  const client = await connected(both);
  const { rows } = await client.query<{ value: number }>(text);
  await client.end();
  return rows[0]?.value ?? -1;
}
