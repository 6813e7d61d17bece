import type { Instant } from '@poshub-bridge/core';
import { sql, type Kysely } from 'kysely';
import type { ClaimedJob, Claiming } from '../queue/claiming.js';
import type { Tables } from '../schema/tables.js';

/**
 * Leases due jobs in turns: each group gets one before any gets its second, beginning after the group that was served
 * last. Groups are stepped through along an index, so a long queue in one of them costs the others nothing.
 */
export async function claim(db: Kysely<Tables>, claiming: Claiming, now: Instant): Promise<readonly ClaimedJob[]> {
  const full = [...claiming.running.values()].filter((count) => count >= claiming.perGroup).length;
  const groups = await dueGroups(db, claiming.after, now, claiming.free + full);
  const queues: ClaimedJob[][] = [];
  for (const group of groups) {
    const room = claiming.perGroup - (claiming.running.get(group) ?? 0);
    if (room > 0) queues.push(await dueJobs(db, group, now, Math.min(room, claiming.free)));
  }
  const chosen = inTurns(queues).slice(0, claiming.free);
  if (chosen.length > 0)
    await db
      .updateTable('jobs')
      .set({ lease: claiming.lease, leased_until: claiming.leasedUntil })
      .where(
        'id',
        'in',
        chosen.map((job) => job.id),
      )
      .execute();
  return chosen;
}

/** The groups that have something due, from the one after `after` on and round to it again. */
async function dueGroups(db: Kysely<Tables>, after: string, now: Instant, limit: number): Promise<readonly string[]> {
  const later = await groupsAfter(db, after, now, limit);
  if (later.length === limit || after === '') return later;
  const earlier = await groupsAfter(db, '', now, limit);
  return [...later, ...earlier.filter((group) => !later.includes(group))].slice(0, limit);
}

async function groupsAfter(db: Kysely<Tables>, after: string, now: Instant, limit: number): Promise<string[]> {
  const { rows } = await sql<{ grp: string }>`
    with recursive due(grp) as (
      select (select grp from jobs where lease is null and run_at <= ${now} and grp > ${after} order by grp limit 1)
      union all
      select (select grp from jobs where lease is null and run_at <= ${now} and grp > due.grp order by grp limit 1)
        from due where due.grp is not null
    )
    select grp from due where grp is not null limit ${limit}`.execute(db);
  return rows.map((row) => row.grp);
}

async function dueJobs(db: Kysely<Tables>, group: string, now: Instant, limit: number): Promise<ClaimedJob[]> {
  const rows = await db
    .selectFrom('jobs')
    .select(['id', 'topic', 'key', 'grp', 'run_at', 'failures', 'deaths'])
    .where('lease', 'is', null)
    .where('grp', '=', group)
    .where('run_at', '<=', now)
    .orderBy('run_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    topic: row.topic,
    key: row.key,
    group: row.grp,
    runAt: row.run_at,
    failures: row.failures,
    deaths: row.deaths,
  }));
}

/** The first of each queue, then the second of each, and so on. */
function inTurns<T>(queues: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue.slice(turn, turn + 1))).flat();
}
