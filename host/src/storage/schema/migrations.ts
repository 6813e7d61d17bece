import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';

/** How an engine writes a column that counts by itself. */
export type SerialType = 'integer' | 'bigserial';

/** The way from an empty database to the tables of today. A step that was released is never changed: add another. */
export function migrations(serial: SerialType): Record<string, Migration> {
  return {
    '0001-ledger': { up: (db: Kysely<unknown>) => createLedger(db, serial) },
    '0002-connections': { up: createConnections },
    '0003-catalogs': { up: createCatalogs },
    '0004-jobs': { up: (db: Kysely<unknown>) => createJobs(db, serial) },
    '0005-times': { up: addTimes },
    '0006-looking': { up: addLooking },
    '0007-alerts': { up: (db: Kysely<unknown>) => addAlerts(db, serial) },
    '0008-retention': { up: addRetention },
    '0009-last-store': { up: addLastStore },
    '0010-deaths': { up: addDeaths },
    '0011-exchanges': { up: (db: Kysely<unknown>) => addExchanges(db, serial) },
    '0012-bodies': { up: addBodies },
  };
}

function withSerial<T extends string>(table: CreateTableBuilder<T>, name: string, serial: SerialType) {
  return table.addColumn(name, serial, (column) =>
    serial === 'integer' ? column.primaryKey().autoIncrement() : column.primaryKey(),
  );
}

async function createLedger(db: Kysely<unknown>, serial: SerialType): Promise<void> {
  await withSerial(db.schema.createTable('inbox'), 'sequence', serial)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('news_json', 'text', (column) => column.notNull())
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
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('finished', 'integer', (column) => column.notNull())
    .addColumn('attention_json', 'text')
    .addColumn('facts_json', 'text', (column) => column.notNull())
    .addColumn('order_json', 'text')
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
  await createOrderParts(db, serial);
}

async function createOrderParts(db: Kysely<unknown>, serial: SerialType): Promise<void> {
  await withSerial(db.schema.createTable('timeline'), 'sequence', serial)
    .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .execute();
  await db.schema.createIndex('timeline_of_order').on('timeline').columns(['order_id', 'sequence']).execute();
  await db.schema
    .createTable('tickets')
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text', (column) => column.notNull())
    .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
    .addPrimaryKeyConstraint('tickets_key', ['connection_id', 'ticket'])
    .execute();
  await withSerial(db.schema.createTable('reports'), 'sequence', serial)
    .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('report_json', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('reports_of_order').on('reports').columns(['order_id', 'sequence']).execute();
}

async function createConnections(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('connections')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('location_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('adapter', 'text', (column) => column.notNull())
    .addColumn('store_ref', 'text')
    .addColumn('store_name', 'text')
    .addColumn('store_currency', 'text')
    .addColumn('store_timezone', 'text')
    .addColumn('store_choices_json', 'text')
    .addColumn('merchant', 'text')
    .addColumn('failure_json', 'text')
    .addColumn('announced', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const column of ['location_id', 'store_ref', 'merchant'])
    await db.schema.createIndex(`connections_by_${column}`).on('connections').column(column).execute();
  await db.schema
    .createTable('attempts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text')
    .addColumn('verifier', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('attempts_by_expiry').on('attempts').column('expires_at').execute();
  await db.schema
    .createTable('credentials')
    .addColumn('connection_id', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .execute();
}

async function createCatalogs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('snapshots')
    .addColumn('connection_id', 'text', (column) => column.primaryKey())
    .addColumn('catalog_json', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('since_json', 'text')
    .execute();
  await db.schema
    .createTable('sync_runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('trigger', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('inserted', 'integer', (column) => column.notNull())
    .addColumn('updated', 'integer', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addColumn('unchanged', 'integer', (column) => column.notNull())
    .addColumn('warnings_json', 'text', (column) => column.notNull())
    .addColumn('fault_json', 'text')
    .execute();
  await db.schema
    .createIndex('sync_runs_newest')
    .on('sync_runs')
    .columns(['connection_id', 'started_at', 'id'])
    .execute();
  await db.schema
    .createTable('poll_cursors')
    .addColumn('connection_id', 'text', (column) => column.primaryKey())
    .addColumn('cursor', 'text', (column) => column.notNull())
    .execute();
}

async function createJobs(db: Kysely<unknown>, serial: SerialType): Promise<void> {
  await withSerial(db.schema.createTable('jobs'), 'id', serial)
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('grp', 'text', (column) => column.notNull())
    .addColumn('run_at', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('lease', 'text')
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
async function addAlerts(db: Kysely<unknown>, serial: SerialType): Promise<void> {
  await withSerial(db.schema.createTable('alerts'), 'sequence', serial)
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('alert_json', 'text', (column) => column.notNull())
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
async function addLastStore(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('connections').addColumn('last_store', 'text').execute();
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
async function addExchanges(db: Kysely<unknown>, serial: SerialType): Promise<void> {
  // No reference to the order: what POS Hub says of a new one is known before the order is.
  await withSerial(db.schema.createTable('exchanges'), 'sequence', serial)
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('fault', 'text')
    .addColumn('milliseconds', 'integer', (column) => column.notNull())
    .addColumn('bodies_json', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('exchanges_of_order').on('exchanges').columns(['order_id', 'sequence']).execute();
}

/** What POS Hub sent is kept as it came, not as a value within JSON. */
async function addBodies(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('inbox').addColumn('body', 'text').execute();
}
