import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { Fault, type Job } from '@poshub-bridge/core';
import { Bell } from '#host/storage/queue/bell.js';
import type { JobsTable } from '#host/storage/queue/jobs-table.js';
import { TableQueue } from '#host/storage/queue/table-queue.js';
import { openSqlite, type SqliteEngine } from '#host/storage/sqlite/sqlite-engine.js';
import { ManualClock, seededChance } from '../../../../support/clock.js';
import { Hands } from '../../../../support/hands.js';
import { CollectedLog } from '../../../../support/log.js';
import { until } from '../../../../support/until.js';

const job = (key: string): Job => ({ topic: 'order', key, group: 'g' });

describe('the work queue over a table', () => {
  let folder: string;
  let engine: SqliteEngine;
  let table: JobsTable;
  let clock: ManualClock;
  let log: CollectedLog;
  let bell: Bell;
  const queues: TableQueue[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-queue-'));
    clock = new ManualClock();
    log = new CollectedLog();
    bell = new Bell();
    engine = await openSqlite(join(folder, 'bridge.db'), { clock, chance: seededChance(1), log });
    ({ table } = engine);
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.stop(0);
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function queueOver(over: JobsTable, seed = 1, itsBell = bell): TableQueue {
    const queue = new TableQueue({ table: over, clock, chance: seededChance(seed), log, bell: itsBell });
    queues.push(queue);
    return queue;
  }

  const leases = () =>
    sql<{ key: string; lease: string; leased_until: number }>`select key, lease, leased_until from jobs order by key`
      .execute(engine.db)
      .then(({ rows }) => rows.map((row) => ({ key: row.key, lease: row.lease, until: row.leased_until })));

  it('survives errors of the storage, and loses none of the ends that it could not write', async () => {
    let broken = false;
    const fragile: JobsTable = {
      ...table,
      turn: (turn) =>
        broken ? Promise.reject(new Fault('storage.unavailable', { detail: 'SQLITE_FULL' })) : table.turn(turn),
    };
    const hands = new Hands();
    const queue = queueOver(fragile);
    queue.start(hands.run);
    await queue.add([job('a'), job('b')]);
    await until(() => hands.busy.size === 2);
    broken = true;
    hands.begun[0]?.done();
    await until(() => log.lines.length === 1);
    expect(log.lines[0]).to.deep.include({ level: 'error', fields: { code: 'storage.unavailable' } });
    hands.begun[1]?.done();
    clock.advance(1_000);
    await until(() => log.lines.length === 2);
    broken = false;
    clock.advance(1_000);
    await until(async () => (await leases()).length === 0);
    await queue.add([job('a')]);
    await until(() => hands.begun.length === 3);
    hands.doneAll();
  });

  it('keeps the lease of a run that takes long', async () => {
    const hands = new Hands();
    const queue = queueOver(table);
    queue.start(hands.run);
    await queue.add([job('long')]);
    await until(() => hands.busy.size === 1);
    const end = clock.now() + 5 * 60_000;
    while (clock.now() < end) {
      clock.advance(10_000);
      await until(async () => (await leases()).every(({ until: lease }) => lease > clock.now()));
    }
    expect(hands.begun).to.have.length(1);
    hands.doneAll();
  });

  it('takes over what another process ran, once that one said nothing for a minute', async () => {
    const hands = new Hands();
    const queue = queueOver(table);
    await queue.add([job('theirs')]);
    await sql`update jobs set lease = 'another process', leased_until = ${clock.now() + 60_000}`.execute(engine.db);
    queue.start(hands.run);
    await queue.add([job('mine')]);
    await until(() => hands.begun.length === 1);
    clock.advance(59_000);
    await queue.add([job('mine too')]);
    await until(() => hands.begun.length === 2);
    expect(hands.keys()).to.deep.equal(['mine', 'mine too']);
    clock.advance(30_000);
    await until(() => hands.keys().includes('theirs'));
    hands.doneAll();
  });

  it('changes nothing of a job whose lease it lost', async () => {
    const hands = new Hands();
    const queue = queueOver(table);
    queue.start(hands.run);
    await queue.add([job('a')]);
    await until(() => hands.busy.size === 1);
    await sql`update jobs set lease = 'another process'`.execute(engine.db);
    hands.doneAll();
    await queue.add([job('b')]);
    await until(() => hands.begun.length === 2);
    expect((await leases())[0]).to.include({ key: 'a', lease: 'another process' });
    hands.doneAll();
  });

  it('never runs one thing in two queues at once', async () => {
    const [left, right] = [new Hands(), new Hands()];
    const bells = [new Bell(), new Bell()] as const;
    const queueA = queueOver(table, 1, bells[0]);
    const queueB = queueOver(table, 2, bells[1]);
    await queueA.add(Array.from({ length: 80 }, (_, index) => ({ ...job(`k${index}`), group: `g${index}` })));
    queueA.start(left.run);
    queueB.start(right.run);
    await until(() => left.begun.length + right.begun.length === 80);
    expect(new Set([...left.keys(), ...right.keys()]).size).to.equal(80);
    expect(right.begun.length).to.be.greaterThan(0);
    left.doneAll();
    right.doneAll();
  });

  it('gives a group whose runs fail one place, until one ends well', async () => {
    const hands = new Hands();
    const queue = queueOver(table);
    await queue.add(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(job));
    queue.start(hands.run);
    await until(() => hands.busy.size === 4);
    for (const grip of [...hands.busy]) grip.fail(new Fault('vendor.no_answer'));
    await until(() => hands.begun.length === 5);
    // Another group's run shows that there was a turn.
    await queue.add([{ ...job('other'), group: 'another' }]);
    await until(() => hands.begun.length === 6);
    expect(hands.keys().slice(4)).to.deep.equal(['e', 'other']);
    hands.begun[4]?.done();
    await until(() => hands.begun.length === 10);
    expect(hands.keys().slice(6)).to.deep.equal(['f', 'g', 'h', 'i']);
    hands.doneAll();
  });

  it('is started once', () => {
    const queue = queueOver(table);
    queue.start(new Hands().run);
    expect(() => queue.start(new Hands().run)).to.throw(/started twice/);
  });
});
