import { sql, type Kysely, type Migration } from 'kysely';
import { withSerial, type ColumnTypes } from './column-types.js';
import { createCatalogs, createConnections, createJobs, createLedger } from './first-tables.js';

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
    '0016-catalog-jobs': step(indexCatalogJobs),
    '0017-doubts': step(addDoubts),
  };
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

/** Catalogs are taken apart from all other jobs, of which very many may be due. */
async function indexCatalogJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('jobs_of_catalogs')
    .on('jobs')
    .columns(['run_at', 'id'])
    .where(sql<boolean>`lease is null and topic = 'catalog'`)
    .execute();
}

/** Whether POS Hub may have something else than the stored catalog: so it may of those that were stored before this step. */
async function addDoubts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('snapshots')
    .addColumn('in_doubt', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
}
