import type { Catalogs, LastRuns, SyncRun } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { LedgerNeeds } from '../engine.js';
import { jsonOrNull } from '../schema/json-columns.js';
import type { SyncRunRow, Tables } from '../schema/tables.js';
import { packed, unpacked } from '../schema/packed-catalog.js';
import { alertStatements } from './alerts.js';
import { MOST_ON_A_PAGE } from './page-cursor.js';

/** So many runs are kept of a connection. */
const MOST_RUNS = 50;

export function createCatalogs({ db, putJobs, bell }: LedgerNeeds): Catalogs {
  return {
    async snapshot(connectionId) {
      const row = await db
        .selectFrom('snapshots')
        .select(['catalog_json', 'at', 'since_json', 'in_doubt'])
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { catalog_json: catalog, at, since_json: since, in_doubt: inDoubt } = row;
      return {
        ...{ catalog: unpacked(catalog), at },
        ...(since === null ? {} : { since }),
        ...(inDoubt === 0 ? {} : { inDoubt: true }),
      };
    },
    async readTimes() {
      const rows = await db.selectFrom('snapshots').select(['connection_id', 'at']).execute();
      return new Map(rows.map((row) => [row.connection_id, row.at]));
    },
    async doubt(connectionId) {
      await db
        .updateTable('snapshots')
        .set({ in_doubt: 1 })
        .where('connection_id', '=', connectionId)
        .where('in_doubt', '=', 0)
        .execute();
    },
    save: (run, snapshot) =>
      db.transaction().execute(async (tx) => {
        await putRun(tx, run);
        if (snapshot === undefined) return;
        const inDoubt: 0 | 1 = snapshot.inDoubt === true ? 1 : 0;
        const columns = {
          catalog_json: JSON.stringify(packed(snapshot.catalog)),
          at: snapshot.at,
          since_json: jsonOrNull(snapshot.since),
          in_doubt: inDoubt,
        };
        await tx
          .insertInto('snapshots')
          .values({ connection_id: run.connectionId, ...columns })
          .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(columns))
          .execute();
      }),
    async saveFailed(run, jobs, alerts) {
      await db.transaction().execute(async (tx) => {
        await putRun(tx, run);
        for (const { query } of alertStatements(tx, alerts)) await query.execute();
        await putJobs(tx, jobs);
      });
      if (jobs.length > 0) bell.ring();
    },
    async runs(connectionId) {
      const rows = await newestRuns(db, connectionId).selectAll().execute();
      return rows.map(toRun);
    },
    async run(id) {
      const row = await db.selectFrom('sync_runs').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : toRun(row);
    },
    async lastRuns(connectionIds) {
      const ids = connectionIds.slice(0, MOST_ON_A_PAGE);
      if (ids.length === 0) return new Map();
      const [last, failed] = [await lastOfEach(db, ids, false), await lastOfEach(db, ids, true)];
      return new Map(
        [...last].map(([id, run]): [string, LastRuns] => {
          const lastFailed = failed.get(id);
          return [id, { last: run, ...(lastFailed === undefined ? {} : { lastFailed }) }];
        }),
      );
    },
    async pollCursor(connectionId) {
      const row = await db
        .selectFrom('poll_cursors')
        .select('cursor')
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      return row?.cursor;
    },
    async savePollCursor(connectionId, cursor) {
      await db
        .insertInto('poll_cursors')
        .values({ connection_id: connectionId, cursor })
        .onConflict((conflict) => conflict.column('connection_id').doUpdateSet({ cursor }))
        .execute();
    },
  };
}

function newestRuns(db: Kysely<Tables>, connectionId: string) {
  return db
    .selectFrom('sync_runs')
    .where('connection_id', '=', connectionId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_RUNS);
}

/** The newest run of each connection; of several that began at the same moment, the one that `runs` gives first. */
async function lastOfEach(
  db: Kysely<Tables>,
  connectionIds: readonly string[],
  isFailed: boolean,
): Promise<ReadonlyMap<string, SyncRun>> {
  const times = db
    .selectFrom('sync_runs')
    .select((row) => ['connection_id', row.fn.max('started_at').as('started_at')])
    .where('connection_id', 'in', connectionIds)
    .$if(isFailed, (query) => query.where('fault_json', 'is not', null))
    .groupBy('connection_id');
  const rows = await db
    .selectFrom('sync_runs')
    .innerJoin(times.as('newest'), (join) =>
      join
        .onRef('newest.connection_id', '=', 'sync_runs.connection_id')
        .onRef('newest.started_at', '=', 'sync_runs.started_at'),
    )
    .selectAll('sync_runs')
    .$if(isFailed, (query) => query.where('fault_json', 'is not', null))
    .orderBy('sync_runs.id')
    .execute();
  return new Map(rows.map((row) => [row.connection_id, toRun(row)]));
}

/** Stores a run, and forgets those that nobody can see any more. */
async function putRun(db: Kysely<Tables>, run: SyncRun): Promise<void> {
  const columns = {
    connection_id: run.connectionId,
    trigger: run.trigger,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    outcome: run.outcome,
    inserted: run.inserted,
    updated: run.updated,
    deleted: run.deleted,
    unchanged: run.unchanged,
    warnings_json: JSON.stringify(run.warnings),
    fault_json: jsonOrNull(run.fault),
  };
  await db
    .insertInto('sync_runs')
    .values({ id: run.id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
  await db
    .deleteFrom('sync_runs')
    .where('connection_id', '=', run.connectionId)
    .where('id', 'not in', newestRuns(db, run.connectionId).select('id'))
    .execute();
}

function toRun(row: SyncRunRow): SyncRun {
  return {
    id: row.id,
    connectionId: row.connection_id,
    trigger: row.trigger,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    inserted: row.inserted,
    updated: row.updated,
    deleted: row.deleted,
    unchanged: row.unchanged,
    warnings: row.warnings_json,
    ...(row.fault_json === null ? {} : { fault: row.fault_json }),
  };
}
