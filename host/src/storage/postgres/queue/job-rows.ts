import type { Instant, Job, Topic } from '@poshub-bridge/core';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { HeldJob } from '../../queue/claiming.js';
import type { EndedRun } from '../../queue/ending.js';
import { LONGEST_PAUSE, MOST_DEATHS } from '../../queue/jobs.js';
import type { Tables } from '../../schema/tables.js';
import { storable } from '../pool.js';
import {
  CHANNEL,
  DATABASE_NOW,
  DEAD_LETTERS,
  FOR_MANY_ROWS,
  IS_CATALOG,
  lock,
  millisecondsFrom,
  NAMES,
  NOT_RUNNING,
  POLICY,
  ROWS,
  RUNNING,
  STATE,
  WAITS,
} from './boss-tables.js';
import { takeRows, type RowSettings, type Taking } from './job-taking.js';

/** A job that is taken; its id is unlike that of any other run of it. */
export interface TakenJob extends HeldJob {
  readonly id: string;
}

export interface RowNeeds {
  readonly settings: RowSettings;
  /** Has statements of this text parsed once. */
  readonly prepare: (text: string) => void;
  /** What jobs are due by; the database's time unless given. */
  readonly now?: () => RawBuilder<unknown>;
}

/** Reads and writes the rows of jobs; times are told relative to `now`, so that no two clocks need to agree. */
export class JobRows {
  readonly #settings: RowSettings;
  readonly #prepare: (text: string) => void;
  readonly #now: () => RawBuilder<unknown>;

  constructor({ settings, prepare, now = () => DATABASE_NOW }: RowNeeds) {
    this.#settings = settings;
    this.#prepare = prepare;
    this.#now = now;
  }

  /** Makes what {@link take} needs to find jobs quickly. Safe with processes that start together. */
  async index(db: Kysely<Tables>): Promise<void> {
    await db.transaction().execute(async (tx) => {
      await lock(tx, 'index');
      await sql`create index if not exists bridge_jobs_by_group on ${ROWS} (group_id, start_after) where ${WAITS}`.execute(
        tx,
      );
      await sql`create index if not exists bridge_jobs_by_time on ${ROWS} (start_after) where ${WAITS}`.execute(tx);
      await sql`create index if not exists bridge_jobs_of_catalogs on ${ROWS} (start_after)
        where ${WAITS} and ${IS_CATALOG}`.execute(tx);
    });
  }

  /** Asks for jobs, within the caller's transaction; see {@link asking}. */
  async put(tx: Kysely<Tables>, jobs: readonly Job[], hostNow: Instant, tell: boolean): Promise<void> {
    const topics = jobs.map(({ topic }) => topic);
    const keys = jobs.map(({ key }) => storable(key));
    const groups = jobs.map(({ group }) => storable(group));
    const waits = jobs.map(({ runAt = hostNow }) => runAt - hostNow);
    const query = sql`
      with asked as (
        select * from unnest(${topics}::text[], ${keys}::text[], ${groups}::text[], ${waits}::float8[]) as job (topic, key, grp, wait)
      ), ${this.asking(tell)} select count(*) from told`;
    await this.#run(tx, query);
  }

  /**
   * Expressions of a `with` that ask for the jobs of `asked (topic, key, grp, wait)`, each in so many milliseconds. A waiting
   * one is brought forward, never back. It stays locked until the commit, so that a run which begins before can't be the one
   * that was asked for; locked only where there is nothing to be changed. The rows of `told` are to be counted: they tell
   * other processes of what is due.
   * @param tell whether others are to hear of it
   */
  asking(tell: boolean): RawBuilder<unknown> {
    // In the order of topics and keys: two transactions then never wait for one another.
    return sql`source as (
        select distinct on (topic, key) topic, key, grp, ${this.#now()} + wait * interval '1 millisecond' as start_after,
          0 as failures, 0 as deaths
        from asked order by topic, key, wait
      ), put as (
        ${this.#insertWaiting()}
        on conflict (name, state, coalesce(singleton_key, '')) where state <= 'active' and policy = ${sql.lit(POLICY)}
        do update set
          group_id = excluded.group_id,
          start_after = case when (waiting.data->>'deaths')::int <= ${sql.lit(MOST_DEATHS)}
            then least(waiting.start_after, excluded.start_after) else waiting.start_after end
        where waiting.group_id is distinct from excluded.group_id or waiting.start_after > excluded.start_after
        returning waiting.start_after
      ), told as (
        select pg_notify(${sql.lit(CHANNEL)}, '') from put where ${tell} and start_after <= ${this.#now()} limit 1
      )`;
  }

  /** Writes what runs came to. A run whose row is not active any more changes nothing. */
  async end(tx: Kysely<Tables>, ended: readonly EndedRun<TakenJob>[], hostNow: Instant): Promise<void> {
    await sql`select ${FOR_MANY_ROWS}`.execute(tx);
    const topics = ended.map(({ job }) => job.topic);
    const ids = ended.map(({ job }) => job.id);
    const waits = ended.map(({ next }) => (next === undefined ? null : next - hostNow));
    const failures = ended.map((run) => run.failures);
    const deaths = ended.map((run) => run.deaths);
    const query = sql`
      with ended as (
        select * from unnest(${topics}::text[], ${ids}::uuid[], ${waits}::float8[], ${failures}::int[], ${deaths}::int[])
          as run (topic, id, wait, failures, deaths)
      ), gone as (
        delete from ${ROWS} running using ended
        where running.name = ended.topic and running.id = ended.id and running.state = ${STATE('active')}
        returning name as topic, singleton_key as key, group_id as grp, wait, failures, deaths
      ), source as (
        select topic, key, grp, ${this.#now()} + wait * interval '1 millisecond' as start_after, failures, deaths
        from gone where wait is not null
      ) ${this.#putBack()}`;
    await this.#run(tx, query);
  }

  /** Lets wait again what pg-boss took from dead runs, and counts the deaths. */
  async bury(tx: Kysely<Tables>): Promise<void> {
    const over = sql.raw(`dead.deaths - ${MOST_DEATHS + 1}`);
    await sql`
      with gone as (
        delete from ${ROWS} where name = any(${NAMES}) and state = ${STATE('retry')} and policy = ${sql.lit(POLICY)}
        returning name, singleton_key, group_id, (data->>'failures')::int as failures, (data->>'deaths')::int + 1 as deaths
      ), source as (
        select name as topic, singleton_key as key, group_id as grp, failures, deaths,
          ${this.#now()} + case when deaths <= ${sql.lit(MOST_DEATHS)} then interval '0'
            else least(${sql.lit(LONGEST_PAUSE)}, 1000 * 2.0 ^ least(${over}, 30)) * interval '1 millisecond' end as start_after
        from gone dead
      ) ${this.#putBack()}`.execute(tx);
  }

  /**
   * Lets wait again, as if they had never been taken, what this process took without hearing of it: the answer to a commit
   * may be lost, and nobody runs these jobs. Whoever finds them must wait for that commit's end, hence the lock.
   */
  async putDown(tx: Kysely<Tables>, alive: readonly TakenJob[]): Promise<void> {
    await lock(tx, 'take');
    const ids = alive.map(({ id }) => id);
    await sql`
      with gone as (
        delete from ${ROWS} where name = any(${NAMES}) and state = ${STATE('active')} and policy = ${sql.lit(POLICY)}
          and data->>'taker' = ${this.#settings.taker} and id <> all(${ids}::uuid[])
        returning name, singleton_key, group_id, start_after, data
      ), source as (
        select name as topic, singleton_key as key, group_id as grp, start_after,
          (data->>'failures')::int as failures, (data->>'deaths')::int as deaths from gone
      ) ${this.#putBack()}`.execute(tx);
  }

  /**
   * Takes due jobs in turns: each group gets one before any gets its second, beginning after the group that was served
   * last. Groups are stepped through along an index, so a long queue in one of them costs the others nothing. One process
   * takes at a time: that is what makes the limit of a group hold over all of them.
   */
  async take(
    tx: Kysely<Tables>,
    taking: Taking,
    hostNow: Instant,
  ): Promise<{ jobs: TakenJob[]; next: Instant | undefined }> {
    await lock(tx, 'take');
    const { rows } = await this.#run(tx, takeRows(this.#now(), taking, this.#settings));
    const taken = rows[0]?.taken ?? [];
    const next = rows[0]?.next ?? null;
    return {
      jobs: taken.map(({ due, ...job }) => ({ ...job, runAt: hostNow + Math.round(due) })),
      next: next === null ? undefined : hostNow + Math.ceil(next),
    };
  }

  #run<T>(db: Kysely<Tables>, query: RawBuilder<T>) {
    const compiled = query.compile(db);
    this.#prepare(compiled.sql);
    return db.executeQuery(compiled);
  }

  async depth(db: Kysely<Tables>): Promise<readonly { topic: Topic; waiting: number }[]> {
    const { rows } = await sql<{ topic: Topic; waiting: number }>`
      select name as topic, count(*)::int as waiting from ${ROWS}
      where state < ${STATE('active')} and policy = ${sql.lit(POLICY)} group by name`.execute(db);
    return rows;
  }

  async due(db: Kysely<Tables>, hostNow: Instant): Promise<readonly { topic: Topic; jobs: number; since: Instant }[]> {
    const now = this.#now();
    const { rows } = await sql<{ topic: Topic; jobs: number; since: number }>`
      with running as materialized (${RUNNING})
      select name as topic, count(*)::int as jobs, ${millisecondsFrom(now, sql`min(start_after)`)} as since
      from ${ROWS} waiting
      where ${WAITS} and start_after <= ${now} and ${NOT_RUNNING} group by name`.execute(db);
    return rows.map(({ since, ...row }) => ({ ...row, since: hostNow + Math.round(since) }));
  }

  /** From `source (topic, key, grp, start_after, failures, deaths)`. */
  #insertWaiting(): RawBuilder<unknown> {
    return sql`
      insert into ${ROWS} as waiting (id, name, singleton_key, group_id, data, start_after, created_on, keep_until, policy,
        retry_limit, expire_seconds, heartbeat_seconds, dead_letter)
      select gen_random_uuid(), topic, key, grp, json_build_object('failures', failures, 'deaths', deaths), start_after,
        ${DATABASE_NOW}, ${DATABASE_NOW} + interval '60 years', ${sql.lit(POLICY)},
        2, ${sql.lit(this.#settings.expireSeconds)}, ${sql.lit(this.#settings.heartbeatSeconds)}, ${sql.lit(DEAD_LETTERS)}
      from source order by topic, key`;
  }

  /** As {@link #insertWaiting}; what was asked for while it ran waits for the pause of what failed or died. */
  #putBack(): RawBuilder<unknown> {
    return sql`${this.#insertWaiting()}
      on conflict (name, state, coalesce(singleton_key, '')) where state <= 'active' and policy = ${sql.lit(POLICY)}
      do update set
        data = jsonb_build_object('failures', excluded.data->'failures',
          'deaths', greatest((excluded.data->>'deaths')::int, (waiting.data->>'deaths')::int)),
        start_after = case when excluded.data->>'failures' = '0' and excluded.data->>'deaths' = '0'
          then least(waiting.start_after, excluded.start_after) else excluded.start_after end`;
  }
}
