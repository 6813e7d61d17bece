import { subjectOf, type Alert, type AlertBox } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.js';

/** Stores alerts, within the transaction of what caused them. */
export async function putAlerts(db: Kysely<Tables>, alerts: readonly Alert[]): Promise<void> {
  if (alerts.length === 0) return;
  await db
    .insertInto('alerts')
    .values(alerts.map((alert) => ({ subject: subjectOf(alert), alert_json: JSON.stringify(alert) })))
    .execute();
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
