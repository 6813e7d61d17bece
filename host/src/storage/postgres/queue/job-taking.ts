import type { Topic } from '@poshub-bridge/core';
import { sql, type RawBuilder } from 'kysely';
import { DATABASE_NOW, IS_CATALOG, millisecondsFrom, NOT_RUNNING, ROWS, RUNNING, STATE, WAITS } from './boss-tables.js';

/** A row that was taken; `due` is so many milliseconds from now, before it where negative. */
export interface TakenRow {
  readonly id: string;
  readonly topic: Topic;
  readonly key: string;
  readonly group: string;
  readonly due: number;
  readonly failures: number;
  readonly deaths: number;
}

/** What is written in every row: pg-boss writes its own into those that it makes. */
export interface RowSettings {
  /** Who takes jobs here, unlike anybody else. */
  readonly taker: string;
  /** After how many seconds without a sign of life pg-boss takes a run for dead. */
  readonly heartbeatSeconds: number;
  /** After how many seconds it does so in any case. */
  readonly expireSeconds: number;
}

export interface Taking {
  /** How many jobs at most. */
  readonly free: number;
  /** How many jobs of one group may run at once, over all processes. */
  readonly perGroup: number;
  /** How many of a group ordinarily may. */
  readonly ordinary: number;
  /** Groups that get one place for all, and none where the others get no more than one. */
  readonly failing: readonly string[];
  /** The group after which the next turn begins. */
  readonly after: string;
  /** How many catalogs beside. */
  readonly catalogs: number;
}

/** Takes due jobs, and says in how many milliseconds the next one is due that is not due yet. */
export function takeRows(
  now: RawBuilder<unknown>,
  { free, perGroup, ordinary, failing, after, catalogs }: Taking,
  { taker, heartbeatSeconds, expireSeconds }: RowSettings,
): RawBuilder<{ taken: TakenRow[] | null; next: number | null }> {
  const dueByNow = sql`${WAITS} and start_after <= ${now}`;
  const due = sql`${dueByNow} and not ${IS_CATALOG}`;
  const first = (where: RawBuilder<unknown>) =>
    sql`select group_id from ${ROWS} where ${due} and ${where} order by group_id limit 1`;
  return sql<{ taken: TakenRow[] | null; next: number | null }>`
    with recursive running as materialized (${RUNNING}), busy as materialized (
      select group_id, sum(runs)::int as runs from (
          select group_id, 1 as runs from running where not ${IS_CATALOG}
          union all select unnest(${failing}::text[]), ${ordinary}::int - 1
        ) known group by group_id
    ), later(grp) as (
      (${first(sql`group_id > ${after}`)})
      union all select (${first(sql`group_id > later.grp`)}) from later where later.grp is not null
    ), earlier(grp) as (
      (${first(sql`group_id <= ${after}`)})
      union all select (${first(sql`group_id > earlier.grp and group_id <= ${after}`)}) from earlier where earlier.grp is not null
    ), turns as materialized (
      select grp, row_number() over () as turn from (
        select grp from later where grp is not null union all select grp from earlier where grp is not null
        limit ${free}::int + (select count(*) from busy where runs >= ${perGroup}::int)
      ) known
    ), picked as materialized (
      (select name, id, nth, turn from turns left join busy on busy.group_id = turns.grp cross join lateral (
        select name, id, row_number() over () as nth from (
          select name, id from ${ROWS} waiting
          where ${due} and group_id = turns.grp and ${NOT_RUNNING}
          order by start_after limit greatest(0, ${perGroup}::int - coalesce(busy.runs, 0)) for update skip locked
        ) locked
      ) numbered
      order by nth, turn limit ${free}::int)
      union all select name, id, 1, 0 from (
        select name, id from ${ROWS} waiting where ${dueByNow} and ${IS_CATALOG} and ${NOT_RUNNING}
        order by start_after limit ${catalogs}::int for update skip locked
      ) catalogs
    ), taken as (
      update ${ROWS} job set state = ${STATE('active')}, started_on = ${DATABASE_NOW}, heartbeat_on = ${DATABASE_NOW},
        heartbeat_seconds = ${sql.lit(heartbeatSeconds)}, expire_seconds = ${sql.lit(expireSeconds)},
        data = jsonb_set(data, '{taker}', to_jsonb(${taker}::text))
      from picked where job.name = picked.name and job.id = picked.id
      returning job.id, job.name as topic, singleton_key as key, group_id as "group", nth, turn,
        ${millisecondsFrom(now, sql`start_after`)} as due,
        (data->>'failures')::int as failures, (data->>'deaths')::int as deaths
    )
    select
      (select json_agg(json_build_object('id', id, 'topic', topic, 'key', key, 'group', "group", 'due', due,
        'failures', failures, 'deaths', deaths) order by nth, turn) from taken) as taken,
      (select ${millisecondsFrom(now, sql`start_after`)} from ${ROWS}
        where ${WAITS} and start_after > ${now} order by start_after limit 1) as next`;
}
