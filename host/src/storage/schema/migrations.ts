import { sql, type Kysely, type Migration } from 'kysely';
import { withSerial, type ColumnTypes } from './column-types.js';

/** The way from an empty database to the tables of today. A step that was released is never changed: add another. */
export function migrations(types: ColumnTypes): Record<string, Migration> {
  const step = (up: (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>): Migration => ({
    up: (db: Kysely<unknown>) => up(db, types),
  });
  return {
    '0001-ledger': step(createLedger),
    '0002-connections': step(createConnections),
    '0003-catalogs': step(createCatalogs),
    '0004-jobs': step(createJobs),
    '0005-times': step(addTimes),
    '0006-looking': step(addLooking),
    '0007-alerts': step(addAlerts),
    '0008-retention': step(addRetention),
    '0009-last-store': step(addLastStore),
    '0010-deaths': step(addDeaths),
    '0011-exchanges': step(addExchanges),
    '0012-bodies': step(addBodies),
    '0013-wanted': step(addWanted),
    '0014-packed-catalogs': step(forgetCatalogs),
    '0015-subjects': step(splitSubjects),
  };
}

async function createLedger(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
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

async function createConnections(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
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

async function createCatalogs(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
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

async function createJobs(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
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

/** What is needed to tell how long things took, and how old they are. */
async function addTimes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('reports').addColumn('since', 'bigint').execute();
  // The time stands behind the catalog in its row, and catalogs are long.
  await db.schema.createIndex('snapshots_by_time').on('snapshots').columns(['connection_id', 'at']).execute();
}

/** What is needed to look through the events: all, a connection's, an order's, those that wait. */
async function addLooking(db: Kysely<unknown>): Promise<void> {
  // The connection stands in it, so that another one's events are passed over without a look at their rows. An index of
  // its own would cost every webhook more than it would save those who look.
  await db.schema.createIndex('inbox_newest').on('inbox').columns(['received_at', 'id', 'connection_id']).execute();
  await db.schema
    .createIndex('inbox_waiting')
    .on('inbox')
    .columns(['received_at', 'id', 'connection_id'])
    .where(sql<boolean>`handled_at is null and topic <> 'other'`)
    .execute();
  // Serves what the one before it served, and those that were handled too.
  await db.schema.dropIndex('inbox_unhandled').execute();
  await db.schema
    .createIndex('inbox_of_subject')
    .on('inbox')
    .columns(['subject', 'topic', 'handled_at', 'received_at'])
    .execute();
}

/** What a person is still to be told. */
async function addAlerts(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await withSerial(db.schema.createTable('alerts'), 'sequence', types)
    .addColumn('subject', types.text, (column) => column.notNull())
    .addColumn('alert_json', types.text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('alerts_of_subject').on('alerts').columns(['subject', 'sequence']).execute();
}

/** What is needed to find what is old, and to remove it without looking through all tickets. */
async function addRetention(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('orders_ended')
    .on('orders')
    .column('updated_at')
    .where(sql.ref('finished'), '=', 1)
    .execute();
  await db.schema.createIndex('tickets_of_order').on('tickets').column('order_id').execute();
}

/** Whose store the catalog and the poll cursor of a connection are, although it may have none just now. */
async function addLastStore(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema.alterTable('connections').addColumn('last_store', types.text).execute();
  await sql`update connections set last_store = store_ref`.execute(db);
}

/** How often a job's process died while it ran. */
async function addDeaths(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('jobs')
    .addColumn('deaths', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

/** What was said to the till and POS Hub for an order. */
async function addExchanges(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  // No reference to the order: what POS Hub says of a new one is known before the order is.
  await withSerial(db.schema.createTable('exchanges'), 'sequence', types)
    .addColumn('order_id', types.text, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('target', types.text, (column) => column.notNull())
    .addColumn('method', types.text, (column) => column.notNull())
    .addColumn('path', types.text, (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('fault', types.text)
    .addColumn('milliseconds', 'integer', (column) => column.notNull())
    .addColumn('bodies_json', types.text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('exchanges_of_order').on('exchanges').columns(['order_id', 'sequence']).execute();
}

/** What POS Hub sent is kept as it came, not as a value within JSON. */
async function addBodies(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema.alterTable('inbox').addColumn('body', types.text).execute();
}

/** The time that an order is wanted for, or else was placed at; beside its content, which no engine reads like another. */
async function addWanted(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .alterTable('orders')
    .addColumn('wanted_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  // PostgreSQL has no orders of an older version.
  if (types.serial === 'integer')
    await sql`update orders set wanted_at = coalesce(order_json ->> 'scheduledFor', order_json ->> 'placedAt', 0)`.execute(
      db,
    );
}

/** Catalogs are stored in another form (packed-catalog.ts): the next sync reads them anew, and gives POS Hub all of it. */
async function forgetCatalogs(db: Kysely<unknown>): Promise<void> {
  await sql`delete from snapshots`.execute(db);
}

/**
 * What waits and what was handled of a subject have an index each: a page of the second is written when an event is
 * handled, not while it is taken in. The first is small, so that events which come together share its pages.
 */
async function splitSubjects(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('inbox_of_subject').execute();
  await db.schema
    .createIndex('inbox_open')
    .on('inbox')
    .columns(['subject', 'topic', 'received_at'])
    .where(sql<boolean>`handled_at is null and topic <> 'other'`)
    .execute();
  await db.schema
    .createIndex('inbox_done')
    .on('inbox')
    .columns(['subject', 'received_at', 'id'])
    .where(sql<boolean>`handled_at is not null and topic = 'order'`)
    .execute();
}
