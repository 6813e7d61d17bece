import type { Catalogs, SyncRun } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import { jsonOrNull } from '../schema/json-columns.js';
import type { SyncRunRow, Tables } from '../schema/tables.js';

/** So many runs are kept of a connection. */
const MOST_RUNS = 50;

export function createCatalogs(db: Kysely<Tables>): Catalogs {
  return {
    async snapshot(connectionId) {
      const row = await db
        .selectFrom('snapshots')
        .select(['catalog_json', 'at'])
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      return row === undefined ? undefined : { catalog: row.catalog_json, at: row.at };
    },
    async readTimes() {
      const rows = await db.selectFrom('snapshots').select(['connection_id', 'at']).execute();
      return new Map(rows.map((row) => [row.connection_id, row.at]));
    },
    save: (run, catalog, readAt = run.endedAt) =>
      db.transaction().execute(async (tx) => {
        await putRun(tx, run);
        if (catalog === undefined) return;
        const columns = { catalog_json: JSON.stringify(catalog), at: readAt };
        await tx
          .insertInto('snapshots')
          .values({ connection_id: run.connectionId, ...columns })
          .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(columns))
          .execute();
      }),
    async runs(connectionId) {
      const rows = await newestRuns(db, connectionId).selectAll().execute();
      return rows.map(toRun);
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
