import type { Inbox, InboxEvent, Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';

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
    news_json: JSON.stringify(event.news),
  };
}

/** Keeps an event unless one of its id is there. */
export function insertEvent(db: Kysely<Tables>, row: ReturnType<typeof inboxRow>) {
  return db
    .insertInto('inbox')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing());
}

/** Notes that events were taken in, within the caller's transaction. */
export async function markHandled(db: Kysely<Tables>, ids: readonly string[], at: Instant): Promise<void> {
  for (let start = 0; start < ids.length; start += MOST_IDS)
    await db
      .updateTable('inbox')
      .set({ handled_at: at })
      .where('id', 'in', ids.slice(start, start + MOST_IDS))
      .where('handled_at', 'is', null)
      .execute();
}

export function createInbox(db: Kysely<Tables>, record: Inbox['record']): Inbox {
  return {
    record,
    async unhandled(topic, subject) {
      const rows = await db
        .selectFrom('inbox')
        .select(['id', 'topic', 'subject', 'connection_id', 'received_at', 'news_json'])
        .where('topic', '=', topic)
        .where('subject', '=', subject)
        .where('handled_at', 'is', null)
        .orderBy('received_at')
        .orderBy('sequence')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        topic: row.topic,
        subject: row.subject,
        connectionId: row.connection_id,
        receivedAt: row.received_at,
        news: row.news_json,
      }));
    },
    markHandled: (ids, at) => db.transaction().execute((tx) => markHandled(tx, ids, at)),
  };
}
