import { Fault, TOPICS, type Instant } from '@poshub-bridge/core';
import type { ClaimedJob, Claiming } from '../queue/claiming.js';
import { CATALOG, type Room } from '../queue/places.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Leases due jobs in turns, within the caller's transaction: each group gets one before any gets its second, beginning
 * after the group that was served last. Groups are stepped through along an index, so a long queue in one of them costs
 * the others nothing. Catalogs have places of their own, the one that is due for longest comes first.
 */
export function claim(file: SqliteFile, lease: string, claiming: Claiming, now: Instant): readonly ClaimedJob[] {
  const running = new Map(claiming.running);
  const all = claiming.catalogs === 0 ? [] : file.all(CATALOGS, [now, claiming.catalogs]).map(toJob);
  for (const { id } of all) file.prepare(LEASE).run([lease, claiming.leasedUntil, id]);
  let { after } = claiming;
  for (const room of claiming.rooms) {
    const claimed = fill(file, room, running, after, now);
    for (const { id, group } of claimed) {
      file.prepare(LEASE).run([lease, claiming.leasedUntil, id]);
      running.set(group, (running.get(group) ?? 0) + 1);
      after = group;
    }
    all.push(...claimed);
    // Nothing else is due that could have its turn.
    if (claimed.length < room.free) break;
  }
  return all;
}

const LEASE = 'update jobs set lease = ?, leased_until = ? where id = ?';

function fill(
  file: SqliteFile,
  { free, perGroup }: Room,
  running: ReadonlyMap<string, number>,
  after: string,
  now: Instant,
): readonly ClaimedJob[] {
  const full = [...running.values()].filter((count) => count >= perGroup).length;
  const queues: (readonly ClaimedJob[])[] = [];
  for (const group of dueGroups(file, after, now, free + full)) {
    const room = perGroup - (running.get(group) ?? 0);
    if (room > 0) queues.push(dueJobs(file, group, now, Math.min(room, free)));
  }
  return inTurns(queues).slice(0, free);
}

/** The groups that have something due, from the one after `after` on and round to it again. */
function dueGroups(file: SqliteFile, after: string, now: Instant, limit: number): readonly string[] {
  const later = groupsAfter(file, after, now, limit);
  if (later.length === limit || after === '') return later;
  const earlier = groupsAfter(file, '', now, limit);
  return [...later, ...earlier.filter((group) => !later.includes(group))].slice(0, limit);
}

function groupsAfter(file: SqliteFile, after: string, now: Instant, limit: number): readonly string[] {
  return file.all(GROUPS, [now, after, now, limit]).map(({ grp }) => String(grp));
}

const ORDINARY = `lease is null and topic <> '${CATALOG}'`;

const GROUPS = `with recursive due(grp) as (
    select (select grp from jobs where ${ORDINARY} and run_at <= ? and grp > ? order by grp limit 1)
    union all
    select (select grp from jobs where ${ORDINARY} and run_at <= ? and grp > due.grp order by grp limit 1)
      from due where due.grp is not null
  )
  select grp from due where grp is not null limit ?`;

function dueJobs(file: SqliteFile, group: string, now: Instant, limit: number): readonly ClaimedJob[] {
  return file.all(JOBS, [group, now, limit]).map(toJob);
}

const COLUMNS = 'id, topic, key, grp, run_at, failures, deaths';

const JOBS = `select ${COLUMNS} from jobs where ${ORDINARY} and grp = ? and run_at <= ? order by run_at, id limit ?`;

// Else SQLite reads all of the topic's jobs, due or not.
const CATALOGS = `select ${COLUMNS} from jobs indexed by jobs_of_catalogs
  where lease is null and topic = '${CATALOG}' and run_at <= ? order by run_at, id limit ?`;

function toJob({
  id,
  topic,
  key,
  grp,
  run_at: runAt,
  failures,
  deaths,
}: Readonly<Record<string, unknown>>): ClaimedJob {
  const known = TOPICS.find((one) => one === topic);
  if (known === undefined) throw new Fault('bridge.broken', { detail: `a job of the topic ${String(topic)}` });
  return {
    id: Number(id),
    topic: known,
    key: String(key),
    group: String(grp),
    runAt: Number(runAt),
    failures: Number(failures),
    deaths: Number(deaths),
  };
}

/** The first of each queue, then the second of each, and so on. */
function inTurns<T>(queues: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue.slice(turn, turn + 1))).flat();
}
