import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { sql } from 'kysely';
import { SECOND, type Job } from '@poshub-bridge/core';
import { ManualClock, realClock } from '../../../../../support/clock.js';
import { until } from '../../../../../support/until.js';
import { aWorld } from './processes.js';

const job = (key: string, more: Partial<Job> = {}): Job => ({ topic: 'order', key, group: 'g1', ...more });

describe('the work queue on PostgreSQL when a process or the way to the database is lost', () => {
  const { open, kill, url } = aWorld();

  it('repeats its runs elsewhere, and leaves those alone that live', async () => {
    const limits = { leaseMs: SECOND };
    const dying = (await open({ clock: realClock, limits })).start();
    await dying.queue.add([job('a')]);
    await until(() => dying.hands.busy.size === 1);
    const living = (await open({ clock: realClock, limits })).start();
    await living.queue.add([job('b')]);
    await until(() => living.hands.busy.size + dying.hands.busy.size === 2);
    await kill(dying);
    await until(async () => {
      await living.forgetLooks();
      return living.hands.keys().includes('a');
    });
    expect(living.hands.keys().filter((key) => key === 'b')).to.have.length.of.at.most(2);
    expect(living.hands.begun.find(({ job: { key } }) => key === 'a')?.job.failures).to.equal(0);
    expect(living.log.lines).to.deep.equal([]);
  });

  it('takes nobody for dead before all had time to say that they live', async () => {
    const silent = (await open()).start();
    await silent.queue.add([job('a')]);
    await until(() => silent.hands.busy.size === 1);
    // As after a while without the database: nobody could say a word.
    await sql`update bridge_jobs.job set heartbeat_on = heartbeat_on - interval '1 hour'`.execute(silent.db);
    const clock = new ManualClock();
    const other = (await open({ clock })).start();
    for (const key of ['barrier 1', 'barrier 2']) {
      await other.forgetLooks();
      await other.queue.add([job(key, { group: key })]);
      await until(() => [...silent.hands.keys(), ...other.hands.keys()].includes(key));
      clock.advance(5 * SECOND);
    }
    expect(other.hands.keys()).to.not.include('a');
    await until(async () => {
      await other.forgetLooks();
      clock.advance(5 * SECOND);
      return other.hands.keys().includes('a');
    });
  });

  it('tells a run that was taken for dead to end, and writes nothing that it comes to', async () => {
    const clock = new ManualClock();
    const one = (await open({ clock })).start();
    await one.queue.add([job('a')]);
    await until(() => one.hands.busy.size === 1);
    await sql`update bridge_jobs.job set state = 'retry'`.execute(one.db);
    clock.advance(5 * SECOND);
    await until(() => one.hands.begun[0]?.signal.aborted === true);
    await until(() => one.hands.begun.length === 2);
    one.hands.begun[0]?.done();
    await one.queue.add([job('barrier', { group: 'g2' })]);
    await until(() => one.hands.keys().includes('barrier'));
    expect(await one.queue.depth()).to.deep.equal({});
    expect(one.hands.keys()).to.deep.equal(['a', 'a', 'barrier']);
    expect(one.log.lines.map(({ level, event, fields }) => [level, event, fields['key']])).to.deep.equal([
      ['error', 'job was taken for dead while it ran', 'a'],
    ]);
  });

  it('takes up what pg-boss gave up, and says so', async () => {
    const clock = new ManualClock();
    const other = (await open()).start();
    await other.queue.add([job('a')]);
    await until(() => other.hands.busy.size === 1);
    const one = (await open({ clock })).start();
    await sql`update bridge_jobs.job set retry_count = retry_limit, heartbeat_on = heartbeat_on - interval '1 hour'
      where state = 'active'`.execute(one.db);
    const letters = () =>
      sql`select from bridge_jobs.job where name = 'dead-letters'`.execute(one.db).then(({ rows }) => rows.length);
    await until(async () => {
      await one.forgetLooks();
      clock.advance(5 * SECOND);
      return one.hands.begun.length + other.hands.begun.length === 2;
    });
    expect(await letters()).to.equal(0);
    // Whoever runs it now may die, too.
    const { rows } = await sql`select heartbeat_seconds, expire_seconds from bridge_jobs.job
      where state = 'active'`.execute(one.db);
    expect(rows).to.deep.equal([{ heartbeat_seconds: 15, expire_seconds: 1_800 }]);
    expect(one.log.lines.map(({ event, fields }) => [event, fields['jobs']])).to.deep.include([
      'jobs are taken up again that were given up',
      1,
    ]);
  });

  it('runs at once what it took without hearing of it, and counts no death', async () => {
    const way = await Way.to(url());
    const clock = new ManualClock();
    const one = (await open({ clock, url: way.url })).start();
    await one.queue.add([job('first')]);
    await until(() => one.hands.busy.size === 1);
    way.losesCommitAfter = '"key" : "a"';
    await one.queue.add([job('a', { group: 'g2' })]);
    await until(() => way.losesCommitAfter === undefined);
    await until(() => {
      clock.advance(SECOND);
      return one.hands.keys().includes('a');
    });
    expect(one.hands.keys()).to.deep.equal(['first', 'a']);
    const { rows } = await sql`select data->>'deaths' as deaths from bridge_jobs.job`.execute(one.db);
    expect(rows).to.deep.equal([{ deaths: '0' }, { deaths: '0' }]);
    way.close();
  });

  it('asks its runs to end when it can’t say for long that they live; that is no failure and no death', async () => {
    const one = await open({ clock: realClock, limits: { leaseMs: SECOND } });
    const signals: AbortSignal[] = [];
    one.queue.start((_, signal) => {
      signals.push(signal);
      if (signals.length > 1) return Promise.resolve({ done: true });
      return new Promise((__, reject) => {
        signal.addEventListener('abort', () => reject(new Error('asked to end')), { once: true });
      });
    });
    await one.queue.add([job('a')]);
    await until(() => signals.length === 1);
    // As when the way to the database is lost: it says nothing any more.
    await one.db.transaction().execute(async (tx) => {
      await sql`lock table bridge_jobs.job_common in access exclusive mode`.execute(tx);
      await until(() => signals[0]?.aborted === true);
    });
    await until(() => signals.length === 2);
    expect(one.log.lines).to.deep.equal([]);
  });

  it('survives that all its connections are ended, and hears of others again', async () => {
    const one = (await open({ clock: realClock })).start();
    await one.queue.add([job('before')]);
    await until(() => one.hands.busy.size === 1);
    const admin = await open();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(admin.db);
    one.hands.doneAll();
    await until(async () => {
      await one.queue.add([job('after')]).catch(() => undefined);
      return one.hands.keys().includes('after');
    });
    one.hands.doneAll();
    await admin.queue.add([job('from another')]);
    await until(() => one.hands.keys().includes('from another'));
    expect(one.hands.keys().filter((key) => key === 'before')).to.have.length(1);
    expect(one.log.lines.filter(({ fields }) => fields['code'] === 'bridge.broken')).to.deep.equal([]);
  });
});

/** A way to a PostgreSQL that breaks with the answer to the commit which follows an answer of this text. */
class Way {
  losesCommitAfter: string | undefined;
  readonly #server: Server;

  private constructor(
    readonly target: URL,
    readonly place = new URL(target),
  ) {
    this.#server = createServer((client) => this.#carry(client));
  }

  static async to(url: string): Promise<Way> {
    const way = new Way(new URL(url));
    way.#server.listen(0, '127.0.0.1');
    await once(way.#server, 'listening');
    const address = way.#server.address();
    if (typeof address === 'object' && address !== null) way.place.port = String(address.port);
    return way;
  }

  get url(): string {
    return this.place.href;
  }

  close(): void {
    this.#server.close();
  }

  #carry(client: Socket): void {
    const database = connect(Number(this.target.port), '127.0.0.1');
    for (const socket of [client, database]) socket.on('error', () => undefined);
    client.pipe(database);
    database.on('end', () => client.end());
    let isNear = false;
    database.on('data', (bytes) => {
      if (this.losesCommitAfter !== undefined && bytes.includes(this.losesCommitAfter)) isNear = true;
      if (!isNear || !bytes.includes('COMMIT\0')) return void client.write(bytes);
      isNear = false;
      this.losesCommitAfter = undefined;
      client.destroy();
    });
  }
}
