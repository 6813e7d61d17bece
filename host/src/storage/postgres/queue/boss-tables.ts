import { TOPICS } from '@poshub-bridge/core';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { CATALOG } from '../../queue/places.js';
import type { Tables } from '../../schema/tables.js';

/*
 * What is known of the tables of pg-boss beside its API, for the SQL of job-rows.ts and job-taking.ts: to be looked through
 * with these when its version changes (12.35.0 here). A topic is one of its queues, of the policy `stately`: a unique index
 * allows one row of a key in each of its states. `created` waits, `active` runs; `created` beside `active` was asked for
 * while it ran; `retry` was taken from a run that died. A row is never ended twice: whoever waits again has a new id.
 *
 * Why not its API: `insert` does nothing where a job waits already. It neither brings that job forward, nor keeps it from
 * being taken before the caller's transaction is committed: a run that can't see what it was asked for. `fetch` is first
 * come, first served: no turns, a limit of a group that two processes can exceed at once, and every row of a store that
 * hangs is looked at on the way to the next one's. `fail` knows its own back-off only, and nothing of what was asked for
 * meanwhile.
 */

/** The schema of pg-boss. */
export const SCHEMA = 'bridge_jobs';
/** Where jobs go that pg-boss gives up. */
export const DEAD_LETTERS = 'dead-letters';
/** Tells other processes that something is due. */
export const CHANNEL = 'bridge_jobs_due';

export const POLICY = 'stately';
export const ROWS = sql.raw(`${SCHEMA}.job_common`);
export const STATE = (state: string) => sql.raw(`'${state}'::${SCHEMA}.job_state`);
export const NAMES = sql.raw(`array['${TOPICS.join("', '")}']`);
export const WAITS = sql.raw(`state = 'created' and policy = '${POLICY}'`);
/** A catalog's job, which has a place of its own. */
export const IS_CATALOG = sql.raw(`name = '${CATALOG}'`);
/** All that runs, over all processes: few rows, and an index of pg-boss that holds no others. */
export const RUNNING = sql`select name, singleton_key, group_id from ${ROWS}
  where name = any(${NAMES}) and state = ${STATE('active')} and group_id is not null and policy = ${sql.lit(POLICY)}`;
/** Of a row that waits: what it asks for does not run. */
export const NOT_RUNNING = sql`not exists (
  select from running where running.name = waiting.name and running.singleton_key = waiting.singleton_key)`;
/** The database's own time. */
export const DATABASE_NOW = sql.raw(`${SCHEMA}.job_now()`);

/** How many milliseconds lie between. */
export function millisecondsFrom(now: RawBuilder<unknown>, time: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(extract(epoch from ${time} - ${now}) * 1000)::float8`;
}

/**
 * What is prepared in this transaction from here on is planned for many rows, whether there are some just now or not: a
 * plan that was made for an empty table would be kept while 100,000 jobs come.
 */
export const FOR_MANY_ROWS = sql`set_config('enable_seqscan', 'off', true)`;

/** Lets one transaction at a time do what is named. One that hangs loses its connection, so that the others go on. */
export async function lock(tx: Kysely<Tables>, name: string): Promise<void> {
  await sql`select set_config('idle_in_transaction_session_timeout', '10000', true), ${FOR_MANY_ROWS},
    pg_advisory_xact_lock(hashtextextended(${sql.lit(`${SCHEMA}.${name}`)}, 0))`.execute(tx);
}
