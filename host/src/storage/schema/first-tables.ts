import { sql, type Kysely } from 'kysely';
import { withSerial, type ColumnTypes } from './column-types.js';

/** Events, orders and what belongs to them. */
export async function createLedger(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await withSerial(db.schema.createTable('inbox'), 'sequence', types)
    .addColumn('id', types.text, (column) => column.notNull().unique())
    .addColumn('topic', types.text, (column) => column.notNull())
    .addColumn('subject', types.text, (column) => column.notNull())
    .addColumn('connection_id', types.text, (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('news_json', types.text, (column) => column.notNull())
    .addColumn('handled_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('inbox_unhandled')
    .on('inbox')
    .columns(['subject', 'topic', 'received_at'])
    .where(sql.ref('handled_at'), 'is', null)
    .execute();
  await db.schema
    .createTable('orders')
    .addColumn('id', types.text, (column) => column.primaryKey())
    .addColumn('connection_id', types.text, (column) => column.notNull())
    .addColumn('phase', types.text, (column) => column.notNull())
    .addColumn('finished', 'integer', (column) => column.notNull())
    .addColumn('attention_json', types.text)
    .addColumn('facts_json', types.text, (column) => column.notNull())
    .addColumn('order_json', types.text)
    .addColumn('order_at', 'bigint', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('deadline_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('orders_newest').on('orders').columns(['received_at', 'id']).execute();
  await db.schema
    .createIndex('orders_of_connection')
    .on('orders')
    .columns(['connection_id', 'received_at', 'id'])
    .execute();
  await db.schema.createIndex('orders_in_phase').on('orders').columns(['phase', 'received_at', 'id']).execute();
  await db.schema
    .createIndex('orders_open')
    .on('orders')
    .columns(['connection_id', 'received_at', 'id'])
    .where(sql.ref('finished'), '=', 0)
    .execute();
  await createOrderParts(db, types);
}

async function createOrderParts(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await withSerial(db.schema.createTable('timeline'), 'sequence', types)
    .addColumn('order_id', types.text, (column) => column.notNull().references('orders.id'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('step', types.text, (column) => column.notNull())
    .addColumn('detail', types.text)
    .execute();
  await db.schema.createIndex('timeline_of_order').on('timeline').columns(['order_id', 'sequence']).execute();
  await db.schema
    .createTable('tickets')
    .addColumn('connection_id', types.text, (column) => column.notNull())
    .addColumn('ticket', types.text, (column) => column.notNull())
    .addColumn('order_id', types.text, (column) => column.notNull().references('orders.id'))
    .addPrimaryKeyConstraint('tickets_key', ['connection_id', 'ticket'])
    .execute();
  await withSerial(db.schema.createTable('reports'), 'sequence', types)
    .addColumn('order_id', types.text, (column) => column.notNull().references('orders.id'))
    .addColumn('connection_id', types.text, (column) => column.notNull())
    .addColumn('report_json', types.text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('reports_of_order').on('reports').columns(['order_id', 'sequence']).execute();
}

/** Connections, the attempts to make them, and their sealed credentials. */
export async function createConnections(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('connections')
    .addColumn('id', types.text, (column) => column.primaryKey())
    .addColumn('account_id', types.text, (column) => column.notNull())
    .addColumn('location_id', types.text, (column) => column.notNull())
    .addColumn('status', types.text, (column) => column.notNull())
    .addColumn('adapter', types.text, (column) => column.notNull())
    .addColumn('store_ref', types.text)
    .addColumn('store_name', types.text)
    .addColumn('store_currency', types.text)
    .addColumn('store_timezone', types.text)
    .addColumn('store_choices_json', types.text)
    .addColumn('merchant', types.text)
    .addColumn('failure_json', types.text)
    .addColumn('announced', types.text, (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const column of ['location_id', 'store_ref', 'merchant'])
    await db.schema.createIndex(`connections_by_${column}`).on('connections').column(column).execute();
  await db.schema
    .createTable('attempts')
    .addColumn('id', types.text, (column) => column.primaryKey())
    .addColumn('connection_id', types.text, (column) => column.notNull())
    .addColumn('state', types.text)
    .addColumn('verifier', types.text)
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('attempts_by_expiry').on('attempts').column('expires_at').execute();
  await db.schema
    .createTable('credentials')
    .addColumn('connection_id', types.text, (column) => column.primaryKey())
    .addColumn('sealed', types.text, (column) => column.notNull())
    .execute();
}

/** Catalogs as they were last synced, the syncs' reports, and where polling goes on. */
export async function createCatalogs(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('snapshots')
    .addColumn('connection_id', types.text, (column) => column.primaryKey())
    .addColumn('catalog_json', types.text, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('since_json', types.text)
    .execute();
  await db.schema
    .createTable('sync_runs')
    .addColumn('id', types.text, (column) => column.primaryKey())
    .addColumn('connection_id', types.text, (column) => column.notNull())
    .addColumn('trigger', types.text, (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('outcome', types.text, (column) => column.notNull())
    .addColumn('inserted', 'integer', (column) => column.notNull())
    .addColumn('updated', 'integer', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addColumn('unchanged', 'integer', (column) => column.notNull())
    .addColumn('warnings_json', types.text, (column) => column.notNull())
    .addColumn('fault_json', types.text)
    .execute();
  await db.schema
    .createIndex('sync_runs_newest')
    .on('sync_runs')
    .columns(['connection_id', 'started_at', 'id'])
    .execute();
  await db.schema
    .createTable('poll_cursors')
    .addColumn('connection_id', types.text, (column) => column.primaryKey())
    .addColumn('cursor', types.text, (column) => column.notNull())
    .execute();
}

/** The work queue of an engine that has none of its own. */
export async function createJobs(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await withSerial(db.schema.createTable('jobs'), 'id', types)
    .addColumn('topic', types.text, (column) => column.notNull())
    .addColumn('key', types.text, (column) => column.notNull())
    .addColumn('grp', types.text, (column) => column.notNull())
    .addColumn('run_at', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('lease', types.text)
    .addColumn('leased_until', 'bigint')
    .addColumn('again_at', 'bigint')
    .addUniqueConstraint('jobs_key', ['topic', 'key'])
    .execute();
  // One finds the groups whose turn it may be, one the time of the next job.
  await db.schema
    .createIndex('jobs_by_group')
    .on('jobs')
    .columns(['grp', 'run_at', 'id'])
    .where(sql.ref('lease'), 'is', null)
    .execute();
  await db.schema.createIndex('jobs_by_time').on('jobs').column('run_at').where(sql.ref('lease'), 'is', null).execute();
  await db.schema
    .createIndex('jobs_by_lease')
    .on('jobs')
    .column('leased_until')
    .where(sql.ref('lease'), 'is not', null)
    .execute();
}
