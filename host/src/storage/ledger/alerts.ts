import { subjectOf, type Alert, type AlertBox } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';

/** What stores alerts. */
export function alertStatements(db: Kysely<Tables>, alerts: readonly Alert[]) {
  if (alerts.length === 0) return [];
  const rows = alerts.map((alert) => ({ subject: subjectOf(alert), alert_json: JSON.stringify(alert) }));
  return [{ query: db.insertInto('alerts').values(rows) }];
}

export function createAlertBox(db: Kysely<Tables>): AlertBox {
  return {
    async next(subject) {
      const row = await db
        .selectFrom('alerts')
        .select(['sequence', 'alert_json'])
        .where('subject', '=', subject)
        .orderBy('sequence')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : { sequence: row.sequence, alert: row.alert_json };
    },
    async end(sequence) {
      await db.deleteFrom('alerts').where('sequence', '=', sequence).execute();
    },
  };
}
