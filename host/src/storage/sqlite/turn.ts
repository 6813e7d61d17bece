import type { TableEnd, TableTurn, TableTurned } from '../queue/jobs-table.js';
import { claim } from './claim.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Makes one turn of the work queue: all of it or nothing.
 *
 * It does not wait for the disk. A process that is killed loses nothing by that, because the system has what was written. A
 * power cut may undo the last turns, and with them only what a new start does anyway: a lease that is forgotten leaves its
 * job due, an end that is forgotten leaves a lease that is voided, and in both cases the job runs again, as it would have
 * after a power cut a moment before. Nothing durable can be undone: whatever is committed later and waits for the disk
 * takes all that was written to the log before with it.
 */
export function turn(file: SqliteFile, { lease, now, ended, claim: claiming }: TableTurn): TableTurned {
  return file.atomically(() => {
    for (const end of ended) write(file, lease, end);
    const claimed = claiming === undefined ? [] : claim(file, lease, claiming, now);
    return { claimed, next: nextTime(file, now) };
  }, 'written');
}

/** A run that lost its lease changes nothing. */
function write(file: SqliteFile, lease: string, { id, next, failures, deaths, patient }: TableEnd): void {
  if (next === undefined && file.prepare(REMOVE).run([id, lease]).changes > 0) return;
  const time = next ?? null;
  file.prepare(PUT_BACK).run([failures, deaths, time, patient ? 1 : 0, time, time, id, lease]);
}

/** Done, and nobody asked for it meanwhile. */
const REMOVE = 'delete from jobs where id = ? and lease = ? and again_at is null';

const PUT_BACK = `update jobs set lease = null, leased_until = null, again_at = null, failures = ?, deaths = ?,
  run_at = case when again_at is null then ? when ? then coalesce(?, again_at) else min(coalesce(?, again_at), again_at) end
  where id = ? and lease = ?`;

function nextTime(file: SqliteFile, now: number): number | undefined {
  const [row] = file.all('select run_at from jobs where lease is null and run_at > ? order by run_at limit 1', [now]);
  return row === undefined ? undefined : Number(row['run_at']);
}
