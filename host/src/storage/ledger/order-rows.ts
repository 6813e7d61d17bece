import { isFinished, type OrderRecord } from '@poshub-bridge/core';
import { jsonOrNull } from '../schema/json-columns.js';
import type { OrderRow } from '../schema/tables.js';

/** The columns that make a record. */
export const ORDER_COLUMNS = [
  'orders.id',
  'orders.connection_id',
  'orders.phase',
  'orders.attention_json',
  'orders.facts_json',
  'orders.order_json',
  'orders.order_at',
  'orders.received_at',
  'orders.deadline_at',
  'orders.updated_at',
  'orders.version',
] as const;

/** A record as it is stored, with the number of the commit that stores it. */
export function orderRow(record: OrderRecord) {
  const finished: 0 | 1 = isFinished(record.phase) ? 1 : 0;
  return {
    id: record.id,
    connection_id: record.connectionId,
    phase: record.phase,
    finished,
    attention_json: jsonOrNull(record.attention),
    facts_json: JSON.stringify(record.facts),
    order_json: jsonOrNull(record.order),
    order_at: record.orderAt,
    received_at: record.receivedAt,
    deadline_at: record.deadlineAt,
    updated_at: record.updatedAt,
    version: record.version + 1,
    wanted_at: record.order?.scheduledFor ?? record.order?.placedAt ?? 0,
  };
}

export function orderRecord(row: Omit<OrderRow, 'finished' | 'wanted_at'>): OrderRecord {
  return {
    id: row.id,
    connectionId: row.connection_id,
    facts: row.facts_json,
    phase: row.phase,
    ...(row.attention_json === null ? {} : { attention: row.attention_json }),
    ...(row.order_json === null ? {} : { order: row.order_json }),
    orderAt: row.order_at,
    receivedAt: row.received_at,
    deadlineAt: row.deadline_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}
