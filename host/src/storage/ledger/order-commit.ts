import { Fault, type OrderChange, type OrderRecord, type TimelineEntry } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { PutJobs } from '../engine.js';
import type { Tables } from '../schema/tables.js';
import { putAlerts } from './alerts.js';
import { markHandled } from './inbox.js';
import { orderRow } from './order-rows.js';

/**
 * Writes one step of an order's work, within the caller's transaction.
 * @throws Fault `storage.conflict` when the record changed since it was read
 */
export async function commitOrder(db: Kysely<Tables>, change: OrderChange, putJobs: PutJobs): Promise<void> {
  const { record } = change;
  await putRecord(db, record);
  await addToTimeline(db, record.id, change.entries);
  if (change.tickets.length > 0)
    await db
      .insertInto('tickets')
      .values(
        [...new Set(change.tickets)].map((ticket) => ({
          connection_id: record.connectionId,
          ticket,
          order_id: record.id,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['connection_id', 'ticket'])
          .doUpdateSet((row) => ({ order_id: row.ref('excluded.order_id') })),
      )
      .execute();
  if (change.reports.length > 0)
    await db
      .insertInto('reports')
      .values(
        change.reports.map((report) => ({
          order_id: record.id,
          connection_id: record.connectionId,
          report_json: JSON.stringify(report),
          since: change.heardAt ?? record.updatedAt,
        })),
      )
      .execute();
  await putAlerts(db, change.alerts ?? []);
  await markHandled(db, change.handled, record.updatedAt);
  await putJobs(db, change.jobs);
}

async function putRecord(db: Kysely<Tables>, record: OrderRecord): Promise<void> {
  const { id, ...columns } = orderRow(record);
  if (record.version === 0) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('orders')
      .values({ id, ...columns })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) throw new Fault('storage.conflict', { detail: `order ${id}` });
    return;
  }
  const { numUpdatedRows } = await db
    .updateTable('orders')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', record.version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Fault('storage.conflict', { detail: `order ${id}` });
}

/** Adds steps to an order's timeline, within the caller's transaction. */
export async function addToTimeline(
  db: Kysely<Tables>,
  orderId: string,
  entries: readonly TimelineEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insertInto('timeline')
    .values(entries.map(({ at, step, detail }) => ({ order_id: orderId, at, step, detail: detail ?? null })))
    .execute();
}
