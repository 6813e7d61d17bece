import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { SqliteThread } from '#host/storage/sqlite/sqlite-thread.js';
import { rejection } from '../../../../support/until.js';

describe('the thread that has the file', () => {
  let folder: string;
  let thread: SqliteThread;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-thread-'));
    thread = await SqliteThread.open(join(folder, 'bridge.db'), []);
    await thread.query('create table things (name text primary key)', []);
  });
  afterEach(async () => {
    await thread.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const insert = (name: string) => thread.query('insert into things values (?)', [name]);
  const names = async () => (await thread.query('select name from things order by name', [])).rows;
  const failing = async (work: Promise<unknown>): Promise<string> => {
    const error = await rejection(work);
    return isFault(error) ? `${error.code}, ${error.detail ?? ''}` : String(error);
  };

  it('says when it broke, as when the memory is used up, and not when it is closed', () => {
    const script = `
      import { SqliteThread } from ${JSON.stringify(import.meta.resolve('#host/storage/sqlite/sqlite-thread.js'))};
      const thread = await SqliteThread.open(process.argv[3], []);
      void thread.broken.then((fault) => console.log('broken:', fault.code));
      if (process.argv[2] === 'close') await thread.close();
      const rows = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000000) select i, hex(i) from n';
      if (process.argv[2] === 'fill') await thread.query(rows, []).catch(({ code }) => console.log('failed:', code));
    `;
    const program = join(folder, 'program.mjs');
    writeFileSync(program, script);
    const run = (how: string): string => {
      const args = ['--max-old-space-size=30', program, how, join(folder, `${how}.db`)];
      return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
    };
    expect(run('fill')).to.equal('failed: storage.unavailable\nbroken: storage.unavailable\n');
    expect(run('close')).to.equal('');
  });

  it('answers everything in the order in which it was asked', async () => {
    const answers = await Promise.all([insert('a'), names(), insert('b'), names()]);
    expect(answers).to.deep.equal([{ changes: 1 }, [{ name: 'a' }], { changes: 1 }, [{ name: 'a' }, { name: 'b' }]]);
  });

  it('tells what failed as a Fault, and goes on', async () => {
    await insert('a');
    expect(await failing(insert('a'))).to.equal('bridge.broken, SQLITE_CONSTRAINT_PRIMARYKEY');
    await insert('b');
    expect(await names()).to.deep.equal([{ name: 'a' }, { name: 'b' }]);
  });

  it('ends a transaction without a change, and takes it easy where none is open', async () => {
    await thread.query('begin', []);
    await insert('a');
    await thread.undo();
    await thread.undo();
    expect(await names()).to.deep.equal([]);
  });

  describe('stores events', () => {
    const texts = {
      event: 'insert into things select ? where ? is null on conflict do nothing',
      job: 'insert into things values (?)',
    };
    const group = (...names: string[]) => ({
      entries: names.map((name) => ({
        event: [name],
        bodyLength: undefined,
        job: name === 'b' ? ['a'] : undefined,
      })),
      bodies: new Uint8Array(),
    });

    /** Asks for several groups while the thread has something else to do, so that they wait behind one another. */
    const recordAll = (...groups: (readonly string[])[]) => {
      const busy = thread.query(
        'with recursive n (i) as (select 1 union all select i + 1 from n limit 1000000) select count(*) from n',
        [],
      );
      const records = groups.map((names) => thread.record(texts, group(...names)));
      return Promise.allSettled([...records, busy]).then((outcomes) =>
        outcomes.slice(0, -1).map((one) => (one.status === 'fulfilled' ? one.value : 'refused')),
      );
    };

    /** How many commits the log has. */
    const commits = (): number => {
      const log = readFileSync(join(folder, 'bridge.db-wal'));
      const [pageSize, salt] = [log.readUInt32BE(8), log.toString('hex', 16, 24)];
      let count = 0;
      for (let frame = 32; frame + 24 <= log.length; frame += 24 + pageSize)
        if (log.toString('hex', frame + 8, frame + 16) === salt && log.readUInt32BE(frame + 4) > 0) count += 1;
      return count;
    };

    it('of a group, all or none, and knows the same event within it', async () => {
      expect(await thread.record(texts, group('a', 'a'))).to.deep.equal([true, false]);
      expect(await failing(thread.record(texts, group('c', 'b')))).to.contain('CONSTRAINT');
      expect(await names()).to.deep.equal([{ name: 'a' }]);
    });

    it('of groups that wait behind one another, with one wait for the disk', async () => {
      const before = commits();
      expect(await recordAll(['a'], ['c', 'd'], ['a', 'e'])).to.deep.equal([[true], [true, true], [false, true]]);
      expect(commits() - before).to.equal(1);
      expect(await names()).to.deep.equal(['a', 'c', 'd', 'e'].map((name) => ({ name })));
    });

    it('of groups that wait behind one that can’t be written', async () => {
      expect(await recordAll(['a'], ['b'], ['c'])).to.deep.equal([[true], 'refused', [true]]);
      expect(await names()).to.deep.equal(['a', 'c'].map((name) => ({ name })));
    });
  });

  it('stores each event’s body with it', async () => {
    const texts = { event: "insert into things select ? || coalesce(cast(? as text), 'none')", job: 'select 1' };
    const entries = [3, undefined, 0, 4].map((bodyLength, index) => ({
      event: [`${index}:`],
      bodyLength,
      job: undefined,
    }));
    await thread.record(texts, { entries, bodies: Uint8Array.from(Buffer.from('oneörg')) });
    expect(await names()).to.deep.equal(['0:one', '1:none', '2:', '3:örg'].map((name) => ({ name })));
  });

  it('writes all of several statements, or none where one changes another number of rows than it must', async () => {
    const add = (name: string) => ({ sql: 'insert into things values (?)', values: [name], changes: 1 });
    const remove = (name: string, changes?: number) => ({
      sql: 'delete from things where name = ?',
      values: [name],
      changes,
    });
    expect(await thread.write([add('a'), add('b'), remove('c')])).to.equal(true);
    expect(await thread.write([remove('a', 1), remove('a', 1)])).to.equal(false);
    expect(await failing(thread.write([remove('a', 1), add('b')]))).to.contain('CONSTRAINT');
    expect(await names()).to.deep.equal([{ name: 'a' }, { name: 'b' }]);
  });

  it('waits for the disk again after a turn of the work queue, which does not, whatever came of it', async () => {
    const synchronous = async () => (await thread.query('pragma synchronous', [])).rows;
    const turn = { lease: 'mine', now: 1, ended: [{ id: 1, next: undefined, failures: 0, deaths: 0, patient: false }] };
    const full = [{ synchronous: 2 }];
    expect(await synchronous()).to.deep.equal(full);
    expect(await failing(thread.turn(turn)), 'there is no table of jobs').to.contain('bridge.broken');
    expect(await synchronous()).to.deep.equal(full);
    await thread.query(
      'create table jobs (id integer, lease text, leased_until integer, run_at integer, again_at integer, failures integer, deaths integer)',
      [],
    );
    await thread.query("insert into jobs (id, lease, run_at) values (1, 'mine', 0), (2, null, 5)", []);
    expect(await thread.turn(turn)).to.deep.equal({ claimed: [], next: 5 });
    expect(await synchronous()).to.deep.equal(full);
    expect((await thread.query('select id from jobs', [])).rows).to.deep.equal([{ id: 2 }]);
  });

  it('does what was asked before it is closed, and nothing after', async () => {
    const before = [insert('a'), insert('b'), names()];
    await thread.close();
    await thread.close();
    expect((await Promise.all(before)).at(-1)).to.deep.equal([{ name: 'a' }, { name: 'b' }]);
    expect(await failing(insert('c'))).to.equal('storage.unavailable, the storage is closed');
    thread = await SqliteThread.open(join(folder, 'bridge.db'), []);
    expect(await names()).to.deep.equal([{ name: 'a' }, { name: 'b' }]);
  });

  it('keeps others from the file while it lives', async () => {
    expect(await failing(SqliteThread.open(join(folder, 'bridge.db'), []))).to.contain('storage.locked');
  });
});
