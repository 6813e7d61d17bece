import type { EventFilter, Inbox, InboxEvent, Instant, News, Page, StoredEvent } from '@poshub-bridge/core';
import { sql, type Kysely } from 'kysely';
import type { LedgerNeeds } from '../engine.js';
import type { InboxRow, Tables } from '../schema/tables.js';
import { atMost, MOST_ON_A_PAGE, pageOf, readCursor } from './page-cursor.js';

/** So many ids go into one statement. */
const MOST_IDS = 500;

/** An event as it is inserted. The order of the keys is the order of the values in {@link insertEvent}. */
export function inboxRow(event: InboxEvent) {
  return {
    id: event.id,
    topic: event.topic,
    subject: event.subject,
    connection_id: event.connectionId,
    received_at: event.receivedAt,
    ...newsColumns(event.news),
  };
}

/**
 * POS Hub's text has a column of its own: as a value within JSON it would be written, read and stored for more than it is. It
 * goes there in the bytes that came, which are text for SQLite and PostgreSQL.
 */
function newsColumns(news: News): { readonly news_json: string; readonly body: Uint8Array | null } {
  return news.source === 'hub'
    ? { news_json: FROM_HUB, body: news.body }
    : { news_json: JSON.stringify(news), body: null };
}

const FROM_HUB = JSON.stringify({ source: 'hub' });

/** Keeps an event unless one of its id is there. For SQLite, which would store bytes as such. */
export function insertEvent(db: Kysely<Tables>, row: ReturnType<typeof inboxRow>) {
  return db
    .insertInto('inbox')
    .values({ ...row, body: sql<string | null>`cast(${row.body} as text)` })
    .onConflict((conflict) => conflict.column('id').doNothing());
}

/** What notes that events were taken in. */
export function handledStatements(db: Kysely<Tables>, ids: readonly string[], at: Instant) {
  return Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, part) => {
    const some = ids.slice(part * MOST_IDS, (part + 1) * MOST_IDS);
    const query = db
      .updateTable('inbox')
      .set({ handled_at: at })
      .where('id', 'in', some)
      .where('handled_at', 'is', null);
    return { query, changes: some.length };
  });
}

export function createInbox({ db, putJobs, write, bell }: LedgerNeeds, record: Inbox['record']): Inbox {
  return {
    record,
    async unhandled(topic, subject, most) {
      const rows = await db
        .selectFrom('inbox')
        .select(EVENT_COLUMNS)
        .where('topic', '=', topic)
        .where('subject', '=', subject)
        .where(isOpen)
        .orderBy('received_at')
        .orderBy('sequence')
        .$if(most !== undefined, (query) => query.limit(most ?? 0))
        .execute();
      return rows.map(toEvent);
    },
    markHandled: async (ids, at) => {
      // Those that were handled before stay as they are.
      await write(handledStatements(db, ids, at).map(({ query }) => ({ query })));
    },
    async get(id) {
      const row = await db
        .selectFrom('inbox')
        .select([...EVENT_COLUMNS, 'handled_at'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : toStored(row);
    },
    list: (filter) => listEvents(db, filter),
    async reopen(id, job) {
      await db.transaction().execute(async (tx) => {
        await tx.updateTable('inbox').set({ handled_at: null }).where('id', '=', id).execute();
        await putJobs(tx, [job]);
      });
      bell.ring();
    },
  };
}

/** What waits to be handled. In the words of the indexes, because only so is it known that they serve. */
export const isOpen = sql<boolean>`inbox.handled_at is null and inbox.topic <> 'other'`;

/** The events of an order by their keys: each of two indexes has some of them. */
function ofOrder(db: Kysely<Tables>, orderId: string) {
  const events = db.selectFrom('inbox').select('sequence').where('subject', '=', orderId);
  return events
    .where('topic', '=', sql.lit('order'))
    .where('handled_at', 'is not', null)
    .unionAll(events.where('topic', '=', 'order').where(isOpen));
}

const EVENT_COLUMNS = ['id', 'topic', 'subject', 'connection_id', 'received_at', 'news_json', 'body'] as const;

type EventRow = Pick<InboxRow, (typeof EVENT_COLUMNS)[number]>;

async function listEvents(db: Kysely<Tables>, filter: EventFilter): Promise<Page<StoredEvent>> {
  const { connectionId, orderId, handled, from, to, after } = filter;
  const limit = atMost(MOST_ON_A_PAGE, filter.limit);
  let query = db.selectFrom('inbox').select([...EVENT_COLUMNS, 'handled_at']);
  if (connectionId !== undefined) query = query.where('connection_id', '=', connectionId);
  if (orderId !== undefined) query = query.where('sequence', 'in', ofOrder(db, orderId));
  if (handled === true) query = query.where('handled_at', 'is not', null);
  if (handled === false) query = query.where(isOpen);
  if (from !== undefined) query = query.where('received_at', '>=', from);
  if (to !== undefined) query = query.where('received_at', '<', to);
  if (after !== undefined) {
    const end = readCursor(after);
    query = query.where((row) => row(row.refTuple('received_at', 'id'), '<', row.tuple(end.receivedAt, end.id)));
  }
  const rows = await query
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toStored), limit);
}

function toEvent(row: EventRow): InboxEvent {
  return {
    id: row.id,
    topic: row.topic,
    subject: row.subject,
    connectionId: row.connection_id,
    receivedAt: row.received_at,
    news: row.body === null ? row.news_json : { source: 'hub', body: Buffer.from(row.body) },
  };
}

function toStored(row: EventRow & Pick<InboxRow, 'handled_at'>): StoredEvent {
  return { ...toEvent(row), ...(row.handled_at === null ? {} : { handledAt: row.handled_at }) };
}
