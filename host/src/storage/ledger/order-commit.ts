import type { OrderChange, OrderRecord, TimelineEntry } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Statement } from '../engine.js';
import type { Tables } from '../schema/tables.js';
import { alertStatements } from './alerts.js';
import { handledStatements } from './inbox.js';
import { orderRow } from './order-rows.js';

/**
 * What writes one step of an order's work: all or nothing, and nothing where the record changed since it was read, or another
 * run took one of the events in.
 */
export function orderStatements(db: Kysely<Tables>, change: OrderChange): readonly Statement[] {
  const { record } = change;
  return [
    { query: recordQuery(db, record), changes: 1 },
    ...(change.entries.length === 0 ? [] : [{ query: timelineQuery(db, record.id, change.entries) }]),
    ...(change.tickets.length === 0 ? [] : [{ query: ticketsQuery(db, change) }]),
    ...(change.reports.length === 0 ? [] : [{ query: reportsQuery(db, change) }]),
    ...alertStatements(db, change.alerts ?? []),
    ...handledStatements(db, [...new Set(change.handled)], record.updatedAt),
  ];
}

function recordQuery(db: Kysely<Tables>, record: OrderRecord) {
  const { id, ...columns } = orderRow(record);
  if (record.version === 0)
    return db
      .insertInto('orders')
      .values({ id, ...columns })
      .onConflict((conflict) => conflict.column('id').doNothing());
  return db.updateTable('orders').set(columns).where('id', '=', id).where('version', '=', record.version);
}

function timelineQuery(db: Kysely<Tables>, orderId: string, entries: readonly TimelineEntry[]) {
  return db
    .insertInto('timeline')
    .values(entries.map(({ at, step, detail }) => ({ order_id: orderId, at, step, detail: detail ?? null })));
}

function ticketsQuery(db: Kysely<Tables>, { record, tickets }: OrderChange) {
  const { id, connectionId } = record;
  return db
    .insertInto('tickets')
    .values([...new Set(tickets)].map((ticket) => ({ connection_id: connectionId, ticket, order_id: id })))
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'ticket']).doUpdateSet((row) => ({ order_id: row.ref('excluded.order_id') })),
    );
}

function reportsQuery(db: Kysely<Tables>, { record, reports, heardAt }: OrderChange) {
  return db.insertInto('reports').values(
    reports.map((report) => ({
      order_id: record.id,
      connection_id: record.connectionId,
      report_json: JSON.stringify(report),
      since: heardAt ?? record.updatedAt,
    })),
  );
}

/** What ends a report, sent or given up, and notes it on the timeline; nothing where it was ended before. */
export function reportEndStatements(db: Kysely<Tables>, sequence: number, entry: TimelineEntry): readonly Statement[] {
  const { at, step, detail = null } = entry;
  const noted = db
    .selectFrom('reports')
    .select((row) => ['order_id', row.val(at).as('at'), row.val(step).as('step'), row.val(detail).as('detail')])
    .where('sequence', '=', sequence);
  return [
    { query: db.insertInto('timeline').columns(['order_id', 'at', 'step', 'detail']).expression(noted) },
    // In a database of several processes another one may have ended it meanwhile.
    { query: db.deleteFrom('reports').where('sequence', '=', sequence), changes: 1 },
  ];
}
